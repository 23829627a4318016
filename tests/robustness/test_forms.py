"""Forms that are wrong or very large."""

from pathlib import Path
from typing import Any

import pytest

from qaf_desktop.errors import BadInput
from qaf_desktop.services import tools
from qaf_desktop.store.workspace import Workspace
from qaf_desktop.tool.compile import check, compile_tool
from qaf_desktop.tool.form import Form
from tests.services import council
from tests.tool.made import NOW, source

MANY = 3_000


@pytest.fixture
def ws(tmp_path: Path) -> Workspace:
    return council.make(tmp_path)


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (("calculate | a | | | | | | ${b}", "calculate | b | | | | | | ${a}"), r"Row 3: .*circle: a, b\. Break"),
        (("text | a | A | ${b} = 1", "text | b | B | ${a} = 1"), "circle: a, b"),
        (("calculate | a | | | | | | ${a} + 1",), "Row 3: a depends on itself"),
        (("text | a | A | . = 'x'",), "Row 3: a depends on itself"),
        (("text | a | A | ${a} = ",), "Row 3: The expression breaks off"),
        (("text | a | A | nonsense(1)",), "Row 3: There is no function nonsense"),
        (("text | a | A | | regex(., '(')",), "Row 3: The pattern"),
        (("text | a | A | " + "(" * 90 + "1" + ")" * 90,), "Row 3: .*nested more than"),
    ],
)
def test_a_wrong_form_is_refused_by_row_and_nothing_is_added(
    ws: Workspace, tmp_path: Path, rows: tuple[str, ...], words: str
) -> None:
    (tmp_path / "t.md").write_bytes(source(*rows))
    before = tools.tools(ws)
    with pytest.raises(BadInput, match=words):
        tools.add(ws, tmp_path / "t.md")
    assert tools.tools(ws) == before


def large() -> bytes:
    """A form of 3,000 questions in thirty sections: conditions, calculations, choices and constraints among them."""
    rows = []
    for number in range(MANY):
        if number % 100 == 0:
            rows += ["end group | |"] * bool(number) + [f"begin group | s{number} | Section {number}"]
        before = f"q{number - 1}"
        logic: Any = {
            0: f"integer | q{number} | Question {number}",
            1: f"text | q{number} | Question {number} | ${{{before}}} > 3",
            2: f"calculate | q{number} | | | | | | concat(${{{before}}}, '.')",
            3: f"select_one k | q{number} | Question {number} | ${{{before}}} != '.'",
            4: f"integer | q{number} | Question {number} | | . < 100 | Less than a hundred | ${{{before}}} = 'x'",
        }
        rows.append(logic[number % 5])
    return source(*rows, "end group | |", choices=("k | x | X", "k | y | Y"))


def test_a_form_of_3000_questions_is_added_filled_in_and_read_again() -> None:
    tool = compile_tool(large(), "t.md")
    form = Form(tool, now=NOW)
    assert len(form.questions()) > 1_000
    changed = form.set("s0/q0", "5")
    assert {"s0/q0", "s0/q1"} <= changed.values and len(changed.values) < 10
    for number in range(0, MANY, 5):
        form.set(f"s{number // 100 * 100}/q{number}", "7")
    assert Form(tool, form.answers(), now=NOW).answers() == form.answers()


def test_a_chain_of_3000_calculations_ends() -> None:
    rows = [f"calculate | q{n} | | | | | | ${{q{n - 1}}} + 1" for n in range(1, MANY)]
    form = Form(compile_tool(source("integer | q0 | Q", *rows), "t.md"), now=NOW)
    form.set("q0", "1")
    assert form.value(f"q{MANY - 1}") == str(MANY)


def test_a_circle_of_3000_calculations_is_said() -> None:
    rows = [f"calculate | q{n} | | | | | | ${{q{(n + 1) % MANY}}}" for n in range(MANY)]
    (problem,) = check(source(*rows), "t.md").problems
    assert problem.row == 3 and "circle: q0, q1, q2, q3, q4, q5" in problem.message
