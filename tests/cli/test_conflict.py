"""conflict list and conflict decide, for people and for scripts."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Program


@pytest.fixture
def apart(begun: Program, tmp_path: Path) -> Program:
    """Case 1001, whose plan two laptops changed apart from each other."""
    second = Program(tmp_path / "second", begun._capture)
    shared = tmp_path / "shared"
    begun("exchange", "folder", shared)
    asked = second("device", "join", "--folder", shared, "--person", "O. Officer").value
    begun("device", "approve", asked["request"], "--words", *asked["words"], "--role", "quality_officer")
    second("exchange", "now")
    second("case", "change", "1001", "--plan", "closed")
    begun("case", "change", "1001", "--plan", "care_leaver")
    second("exchange", "now")
    assert begun("exchange", "now").code == 0
    return begun


def the_conflict(program: Program) -> dict[str, Any]:
    (one,) = program("conflict", "list").value["items"]
    found: dict[str, Any] = one
    return found


def test_a_conflict_is_listed_for_people_with_both_values_and_their_entries(apart: Program) -> None:
    said, one = apart("conflict", "list", json=False).out, the_conflict(apart)
    assert said.startswith("Case 1001: plan. Decides: administrator or quality officer.")
    for value in one["values"]:
        assert f"  {value['value']}, by {value['by']}" in said and value["entry"] in said


def test_choosing_an_entry_decides(apart: Program, written: Callable[..., Path]) -> None:
    one = the_conflict(apart)
    closed = next(value for value in one["values"] if value["value"] == "Closed")
    decided = apart("conflict", "decide", one["id"], written({"choose": closed["entry"], "reason": "Monday"}))
    assert decided.value == {"id": one["id"]}
    assert apart("conflict", "list").value == {"items": [], "total": 0}
    assert apart("case", "list").value["items"][0]["plan"] == "closed"
    assert apart("workspace", "verify").code == 0


def test_another_value_decides(apart: Program, written: Callable[..., Path]) -> None:
    assert apart("conflict", "decide", the_conflict(apart)["id"], written({"value": "early_help"})).code == 0
    assert apart("case", "list").value["items"][0]["plan"] == "early_help"


@pytest.mark.parametrize(
    ("said", "code", "message"),
    [
        ({}, 2, "choose or value"),
        ({"choose": "x", "value": "closed"}, 2, "choose or value"),
        ({"choose": 5}, 2, "are texts"),
        ({"value": "closed", "because": "x"}, 2, "choose or value"),
        ({"choose": "ab" * 32}, 1, "Choose one of the values"),
        ({"value": "purple"}, 1, "no plan"),
    ],
)
def test_a_file_that_decides_nothing_is_refused_and_the_conflict_stays(
    apart: Program, written: Callable[..., Path], said: Any, code: int, message: str
) -> None:
    one = the_conflict(apart)
    refused = apart("conflict", "decide", one["id"], written(said))
    assert (refused.code, message in refused.err) == (code, True)
    assert the_conflict(apart) == one


def test_a_conflict_that_is_not_there_is_not_found(begun: Program, written: Callable[..., Path]) -> None:
    assert begun("conflict", "list", json=False).out == "None.\n"
    refused = begun("conflict", "decide", "ab" * 16, written({"value": "closed"}))
    assert refused.code == 1 and "conflict list" in refused.err
