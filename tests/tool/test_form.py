"""A form while it is filled in."""

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qaf_desktop.errors import WrongUse
from qaf_desktop.tool.form import Form
from tests.tool.made import NOW, form, tool

REPEAT = (
    "begin repeat | r | R",
    "integer | n | N",
    "calculate | double |  |  |  |  |  | ${n} * 2",
    "text | why | Why | ${n} > 3",
    "end repeat | |",
    "calculate | total |  |  |  |  |  | sum(${double})",
    "text | big | Big | ${total} >= 10",
)


def test_an_answer_makes_another_question_relevant() -> None:
    one = form("text | a | A", "text | b | B | ${a} = 'x'")
    assert one.questions() == ["a"]
    assert one.set("a", "x").values == {"a", "b"}
    assert one.questions() == ["a", "b"]


def test_what_is_no_longer_relevant_is_kept_and_does_not_count() -> None:
    one = form("text | a | A", "text | b | B | ${a} = 'x'", "calculate | c |  |  |  |  |  | concat('<', ${b}, '>')")
    one.set("a", "x")
    one.set("b", "kept")
    assert one.value("c") == "<kept>"
    one.set("a", "y")
    assert (one.answers()["b"], "b" in one.counting_answers(), one.value("c")) == ("kept", False, "<>")
    one.set("a", "x")
    assert one.counting_answers()["b"] == "kept"


def test_an_answer_that_is_the_same_changes_nothing() -> None:
    one = form("text | a | A")
    one.set("a", "x")
    assert one.set("a", "x").values == frozenset()


def test_a_needed_answer_and_a_broken_constraint_are_said_in_words() -> None:
    one = form("integer | a | Visits |  | . < 10 | Enter fewer than ten visits | yes", "text | b | B")
    assert [problem.message for problem in one.problems()] == ["Enter an answer: Visits"]
    one.set("a", "11")
    assert one.problem("a") == "Enter fewer than ten visits"
    one.set("a", "many")
    assert one.problem("a") == "Enter a whole number: Visits"
    one.set("a", "9")
    assert one.problems() == ()


@pytest.mark.parametrize(
    ("kind", "wrong", "right"),
    [
        ("date", "4/8/2026", "2026-08-04"),
        ("date", "2026-02-30", "2024-02-29"),
        ("time", "25:00", "14:32"),
        ("dateTime", "noon", "2026-08-04T14:32:00+01:00"),
        ("decimal", "1,5", "-1.5"),
        ("integer", "1.5", "-3"),
    ],
)
def test_answers_of_the_wrong_kind_are_pointed_out_and_kept(kind: str, wrong: str, right: str) -> None:
    one = form(f"{kind} | a | A")
    one.set("a", wrong)
    assert one.problem("a") is not None
    assert one.value("a") == wrong
    one.set("a", right)
    assert one.problem("a") is None


def test_choices_are_filtered_by_an_answer() -> None:
    rows = ("select_one kind | k | K", "select_one thing | t | T |  |  |  |  |  | kind = ${k}")
    choices = ("kind | a | A", "kind | b | B", "thing | one | One | a", "thing | two | Two | b")
    one = form(*rows, choices=choices)
    assert "t" in one.set("k", "b").values
    assert [choice.value for choice in one.choices("t")] == ["two"]
    one.set("t", "one")
    assert one.problem("t") == "Choose one of the answers given: T"


def test_answers_are_filled_into_labels() -> None:
    one = form("text | a | A", "text | b | Say more about ${a}")
    one.set("a", "school & home")
    assert one.label("b") == "Say more about school & home"


def test_a_repeats_instance_keeps_its_id_and_its_place() -> None:
    one = form(*REPEAT)
    refs = [one.add("r", values={"n": n}) for n in (1, 2, 3)]
    assert one.value("total") == "12"
    removed = one.remove(refs[1])
    assert one.value("total") == "8"
    assert "big" not in one.questions()
    assert one.restore(removed) == refs[1]
    assert [one.value(f"{ref}/n") for ref in (f"r[{i}]" for i in one.instances("r"))] == ["1", "2", "3"]
    assert "big" in one.questions()


def test_relevance_within_a_repeat_is_each_instances_own() -> None:
    one = form(*REPEAT)
    low, high = one.add("r", values={"n": 1}), one.add("r", values={"n": 5})
    assert not one.relevant(f"{low}/why")
    assert one.relevant(f"{high}/why")


