"""The main job by keyboard alone: the whole standard tool, begun, filled in, checked and submitted."""

from typing import Any

import pytest

from tests.journeys.answers import GRADES, RAISED, whole
from tests.journeys.machine import Machine
from tests.journeys.screen import Seen
from tests.journeys.typist import Typist, begin

MOST_KEYS = 2.2


def without_ids(value: Any) -> Any:
    """The answers, without the identity that each finding got."""
    if isinstance(value, dict):
        return {name: without_ids(one) for name, one in value.items() if name != "_id"}
    return [without_ids(one) for one in value] if isinstance(value, list) else value


def fill_in(typist: Typist) -> None:
    """Answers every question in its order, and adds the findings."""
    here = "a_setting_up/a_plan_type"
    for section, answers in whole().items():
        for name, value in answers.items():
            ref = f"{section}/{name}"
            typist.go_on(here, ref)
            typist.answer(ref, value)
            here = ref
            if ref in RAISED:
                typist.raise_finding(*RAISED[ref])


def test_the_whole_standard_tool_is_filled_in_and_submitted_without_a_mouse(
    unlocked: Seen, council: Machine, capsys: pytest.CaptureFixture[str]
) -> None:
    seen = unlocked
    typist = begin(seen)
    fill_in(typist)
    seen.key("F9")
    seen.see("Ready to submit")
    seen.key("ctrl+Return")
    seen.see("Submit the audit of case 104482?")
    seen.key("ctrl+Return")
    seen.see("Submitted")
    pressed = len(seen.keys.other)
    with capsys.disabled():
        print(f"\n{pressed} keys for {typist.answered} answers: {pressed / typist.answered:.2f} each")
    assert pressed / typist.answered <= MOST_KEYS
    key = council.run("audit", "list", "--state", "submitted")["items"][0]["id"]
    shown = council.run("audit", "show", key)
    findings = {repeat: [answers] for _, repeat, answers in RAISED.values()}
    expected = whole() | {"a_setting_up": {"a_plan_type": "child_looked_after"} | whole()["a_setting_up"]}
    expected["i_judgement"] |= findings
    assert without_ids(shown["answers"]) == expected
    assert shown["grades"] == GRADES
