"""The standard tool without a mouse, its keys counted; and what stands between a full form and its submission."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog

from qaf_desktop.services import audits
from qaf_desktop.ui.pages.form.choices import ChoiceGroup
from tests.cli.answers import full

MOST_KEYS = 2.2
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
TYPED = {"date": "1/7/2026", "datetime": "1/7/2026 2:32pm", "time": "2:32pm", "integer": "3", "decimal": "3.5"}
SIX = {
    "a_setting_up": ("a_worker_present", "a_child_contact"),
    "b_voice": ("b_grade",),
    "d_safety": ("d_urgent", "d_reasons"),
    "i_judgement": ("i_overall",),
}


class Hands:
    """Presses keys where the focus is, and counts those that are not text."""

    def __init__(self, qtbot: Any, page: Any) -> None:
        self.qtbot, self.page, self.keys = qtbot, page, 0

    def press(self, key: Any, modifier: Any = Qt.KeyboardModifier.NoModifier) -> None:
        self.qtbot.keyClick(self.page.focusWidget(), key, modifier)
        self.keys += 1

    def answer(self, ref: str, choice: str) -> None:
        question = self.page.sitting.question(ref)
        if isinstance(self.page.section.view(ref).editor, ChoiceGroup):
            self.press(choice)
        else:
            self.qtbot.keyClicks(self.page.focusWidget(), TYPED.get(question.kind, "Visits had a purpose"))


def fill_all(hands: Hands, choices: dict[str, str]) -> set[str]:
    page, done = hands.page, set()
    while page.sitting.position in page.sitting.open_refs():
        ref = page.sitting.position
        hands.answer(ref, choices.get(ref, "2" if ref.endswith(("_risk", "_contact")) else "1"))
        done.add(ref)
        hands.press(Qt.Key.Key_F8)
    return done


def test_the_standard_tool_takes_at_most_two_point_two_keys_a_question(qtbot: Any, make_page: Any) -> None:
    page = make_page()
    hands = Hands(qtbot, page)
    hands.press(Qt.Key.Key_F8, Qt.KeyboardModifier.ShiftModifier)
    hands.press(Qt.Key.Key_F8)
    answered = fill_all(hands, {"d_safety/d_urgent": "2"})
    for key in ("S", "I", "R"):
        hands.press(key, ALT)
        qtbot.keyClicks(page.focusWidget(), "Direct work shows in the plan")
    assert page.check() and len(answered) > 60
    page.show_section(8)
    hands.press(Qt.Key.Key_Return, CTRL)
    assert hands.keys <= MOST_KEYS * len(answered)


@pytest.mark.parametrize(
    ("ref", "key", "value"), [("d_safety/d_grade", "1", "outstanding"), ("a_setting_up/a_legal", "4", "na")]
)
def test_a_grade_a_choice_and_the_next_unanswered_are_one_key_each(
    qtbot: Any, make_page: Any, ref: str, key: str, value: str
) -> None:
    page = make_page()
    page.jump(ref)
    qtbot.keyClick(page.focusWidget(), key)
    assert page.sitting.form.value(ref) == value and page.sitting.position == ref
    qtbot.keyClick(page.focusWidget(), Qt.Key.Key_F8)
    assert page.sitting.position != ref and page.sitting.position in page.sitting.open_refs()


def gaps() -> dict[str, Any]:
    answers = full()
    for section, names in SIX.items():
        answers[section] = {name: value for name, value in answers[section].items() if name not in names}
    return answers


def test_the_check_lists_six_seeded_gaps_in_the_words_beside_the_fields(
    qtbot: Any, make_page: Any, make_desk: Any
) -> None:
    desk = make_desk()
    audits.fill(desk.ws, desk.draft_id, gaps())
    page = make_page(desk)
    qtbot.keyClick(page.focusWidget(), Qt.Key.Key_F9)
    listed = page.check_panel.list
    wanted = [f"{section}/{name}" for section, names in SIX.items() for name in names]
    assert [listed.item(row).data(Qt.ItemDataRole.UserRole) for row in range(listed.count())] == wanted
    for row, ref in enumerate(wanted):
        listed.setFocus()
        listed.setCurrentRow(row)
        qtbot.keyClick(listed, Qt.Key.Key_Return)
        view = page.section.view(ref)
        assert page.sitting.position == ref and view.isAncestorOf(page.focusWidget())
        assert listed.item(row).text().endswith(view.error.text()) and view.error.isVisible()
        place = page.focusWidget().mapTo(page.section.viewport(), page.focusWidget().rect().center())
        assert page.section.viewport().rect().contains(place)


def test_j_and_k_move_in_the_check_and_esc_closes_it_and_gives_the_focus_back(qtbot: Any, make_page: Any) -> None:
    page = make_page()
    page.jump("a_setting_up/a_legal")
    qtbot.keyClick(page.focusWidget(), Qt.Key.Key_F9)
    listed = page.check_panel.list
    qtbot.keyClick(listed, "J")
    qtbot.keyClick(listed, "J")
    qtbot.keyClick(listed, "K")
    assert listed.currentRow() == 1
    qtbot.keyClick(listed, Qt.Key.Key_Escape)
    assert not page.check_panel.isVisible() and page.sitting.position == "a_setting_up/a_legal"
    assert page.section.view("a_setting_up/a_legal").isAncestorOf(page.focusWidget())


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"a_setting_up": {"a_child_contact": None}}, "Enter what was decided about contacting the child"),
        (
            {"a_setting_up": {"a_child_contact_reason": None}},
            "Give the reason for the decision about contacting the child",
        ),
        ({"a_setting_up": {"a_worker_present": None}}, "Say whether the allocated worker was alongside"),
        ({"a_setting_up": {"a_worker_present": "no"}}, "Say why the worker was not there"),
        (
            {
                "d_safety": {
                    "d_urgent": "yes",
                    "d_urgent_what": "Left alone",
                    "d_urgent_told": "Duty manager",
                    "d_urgent_will_do": "Visit tonight",
                },
                "i_judgement": {"i_despite": "Help was good"},
            },
            "Enter when they were told of the urgent concern",
        ),
    ],
)
def test_each_gate_alone_stops_the_audit_with_a_sentence_of_its_own(
    make_page: Any, make_desk: Any, changed: dict[str, Any], says: str
) -> None:
    desk = make_desk()
    audits.fill(desk.ws, desk.draft_id, full())
    audits.fill(desk.ws, desk.draft_id, changed)
    page = make_page(desk)
    page.show_section(8)
    page.main_action()
    listed = page.check_panel.list
    assert [listed.item(row).text().partition(": ")[2] for row in range(listed.count())] == [says]
    assert not [one for one in page.findChildren(QDialog) if one.isVisible()]
