"""The list of audits: projected from the journal, paged and searched in SQL."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from qaf_desktop.clock import FixedClock
from qaf_desktop.domain.events import (
    AuditSubmitted,
    AuditWithdrawn,
    CaseAtStart,
    Finding,
    UrgentConcernRaised,
    UrgentConcernTold,
)
from qaf_desktop.store import projection, query_audits
from qaf_desktop.store.workspace import Workspace, create


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    clock = FixedClock(dt.datetime(2026, 8, 3, 9, tzinfo=dt.UTC), step=dt.timedelta(minutes=1))
    workspace, _ = create(tmp_path / "w", "Council", "R. Patel", "", clock, practice=True)
    yield workspace
    workspace.close()


def record_audit(ws: Workspace, number: str, worker: str = "A. Shah", team: str = "North", what: str = "Seen") -> str:
    case = CaseAtStart("c" + number, number, "child_in_need", None, "w", worker, "t", team, "s", "S", "m", "J. Moss")
    event = AuditSubmitted(
        case, "standard", "1", "t", "routine_cycle", "p", "R. Patel", "", {}, "good", {}, (Finding("f1", what),)
    )
    key = ws.new_id()
    with ws.writing() as writing:
        writing.record("audit", key, event)
    return key


def found(ws: Workspace, words: str = "", state: str | None = None, offset: int = 0, limit: int = 100) -> list[str]:
    with ws.reading() as connection:
        total = query_audits.count_audits(connection, state, words, None)
        rows = query_audits.audits(connection, state, words, None, offset, limit, total)
    return [row.number for row in rows]


def test_one_or_two_characters_match_the_beginnings_of_number_worker_and_team(ws: Workspace) -> None:
    record_audit(ws, "104482", worker="A. Shah", team="North")
    record_audit(ws, "205510", worker="B. Wells", team="South")
    assert found(ws, "10") == ["104482"]
    assert found(ws, "b") == ["205510"]
    assert found(ws, "NO") == ["104482"]
    assert found(ws, "51") == []


def test_three_characters_match_the_text_of_findings(ws: Workspace) -> None:
    record_audit(ws, "104482", what="Direct work is recorded")
    record_audit(ws, "205510", what='The plan "drifts"')
    assert found(ws, "direct work") == ["104482"]
    assert found(ws, '"drifts"') == ["205510"]
    assert found(ws, "1044") == ["104482"]


def test_pages_from_either_end_join_up(ws: Workspace) -> None:
    for number in range(10):
        record_audit(ws, f"{100 + number}")
    whole = found(ws)
    assert len(whole) == 10
    assert [n for offset in range(0, 10, 3) for n in found(ws, offset=offset, limit=3)] == whole
    assert found(ws, offset=10) == []


def test_a_search_gives_its_pages_in_the_order_of_the_list_from_either_end(ws: Workspace) -> None:
    for number in range(10):
        record_audit(ws, f"{100 + number}", what="Seen alone")
    whole = found(ws, "seen alone")
    assert whole == found(ws)
    assert [n for offset in range(0, 10, 3) for n in found(ws, "seen alone", offset=offset, limit=3)] == whole


def test_the_first_of_a_list_are_found_without_walking_the_rest(ws: Workspace) -> None:
    for number in range(5):
        record_audit(ws, f"{100 + number}", what="Seen alone")
    with ws.reading() as connection:
        for words in ("", "10", "seen"):
            first = query_audits.first_audits(connection, "submitted", words, None, 3)
            assert [row.number for row in query_audits.audits_by_id(connection, first)] == found(ws, words)[:3]
            assert query_audits.count_audits(connection, None, words, "p") == 5


def test_a_withdrawn_audit_stays_in_the_list_as_closed(ws: Workspace) -> None:
    key = record_audit(ws, "104482")
    with ws.writing() as writing:
        writing.record("audit", key, AuditWithdrawn("Wrong case"))
    assert found(ws, state="closed") == ["104482"]
    assert found(ws, "shah") == ["104482"]


def test_folding_the_journal_anew_gives_the_same_tables_and_search(ws: Workspace) -> None:
    record_audit(ws, "104482", what="Direct work is recorded")
    with ws.writing() as writing:
        before = projection.digest(writing.connection)
        projection.refold(writing.connection)
        assert projection.digest(writing.connection) == before
    assert found(ws, "direct work") == ["104482"]


def test_an_urgent_concern_keeps_its_first_moment_and_the_last_that_was_said(ws: Workspace) -> None:
    key = ws.new_id()
    with ws.writing() as writing:
        writing.record("concern", key, UrgentConcernRaised("c1", "104482", "Left alone"))
        writing.record("concern", key, UrgentConcernTold("Duty team", "2026-08-03T10:00", "Visit tonight"))
    with ws.reading() as connection:
        (row,) = query_audits.concerns(connection, None)
    assert (row.concern, row.told, row.tonight, row.by) == ("Left alone", "Duty team", "Visit tonight", "R. Patel")
