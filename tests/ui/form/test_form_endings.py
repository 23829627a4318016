"""The urgent concern, a newer version of the tool, and the end of a draft."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from qaf_desktop import resources
from qaf_desktop.services import audits, concerns, settings, tools
from qaf_desktop.ui.pages.form.desk import Desk
from qaf_desktop.ui.pages.form.dialogs import UrgentDialog
from tests.cli.answers import full

URGENT = "d_safety/d_urgent"
NOBODY = "This laptop has alerted nobody"


@pytest.fixture
def numbers(council: Any) -> Any:
    settings.change(council, duty_number="01632 960001", out_of_hours_number="01632 960002")
    yield
    settings.change(council, duty_number="", out_of_hours_number="")


def record(page: Any, concern: str = "", told: str = "", when: str = "", tonight: str = "") -> Any:
    dialog = page.urgent()
    texts = ((dialog.concern, concern), (dialog.told, told), (dialog.when, when), (dialog.tonight, tonight))
    for edit, words in texts:
        if words:
            edit.setPlainText(words)
    dialog.carry_out()
    return dialog


def test_the_question_and_the_dialog_say_that_nobody_is_alerted_and_whom_to_telephone(
    make_page: Any, numbers: Any
) -> None:
    page = make_page()
    page.jump(URGENT)
    dialog = page.urgent()
    for said in (page.section.view(URGENT), dialog):
        words = " ".join(one.text() for one in said.findChildren(QLabel))
        assert NOBODY in words and "Duty: 01632 960001. Out of hours: 01632 960002. Emergency: 999" in words
        assert "someone who works with children is not recorded here. Telephone the designated officer" in words


def test_a_concern_is_an_entry_at_once_and_answers_the_questions_of_the_tool(make_page: Any) -> None:
    page = make_page()
    record(page, "Left alone at night", "Duty manager", "4/8/2026 1pm", "A visit at 6pm")
    (raised,) = concerns.concerns(page.ws, audit=page.desk.draft_id)
    assert (raised.concern, raised.told, raised.tonight, raised.untold) == (
        "Left alone at night", "Duty manager", "A visit at 6pm", None,
    )  # fmt: skip
    assert page.sitting.form.value(URGENT) == "yes"
    assert page.sitting.form.value("d_safety/d_urgent_when") == "2026-08-04T13:00:00"


def test_while_the_audit_has_a_concern_every_section_says_that_nobody_was_alerted(make_page: Any, numbers: Any) -> None:
    page = make_page()
    assert not page.frame.alarm.isVisible()
    record(page, "Left alone at night")
    for place in (0, 8):
        page.show_section(place)
        assert page.frame.alarm.isVisible() and NOBODY in page.frame.alarm.text() and "999" in page.frame.alarm.text()
    again = make_page(Desk(page.ws, page.desk.draft_id))
    assert again.frame.alarm.isVisible()


def test_what_is_known_later_is_added_to_the_same_concern(make_page: Any) -> None:
    page = make_page()
    record(page, "Left alone at night")
    dialog = page.urgent()
    assert dialog.concern.toPlainText() == "Left alone at night"
    record(page, told="Duty manager", when="4/8/2026 1pm", tonight="A visit at 6pm")
    page.jump("a_setting_up/a_legal")
    page.saver.touch()
    page.saver.flush()
    (raised,) = concerns.concerns(page.ws, audit=page.desk.draft_id)
    assert (raised.told, raised.untold) == ("Duty manager", None)


def test_a_moment_that_is_not_understood_is_refused_with_all_that_was_typed_still_there(make_page: Any) -> None:
    page = make_page()
    dialog = record(page, "Left alone at night", when="an hour ago")
    assert dialog.error.text() == "Enter when they were told as a date and a time, such as 4/8/2026 2:32pm"
    assert dialog.concern.toPlainText() == "Left alone at night"
    assert concerns.concerns(page.ws, audit=page.desk.draft_id) == ()


def test_a_concern_survives_the_abandoning_of_its_draft(make_page: Any) -> None:
    page = make_page()
    record(page, "Left alone at night")
    dialog = page.abandonment()
    dialog.findChildren(type(page.frame.foot.notes))[0].setPlainText("The wrong case")
    dialog.carry_out()
    assert page.shell.opened == [("audits", None)]
    assert len(concerns.concerns(page.ws, audit=page.desk.draft_id)) == 1
    assert audits.draft(page.ws, page.desk.draft_id).state == "abandoned"


@pytest.fixture
def newer(council: Any, make_desk: Any) -> Any:
    """A draft of the standard tool, and a newer live version without one question and with a choice less."""
    desk = make_desk()
    answers = full()
    answers["a_setting_up"] |= {"a_legal": "yes", "a_picked": "theme"}
    audits.fill(council, desk.draft_id, answers)
    text = resources.path("tools/standard.md").read_text("utf-8")
    kept = [line for line in text.splitlines() if "| a_legal" not in line and "| picked | theme |" not in line]
    if all(row.version != "2026.2" for row in tools.tools(council, "standard")):
        tools.add_source(council, "\n".join(kept).replace("2026.1", "2026.2").encode(), "newer.md")
    tools.set_status(council, "standard", "2026.2", "live")
    yield desk
    tools.set_status(council, "standard", "2026.1", "live")


def test_a_draft_moves_to_a_newer_version_and_shows_what_has_no_place_there(make_page: Any, newer: Any) -> None:
    page = make_page(newer)
    move = next(one for one in page.frame.head.more.menu().actions() if one.text().startswith("Move to version"))
    assert move.text() == "Move to version 2026.2 of the tool"
    move.trigger()
    said = [one.text() for one in page.window().findChildren(QLabel) if one.window() is not page.window()]
    assert "Legal status, consent and parental responsibility are clear" in said and "For a theme" in said
    assert page.draft.tool_version == "2026.2" and page.sitting.form.value("a_setting_up/a_age_band") == "5_9"
    kept = [one.text() for one in page.frame.head.more.menu().actions()]
    assert "Answers from the earlier version" in kept and not [one for one in kept if one.startswith("Move to")]


def test_what_had_no_place_is_kept_with_the_audit_to_the_end(make_page: Any, newer: Any) -> None:
    page = make_page(newer)
    page.upgrade()
    page.saver.flush()
    audits.submit(page.ws, page.desk.draft_id)
    assert ("Why this case was picked", "For a theme") in audits.show(page.ws, page.desk.draft_id).left_behind


def test_control_enter_carries_out_a_dialog_and_esc_leaves_it(make_page: Any, qtbot: Any) -> None:
    page = make_page()
    page.show_urgent()
    (dialog,) = page.findChildren(UrgentDialog)
    qtbot.waitUntil(dialog.isActiveWindow)
    qtbot.keyClick(dialog.concern, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: dialog.error.text() == "Enter what the concern is")
    qtbot.keyClick(dialog.concern, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
