"""The printed summary, gathered from the record of an audit."""

import datetime as dt
import re
from pathlib import Path

import pytest

from qaf_desktop.clock import FixedClock
from qaf_desktop.errors import Unreachable
from qaf_desktop.services import audits, summaries
from qaf_desktop.services.practice import make
from qaf_desktop.store.workspace import Workspace

NOW = dt.datetime(2026, 8, 4, 9, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def ws(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return make(tmp_path_factory.mktemp("practice") / "workspace", FixedClock(NOW))


def first(ws: Workspace, draft: bool = False) -> str:
    rows = audits.list_audits(ws, audits.AuditFilter()).items
    return next(row.id for row in rows if (row.state == "draft") == draft)


def test_a_summary_names_the_case_the_people_and_the_tool(ws: Workspace) -> None:
    record = audits.show(ws, first(ws))
    facts = dict(summaries.summary_data(ws, record.id).facts)
    assert facts["Case number"] == record.case.number
    assert (facts["Auditor"], facts["Social worker"]) == (record.auditor, record.case.worker_name)
    assert facts["Audit tool"].endswith(f"version {record.tool_version}")


def test_grades_stand_with_their_reasons(ws: Workspace) -> None:
    data = summaries.summary_data(ws, first(ws))
    assert data.overall is not None and data.overall.value and data.overall.reason
    assert all(grade.reason for grade in data.sections if grade.value)


def test_answers_are_printed_in_the_words_of_the_tool(ws: Workspace) -> None:
    data = summaries.summary_data(ws, first(ws))
    said = {label: text for _, lines in data.answers for label, text in lines}
    assert said["Was the allocated worker alongside?"] not in ("", "all", "part", "no")
    assert not any("_" in label for label in said)


def test_a_draft_says_that_it_is_one(ws: Workspace) -> None:
    assert summaries.summary_data(ws, first(ws, draft=True)).draft
    assert summaries.summary_pdf(ws, first(ws, draft=True)).startswith(b"%PDF")


def test_a_withdrawn_audit_says_why(ws: Workspace) -> None:
    rows = audits.list_audits(ws, audits.AuditFilter(state="closed")).items
    withdrawn = [key for row in rows if audits.show(ws, key := row.id).withdrawn]
    assert withdrawn
    assert summaries.summary_data(ws, withdrawn[0]).withdrawn


def test_saving_and_printing_are_entries_on_the_audit(ws: Workspace, tmp_path: Path) -> None:
    key = first(ws)
    before = len(audits.show(ws, key).taken_out)
    summaries.save_summary(ws, key, tmp_path / "summary.pdf")
    summaries.printed(ws, key)
    taken = [one.text for one in audits.show(ws, key).taken_out[before:]]
    assert taken == ["summary saved as PDF", "summary printed"]


def test_many_summaries_are_saved_with_progress(ws: Workspace, tmp_path: Path) -> None:
    steps: list[tuple[int, int]] = []
    saved = summaries.save_summaries(ws, tmp_path, dt.date(2026, 7, 1), lambda done, of: steps.append((done, of)))
    assert saved.files and not saved.cancelled
    assert steps[-1] == (len(saved.files), len(saved.files))
    assert all(path.read_bytes().startswith(b"%PDF") for path in saved.files)


def test_many_summaries_are_those_of_a_filter_or_of_a_choice(ws: Workspace, tmp_path: Path) -> None:
    withdrawn = summaries.save_summaries(ws, tmp_path / "a", wanted=audits.AuditFilter(state="withdrawn"))
    assert len(withdrawn.files) == audits.list_audits(ws, audits.AuditFilter(state="withdrawn")).total > 0
    rows = audits.list_audits(ws, audits.AuditFilter(state="submitted")).items[:3]
    chosen = summaries.save_summaries(ws, tmp_path / "b", wanted=[row.id for row in rows])
    assert {path.name for path in chosen.files} == {summaries.file_name(r.number, r.date, r.id) for r in rows}


def test_a_file_that_cannot_be_written_is_said_and_what_is_there_is_whole(ws: Workspace, tmp_path: Path) -> None:
    first, second = audits.list_audits(ws, audits.AuditFilter(state="submitted")).items[:2]
    (tmp_path / summaries.file_name(second.number, second.date, second.id)).mkdir()
    with pytest.raises(Unreachable, match="1 of 2 summaries are in .*, each whole."):
        summaries.save_summaries(ws, tmp_path, wanted=[first.id, second.id])
    (whole,) = [path for path in tmp_path.iterdir() if path.is_file()]
    assert whole.read_bytes().rstrip().endswith(b"%%EOF")


def test_a_folder_that_cannot_be_made_is_said(ws: Workspace, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(Unreachable):
        summaries.save_summaries(ws, tmp_path / "taken" / "folder")


def test_who_responds_by_when_stands_with_the_recommendations(ws: Workspace) -> None:
    record = audits.show(ws, first(ws))
    said = summaries.summary_data(ws, record.id).respond
    assert said.startswith(f"{record.case.manager_name} responds to these findings by ")


def test_times_are_written_as_people_say_them(ws: Workspace) -> None:
    assert re.fullmatch(r"4 August 2026, 10:00am", summaries.summary_data(ws, first(ws)).as_of)


def test_cancelling_keeps_what_was_written(ws: Workspace, tmp_path: Path) -> None:
    asked = iter((False, False, True))
    saved = summaries.save_summaries(ws, tmp_path, cancelled=lambda: next(asked))
    assert saved.cancelled
    assert sorted(tmp_path.iterdir()) == sorted(saved.files)
    assert len(saved.files) == 2
