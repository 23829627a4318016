"""One answer works out only what depends on it: after any course of answers, in any form, as if worked out anew."""

from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from qaf_desktop.tool.compile import compile_tool
from qaf_desktop.tool.definition import Question, Tool
from qaf_desktop.tool.form import Form
from tests.tool.made import NOW, source

CHOICES = tuple(f"kind | {value} | {value} | {other}" for value, other in ("ab", "ba", "cc"))
READING = (  # no once(), which is made to remember
    "${%s} = '1'", "${%s} > 2", "count-selected(${%s}) + 1", "concat(${%s}, '.')", "if(${%s} = '', 1, 2)", "not(${%s})",
    "string-length(${%s})", "coalesce(${%s}, 'x')", "selected(${%s}, 'a')", "sum(${%s})", "max(${%s}, 1)",
)  # fmt: skip
ANSWERS = ("", "1", "2", "3", "a", "b a", "2026-08-04", "é שלום")


@dataclass
class _Made:
    """Rows of a form, each of which reads only names that stand above it."""

    draw: Any
    rows: list[str]
    names: list[str]

    def expression(self) -> str:
        if not self.names or not self.draw(st.booleans()):
            return ""
        parts = [self.draw(st.sampled_from(READING)) % self.draw(st.sampled_from(self.names)) for _ in range(2)]
        return parts[0] if self.draw(st.booleans()) else f"({parts[0]}) or ({parts[1]})"

    def question(self) -> None:
        name = f"q{len(self.rows)}"
        kind = self.draw(st.sampled_from(("text", "integer", "calculate", "select_one kind", "select_multiple kind")))
        relevant, calculation = self.expression(), self.expression() if kind == "calculate" else ""
        if kind == "calculate":
            calculation = calculation or "1"
        chosen = f"kind = ${{{self.draw(st.sampled_from(self.names))}}}" if self.names and "select" in kind else ""
        self.rows.append(f"{kind} | {name} | {name} | {relevant} |  |  |  | {calculation} | {chosen}")
        self.names.append(name)

    def group(self, depth: int) -> None:
        kind = self.draw(st.sampled_from(("group", "repeat")))
        name = f"g{len(self.rows)}"
        self.rows.append(f"begin {kind} | {name} | {name} | {self.expression()}")
        for _ in range(self.draw(st.integers(1, 3))):
            self.part(depth + 1)
        self.rows.append(f"end {kind} | |")

    def part(self, depth: int) -> None:
        if depth < 3 and self.draw(st.integers(0, 3)) == 0:
            self.group(depth)
        else:
            self.question()


@st.composite
def tools(draw: st.DrawFn) -> Tool:
    """A form of questions, calculations, groups and repeats, three deep, that read each other."""
    made = _Made(draw, [], [])
    for _ in range(draw(st.integers(2, 7))):
        made.part(0)
    return compile_tool(source(*made.rows, choices=CHOICES), "t.md")


def course(form: Form, draw: st.DrawFn, steps: int) -> None:
    """Gives answers, adds, removes and puts back instances, at random."""
    removed = []
    for _ in range(steps):
        refs = [ref for ref in form.tree.values if isinstance(one := form.node(ref), Question) and not one.calculate]
        groups = list(form.tree.instances)
        what = draw(st.sampled_from(("set", "set", "set", "add", "remove", "back")))
        if what == "set" and refs:
            form.set(draw(st.sampled_from(refs)), draw(st.sampled_from(ANSWERS)))
        elif what == "add" and groups:
            form.add(draw(st.sampled_from(groups)))
        elif what == "remove" and groups:
            group = draw(st.sampled_from(groups))
            if form.instances(group):
                removed.append(form.remove(f"{group}[{draw(st.sampled_from(form.instances(group)))}]"))
        elif what == "back" and removed and removed[-1].group_ref in form.tree.instances:
            form.restore(removed.pop())


def everything(form: Form) -> dict[str, Any]:
    """All that a form says of itself."""
    refs = [ref for ref in form.tree.paths if ref not in form.tree.instances]
    return {
        "answers": form.answers(),
        "counting": form.counting_answers(),
        "asked": form.questions(),
        "relevant": {ref: form.relevant(ref) for ref in refs},
        "choices": {ref: [choice.value for choice in form.choices(ref)] for ref in refs},
        "problems": form.problems(),
    }


def _ends_as_if_worked_out_anew(tool: Tool, data: st.DataObject, steps: int) -> None:
    form = Form(tool, {}, now=NOW)
    course(form, data.draw, steps)
    assert everything(form) == everything(Form(tool, form.answers(), now=NOW))


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(tools(), st.data())
def test_any_course_in_any_form_ends_as_if_worked_out_anew(tool: Tool, data: st.DataObject) -> None:
    _ends_as_if_worked_out_anew(tool, data, 8)


@pytest.mark.long
@settings(max_examples=1000, deadline=None, suppress_health_check=list(HealthCheck))
@given(tools(), st.data())
def test_long_courses_in_many_forms_end_as_if_worked_out_anew(tool: Tool, data: st.DataObject) -> None:
    _ends_as_if_worked_out_anew(tool, data, 25)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(tools(), st.data())
def test_what_an_answer_changes_is_named(tool: Tool, data: st.DataObject) -> None:
    """Whatever is other after an answer was told to whoever shows it."""
    form = Form(tool, {}, now=NOW)
    course(form, data.draw, 6)
    refs = [ref for ref in form.tree.values if isinstance(one := form.node(ref), Question) and not one.calculate]
    assume(refs)
    before = {ref: (form.value(ref), form.relevant(ref), form.choices(ref)) for ref in form.tree.values}
    changed = form.set(data.draw(st.sampled_from(refs)), data.draw(st.sampled_from(ANSWERS)))
    after = {ref: (form.value(ref), form.relevant(ref), form.choices(ref)) for ref in form.tree.values}
    assert {ref for ref in after if before.get(ref) != after[ref]} <= changed.values
