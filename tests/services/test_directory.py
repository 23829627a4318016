"""The directory: services, teams, people and their roles."""

from pathlib import Path

import pytest

from qaf_desktop.domain.events import RoleGrant
from qaf_desktop.errors import Ambiguous, NotFound, Refused
from qaf_desktop.services import directory
from qaf_desktop.store.workspace import Workspace
from tests.store.test_workspace import make_workspace


@pytest.fixture
def ws(tmp_path: Path) -> Workspace:
    return make_workspace(tmp_path / "w")


def test_a_team_is_added_with_its_service(ws: Workspace) -> None:
    directory.add_team(ws, "North", "Help and protection")
    directory.add_team(ws, "South", "help and protection")
    assert [(team.name, team.service) for team in directory.teams(ws)] == [
        ("North", "Help and protection"),
        ("South", "Help and protection"),
    ]
    with pytest.raises(Refused, match="already"):
        directory.add_team(ws, "north", "Help and protection")


def test_a_person_has_roles_limited_to_teams_and_services(ws: Workspace) -> None:
    directory.add_team(ws, "North", "Help")
    roles = [directory.grant(ws, "auditor"), directory.grant(ws, "team_manager", ["north"])]
    directory.add_person(ws, "J. Moss", team="North", manager="R. Patel", roles=roles)
    moss = directory.person(ws, "j. moss")
    assert (moss.team, moss.manager) == ("North", "R. Patel")
    assert moss.roles == (RoleGrant("auditor"), RoleGrant("team_manager", (moss.team_id or "",)))


def test_a_change_keeps_what_is_not_named(ws: Workspace) -> None:
    directory.add_team(ws, "North", "Help")
    directory.add_person(ws, "J. Moss", team="North", roles=[RoleGrant("auditor")])
    changed = directory.change_person(ws, "J. Moss", manager="R. Patel")
    assert (changed.team, changed.manager, changed.has("auditor")) == ("North", "R. Patel", True)
    assert directory.change_person(ws, "J. Moss", team="").team_id is None


def test_two_people_of_one_name_are_told_apart_by_id(ws: Workspace) -> None:
    first = directory.add_person(ws, "A. Shah")
    directory.add_person(ws, "A. Shah")
    with pytest.raises(Ambiguous, match="2 people are called A. Shah"):
        directory.person(ws, "A. Shah")
    assert directory.person(ws, first).id == first


def test_the_last_administrator_stays(ws: Workspace) -> None:
    with pytest.raises(Refused, match="only administrator"):
        directory.change_person(ws, "R. Patel", roles=[RoleGrant("reader")])


def test_only_an_administrator_adds_people(ws: Workspace) -> None:
    ws.person_id = directory.add_person(ws, "J. Moss", roles=[RoleGrant("auditor")])
    with pytest.raises(Refused, match="needs the role administrator"):
        directory.add_person(ws, "K. Obi")


@pytest.mark.parametrize("name", ["", "   ", "x" * 201])
def test_a_name_that_is_none_is_refused(ws: Workspace, name: str) -> None:
    with pytest.raises(Refused):
        directory.add_person(ws, name)


def test_unknown_names_are_not_found(ws: Workspace) -> None:
    with pytest.raises(NotFound, match="Nobody is called Nobody"):
        directory.person(ws, "Nobody")
    with pytest.raises(NotFound, match="no role called cook"):
        directory.grant(ws, "cook")


def test_people_are_paged_and_searched(ws: Workspace) -> None:
    for number in range(30):
        directory.add_person(ws, f"Worker {number:02}")
    page = directory.people(ws, "worker", offset=10, limit=5)
    assert (page.total, [p.name for p in page.items]) == (30, [f"Worker {n}" for n in range(10, 15)])
    assert directory.people(ws, "100%").total == 0


def test_a_team_gets_another_name_and_service_and_keeps_its_people(ws: Workspace) -> None:
    directory.add_team(ws, "North", "Help")
    directory.add_team(ws, "South", "Care")
    directory.add_person(ws, "A. Shah", team="North")
    directory.change_team(ws, "North", name="North East", service="Care")
    assert directory.person(ws, "A. Shah").team == "North East"
    assert directory.find_team(ws, "North East").service == "Care"
    with pytest.raises(Refused, match="already"):
        directory.change_team(ws, "North East", name="south")


def test_a_service_gets_another_name(ws: Workspace) -> None:
    directory.add_team(ws, "North", "Help")
    directory.change_service(ws, "help", "Help and protection")
    assert directory.find_team(ws, "North").service == "Help and protection"


def test_roles_are_said_with_the_places_that_they_are_limited_to(ws: Workspace) -> None:
    directory.add_team(ws, "North", "Help")
    roles = [directory.grant(ws, "team_manager", ["North"]), RoleGrant("auditor")]
    assert directory.roles_in_words(roles, directory.place_names(ws)) == "Team manager (North), auditor"
