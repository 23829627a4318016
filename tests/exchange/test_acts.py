"""One act on many things stays one act, in one segment and void as a whole; nothing is recorded only to be void."""

import pytest

from qaf_desktop.domain.events import CaseAdded, RoleGrant
from qaf_desktop.domain.rights import Place, permits_at
from qaf_desktop.errors import Refused
from qaf_desktop.exchange import segment
from qaf_desktop.services import cases, directory, exchange, sending
from tests.exchange.laptops import KEEPER, Office, entries, state


def test_an_import_of_many_cases_arrives_in_one_segment(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "MOST_ENTRIES", 5)
    first, second = office.laptops["A. Admin"], office.join("B. Officer")
    batch = first.new_id()
    with first.writing() as writing:
        for number in range(40):
            writing.record("case", first.new_id(), CaseAdded(str(number), "closed"), batch)
    before = len(list(office.shared.rglob("*.seg")))
    exchange.now(first)
    assert len(list(office.shared.rglob("*.seg"))) == before + 1
    exchange.now(second)
    assert state(first) == state(second)


def test_an_act_that_no_segment_holds_is_cut_and_arrives(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = office.laptops["A. Admin"], office.join("B. Officer")
    monkeypatch.setattr(segment, "MOST_ENTRIES", 12)
    batch = first.new_id()
    with first.writing() as writing:
        for number in range(40):
            writing.record("case", first.new_id(), CaseAdded(str(number), "closed"), batch)
    before = len(list(office.shared.rglob("*.seg")))
    office.exchange_all()
    assert len(list(office.shared.rglob("*.seg"))) == before + 4
    assert state(first) == state(second)


def test_entries_of_one_act_are_void_together(office: Office) -> None:
    first, second = office.laptops["A. Admin"], office.join("B. Reader", (RoleGrant("team_manager", ("a" * 32,)),))
    batch = second.new_id()
    with second.writing() as writing:
        writing.record("case", second.new_id(), CaseAdded("mine", "closed", team="a" * 32), batch)
        writing.record("case", second.new_id(), CaseAdded("theirs", "closed", team="b" * 32), batch)
    exchange.now(second)
    exchange.now(first)
    whys = [void for _, _, _, void in entries(first).values() if void]
    assert len(whys) == 2 and any("together" in why for why in whys)
    assert state(first) == state(second)


def test_a_role_limited_to_other_teams_is_refused_before_anything_is_recorded(office: Office) -> None:
    first = office.laptops["A. Admin"]
    directory.add_team(first, "North", "Help")
    directory.add_team(first, "South", "Help")
    north = directory.find_team(first, "North").id
    second = office.join("B. Manager", (RoleGrant("team_manager", (north,)),))
    before = entries(second)
    with pytest.raises(Refused, match="limited to other teams"):
        cases.add_case(second, "1001", "closed", team="South")
    assert entries(second) == before
    cases.add_case(second, "1002", "closed", team="North")
    exchange.now(second)
    assert not any(void for _, _, _, void in entries(second).values())


def test_a_team_manager_may_audit_in_other_teams_and_a_limited_auditor_may_not() -> None:
    place = Place("south", "help")
    assert permits_at("AuditSubmitted", (RoleGrant("team_manager", ("north",)),), place)
    assert not permits_at("AuditSubmitted", (RoleGrant("auditor", ("north",)),), place)
    assert permits_at("AuditSubmitted", (RoleGrant("auditor", (), ("help",)),), place)


def test_the_keepers_roles_hold_everywhere() -> None:
    assert permits_at("CaseAdded", KEEPER, Place("any"))
