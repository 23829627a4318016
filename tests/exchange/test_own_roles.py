"""An administrator changes their own roles: what records it counts, on every laptop."""

from contextlib import nullcontext

import pytest

from qaf_desktop.domain.events import RoleGrant
from qaf_desktop.errors import Refused
from qaf_desktop.services import devices, directory, exchange, exchange_status, joining, workspaces
from qaf_desktop.store.workspace import Workspace
from tests.exchange.laptops import ADMINISTRATOR, Office, entries, state
from tests.exchange.test_removal import apart

AUDITOR = (RoleGrant("auditor"),)


def all_agree(office: Office) -> bool:
    office.exchange_all()
    first, *others = office.laptops.values()
    assert not any(workspaces.verify(ws).problems for ws in office.laptops.values())
    return all(entries(ws) == entries(first) and state(ws) == state(first) for ws in others)


def roles_of(ws: Workspace, person: str) -> tuple[RoleGrant, ...]:
    return directory.person(ws, person).roles


@pytest.mark.parametrize("away", [False, True])
@pytest.mark.parametrize("roles", [ADMINISTRATOR, (*ADMINISTRATOR, RoleGrant("auditor", teams=("1" * 32,)))])
def test_other_roles_are_taken_up_and_given_up(office: Office, roles: tuple[RoleGrant, ...], away: bool) -> None:
    first, second = office.laptops["A. Admin"], office.join("B. Officer")
    with apart(office) if away else nullcontext():
        directory.change_person(first, first.person_id, roles=roles)
    assert all_agree(office) and not exchange_status.void(second)
    directory.change_person(first, first.person_id, roles=(*ADMINISTRATOR, *AUDITOR))
    assert all_agree(office) and not exchange_status.void(second)
    assert roles_of(second, first.person_id) == (*ADMINISTRATOR, *AUDITOR)


@pytest.mark.parametrize("away", [False, True])
def test_an_administrator_gives_the_role_up_and_takes_it_up_again(office: Office, away: bool) -> None:
    first, second = office.laptops["A. Admin"], office.join("B. Admin", (*ADMINISTRATOR, *AUDITOR))
    office.exchange_all()
    with apart(office) if away else nullcontext():
        directory.change_person(second, second.person_id, roles=AUDITOR)
    exchange.export(second, office.base / "carried.qaf")
    exchange.import_(first, office.base / "carried.qaf")
    (proposal,) = devices.proposals(first)
    assert devices.agree(first, proposal.id)
    assert all_agree(office) and not exchange_status.void(first)
    assert roles_of(first, second.person_id) == AUDITOR
    directory.change_person(first, second.person_id, roles=ADMINISTRATOR)
    assert all_agree(office) and not exchange_status.void(second)
    assert roles_of(second, second.person_id) == ADMINISTRATOR


def test_what_an_administrator_recorded_before_giving_the_role_up_counts(office: Office) -> None:
    first, second = office.laptops["A. Admin"], office.join("B. Admin", ADMINISTRATOR)
    office.exchange_all()
    with apart(office):
        directory.add_person(second, "C. Auditor", roles=AUDITOR)
        directory.change_person(second, second.person_id, roles=AUDITOR)
        exchange.export(second, office.base / "carried.qaf")
        exchange.import_(first, office.base / "carried.qaf")
        assert devices.agree(first, devices.proposals(first)[0].id)
        exchange.export(first, office.base / "back.qaf")
        exchange.import_(second, office.base / "back.qaf")
    assert all_agree(office) and not exchange_status.void(first)


def test_a_second_laptop_with_which_an_administrator_gives_the_role_up_keeps_its_name(office: Office) -> None:
    first, second = office.laptops["A. Admin"], office.join("B. Admin", ADMINISTRATOR)
    office.exchange_all()
    waiting = office.ask("B. Admin", folder="another")
    asked = joining.asked_here(waiting)
    assert asked is not None
    with pytest.raises(Refused):
        joining.approve(second, asked.request, asked.words, roles=AUDITOR)
    exchange.now(first)
    devices.agree(first, devices.proposals(first)[0].id)
    exchange.now(waiting)
    office.laptops["another"] = waiting
    assert all_agree(office) and not exchange_status.void(first)
