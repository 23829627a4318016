"""Approving a laptop: of somebody who is there, with other roles, and where a second administrator has to agree."""

import pytest

from qaf_desktop.domain.events import RoleGrant
from qaf_desktop.errors import Refused
from qaf_desktop.services import devices, directory, exchange, exchange_state
from qaf_desktop.store.workspace import FIRST_ROLES
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
