"""A laptop that waits to be approved: what it answers, and the one sentence that it says to all else."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Program

SENTENCE = "This laptop waits to be approved: read its eight words to an administrator, then exchange."


@pytest.fixture
def waiting(begun: Program, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Program:
    """The laptop of an officer who asked to join."""
    assert begun("exchange", "folder", tmp_path / "shared").code == 0
    laptop = Program(tmp_path / "new", capsys)
    assert laptop("device", "join", "--folder", tmp_path / "shared", "--person", "O. Officer").code == 0
    return laptop


def test_its_status_says_that_it_waits_and_shows_its_words(waiting: Program) -> None:
    found = waiting("workspace", "status").value
    assert (found["state"], found["person"], len(found["words"])) == ("waiting", "O. Officer", 8)
    assert "waits to be approved" in waiting("workspace", "status", json=False).out


def test_its_list_of_laptops_has_its_own_request(waiting: Program, begun: Program) -> None:
    own = [one for one in waiting("device", "list").value["items"] if one["state"] == "waiting"]
    there = [one for one in begun("device", "list").value["items"] if one["state"] == "waiting"]
    assert own == there and own[0]["words"] == waiting("workspace", "status").value["words"]


def test_its_exchange_says_that_it_waits(waiting: Program) -> None:
    assert waiting("exchange", "now").value["notices"] == [SENTENCE]
    assert waiting("exchange", "status").value["approved"] is False
    assert SENTENCE in waiting("exchange", "status", json=False).out


@pytest.mark.parametrize(
    "words",
    [
        ("todo",), ("audit", "list"), ("case", "list"), ("case", "erase", "1001", "--reason", "x"), ("person", "list"),
        ("team", "add", "--service", "S", "T"), ("exchange", "drafts"), ("device", "remove", "x"), ("tool", "list"),
    ],
    ids=" ".join,
)  # fmt: skip
def test_everything_else_is_one_sentence_and_changes_nothing(waiting: Program, words: tuple[str, ...]) -> None:
    before = waiting("workspace", "status").value
    done = waiting(*words)
    assert (done.code, done.err) == (1, f"{SENTENCE}\n")
    assert waiting("workspace", "status").value == before


def test_once_approved_it_answers_like_any_other(
    waiting: Program, begun: Program, written: Callable[..., Path]
) -> None:
    asked = waiting("workspace", "status").value
    (row,) = [one for one in begun("device", "list").value["items"] if one["state"] == "waiting"]
    assert begun("device", "approve", row["request"], "--words", *asked["words"], "--role", "auditor").code == 0
    assert waiting("exchange", "now").value["notices"] == []
    assert waiting("case", "list").value["total"] == 1
    assert waiting("workspace", "status").value["state"] == "approved"


def test_it_is_told_where_it_was_refused_and_can_ask_anew(waiting: Program, begun: Program, tmp_path: Path) -> None:
    asked = next(one for one in begun("device", "list").value["items"] if one["state"] == "waiting")
    assert begun("device", "refuse", asked["request"]).value == {"request": asked["request"]}
    assert "An administrator refused" in waiting("exchange", "now").value["notices"][0]
    assert waiting("exchange", "status", json=False).out.count("An administrator refused") == 1
    assert "This laptop:   was refused" in waiting("workspace", "status", json=False).out
    assert "An administrator refused" in waiting("case", "list").err
    assert waiting("workspace", "status").value["state"] == "refused"
    assert waiting("device", "withdraw").code == 0 and not (tmp_path / "new").exists()
    assert waiting("device", "join", "--folder", tmp_path / "shared", "--person", "O. Officer").code == 0


def test_who_takes_part_cannot_give_up_joining(begun: Program, tmp_path: Path) -> None:
    assert begun("exchange", "folder", tmp_path / "shared").code == 0
    assert begun("device", "withdraw").code == 1 and begun("case", "list").code == 0


def test_status_says_as_of_when_all_was_received(begun: Program, tmp_path: Path) -> None:
    assert "Received: nothing yet" in begun("exchange", "status", json=False).out
    begun("exchange", "folder", tmp_path / "shared")
    begun("exchange", "now")
    assert "Received: as of 20" in begun("exchange", "status", json=False).out


def test_status_says_what_waits_and_when_the_last_exchange_was(begun: Program, tmp_path: Path) -> None:
    begun("exchange", "folder", tmp_path / "shared")
    begun("exchange", "now")
    begun("case", "add", "1002", "--plan", "early_help", "--worker", "W. Worker")
    found = begun("workspace", "status").value
    assert (found["to_send"], found["waits"]) == (1, "1 change waiting (1 case)")
    assert found["last_exchange"] and found["problems"] == []
    (tmp_path / "shared" / "workspace.json").unlink()
    assert begun("exchange", "now").code == 1
    assert "an administrator can repair it" in begun("workspace", "status").value["problems"][0]


def test_a_laptop_whose_passphrase_is_forgotten_is_set_up_again(waiting: Program, tmp_path: Path) -> None:
    join = ("device", "join", "--person", "O. Officer", "--folder")
    assert "--set-aside" in waiting(*join, tmp_path / "shared").err
    assert waiting(*join, tmp_path / "elsewhere", "--set-aside").code == 1
    assert waiting("workspace", "status").value["state"] == "waiting"  # what was refused has moved nothing
    before = waiting("workspace", "status").value["words"]
    assert waiting(*join, tmp_path / "shared", "--set-aside").value["words"] != before
    assert (tmp_path / "new.set-aside-1" / "keys.json").is_file()


def test_the_list_of_laptops_says_in_words_what_approving_one_needs(waiting: Program, begun: Program) -> None:
    eight = waiting("workspace", "status").value["words"]
    *_, asks = begun("device", "list", json=False).out.splitlines()
    assert asks.startswith("O. Officer asks to join on ") and asks.endswith(" ".join(eight))
    request = asks.rpartition("Request ")[2].partition(":")[0]
    assert "eight words, and 7 were given" in begun("device", "approve", request, "--words", *eight[:7]).err
    done = begun("device", "approve", request, "--words", *eight, json=False)
    assert done.code == 0 and "O. Officer has no role yet" in done.out


def test_a_laptop_that_was_set_up_again_is_removed_by_the_name_that_an_earlier_one_had(
    waiting: Program, begun: Program, tmp_path: Path
) -> None:
    join = ("device", "join", "--person", "O. Officer", "--folder", tmp_path / "shared", "--label", "LAPTOP-02")
    for _ in range(2):
        asked = waiting(*join, "--set-aside").value
        assert begun("device", "approve", asked["request"], "--words", *asked["words"], "--role", "reader").code == 0
        assert begun("device", "remove", "laptop-02").value["device"] == asked["device"]
    assert "was removed before" in begun("device", "remove", asked["device"]).err
