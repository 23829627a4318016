"""Conflicts on two laptops that exchange: shown with both values, decided by whom it falls to, gone on both."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from qaf_desktop.domain.events import ConflictDecided, RoleGrant, ToolVersionAdded
from qaf_desktop.domain.rights import DECIDERS, RIGHTS, may, permits
from qaf_desktop.errors import NotFound, Refused
from qaf_desktop.services import cases, conflicts, directory, exchange_state, settings, tools
from qaf_desktop.store.verify import verify
from qaf_desktop.store.workspace import Workspace
from tests.exchange.laptops import Office, entries, state

BOTH = (RoleGrant("administrator"), RoleGrant("quality_officer"))
Pair = tuple[Workspace, Workspace]
Meet = Callable[[], None]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office(tmp_path)
    made.first("A. Admin")
    made.join("B. Officer", BOTH)
    made.exchange_all()
    yield made
    for ws in made.laptops.values():
        ws.close()


@pytest.fixture
def pair(office: Office) -> Pair:
    first, second = office.laptops.values()
    return first, second


@pytest.fixture
def meet(office: Office) -> Meet:
    """Lets all laptops exchange; fails unless they then show the same and nothing is wrong."""

    def exchange() -> None:
        office.exchange_all()
        first, *others = office.laptops.values()
        assert all(state(one) == state(first) for one in others)
        assert verify(first).problems == ()

    return exchange


@pytest.fixture
def apart(pair: Pair, meet: Meet) -> Pair:
    """Both laptops gave case 1001 another plan, apart from each other."""
    cases.add_case(pair[0], "1001", "early_help")
    meet()
    cases.change_case(pair[0], "1001", plan="closed")
    cases.change_case(pair[1], "1001", plan="child_protection")
    meet()
    return pair


def test_a_conflict_shows_both_values_in_words_with_who_and_when(apart: Pair) -> None:
    for ws in apart:
        (one,) = conflicts.list_conflicts(ws)
        assert (one.about, one.kind, one.slot, one.what) == ("case 1001", "case", "plan", "Plan")
        assert {(v.value, v.by) for v in one.values} == {("Closed", "A. Admin"), ("Child protection", "B. Officer")}
        assert (one.decides, one.mine) == ("administrator or quality officer", True)
        assert cases.case(ws, "1001").plan in ("closed", "child_protection")


def test_deciding_ends_it_on_every_laptop(apart: Pair, meet: Meet) -> None:
    (one,) = conflicts.list_conflicts(apart[1])
    chosen = next(v for v in one.values if v.value == "Closed")
    conflicts.choose(apart[1], one.id, chosen.entry, "It was closed on Monday")
    meet()
    for ws in apart:
        assert conflicts.list_conflicts(ws) == ()
        assert cases.case(ws, "1001").plan == "closed"


def test_a_third_value_can_be_given(apart: Pair, meet: Meet) -> None:
    (one,) = conflicts.list_conflicts(apart[0])
    conflicts.give(apart[0], one.id, "Care leaver")
    meet()
    assert [cases.case(ws, "1001").plan for ws in apart] == ["care_leaver"] * 2


def test_giving_the_field_another_value_ends_the_conflict_too(apart: Pair, meet: Meet) -> None:
    cases.change_case(apart[1], "1001", plan="care_leaver")
    meet()
    assert conflicts.list_conflicts(apart[0]) == ()


def test_different_fields_of_one_case_are_no_conflict_and_both_stay(pair: Pair, meet: Meet) -> None:
    directory.add_person(pair[0], "W. Worker")
    cases.add_case(pair[0], "1001", "early_help")
    meet()
    cases.change_case(pair[0], "1001", plan="closed")
    cases.change_case(pair[1], "1001", worker="W. Worker")
    meet()
    row = cases.case(pair[0], "1001")
    assert (row.plan, row.worker, conflicts.list_conflicts(pair[0])) == ("closed", "W. Worker", ())


def test_what_cannot_be_is_refused_and_changes_nothing(apart: Pair) -> None:
    ws = apart[0]
    (one,) = conflicts.list_conflicts(ws)
    before = entries(ws)
    with pytest.raises(Refused, match="Choose one of the values"):
        conflicts.choose(ws, one.id, "ab" * 32)
    for wrong in ("purple", None, 5):
        with pytest.raises(Refused):
            conflicts.give(ws, one.id, wrong)
    with pytest.raises(NotFound, match="decided already"):
        conflicts.give(ws, "ab" * 16, "closed")
    assert entries(ws) == before


def test_whoever_may_not_decide_sees_whose_it_is(office: Office, apart: Pair, meet: Meet) -> None:
    reader = office.join("C. Reader", (RoleGrant("reader"),))
    meet()
    (one,) = conflicts.list_conflicts(reader)
    assert not one.mine
    with pytest.raises(Refused, match="administrator or quality officer"):
        conflicts.give(reader, one.id, "closed")


def test_a_decision_of_somebody_who_may_not_is_void_on_every_laptop(office: Office, apart: Pair, meet: Meet) -> None:
    reader = office.join("C. Reader", (RoleGrant("reader"),))
    meet()
    (one,) = conflicts.list_conflicts(reader)
    with reader.writing() as writing:
        writing.record("case", one.entity, ConflictDecided("plan", "closed", ""))
    office.exchange_all()
    assert [one.id for one in conflicts.list_conflicts(apart[0])] == [one.id]
    assert [void for *_, void in entries(apart[0]).values() if void]


@pytest.mark.parametrize(("kind", "roles"), sorted(DECIDERS.items()))
def test_who_decides_depends_on_the_kind_of_thing(kind: str, roles: frozenset[str]) -> None:
    event = ConflictDecided("name", "x", "")
    for role in ("administrator", "quality_officer", "auditor", "standards_lead"):
        decides = permits("ConflictDecided", [RoleGrant(role)], "me", event, kind)
        assert decides == (role in roles) == may("ConflictDecided", [role], kind)
    assert roles <= RIGHTS["ConflictDecided"]


def test_a_setting_two_administrators_change_is_named_as_on_screen(pair: Pair, meet: Meet) -> None:
    settings.change(pair[0], response_days=7)
    settings.change(pair[1], response_days=12, duty_number="01234 567890")
    meet()
    (one,) = conflicts.list_conflicts(pair[0])
    assert one.about == "setting Response to findings"
    assert {v.value for v in one.values} == {"7 working days", "12 working days"}
    with pytest.raises(Refused, match="from 1 to 365"):
        conflicts.give(pair[0], one.id, 0)
    conflicts.give(pair[0], one.id, 8)
    meet()
    assert (settings.get(pair[1]).response_days, settings.get(pair[1]).duty_number) == (8, "01234 567890")


def test_roles_of_a_person_are_decided_and_reach_the_list_of_laptops(office: Office, pair: Pair, meet: Meet) -> None:
    officer = office.join("C. Officer", (RoleGrant("auditor"),))
    meet()
    directory.add_team(pair[0], "North", "Help")
    north = directory.grant(pair[0], "team_manager", ["North"])
    directory.change_person(pair[0], "C. Officer", roles=[north])
    directory.change_person(pair[1], "C. Officer", roles=[RoleGrant("moderator")])
    meet()
    (one,) = conflicts.list_conflicts(pair[1])
    assert one.about == "person C. Officer"
    assert {v.value for v in one.values} == {"Team manager (North)", "Moderator"}
    chosen = next(v for v in one.values if v.value == "Moderator")
    conflicts.choose(pair[1], one.id, chosen.entry)
    meet()
    assert directory.person(pair[0], "C. Officer").roles == (RoleGrant("moderator"),)
    assert exchange_state.needed(pair[0]).rosters.now().people[officer.person_id] == (RoleGrant("moderator"),)


def test_the_last_administrator_cannot_be_decided_away(pair: Pair, meet: Meet) -> None:
    directory.change_person(pair[0], "A. Admin", roles=[RoleGrant("administrator"), RoleGrant("auditor")])
    directory.change_person(pair[1], "A. Admin", roles=[RoleGrant("administrator"), RoleGrant("reader")])
    directory.change_person(pair[1], "B. Officer", roles=[RoleGrant("quality_officer")])
    meet()
    (one,) = conflicts.list_conflicts(pair[0])
    with pytest.raises(Refused, match="only administrator"):
        conflicts.give(pair[0], one.id, [{"role": "reader"}])


def test_one_team_under_two_ids_is_no_conflict(pair: Pair, meet: Meet) -> None:
    cases.add_case(pair[0], "1001", "early_help")
    meet()
    for ws in pair:
        directory.add_team(ws, "North", "Help")
        cases.change_case(ws, "1001", team="North")
    meet()
    assert conflicts.list_conflicts(pair[0]) == ()
    assert cases.case(pair[0], "1001").team == "North"


def test_a_tool_version_with_other_content_is_decided_and_the_chosen_one_is_listed(pair: Pair, meet: Meet) -> None:
    for ws, name in zip(pair, ("ours.md", "theirs.md"), strict=True):
        with ws.writing() as writing:
            event = ToolVersionAdded("new", "1", "New form", name, name.encode())
            writing.record("tool_version", ws.new_id(), event)
    meet()
    (one,) = conflicts.list_conflicts(pair[0])
    assert one.about == "audit tool New form, version 1" and one.what == "Content"
    for name in ("ours.md", "theirs.md"):
        if conflicts.list_conflicts(pair[0]):
            chosen = next(v for v in one.values if v.value.startswith(name))
            conflicts.choose(pair[0], one.id, chosen.entry)
            meet()
        with pair[1].reading() as connection:
            listed = connection.exec_driver_sql("SELECT file_name FROM tool_version WHERE alias_of IS NULL").scalars()
            assert list(listed) == ["ours.md"]
    assert len(tools.tools(pair[1], "new")) == 1
