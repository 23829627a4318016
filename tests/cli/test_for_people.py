"""Without --json: tables and sentences for people, names or ids wherever, and passphrases that are typed."""

import io
import os
import re
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import PASSPHRASE, Program


def test_a_list_has_headings_and_the_domains_words(submitted: tuple[Program, str]) -> None:
    program, key = submitted
    heading, row = program("audit", "list", json=False).out.splitlines()
    assert heading.split()[:4] == ["Case", "Date", "State", "Overall"]
    assert "Routine cycle" in row and "Good" in row and row.endswith(key)


def test_an_empty_list_says_so(begun: Program) -> None:
    assert begun("audit", "list", json=False).out == "None.\n"


def test_a_list_that_is_cut_says_of_how_many(begun: Program) -> None:
    for _ in range(2):
        begun("audit", "new", "--case", "1001")
    assert begun("audit", "list", "--limit", "1", json=False).out.splitlines()[-1] == "1 of 2."


def test_people_are_listed_with_their_roles_in_words(begun: Program) -> None:
    assert "Team manager (North)" in begun("person", "list", json=False).out


def test_an_audit_is_shown_in_words(submitted: tuple[Program, str]) -> None:
    program, key = submitted
    said = program("audit", "show", key, json=False).out
    assert "Overall: Good" in said and "Recommendations\n  - Agree a contingency" in said and "Waiting for" in said


def test_raising_a_concern_says_that_nobody_is_alerted(begun: Program, tmp_path: Path) -> None:
    (tmp_path / "c.json").write_text('{"concern": "A bruise"}', "utf-8")
    said = begun("escalation", "raise", "--case", "1001", tmp_path / "c.json", json=False).out
    assert "alerted nobody" in said and "999" in said


def test_whom_one_told_is_added_and_leaves_the_list(begun: Program, tmp_path: Path) -> None:
    (tmp_path / "c.json").write_text('{"concern": "A bruise"}', "utf-8")
    key = begun("escalation", "raise", "--case", "1001", tmp_path / "c.json").value["id"]
    assert [one["kind"] for one in begun("obligation", "list").value["items"]] == ["escalation"]
    (tmp_path / "t.json").write_text('{"told": "Duty", "when": "2026-01-05T10:00", "tonight": "A visit"}', "utf-8")
    assert begun("escalation", "told", key, tmp_path / "t.json").code == 0
    assert begun("obligation", "list").value["items"] == []


@pytest.mark.parametrize("name", ["W. Worker", "w. worker", "id"])
def test_a_person_goes_by_name_or_id(begun: Program, name: str) -> None:
    people = {one["name"]: one["id"] for one in begun("person", "list").value["items"]}
    given = people["W. Worker"] if name == "id" else name
    assert begun("case", "add", "1002", "--plan", "early_help", "--worker", given).code == 0
    assert begun("todo", "--person", given).code == 0


def test_a_name_that_two_people_have_is_refused(begun: Program) -> None:
    begun("person", "add", "W. Worker", "--role", "social_worker", "--team", "North")
    done = begun("case", "add", "1002", "--plan", "early_help", "--worker", "W. Worker")
    assert (done.code, done.value["error"]["code"]) == (1, "ambiguous")
    assert begun("case", "list").value["total"] == 1


def test_a_case_and_a_person_can_be_changed(begun: Program) -> None:
    assert begun("case", "change", "1001", "--plan", "child_protection", "--age-band", "5-9").code == 0
    case = begun("case", "list").value["items"][0]
    assert (case["plan"], case["age_band"], case["worker"]) == ("child_protection", "5_9", "W. Worker")
    assert begun("person", "change", "W. Worker", "--name", "W. Weaver", "--left").code == 0
    assert ("W. Weaver", True) in {(one["name"], one["left"]) for one in begun("person", "list").value["items"]}


class Terminal(io.StringIO):
    """Standard input at which somebody sits."""

    def isatty(self) -> bool:
        """Says so."""
        return True


@pytest.mark.parametrize(("again", "code"), [(PASSPHRASE, 0), ("seven green bicycle", 2)])
def test_a_first_passphrase_is_asked_for_twice(
    program: Program, monkeypatch: pytest.MonkeyPatch, again: str, code: int
) -> None:
    del os.environ["QAF_PASSPHRASE"]
    said = iter([PASSPHRASE, again])
    monkeypatch.setattr(sys, "stdin", Terminal())
    monkeypatch.setattr("getpass.getpass", lambda _prompt: next(said))
    assert program("workspace", "create", "--organisation", "A council", "--person", "A. Lead").code == code
    assert program.folder.exists() == (code == 0)


def test_a_moment_is_said_to_the_minute_and_a_group_in_words(submitted: tuple[Program, str], tmp_path: Path) -> None:
    program, _key = submitted
    program("exchange", "folder", tmp_path / "shared")
    program("exchange", "now")
    for words in (("workspace", "status"), ("exchange", "status")):
        assert re.search(r"Last exchange: \d{4}-\d\d-\d\d \d\d:\d\d$", program(*words, json=False).out, re.M)
    todo = program("todo", "--person", "T. Manager", json=False).out
    assert "Due within 5 working days" in todo and "due_soon" not in todo


def test_a_file_that_no_laptop_exported_is_said_to_be_none(begun: Program, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear colleague")
    done = begun("exchange", "import", tmp_path / "letter.txt")
    assert done.code == 4
    assert done.err.strip() == "letter.txt is no file that a laptop exported, or it is damaged. Export it there again."
