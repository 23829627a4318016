"""The audit form: picking by number, saving, resuming, checking, undoing, and what must stay fast."""

import time
from typing import Any

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QCheckBox, QLineEdit, QPlainTextEdit, QPushButton, QRadioButton

from qaf_desktop.services import concerns
from qaf_desktop.ui.pages.form.question_view import QuestionView

PLAIN = "a_setting_up/a_legal"
TEXT = "a_setting_up/a_child_contact_reason"
DATE = "a_setting_up/a_period_from"
GRADE = "d_safety/d_grade"
STRENGTHS = "i_judgement/strengths"


def pick(qtbot: Any, page: Any, ref: str, key: Any) -> None:
    page.jump(ref)
    qtbot.keyClick(page.section.view(ref).editor.buttons[0], key)


def test_a_number_key_picks_the_nth_choice_and_the_focus_stays(qtbot, make_page):
    page = make_page()
    pick(qtbot, page, PLAIN, Qt.Key.Key_2)
    assert page.sitting.form.value(PLAIN) == "partly"
    assert page.focusWidget() in page.section.view(PLAIN).editor.buttons


def test_an_answer_is_saved_after_400_ms_and_said(qtbot, make_page, make_desk):
    desk = make_desk()
    page = make_page(desk)
    pick(qtbot, page, GRADE, Qt.Key.Key_1)
    qtbot.waitUntil(lambda: desk.saves == 1, timeout=1500)
    assert desk.draft().answers["d_safety"] == {"d_grade": "outstanding"}
    assert page.frame.saved.text() == "Saved on this laptop 2:32pm"


def test_typing_on_and_on_is_saved_every_two_seconds(qtbot, make_page):
    page = make_page()
    saver = page.saver
    saver.touch()
    assert (saver._soon.interval(), saver._latest.interval()) == (400, 2000)
    left = saver._latest.remainingTime()
    saver.touch()
    assert saver._latest.remainingTime() <= left


def test_a_full_disk_is_said_and_the_screen_is_kept(qtbot, make_page, make_desk):
    desk = make_desk()
    page = make_page(desk)
    desk.trouble = "The disk is full."
    page.jump(TEXT)
    qtbot.keyClicks(page.section.view(TEXT).editor, "seen alone")
    assert not page.saver.flush()
    assert page.frame.trouble.isVisibleTo(page) and "The disk is full." in page.frame.trouble.text()
    desk.trouble = ""
    assert page.saver.flush() and not page.frame.trouble.isVisibleTo(page)
    assert desk.draft().answers["a_setting_up"]["a_child_contact_reason"] == "seen alone"


def test_a_draft_opens_at_the_question_and_caret_where_it_was_left(make_page, make_desk):
    answers = {"a_setting_up": {"a_child_contact_reason": "Plan of June"}}
    page = make_page(make_desk(answers=answers, position=TEXT, caret=4))
    view = page.section.view(TEXT)
    assert page.focusWidget() is view.editor and view.editor.textCursor().position() == 4
    assert page.frame.saved.text() == "Restored, last saved 2:32pm"


def test_f8_goes_to_the_next_unanswered_and_skips_optional_text(qtbot, make_page):
    page = make_page()
    page.jump(PLAIN)
    page.next_open()
    assert page.sitting.position == DATE
    page.next_open(back=True)
    assert page.sitting.position == PLAIN


def test_the_check_lists_the_words_beside_the_fields_and_enter_lands_there(qtbot, make_page):
    page = make_page()
    page.check()
    listed = page.check_panel.list
    assert listed.count() == len(page.desk.check()) > 6
    assert listed.item(0).text().endswith(page.section.view(DATE).error.text())
    listed.setCurrentRow(next(n for n in range(listed.count()) if "grade for safety" in listed.item(n).text()))
    qtbot.keyClick(listed, Qt.Key.Key_Return)
    assert page.sitting.position == GRADE and page.focusWidget() in page.section.view(GRADE).editor.buttons


