"""qaf-desktop tool: what is answered of a form that is sound, one that is not, and a file that is none."""

from pathlib import Path

import pytest

from qaf_desktop import resources
from tests.cli.conftest import Program

SOUND = resources.path("tools/front_door.md")
NO_AUDIT_TOOL = "| survey | | | |\n| | type | name | label |\n| | text | a | What happened |\n"


def test_a_sound_tool_is_ok(program: Program) -> None:
    done = program("tool", "check", SOUND)
    assert (done.code, done.value["ok"], done.value["problems"]) == (0, True, [])


def test_a_sound_form_that_is_no_audit_tool_lacks_roles_alone(program: Program, tmp_path: Path) -> None:
    (tmp_path / "form.md").write_text(NO_AUDIT_TOOL, "utf-8")
    done = program("tool", "check", tmp_path / "form.md")
    assert (done.code, done.value["ok"]) == (1, False)
    assert {one["code"] for one in done.value["problems"]} == {"missing_role"}
    assert all(set(one) == {"code", "row", "message"} for one in done.value["problems"])


@pytest.mark.parametrize("text", ["", "# A page", "| survey | |\n| | type |\n| | no such type |\n"])
def test_a_file_that_is_no_form_is_a_problem_of_its_own(program: Program, tmp_path: Path, text: str) -> None:
    (tmp_path / "form.md").write_text(text, "utf-8")
    done = program("tool", "check", tmp_path / "form.md")
    assert (done.code, done.value["ok"]) == (1, False)
    assert done.value["problems"] and done.value["problems"][0]["code"] in ("xlsform", "unsupported")


def test_a_spreadsheet_that_is_none_is_a_problem_too(program: Program, tmp_path: Path) -> None:
    (tmp_path / "form.xlsx").write_bytes(b"PK\x03\x04 nothing")
    done = program("tool", "check", tmp_path / "form.xlsx")
    assert (done.code, done.value["problems"][0]["code"]) == (1, "xlsform")


def test_a_file_that_is_not_there_is_an_error(program: Program, tmp_path: Path) -> None:
    done = program("tool", "check", tmp_path / "form.xlsx")
    assert (done.code, done.value["error"]["code"]) == (1, "not_found")


def test_what_is_unsupported_is_refused_or_left_out_on_request(begun: Program, tmp_path: Path) -> None:
    sound = SOUND.read_text("utf-8")
    begin = next(line for line in sound.splitlines() if "begin_group" in line.replace("begin group", "begin_group"))
    picture = "|  | image | a_picture | A picture " + "|  " * (begin.count("|") - 4) + "|"
    text = sound.replace(begin, f"{begin}\n{picture}", 1).replace("2026.1", "2026.2")
    (tmp_path / "form.md").write_text(text, "utf-8")
    checked = begun("tool", "check", tmp_path / "form.md")
    assert [one["code"] for one in checked.value["problems"]] == ["unsupported"]
    assert checked.value["problems"][0]["row"] and checked.code == 1
    assert begun("tool", "add", tmp_path / "form.md").code == 1
    added = begun("tool", "add", tmp_path / "form.md", "--leave-out-unsupported")
    assert added.code == 0 and len(added.value["left_out"]) == 1


def test_a_tool_given_out_can_be_checked_again(begun: Program, tmp_path: Path) -> None:
    assert begun("tool", "export", "standard", tmp_path / "standard.xlsx").code == 0
    assert begun("tool", "check", tmp_path / "standard.xlsx").value["ok"]
