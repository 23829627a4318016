"""Approving a laptop: of somebody who is there, with other roles, and where a second administrator has to agree."""

import pytest

from qaf_desktop.domain.events import RoleGrant
from qaf_desktop.errors import NotFound, Refused
from qaf_desktop.exchange import join, names
from qaf_desktop.services import devices, directory, exchange, exchange_state, joining, workspaces
from qaf_desktop.store import exchange_facts
from qaf_desktop.store.workspace import FIRST_ROLES, Workspace
from tests.exchange.laptops import KEEPER, Office

READER = (RoleGrant("reader"),)


def test_a_second_laptop_keeps_its_persons_roles_where_none_are_given(office: Office) -> None:
    first = office.laptops["A. Admin"]
    office.join("B. Officer")
    second = office.join("B. Officer", None, folder="second")
    assert directory.me(second).roles == KEEPER
    assert len([one for one in devices.devices(first) if one.person == "B. Officer"]) == 2


def test_a_second_laptop_with_other_roles_changes_them_in_the_directory_and_in_the_list(office: Office) -> None:
    first, old = office.laptops["A. Admin"], office.join("B. Officer")
    second = office.join("B. Officer", READER, folder="second")
    office.exchange_all()
    for ws in (first, old, second):
        assert directory.person(ws, "B. Officer").roles == READER
        rosters = exchange_state.needed(ws).rosters
        assert rosters.now().people[old.person_id] == READER and len(rosters.heads) == 1


def test_what_a_second_administrator_has_to_agree_to_is_in_the_folder_at_once(office: Office) -> None:
    first, deputy = office.laptops["A. Admin"], office.join("D. Deputy", FIRST_ROLES)
    waiting = office.ask("N. Newcomer")
    with pytest.raises(Refused, match="second administrator"):
        office.approve(first, waiting, FIRST_ROLES)
    exchange.now(deputy)
    (proposal,) = devices.proposals(deputy)
    assert proposal.what == ("Approve a laptop of N. Newcomer",) and proposal.by == "A. Admin"
    assert devices.agree(deputy, proposal.id)
    assert not exchange.now(waiting).notices
    assert directory.me(waiting).name == "N. Newcomer"
    waiting.close()


def refused(office: Office) -> Workspace:
    """A laptop whose request the administrator refused."""
    waiting, first = office.ask("N. Newcomer"), office.laptops["A. Admin"]
    (asked,) = joining.requests(first)
    joining.refuse(first, asked.request)
    return waiting


def test_a_request_that_is_refused_goes_and_its_laptop_is_told(office: Office) -> None:
    waiting, first = refused(office), office.laptops["A. Admin"]
    assert joining.requests(first) == ()
    assert exchange.now(waiting).notices == [directory.REFUSED]
    assert list((office.shared / "join").iterdir()) == []
    assert workspaces.status(waiting).state == devices.devices(waiting)[-1].state == "refused"
    assert not joining.look(waiting) and list((office.shared / "join").iterdir()) == []
    with pytest.raises(Refused, match="An administrator refused"):
        directory.me(waiting)
    with pytest.raises(NotFound):
        office.approve(first, waiting)
    assert joining.withdraw(waiting)
    joining.give_up(waiting)
    again = office.ask("N. Newcomer")
    office.approve(first, again)
    assert joining.look(again)
    again.close()


def test_what_is_refused_stays_so_where_its_laptop_put_the_request_back_at_that_moment(office: Office) -> None:
    waiting, first = office.ask("N. Newcomer"), office.laptops["A. Admin"]
    (file,) = (office.shared / "join").iterdir()
    request = file.read_bytes()
    joining.refuse(first, file.stem)
    file.write_bytes(request)
    assert joining.requests(first) == ()
    joining.look(waiting)
    assert joining.asked_here(waiting) and not file.exists()
    waiting.close()


def test_only_an_administrator_refuses(office: Office) -> None:
    first, officer, waiting = office.laptops["A. Admin"], office.join("B. Officer"), office.ask("N. Newcomer")
    (asked,) = joining.requests(first)
    with pytest.raises(Refused, match="needs the role administrator"):
        joining.refuse(officer, asked.request)
    x = exchange_state.needed(officer)
    said = join.Request(x.workspace, _whole(waiting), "", "", "", "", "", "")
    (office.shared / names.refusal_path(asked.request)).write_bytes(join.refusal(said, officer.device_id, x.keys))
    assert len(joining.requests(first)) == 1
    assert exchange.now(waiting).notices == [directory.WAITS]
    waiting.close()


def _whole(waiting: Workspace) -> str:
    with waiting.reading() as connection:
        return str(exchange_facts.note(connection, joining.REQUEST)["request"])