def test_the_wheel_over_a_choice_leaves_it_alone(make_page):
    page = make_page()
    button = page.section.view(PLAIN).editor.buttons[0]
    turn = QWheelEvent(
        QPointF(2, 2), button.mapToGlobal(QPointF(2, 2)), QPoint(), QPoint(0, -120),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(button, turn)
    assert page.sitting.form.value(PLAIN) == ""


def test_everything_that_can_be_used_has_a_name(make_page):
    page = make_page()
    for kind in (QPushButton, QRadioButton, QCheckBox, QPlainTextEdit):
        assert all(one.accessibleName() for one in page.findChildren(kind)), kind
    page.section.view(DATE)
    assert next(one.accessibleName() for one in page.section.findChildren(QLineEdit)) == "Period read, from"
    page.jump(GRADE)
    grades = page.section.view(GRADE).editor.buttons
    assert grades[1].accessibleName() == "Good, Grade for safety"


def test_tab_goes_down_the_questions_in_their_order(qtbot, make_page):
    page = make_page()
    page.jump(PLAIN)
    seen = [page.sitting.position]
    for _ in range(8):
        page.section.focusNextPrevChild(True)
        if page.sitting.position != seen[-1]:
            seen.append(page.sitting.position)
    assert seen == [one for one in page.sitting.form.questions("a_setting_up") if one in seen] and len(seen) > 4
    assert seen[0] == PLAIN and DATE in seen


def test_a_date_is_understood_as_people_write_it(qtbot, make_page):
    page = make_page()
    view = page.section.view(DATE)
    qtbot.keyClicks(view.editor.line, "4/8/2026")
    assert page.sitting.form.value(DATE) == "2026-08-04"
    assert view.editor.said.text() == "4 August 2026"


def test_an_answer_is_taken_back_and_given_again(qtbot, make_page):
    page = make_page()
    pick(qtbot, page, PLAIN, Qt.Key.Key_1)
    page.undo()
    assert page.sitting.form.value(PLAIN) == ""
    page.redo()
    assert page.section.view(PLAIN).editor.value() == "yes"


def test_a_deleted_strength_comes_back(make_page):
    page = make_page()
    made = page.sitting.add(STRENGTHS)
    page.sitting.answer(made + "/what", "Direct work")
    page.sitting.delete(made, "Strength")
    assert not page.sitting.form.instances(STRENGTHS) and page.notice.accessibleDescription() == "Strength deleted."
    next(one for one in page.notice.findChildren(QPushButton) if one.text() == "Undo").click()
    assert page.sitting.form.value(made + "/what") == "Direct work"


def test_a_strength_is_raised_beside_the_question(make_page):
    page = make_page()
    page.jump(PLAIN)
    page.raise_beside("strengths", PLAIN)
    (one,) = page.sitting.form.instances(STRENGTHS)
    assert page.sitting.position == f"{STRENGTHS}[{one}]/what"
    refs = [slot.item.ref for slot in page.section.slots]
    place = refs.index(PLAIN)
    assert refs[place + 1 : place + 3] == [f"{STRENGTHS}[{one}]", f"{STRENGTHS}[{one}]/what"]


def test_a_postcode_that_is_pasted_is_pointed_out_and_kept(make_page):
    page = make_page()
    view = page.section.view(TEXT)
    words = QMimeData()
    words.setText("Lives at SW1A 2AA now")
    view.editor.insertFromMimeData(words)
    assert view.names.isVisibleTo(page)
    view.names.keep.click()
    assert not view.names.isVisibleTo(page) and "SW1A 2AA" in page.sitting.form.value(TEXT)


def test_a_section_of_485_questions_opens_with_few_widgets(make_page, make_desk, qtbot):
    page = make_page(make_desk("many"))
    began = time.perf_counter()
    page.show_section(9)
    QApplication.processEvents()
    assert time.perf_counter() - began < 1
    assert len(page.section.findChildren(QuestionView)) < 60
    page.jump("m/q480")
    assert page.sitting.position == "m/q480"


def test_an_urgent_concern_says_that_nobody_was_alerted(make_page, make_desk):
    desk = make_desk()
    dialog = make_page(desk).urgent()
    assert dialog.accessibleDescription().startswith("This laptop has alerted nobody.")
    dialog.concern.setPlainText("Left alone at night")
    dialog.carry_out()
    raised = concerns.concerns(desk.ws, audit=desk.draft_id)
    assert [(one.number, one.concern, one.told) for one in raised] == [("104482", "Left alone at night", "")]