def test_filling_replaces_clears_and_leaves() -> None:
    one = form(*REPEAT, "begin group | g | G", "text | a | A", "text | b | B", "end group | |")
    one.fill({"g": {"a": "1", "b": "2"}, "r": [{"_id": "aa", "n": 4}]})
    one.fill({"g": {"a": None}, "b": "3"})
    assert one.answers() == {"r": [{"_id": "aa", "n": "4", "double": "8"}], "total": "8", "g": {"b": "3"}}
    one.fill({"r": []})
    assert "r" not in one.answers()
    with pytest.raises(WrongUse, match="nobody is no question of this tool."):
        one.fill({"nobody": 1})


def test_a_group_that_is_null_is_cleared_whole() -> None:
    one = form("begin group | g | G", "text | a | A", *REPEAT, "end group | |")
    one.fill({"g": {"a": "1", "r": [{"_id": "aa", "n": 4}]}})
    one.fill({"g": None})
    assert "a" not in one.answers().get("g", {}) and "r" not in one.answers().get("g", {})


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"g": "x"}, "g is a group"),
        ({"a": {"x": 1}}, "a is one question"),
        ({"a": ["x", {"y": 1}]}, "a is one question"),
        ({"r": "x"}, "r repeats"),
        ({"r": ["x"]}, "r repeats"),
        ({"r": [{"_id": "same"}, {"_id": "same"}]}, "two of them have the _id same"),
        ({"r": [{"_id": "a]/b"}]}, "an _id is a text"),
        ({"r": [{"_id": 5}]}, "an _id is a text"),
        ({"b": "x"}, "More than one question is called b"),
    ],
)
def test_an_answer_of_another_shape_is_refused_in_words(values: dict[str, Any], said: str) -> None:
    groups = ("begin group | g | G", "text | a | A", "text | b | B", "end group | |")
    one = form(*REPEAT, *groups, "begin group | h | H", "text | b | B", "end group | |")
    with pytest.raises(WrongUse, match=re.escape(said)):
        one.fill(values)


def test_lists_and_numbers_are_taken_as_xforms_writes_them() -> None:
    one = form("select_multiple kind | k | K", "decimal | d | D", choices=("kind | a | A", "kind | b | B"))
    one.fill({"k": ["a", "b"], "d": 2.0})
    assert (one.value("k"), one.value("d"), one.problems()) == ("a b", "2", ())


def test_progress_goes_from_not_started_to_completed() -> None:
    one = form(
        "begin group | g | G", "text | a | A |  |  |  | yes", "integer | b | B", "text | note | N", "end group | |"
    )
    assert one.progress("g").state == "not_started"
    one.set("g/a", "x")
    assert (one.progress("g").answered, one.progress("g").total) == (1, 2)
    one.set("g/b", "3")
    assert one.progress("g").state == "completed"


def test_a_form_of_3000_questions_opens_and_works() -> None:
    rows = [f"integer | q{n} | Q{n} |" + (f" ${{q{n - 1}}} != 5" if n % 3 == 1 and n > 1 else "") for n in range(3000)]
    one = Form(tool(*rows), now=NOW)
    one.set("q3", "5")
    assert not one.relevant("q4")
    assert len(one.questions()) == 2999


@pytest.mark.parametrize("text", ["", "x" * 100_000, "שלום עולם", "مرحبا", "👩‍👧 family", "a\x0bb\x00c"])
def test_any_text_is_kept_as_it_was_typed(text: str) -> None:
    one = form("text | a | A", "text | b | B | string-length(${a}) > 3")
    one.set("a", text)
    assert one.value("a") == text


def test_half_a_character_becomes_a_mark() -> None:
    one = form("text | a | A")
    one.set("a", "x\ud800y")
    assert one.value("a") == "x?y"


ACTIONS = st.lists(
    st.one_of(
        st.tuples(st.just("add"), st.integers(0, 9)),
        st.tuples(st.just("remove"), st.integers(0, 5)),
        st.tuples(st.just("set"), st.integers(0, 5), st.integers(0, 9)),
        st.tuples(st.just("back"), st.integers(0, 0)),
    ),
    max_size=12,
)


@settings(max_examples=60, deadline=None)
@given(ACTIONS)
def test_any_course_of_answers_ends_as_if_worked_out_anew(actions: list[Any]) -> None:
    made = _REPEATING
    one, removed = Form(made, now=NOW), []
    for action in actions:
        ids = one.instances("r")
        if action[0] == "add":
            one.add("r", values={"n": action[1]})
        elif action[0] == "back" and removed:
            one.restore(removed.pop())
        elif action[0] == "remove" and action[1] < len(ids):
            removed.append(one.remove(f"r[{ids[action[1]]}]"))
        elif action[0] == "set" and action[1] < len(ids):
            one.set(f"r[{ids[action[1]]}]/n", str(action[2]))
    anew = Form(made, one.answers(), now=NOW)
    assert anew.answers() == one.answers()
    assert anew.questions() == one.questions()


_REPEATING = tool(*REPEAT)
