"""Exit codes, and errors as one plain sentence: never a traceback."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from qaf_desktop.__main__ import main as program_main
from qaf_desktop.cli.main import main
from tests.cli.conftest import Program


@pytest.mark.parametrize(
    "words",
    [
        ("nonsense",),
        ("audit",),
        ("audit", "nonsense"),
        ("audit", "new"),
        ("audit", "list", "--limit", "many"),
        ("audit", "summaries", "folder", "--since", "yesterday"),
        ("audit", "list", "--nonsense"),
        ("audit", "list", "--state", "nonsense"),
        ("audit", "list", "--lim", "3"),
        ("--pract", "audit", "list"),
        ("audit", "file", "x", "--date", "24/11/2026"),
        ("audit", "voice", "x", "--who", "aunt", "--said", "y"),
    ],
)
def test_a_wrong_command_line_exits_with_2_and_says_so_in_json_too(program: Program, words: tuple[str, ...]) -> None:
    done = program(*words)
    assert (done.code, done.value["error"]["code"]) == (2, "usage")
    assert "\n" not in done.err.strip()


def test_a_workspace_that_is_not_there_is_said(program: Program) -> None:
    done = program("audit", "list")
    assert (done.code, done.value["error"]["code"]) == (1, "not_found")


def test_a_wrong_passphrase_opens_nothing_and_tells_nothing(begun: Program) -> None:
    os.environ["QAF_PASSPHRASE"] = "eight red bicycles"
    done = begun("case", "list")
    assert (done.code, done.value["error"]["code"]) == (1, "wrong_passphrase")
    assert "1001" not in done.out + done.err


def test_without_a_passphrase_nothing_is_asked_of_a_script(begun: Program) -> None:
    del os.environ["QAF_PASSPHRASE"]
    assert begun("case", "list").code == 2


def test_the_passphrase_comes_from_a_file(begun: Program, tmp_path: Path) -> None:
    os.environ["QAF_PASSPHRASE"] = "eight red bicycles"
    (tmp_path / "p").write_text("seven green bicycles\n", "utf-8")
    assert begun("case", "list", "--passphrase-file", tmp_path / "p").value["total"] == 1


def test_the_passphrase_can_be_changed(begun: Program, tmp_path: Path) -> None:
    (tmp_path / "new").write_text("eight red bicycles\n", "utf-8")
    assert begun("workspace", "passphrase", "--new-passphrase-file", tmp_path / "new").code == 0
    assert begun("case", "list").code == 1
    os.environ["QAF_PASSPHRASE"] = "eight red bicycles"
    assert begun("case", "list").code == 0


@pytest.mark.parametrize("verb", ["show", "check", "submit", "upgrade"])
def test_an_audit_that_is_not_there_is_said(begun: Program, verb: str) -> None:
    done = begun("audit", verb, "no-such-audit")
    assert (done.code, done.value["error"]["code"]) == (1, "not_found")


@pytest.mark.parametrize("text", ["", "[]", "{", "[" * 100_000, '"x"'])
def test_a_file_that_is_no_json_object_is_said(begun: Program, tmp_path: Path, text: str) -> None:
    key = begun("audit", "new", "--case", "1001").value["id"]
    (tmp_path / "a.json").write_text(text, "utf-8")
    assert begun("audit", "fill", key, tmp_path / "a.json").code == 2


@pytest.mark.parametrize(
    "given",
    [
        {"nothing_like_it": "x"},
        {"b_voice": "x"},
        {"i_judgement": {"strengths": "x"}},
        {"b_voice": {"b_seen": {}}},
        {"i_judgement": {"strengths": ["x"]}},
    ],
)
def test_answers_that_fit_no_question_are_refused_in_words(
    begun: Program, written: Callable[..., Path], given: object
) -> None:
    key = begun("audit", "new", "--case", "1001").value["id"]
    done = begun("audit", "fill", key, written(given))
    assert (done.code, done.value["error"]["code"]) == (2, "usage")
    assert begun("audit", "show", key).value["answers"] == {"a_setting_up": {"a_plan_type": "child_in_need"}}


def test_rows_that_cannot_be_imported_are_named_and_nothing_is_imported(begun: Program, tmp_path: Path) -> None:
    (tmp_path / "c.csv").write_text("number,plan,worker\n1002,child_in_need,W. Worker\n1003,nothing,W. Worker\n")
    done = begun("case", "import", tmp_path / "c.csv")
    assert (done.code, done.value["error"]["code"]) == (1, "bad_input")
    assert any("3" in one for one in done.value["error"]["problems"])
    assert begun("case", "list").value["total"] == 1


def test_a_recovery_file_that_cannot_be_written_leaves_no_workspace(program: Program, tmp_path: Path) -> None:
    words = ("workspace", "create", "--organisation", "A council", "--person", "A. Lead", "--recovery-file")
    assert program(*words, tmp_path / "nowhere" / "key").code == 3
    assert not program.folder.exists()
    (tmp_path / "key").write_text("another key")
    assert program(*words, tmp_path / "key").code == 1
    assert (tmp_path / "key").read_text() == "another key" and not program.folder.exists()


def test_a_recovery_key_stays_good_where_the_next_cannot_be_written(begun: Program, tmp_path: Path) -> None:
    key = next(line for line in (tmp_path / "r").read_text("utf-8").splitlines() if line.count("-") > 10)
    assert begun("workspace", "recovery-key", "--recovery-file", tmp_path / "nowhere" / "key").code == 3
    os.environ["QAF_PASSPHRASE"] = key
    assert begun("case", "list").value["total"] == 1


def test_summaries_into_a_file_are_refused(begun: Program, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    assert begun("audit", "summaries", tmp_path / "file").code == 2


def test_a_folder_that_cannot_be_written_is_no_traceback(begun: Program, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    done = begun("workspace", "backup", tmp_path / "file" / "backup.qaf")
    assert done.code in (1, 3)
    assert done.value["error"]["code"] != "error"


@pytest.mark.parametrize(
    ("command", "word"),
    [
        ("audit fill", "b_voice"),
        ("case import", "number,plan,worker"),
        ("tool check", "bind::qaf:role"),
        ("tool add", "bind::qaf:role"),
        ("escalation raise", "concern"),
        ("escalation told", "tonight"),
    ],
)
def test_help_shows_an_example_of_the_file(capsys: pytest.CaptureFixture[str], command: str, word: str) -> None:
    with pytest.raises(SystemExit) as ended:
        main([*command.split(), "--help"])
    assert ended.value.code == 0
    assert word in capsys.readouterr().out.partition("Example of the file:")[2]


def test_the_program_answers_as_a_process_of_its_own(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "qaf_desktop", "--workspace", str(tmp_path / "w"), "--json", "case", "list"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, json.loads(done.stdout)["error"]["code"]) == (1, "not_found")
    assert "Traceback" not in done.stderr


def test_what_goes_into_a_file_is_utf_8_whatever_the_machine_thinks(tmp_path: Path) -> None:
    machine = os.environ | {"PYTHONIOENCODING": "cp1252", "QAF_PASSPHRASE": "seven green bicycles"}
    command = [sys.executable, "-m", "qaf_desktop", "--workspace", str(tmp_path / "w")]
    made = ("workspace", "create", "--organisation", "Žofín ★", "--person", "A. Lead")
    subprocess.run([*command, *made], env=machine, capture_output=True, check=True)
    said = subprocess.run([*command, "workspace", "status"], env=machine, capture_output=True, check=True)
    assert "Žofín ★" in said.stdout.decode("utf-8")


def test_a_program_without_a_terminal_says_nothing_and_does_not_fall_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    monkeypatch.setattr(sys, "argv", ["qaf-desktop", "nonsense"])
    assert program_main() == 2
    sys.stdout.close()
    sys.stderr.close()


def test_a_reader_that_goes_away_is_no_traceback(tmp_path: Path) -> None:
    line = f"{sys.executable} -m qaf_desktop --workspace {tmp_path / 'w'} workspace --help | head -0"
    done = subprocess.run(line, shell=True, capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr
