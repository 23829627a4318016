"""What did not count because of what it said does not come to count by losing its content, on no laptop."""

import pytest

from qaf_desktop.domain.events import CaseAdded, CaseChanged, RoleGrant, TeamAdded, UrgentConcernRaised
from qaf_desktop.services import devices, erasure, exchange, exchange_status, workspaces
from qaf_desktop.store.workspace import Workspace
from tests.exchange.laptops import KEEPER, Office, add_case, entries, state

MINE, OTHER = "1" * 32, "2" * 32
AUDITOR = (RoleGrant("auditor", teams=(MINE,)),)


def all_agree(office: Office) -> bool:
    office.exchange_all(3)
    first, *others = office.laptops.values()
    assert not [one for ws in office.laptops.values() for one in workspaces.verify(ws).problems]
    return all(entries(ws) == entries(first) and state(ws) == state(first) for ws in others)


def void(ws: Workspace) -> list[str]:
    return sorted(one.kind for one in exchange_status.void(ws))


def change_elsewhere(ws: Workspace, case: str) -> None:
    """An act that is void as a whole: the case is said to be of a team in which the role does not hold."""
    with ws.writing() as writing:
        writing.record("case", case, CaseChanged("closed", team=OTHER), "one act")
        raised = UrgentConcernRaised("c" * 32, "9", "Something else in the same act")
        writing.record("concern", ws.new_id(), raised, "one act")


@pytest.fixture
def third(office: Office) -> Workspace:
    first = office.laptops["A. Admin"]
    for team, name in ((MINE, "North"), (OTHER, "South")):
        with first.writing() as writing:
            writing.record("team", team, TeamAdded(name, "a" * 32))
    return office.join("C. Auditor", AUDITOR)


@pytest.mark.parametrize("known_to_the_eraser", [True, False])
def test_a_void_entry_stays_as_it_was_when_its_case_is_erased(
    office: Office, third: Workspace, known_to_the_eraser: bool
) -> None:
    first = office.laptops["A. Admin"]
    case = add_case(first, "1001")
    office.exchange_all()
    change_elsewhere(third, case)
    if known_to_the_eraser:
        office.exchange_all()
        assert void(first) == void(third) == ["CaseChanged", "UrgentConcernRaised"]
    erasure.erase_case(first, "1001", "A court said so")
    assert all_agree(office)
    devices.set_roles(first, {third.person_id: (*AUDITOR, RoleGrant("moderator"))})
    devices.set_roles(first, {third.person_id: AUDITOR})  # a loss: all that the laptop wrote is judged anew
    assert all_agree(office)
    if known_to_the_eraser:
        assert void(first) == ["CaseChanged", "UrgentConcernRaised"]
    late = office.join("D. Officer")
    office.exchange_all(3)
    assert entries(late) == entries(first) and void(late) == void(first) and all_agree(office)


def test_a_void_entry_that_is_redacted_stays_void(office: Office, third: Workspace) -> None:
    from tests.exchange.test_teams_made_apart import audit_of

    first, key = office.laptops["A. Admin"], third.new_id()
    with third.writing() as writing:
        event = audit_of("f" * 32, MINE)
        writing.record("audit", key, event)
    office.exchange_all()
    assert void(first) == ["AuditSubmitted"]
    erasure.redact(first, key, "An auditor", "It names somebody")
    assert all_agree(office) and void(first) == ["AuditSubmitted"]
    late = office.join("D. Officer")
    office.exchange_all(3)
    assert void(late) == ["AuditSubmitted"] and all_agree(office)


def test_what_an_erased_entry_kept_void_does_not_let_an_old_stick_count(office: Office, third: Workspace) -> None:
    first = office.laptops["A. Admin"]
    office.join("E. Officer", KEEPER)
    with third.writing() as writing:
        writing.record("case", "e" * 32, CaseAdded("77", "child_in_need", team=OTHER))
    add_case(first, "77")
    office.exchange_all()
    exchange.export(first, office.base / "old.qaf")
    assert void(first) == ["CaseAdded"]
    erasure.erase_case(first, "77", "A court said so")
    office.exchange_all()
    late = office.join("D. Officer")
    for ws in office.laptops.values():
        exchange.import_(ws, office.base / "old.qaf")
    assert all_agree(office) and void(late) == ["CaseAdded"]
