"""One thing under several ids: folded together, whatever came first, and told apart where it is not one."""

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from sqlalchemy import Connection

from qaf_desktop.domain.entries import Entry, Header, commitment, encode_body, heads, seal
from qaf_desktop.domain.events import (
    CaseAdded,
    CaseChanged,
    ConflictDecided,
    Event,
    PersonAdded,
    PersonChanged,
    RoleGrant,
    ServiceAdded,
    ServiceChanged,
    SettingsChanged,
    TeamAdded,
    TeamChanged,
    ToolStatusChanged,
    ToolVersionAdded,
)
from qaf_desktop.errors import QafError
from qaf_desktop.services import cases, directory, erasure
from qaf_desktop.store import journal, projection, query_audits, query_independence
from qaf_desktop.store.verify import verify
from qaf_desktop.store.workspace import Workspace
from tests.examples import examples
from tests.exchange.laptops import Office, state
from tests.store.test_workspace import make_workspace

IDS = {kind: [f"{n}{at:x}" * 16 for n in range(1, 4)] for at, kind in enumerate(
    ("service", "team", "person", "case", "tool_version", "workspace")
)}  # fmt: skip
BOTH = (RoleGrant("administrator"), RoleGrant("quality_officer"), RoleGrant("auditor"))
EVENTS: dict[str, Callable[[random.Random], Event]] = {
    "service": lambda r: r.choice((ServiceAdded, ServiceChanged))(r.choice(("Help", "help", "Care"))),
    "team": lambda r: r.choice((TeamAdded, TeamChanged))(r.choice(("North", "South")), r.choice(IDS["service"])),
    "person": lambda r: (
        PersonAdded("A", r.choice((None, *IDS["team"])))
        if r.random() < 0.5
        else PersonChanged("B", None, None, (RoleGrant(r.choice(("auditor", "reader"))),), r.random() < 0.5)
    ),
    "case": lambda r: (
        CaseAdded(r.choice("12"), r.choice("pq"), r.choice((None, "w")))
        if r.random() < 0.5
        else CaseChanged(r.choice("pq"), r.choice((None, "w", "v")))
    ),
    "tool_version": lambda r: (
        ToolVersionAdded("t", r.choice("12"), "T", "t.md", r.choice((b"a", b"b")))
        if r.random() < 0.6
        else ToolStatusChanged(r.choice(("live", "retired")))
    ),
    "workspace": lambda r: SettingsChanged({r.choice(("response_days", "zone")): r.choice((1, 2))}),
}
DECIDED = {"service": "name", "team": "service", "person": "team", "case": "plan", "tool_version": "content"}


def some_history(chance: random.Random, length: int) -> list[Entry]:
    """Entries of a few things that may see each other, name each other and contradict each other in any way."""
    made: list[Entry] = []
    for seq in range(1, length + 1):
        kind = chance.choice(list(EVENTS))
        event = EVENTS[kind](chance)
        if kind in DECIDED and chance.random() < 0.1:
            event = ConflictDecided(DECIDED[kind], chance.choice(("Help", "p", None)), "")
        near = [one.id for one in made if one.header.entity_kind == kind]
        after = tuple(sorted(chance.sample(near, min(len(near), chance.choice((0, 1, 1, 2))))))
        entry = an_entry(kind, chance.choice(IDS[kind]), event, after, seq, chance.randint(1, 9))
        made.append(replace(entry, void="" if chance.random() < 0.9 else "not on the roster"))
    return made


def an_entry(kind: str, entity: str, event: Event, after: Sequence[str], seq: int, time: int) -> Entry:
    body, salt = encode_body(event), bytes(16)
    moment = f"2026-08-04T0{time}:00:00Z"
    given = (entity, kind, type(event).__name__, "ef" * 16, "cd" * 16, seq, moment, tuple(after))
    return seal(Header(*given, commitment(salt, body)), salt, body)


def deliver(connection: Connection, entries: Iterable[Entry]) -> None:
    """Takes entries in, and folds what they touch."""
    entries = list(entries)
    before = {one: journal.of_entity(connection, one) for one in {e.header.entity for e in entries}}
    journal.append(connection, entries)
    for one in entries:
        if one.void:
            connection.exec_driver_sql("UPDATE entry SET void = ? WHERE id = ?", (one.void, bytes.fromhex(one.id)))
    kinds = {e.header.entity: e.header.entity_kind for e in entries}
    projection.project(
        connection,
        [
            projection.Touched(kinds[one], one, journal.of_entity(connection, one), not known)
            for one, known in before.items()
        ],
    )


