"""From an empty folder to a printed summary, by command line alone."""

from collections.abc import Callable
from pathlib import Path

from tests.cli.answers import full
from tests.cli.conftest import Program


def test_an_audit_goes_from_an_empty_folder_to_a_printed_summary(
    begun: Program, written: Callable[..., Path], tmp_path: Path
) -> None:
    key = begun("audit", "new", "--case", "1001").value["id"]
    assert begun("audit", "check", key).value["problems"]
    assert begun("audit", "fill", key, written(full())).code == 0
    assert begun("audit", "check", key).value == {"problems": []}
    assert begun("audit", "submit", key).value == {"id": key, "state": "submitted"}
    assert begun("audit", "summary", key, tmp_path / "summary.pdf").code == 0
    assert (tmp_path / "summary.pdf").read_bytes().startswith(b"%PDF-")


def test_what_was_submitted_is_shown_whole(submitted: tuple[Program, str]) -> None:
    program, key = submitted
    shown = program("audit", "show", key).value
    assert (shown["state"], shown["case"], shown["tool"]["id"]) == ("submitted", "1001", "standard")
    assert shown["grades"]["overall"] == "good"
    assert shown["grades"]["sections"]["d_safety"] == "requires_improvement"
    assert shown["recommendations"][0]["what"] == "Agree a contingency at the next review."


def test_a_submitted_audit_cannot_be_filled_in_any_more(
    submitted: tuple[Program, str], written: Callable[..., Path]
) -> None:
    program, key = submitted
    done = program("audit", "fill", key, written({"b_voice": {"b_grade": "inadequate"}}))
    assert done.code == 1
    assert program("audit", "show", key).value["grades"]["sections"]["b_voice"] == "good"


def test_many_summaries_are_written_at_once(submitted: tuple[Program, str], tmp_path: Path) -> None:
    program, _ = submitted
    done = program("audit", "summaries", tmp_path / "printed")
    assert done.value["total"] == 1
    assert all(Path(one).read_bytes().startswith(b"%PDF-") for one in done.value["files"])


def test_who_owes_what_is_listed(submitted: tuple[Program, str]) -> None:
    program, key = submitted
    items = program("obligation", "list").value["items"]
    assert {one["id"] for one in items} == {key}
    assert all(one["owner"] and one["overdue_by"] == 0 for one in items)


def test_a_backup_is_restored_elsewhere(submitted: tuple[Program, str], tmp_path: Path) -> None:
    program, key = submitted
    assert program("workspace", "backup", tmp_path / "backup.qaf").code == 0
    program.folder = tmp_path / "elsewhere"
    assert program("workspace", "restore", tmp_path / "backup.qaf").code == 0
    assert program("audit", "show", key).value["state"] == "submitted"


def test_all_matches_after_a_journey(submitted: tuple[Program, str]) -> None:
    done = submitted[0]("workspace", "verify")
    assert (done.code, done.value["problems"]) == (0, [])
