"""Fills in the audit form by keyboard alone, as somebody would who knows the tool, and sees where the focus goes.

A form of the same tool, beside, says what comes next; the screen must say the same.
"""

import datetime as dt
from typing import Any

from qaf_desktop import resources
from qaf_desktop.tool.compile import compile_tool
from qaf_desktop.tool.definition import Question
from qaf_desktop.tool.form import Form
from tests.journeys.screen import Seen

CHOICES = ("select_one", "select_multiple")
TABS = 6


class Typist:
    """One person at the keyboard."""

    def __init__(self, seen: Seen, known: dict[str, Any]) -> None:
        self.seen, self.answered, self.kind = seen, 0, "select_one"
        path = resources.path("tools/standard.md")
        tool = compile_tool(path.read_bytes(), path.name)
        self.form = Form(tool, known, now=dt.datetime.now(dt.UTC))

    def question(self, ref: str) -> Question:
        """The question at a place of the form."""
        return self.form.tool.question(self.form.tree.paths[ref])

    def answer(self, ref: str, value: str) -> None:
        """Gives the answer, with the focus in the question."""
        question = self.question(ref)
        self.kind = question.kind
        if question.kind in CHOICES:
            values = [one.value for one in self.form.choices(ref)]
            self.seen.pick(*(values.index(one) + 1 for one in value.split()))
        else:
            self.seen.type(as_typed(question.kind, value))
        self.form.set(ref, value)
        self.answered += 1

    def go_on(self, here: str, there: str) -> None:
        """From one question to a later one, with as few keys as it takes; what may be left open is passed."""
        if not self._is_open(there):
            self._tab_to(there)
            return
        while here != there:
            here = self._next_open(here)
            self.seen.arrive(self.form.label(here), "F8" if self.kind == "text" else "Return")
            self.kind = self.question(here).kind

    def raise_finding(self, key: str, repeat: str, answers: dict[str, str]) -> None:
        """Adds a finding beside the question in hand and fills it in; one goes on from that question."""
        ref = self.form.add(f"i_judgement/{repeat}")
        self.seen.arrive(self.form.label(f"{ref}/what"), key)
        for place, (name, value) in enumerate(answers.items()):
            if place:
                self._tab_to(f"{ref}/{name}")
            self.answer(f"{ref}/{name}", value)

    def _tab_to(self, ref: str) -> None:
        words, passed = self.form.label(ref), []
        for _ in range(TABS):
            passed.append(self.seen.move("Tab")["name"])
            if passed[-1] == words or passed[-1].endswith(f", {words}"):
                return
        raise AssertionError(f"Tab does not lead to {words!r}; it led to {passed}")

    def _is_open(self, ref: str) -> bool:
        return not self.form.value(ref) and self.form.owes(ref)

    def _next_open(self, here: str) -> str:
        every = self.form.questions()
        return next(one for one in every[every.index(here) + 1 :] if self._is_open(one))


def begin(seen: Seen) -> Typist:
    """Begins an audit of the machine's case; the focus is in the first question, which the case answers."""
    seen.arrive("Case number", "ctrl+n")
    seen.type("104482")
    seen.key("Return")
    seen.see("Is this the case?")
    seen.arrive("Plan type now", "ctrl+Return")
    return Typist(seen, {"a_setting_up": {"a_plan_type": "child_looked_after"}})


def as_typed(kind: str, value: str) -> str:
    """A value as people type it."""
    if kind == "date":
        day = dt.date.fromisoformat(value)
        return f"{day.day}/{day.month}/{day.year}"
    return value