def tables(connection: Connection) -> dict[str, list[Any]]:
    return {t.name: sorted(map(repr, connection.execute(t.select()))) for t in projection.projected.sorted_tables}


class LetGo(Exception):
    """Leaves nothing of an example behind."""


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return make_workspace(tmp_path_factory.mktemp("aliases") / "w")


@settings(max_examples=examples(60), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 2**32), st.integers(1, 30))
def test_any_entries_in_any_order_and_pieces_make_the_same_tables(workspace: Workspace, seed: int, length: int) -> None:
    chance = random.Random(seed)
    entries = some_history(chance, length)
    entries = chance.sample(entries, chance.randint(1, length))
    with pytest.raises(LetGo), workspace.writing() as writing:
        seen = []
        for _ in range(3):
            writing.connection.exec_driver_sql("DELETE FROM entry")
            projection.refold(writing.connection)
            left = chance.sample(entries, len(entries))
            while left:
                size = chance.randint(1, 5)
                deliver(writing.connection, left[:size])
                left = left[size:]
            seen.append(tables(writing.connection))
            projection.refold(writing.connection)
            seen.append(tables(writing.connection))
        assert all(one == seen[0] for one in seen)
        raise LetGo


@settings(max_examples=examples(40), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 2**32))
def test_entries_that_turn_void_leave_tables_as_if_folded_anew(workspace: Workspace, seed: int) -> None:
    chance = random.Random(seed)
    entries = some_history(chance, 20)
    with pytest.raises(LetGo), workspace.writing() as writing:
        deliver(writing.connection, entries)
        one = chance.choice(entries)
        writing.connection.exec_driver_sql("UPDATE entry SET void = 'x' WHERE id = ?", (bytes.fromhex(one.id),))
        again = journal.of_entity(writing.connection, one.header.entity)
        projection.project(writing.connection, [projection.Touched(one.header.entity_kind, one.header.entity, again)])
        before = tables(writing.connection)
        projection.refold(writing.connection)
        assert before == tables(writing.connection)
        raise LetGo


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office(tmp_path)
    made.first()
    made.join("B. Officer", BOTH)
    yield made
    for ws in made.laptops.values():
        ws.close()


def two(office: Office) -> tuple[Workspace, Workspace]:
    first, second = office.laptops.values()
    return first, second


def agreed(office: Office) -> Workspace:
    """Everybody exchanges; fails unless all show the same and nothing is wrong. Answers one of them."""
    office.exchange_all()
    first, second = two(office)
    assert state(first) == state(second)
    assert verify(first).problems == verify(second).problems == ()
    return first


def test_a_case_that_two_laptops_make_is_one_case(office: Office) -> None:
    first, second = two(office)
    ids = [cases.add_case(ws, "1001", plan) for ws, plan in ((first, "early_help"), (second, "early_help"))]
    ws = agreed(office)
    page = cases.cases(ws)
    assert (page.total, [one.id for one in page.items]) == (1, [min(ids)])
    assert {cases.case(ws, name).id for name in (*ids, "1001")} == {min(ids)}
    with ws.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM conflict").scalar() == 0


def test_what_is_written_under_any_id_is_recorded_under_the_one_that_lists_show(office: Office) -> None:
    first, second = two(office)
    ids = sorted(cases.add_case(ws, "1001", "early_help") for ws in (first, second))
    ws = agreed(office)
    with ws.writing() as writing:
        writing.record("case", ids[1], CaseChanged("closed"))
    with ws.reading() as connection:
        low, high = (journal.of_entity(connection, one) for one in ids)
    assert (len(low), len(high)) == (2, 1)
    assert set(low[1].header.after) == set(heads([low[0], *high]))
    assert {cases.case(agreed(office), one).plan for one in ids} == {"closed"}


