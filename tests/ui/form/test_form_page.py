"""The audit form: picking by number, saving, resuming, checking, undoing, and what must stay fast."""

import time
from typing import Any

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QCheckBox, QLineEdit, QPlainTextEdit, QPushButton, QRadioButton

from qaf_desktop.ui.pages.form.question_view import QuestionView


def pick(qtbot: Any, page: Any, ref: str, key: Any) -> None:
    page.section.go_to(ref)
    qtbot.keyClick(page.section.view(ref).editor.buttons[0], key)


def test_a_number_key_picks_the_nth_choice_and_the_focus_stays(qtbot, make_page):
    page = make_page()
    pick(qtbot, page, "d/plain", Qt.Key.Key_2)
    assert page.sitting.form.value("d/plain") == "partly"
    assert page.focusWidget() in page.section.view("d/plain").editor.buttons


def test_an_answer_is_saved_after_400_ms_and_said(qtbot, make_page, small_desk):
    desk = small_desk()
    page = make_page(desk)
    pick(qtbot, page, "d/grade", Qt.Key.Key_1)
    qtbot.waitUntil(lambda: desk.saves == 1, timeout=1500)
    assert desk.kept["answers"] == {"d/grade": "outstanding"}
    assert page.frame.saved.text() == "Saved on this laptop 2:32pm"


def test_typing_on_and_on_is_saved_every_two_seconds(qtbot, make_page):
    page = make_page()
    saver = page.saver
    saver.touch()
    assert (saver._soon.interval(), saver._latest.interval()) == (400, 2000)
    left = saver._latest.remainingTime()
    saver.touch()
    assert saver._latest.remainingTime() <= left


def test_a_full_disk_is_said_and_the_screen_is_kept(qtbot, make_page, small_desk):
    desk = small_desk()
    page = make_page(desk)
    desk.trouble = "The disk is full."
    page.section.go_to("d/evidence")
    qtbot.keyClicks(page.section.view("d/evidence").editor, "seen alone")
    assert not page.saver.flush()
    assert page.frame.trouble.isVisibleTo(page) and "The disk is full." in page.frame.trouble.text()
    desk.trouble = ""
    assert page.saver.flush() and not page.frame.trouble.isVisibleTo(page)
    assert desk.kept["answers"] == {"d/evidence": "seen alone"}


def test_a_draft_opens_at_the_question_and_caret_where_it_was_left(make_page, small_desk):
    desk = small_desk()
    desk.kept = {
        "answers": {"d/evidence": "Plan of June"},
        "position": "d/evidence",
        "caret": 4,
        "flagged": frozenset(),
    }
    page = make_page(desk)
    view = page.section.view("d/evidence")
    assert page.focusWidget() is view.editor and view.editor.textCursor().position() == 4
    assert page.frame.saved.text() == "Restored, last saved 2:32pm"


def test_f8_goes_to_the_next_unanswered_and_skips_optional_text(qtbot, make_page):
    page = make_page()
    page.jump("d/plain")
    page.next_open()
    assert page.sitting.position == "d/seen"
    page.next_open(back=True)
    assert page.sitting.position == "d/plain"


def test_the_check_lists_the_words_beside_the_fields_and_enter_lands_there(qtbot, make_page):
    page = make_page()
    page.sitting.answer("d/seen", "2026-08-04")
    page.check()
    listed = page.check_panel.list
    assert listed.count() == 2
    assert listed.item(0).text().endswith(page.section.view("d/plain").error.text())
    listed.setCurrentRow(1)
    qtbot.keyClick(listed, Qt.Key.Key_Return)
    assert page.sitting.position == "d/grade"


def test_the_wheel_over_a_choice_leaves_it_alone(make_page):
    page = make_page()
    button = page.section.view("d/plain").editor.buttons[0]
    turn = QWheelEvent(
        QPointF(2, 2), button.mapToGlobal(QPointF(2, 2)), QPoint(), QPoint(0, -120),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(button, turn)
    assert page.sitting.form.value("d/plain") == ""


def test_everything_that_can_be_used_has_a_name(make_page):
    page = make_page()
    for kind in (QPushButton, QRadioButton, QCheckBox, QPlainTextEdit):
        assert all(one.accessibleName() for one in page.findChildren(kind)), kind
    page.section.view("d/seen")
    assert [one.accessibleName() for one in page.section.findChildren(QLineEdit)] == ["Date last seen"]
    grades = page.section.view("d/grade").editor.buttons
    assert grades[1].accessibleName() == "Good, Grade for risk and safety"


def test_tab_goes_down_the_questions_in_their_order(qtbot, make_page):
    page = make_page()
    page.jump("d/plain")
    seen = [page.sitting.position]
    for _ in range(8):
        page.section.focusNextPrevChild(True)
        if page.sitting.position != seen[-1]:
            seen.append(page.sitting.position)
    assert seen == ["d/plain", "d/evidence", "d/seen", "d/grade"]


def test_a_date_is_understood_as_people_write_it(qtbot, make_page):
    page = make_page()
    view = page.section.view("d/seen")
    qtbot.keyClicks(view.editor.line, "4/8/2026")
    assert page.sitting.form.value("d/seen") == "2026-08-04"
    assert view.editor.said.text() == "4 August 2026"


def test_an_answer_is_taken_back_and_given_again(qtbot, make_page):
    page = make_page()
    pick(qtbot, page, "d/plain", Qt.Key.Key_1)
    page.undo()
    assert page.sitting.form.value("d/plain") == ""
    page.sitting.redo()
    assert page.section.view("d/plain").editor.value() == "yes"


def test_a_deleted_strength_comes_back(make_page):
    page = make_page()
    page.sitting.delete("i/strengths[s1]", "Strength")
    assert page.sitting.form.rows == [] and page.shell.notices[0][:2] == ("Strength deleted.", "Undo")
    page.shell.notices[0][2]()
    assert page.sitting.form.rows == ["s1"]


def test_a_strength_is_raised_beside_the_question(make_page):
    page = make_page()
    page.jump("d/plain")
    page.raise_beside("strengths", "d/plain")
    assert page.sitting.position == "i/strengths[s2]/what"
    refs = [slot.item.ref for slot in page.section.slots]
    assert refs[:3] == ["d/plain", "i/strengths[s2]", "i/strengths[s2]/what"]


def test_a_postcode_that_is_pasted_is_pointed_out_and_kept(make_page):
    page = make_page()
    view = page.section.view("d/evidence")
    words = QMimeData()
    words.setText("Lives at SW1A 2AA now")
    view.editor.insertFromMimeData(words)
    assert view.names.isVisibleTo(page)
    view.names.keep.click()
    assert not view.names.isVisibleTo(page) and "SW1A 2AA" in page.sitting.form.value("d/evidence")


def test_a_section_of_485_questions_opens_with_few_widgets(make_page, small_desk, qtbot):
    page = make_page(small_desk(485))
    began = time.perf_counter()
    page.show_section(2)
    QApplication.processEvents()
    assert time.perf_counter() - began < 1
    assert len(page.section.findChildren(QuestionView)) < 60
    page.jump("m/q480")
    assert page.sitting.position == "m/q480"


def test_an_urgent_concern_says_that_nobody_was_alerted(make_page, small_desk):
    desk = small_desk()
    dialog = make_page(desk).urgent()
    assert dialog.accessibleDescription() == "This laptop has alerted nobody."
    dialog.concern.setPlainText("Left alone at night")
    dialog.carry_out()
    assert desk.raised == [("104482", "Left alone at night", "", "", "")]
