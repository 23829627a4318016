"""qaf-desktop audit fill and show: the shapes that answers are given in, and come back in."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Program

Filled = Callable[[Any], dict[str, Any]]


@pytest.fixture
def filled(begun: Program, written: Callable[..., Path]) -> Filled:
    """Fills a draft and answers what `audit show` has of it."""
    key = begun("audit", "new", "--case", "1001").value["id"]

    def fill(values: Any) -> dict[str, Any]:
        done = begun("audit", "fill", key, written(values))
        assert (done.code, done.value) == (0, {"id": key})
        shown: dict[str, Any] = begun("audit", "show", key).value
        return shown

    return fill


def test_groups_nest_and_a_name_that_one_question_has_may_stand_alone(filled: Filled) -> None:
    shown = filled({"b_voice": {"b_seen": "yes"}, "c_date": "2026-01-05"})
    assert shown["answers"]["b_voice"] == {"b_seen": "yes"}
    assert shown["answers"]["c_assessment"] == {"c_date": "2026-01-05"}


def test_null_clears_and_what_is_absent_stays(filled: Filled) -> None:
    filled({"b_voice": {"b_seen": "yes", "b_day": "no"}})
    assert filled({"b_voice": {"b_seen": None}})["answers"]["b_voice"] == {"b_day": "no"}
    assert "b_voice" not in filled({"b_voice": None})["answers"]


@pytest.mark.parametrize("given", ["neglect missing", ["neglect", "missing"]])
def test_several_choices_are_a_text_or_a_list(filled: Filled, given: object) -> None:
    assert filled({"d_safety": {"d_considered": given}})["answers"]["d_safety"]["d_considered"] == "neglect missing"


@pytest.mark.parametrize("given", [12, "12", 12.0])
def test_a_number_is_a_number_or_a_text(filled: Filled, given: object) -> None:
    assert filled({"g_oversight": {"g_gap": given}})["answers"]["g_oversight"]["g_gap"] == "12"


def test_a_draft_takes_any_answer(filled: Filled, begun: Program) -> None:
    shown = filled({"g_oversight": {"g_gap": "many"}, "b_voice": {"b_seen": "perhaps"}})
    assert shown["answers"]["g_oversight"]["g_gap"] == "many"
    problems = begun("audit", "check", shown["id"]).value["problems"]
    assert {"g_gap", "b_seen"} <= {one["question"] for one in problems}


def test_a_repeat_is_replaced_whole_and_keeps_the_ids_it_is_given(filled: Filled) -> None:
    first = filled({"i_judgement": {"recommendations": [{"what": "One"}, {"_id": "kept", "what": "Two"}]}})
    assert [one["what"] for one in first["recommendations"]] == ["One", "Two"]
    assert first["recommendations"][1]["id"] == "kept"
    second = filled({"i_judgement": {"recommendations": [{"_id": "kept", "what": "Two, later"}]}})
    assert [(one["id"], one["what"]) for one in second["recommendations"]] == [("kept", "Two, later")]
    assert filled({"i_judgement": {"recommendations": None}})["recommendations"] == []


def test_show_is_the_same_whoever_asks_and_how_often(submitted: tuple[Program, str]) -> None:
    program, key = submitted
    first, second = program("audit", "show", key).value, program("audit", "show", key).value
    assert first == second
    assert set(first) >= {
        "id", "case", "auditor", "tool", "purpose", "state", "answers", "grades", "grades_by_auditor", "versions",
        "strengths", "improvements", "recommendations", "moderation", "response", "waiting_for",
    }  # fmt: skip
    assert set(first["grades"]) == {"overall", "sections"} and set(first["tool"]) == {"id", "version"}
    assert all({"what", "person", "due"} <= set(one) for one in first["waiting_for"])
    assert all({"id", "what"} <= set(one) for one in first["recommendations"])