def test_a_service_with_its_team_that_two_laptops_make_is_one_of_each(office: Office) -> None:
    for ws in two(office):
        directory.add_team(ws, "North", "Help")
    ws = agreed(office)
    assert [one.name for one in directory.services(ws)] == ["Help"]
    ((team,), (service,)) = directory.teams(ws), directory.services(ws)
    assert (team.name, team.service_id) == ("North", service.id)


def test_people_and_cases_of_either_team_are_of_the_one_that_lists_show(office: Office) -> None:
    first, second = two(office)
    for ws, name, number in ((first, "T. One", "1"), (second, "T. Two", "2")):
        team = directory.add_team(ws, "North", "Help")
        role = directory.grant(ws, "team_manager", ["North"])
        directory.add_person(ws, name, team="North", roles=[role])
        cases.add_case(ws, number, "early_help", name)
        assert directory.find_team(ws, team).id == team
    ws = agreed(office)
    (team,) = directory.teams(ws)
    people = [directory.person(ws, name) for name in ("T. One", "T. Two")]
    assert {one.team_id for one in people} == {grant.teams[0] for one in people for grant in one.roles} == {team.id}
    assert {one.team_id for one in cases.cases(ws).items} == {team.id}
    with ws.reading() as connection:
        found = query_audits.team_manager(connection, team.id)
    assert found is not None and found.name == "T. One"


def test_what_is_one_stays_one_under_another_name_and_a_name_given_up_is_free_again(office: Office) -> None:
    first, _ = two(office)
    for ws in two(office):
        directory.add_team(ws, "North", "Help")
    agreed(office)
    directory.change_service(first, "Help", "Care")
    directory.change_team(first, "North", name="North East")
    agreed(office)
    directory.add_team(first, "North", "Help")
    ws = agreed(office)
    assert [(one.name, one.service) for one in directory.teams(ws)] == [("North", "Help"), ("North East", "Care")]


def test_two_teams_of_one_name_in_two_services_are_two(office: Office) -> None:
    first, second = two(office)
    directory.add_team(first, "North", "Help")
    directory.add_team(second, "North", "Care")
    assert sorted(one.service for one in directory.teams(agreed(office))) == ["Care", "Help"]


def test_who_held_a_case_is_known_whichever_id_it_had(office: Office) -> None:
    first, second = two(office)
    for ws, name in ((first, "W. One"), (second, "W. Two")):
        directory.add_person(ws, name)
        cases.add_case(ws, "1001", "early_help", name)
    ws = agreed(office)
    with ws.reading() as connection:
        spans = query_independence.held(connection, cases.case(ws, "1001").id, "")
    assert {directory.person(ws, one.person).name for one in spans} == {"W. One", "W. Two"}


def test_one_version_of_a_tool_added_twice_is_one_and_keeps_the_content_of_each_id(office: Office) -> None:
    ids = []
    for ws, source in zip(two(office), (b"| one |", b"| other |"), strict=True):
        ids.append(ws.new_id())
        with ws.writing() as writing:
            writing.record("tool_version", ids[-1], ToolVersionAdded("t", "1", "Tool", "t.md", source))
    ws = agreed(office)
    with ws.reading() as connection:
        rows = connection.exec_driver_sql("SELECT id, source, alias_of FROM tool_version").all()
        (slot,) = connection.exec_driver_sql("SELECT slot FROM conflict").scalars()
    assert {row.id: row.source for row in rows} == dict(zip(ids, (b"| one |", b"| other |"), strict=True))
    assert sorted(row.alias_of is None for row in rows) == [False, True] and slot == "content"


def test_a_number_that_is_there_is_refused_on_the_laptop_that_knows_it(office: Office) -> None:
    first, second = two(office)
    cases.add_case(first, "1001", "early_help")
    agreed(office)
    with pytest.raises(QafError, match="already"):
        cases.add_case(second, "1001", "closed")


def test_a_case_is_erased_under_all_its_ids(office: Office) -> None:
    first, second = two(office)
    ids = [cases.add_case(ws, "1001", "early_help") for ws in (first, second)]
    agreed(office)
    erasure.erase_case(first, "1001", "A court ordered it")
    agreed(office)
    for ws in two(office):
        assert cases.cases(ws).total == 0
        with ws.reading() as connection:
            assert [e.body for one in ids for e in journal.of_entity(connection, one)] == [None, None]
