"""For everybody: names, Tab, focus, the wheel, room at every size, keys that do one thing, and words."""

import itertools
import re
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QKeySequence, QShortcut, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QLabel,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QRadioButton,
    QWidget,
)

from qaf_desktop.services import audits
from qaf_desktop.ui.theme import DARK, LIGHT
from tests.cli.answers import full

PLAIN, RISK = "a_setting_up/a_legal", "d_safety/d_risk"
REASON, FROM, GRADE = "a_setting_up/a_child_contact_reason", "a_setting_up/a_period_from", "d_safety/d_grade"
SIZES = [(1366, 768, 100), (1093, 614, 100), (683, 614, 100), (1093, 614, 200), (683, 614, 200)]
BANNED = re.compile(r"\b(please|sorry|oops|invalid|required field)\b", re.IGNORECASE)
WRONG_DATES = re.compile(r"\b\d{1,2}/\d{1,2}/\d{2,4}\b|\b\d{4}-\d\d-\d\d\b|\b\d{1,2}:\d\d ?[AP]M\b")
ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def filled(make_page: Any, make_desk: Any) -> Any:
    """A page on an audit that is ready, with an evidence question open and the check done."""
    desk = make_desk()
    answers = full()
    answers["d_safety"] |= {"d_risk": "partly", "d_risk_ev": "Seen on 12 June by M. Okafor Reid"}
    audits.fill(desk.ws, desk.draft_id, answers)
    return make_page(desk)


def dress(page: Any, width: int, height: int, scale: int) -> None:
    page.shell.theme.scale = scale
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    page.shell.theme.apply(app)
    page.resize(width, height)
    settle()


def settle() -> None:
    for _ in range(12):
        QApplication.processEvents()


@pytest.fixture(autouse=True)
def _look_of_before() -> Any:
    app = QApplication.instance()
    yield
    if isinstance(app, QApplication):
        app.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # what is closed need not be dressed once more
        app.setStyleSheet("")


def in_sight(page: Any, kind: type[QWidget]) -> list[Any]:
    return [one for one in page.findChildren(kind) if one.isVisible()]


def cut(page: Any) -> list[str]:
    """Words that have not the room that they need."""
    found = []
    for one in in_sight(page, QLabel):
        high = one.heightForWidth(one.width()) if one.wordWrap() else one.sizeHint().height()
        wide = one.minimumSizeHint().width() if one.wordWrap() else one.sizeHint().width()
        if one.text() and (one.height() < high or one.width() < wide):
            found.append(f"{one.text()!r} has {one.size()}, needs {wide} by {high}")
    for one in in_sight(page, QAbstractButton):
        if one.width() < one.sizeHint().width() - 1 or one.height() < one.sizeHint().height() - 1:
            found.append(f"{one.text()!r} has {one.size()}, needs {one.sizeHint()}")
    return found


@pytest.mark.parametrize(("width", "height", "scale"), SIZES)
@pytest.mark.parametrize("together", [False, True])
def test_no_label_is_cut_nothing_scrolls_sideways_and_the_main_button_is_in_reach(
    filled: Any, width: int, height: int, scale: int, together: bool
) -> None:
    page = filled
    if together:
        page.sit_together(True)
    dress(page, width, height, scale)
    assert (page.width(), page.height()) == (width, height), "nothing in it makes the window wider"
    for place in range(9):
        page.show_section(place)
        settle()
        assert page.section.horizontalScrollBar().maximum() == 0
        assert page.section.widget().width() <= page.section.viewport().width()
        assert cut(page) == []
        for one in (page.frame.foot.main, page.frame.head.urgent, page.frame.head.more):
            assert page.rect().contains(one.mapTo(page, one.rect().bottomRight())), one.text()


@pytest.mark.parametrize(("width", "height", "scale"), SIZES)
def test_the_check_and_a_notice_leave_room_for_the_question(filled: Any, width: int, height: int, scale: int) -> None:
    page = filled
    dress(page, width, height, scale)
    page.sitting.answer("d_safety/d_urgent", "")
    page.check()
    page.notice.say("Strength deleted.", "Undo", page.take_back)
    settle()
    assert cut(page) == [] and page.section.viewport().height() >= 60
    page.check_panel.list.setFocus()
    page.jump("d_safety/d_urgent")
    settle()
    assert shown_in(page.section, page.focusWidget())


def shown_in(area: QAbstractScrollArea, one: QWidget) -> bool:
    return area.viewport().rect().contains(one.mapTo(area.viewport(), one.rect().center()))


def test_everything_that_can_be_used_has_a_name_and_radios_carry_their_group(filled: Any) -> None:
    page = filled
    page.check()
    for place in range(9):
        page.show_section(place)
        settle()
        for kind in (QAbstractButton, QLineEdit, QPlainTextEdit, QListWidget):
            assert [one for one in in_sight(page, kind) if not one.accessibleName()] == []
        for radio in in_sight(page, QRadioButton):
            assert ", " in radio.accessibleName(), "CHOICE, QUESTION"


def test_what_is_wrong_is_in_the_description_of_each_choice_and_editor(make_page: Any) -> None:
    page = make_page()
    page.check()
    view = page.section.view("a_setting_up/a_worker_present")
    said = "Say whether the allocated worker was alongside"
    assert all(one.accessibleDescription().endswith(said) for one in view.editor.buttons)
    assert page.section.view(FROM).editor.line.accessibleDescription().endswith("Enter when the period read begins")


def test_tab_visits_each_control_once_in_visual_order_and_each_group_once(filled: Any, qtbot: Any) -> None:
    page = filled
    page.show_section(3)
    page.jump(RISK)
    stops, tops = [page.focusWidget()], []
    for _ in range(60):
        qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Tab)
        settle()
        held = page.focusWidget()
        if not page.section.isAncestorOf(held):
            break
        assert shown_in(page.section, held), held.accessibleName()
        stops.append(held)
        tops.append(held.mapTo(page.section.widget(), QPoint(0, 0)).y())
    assert len(stops) > 12 and len(set(map(id, stops))) == len(stops)
    assert all(later >= before - 1 for before, later in itertools.pairwise(tops))
    groups = [one.accessibleName().partition(", ")[2] for one in stops if isinstance(one, QRadioButton)]
    assert len(groups) == len(set(groups))


def test_tab_leaves_the_form_and_comes_round_so_that_nothing_is_a_trap(filled: Any, qtbot: Any) -> None:
    page = filled
    first, seen = page.focusWidget(), set()
    for _ in range(200):
        qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Tab)
        seen.add(page.focusWidget().accessibleName())
        if page.focusWidget() is first:
            break
    assert page.focusWidget() is first and {"Check audit", "Urgent concern", "Next section", "Sections"} <= seen


def test_the_focus_comes_back_after_a_dialog_the_page_and_another_look(filled: Any, qtbot: Any) -> None:
    page = filled
    page.jump(REASON)
    editor = page.focusWidget()
    qtbot.keyClick(editor, "U", ALT)
    QApplication.activeModalWidget().reject()
    assert page.focusWidget() is editor
    for tokens in (DARK, LIGHT):
        page.shell.theme.tokens = tokens
        dress(page, 1093, 614, 100)
        assert page.focusWidget() is editor
    page.hide()
    page.show()
    assert page.focusWidget() is editor


def test_what_others_do_never_touches_the_text_the_caret_or_its_undo(filled: Any, qtbot: Any) -> None:
    page = filled
    page.jump(REASON)
    editor = page.focusWidget()
    qtbot.keyClicks(editor, "abc")
    qtbot.keyClick(editor, Qt.Key.Key_Left)
    before = editor.toPlainText(), editor.textCursor().position()
    page.refresh(frozenset({"audit", "draft", "tool"}))
    assert (editor.toPlainText(), editor.textCursor().position()) == before
    assert page.focusWidget() is editor and editor.document().isUndoAvailable()


@pytest.mark.parametrize("ref", [PLAIN, FROM, REASON, GRADE, "a_setting_up/a_plan_type"])
def test_the_wheel_leaves_the_answer_and_scrolls_the_page(filled: Any, ref: str) -> None:
    page = filled
    page.jump(ref)
    page.setFocus()
    settle()
    before = page.sitting.form.value(ref)
    bar = page.section.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    at, view = bar.value(), page.section.view(ref)
    editor = view.editor.viewport() if ref == REASON else getattr(view.editor, "line", view.editor)
    target = next(iter([*getattr(view.editor, "buttons", []), editor]))
    for one in (target, page.section.viewport()):  # what is sent, unlike a real wheel, does not go up by itself
        turn = QWheelEvent(
            QPointF(4, 4), QPointF(one.mapToGlobal(QPoint(4, 4))), QPoint(), QPoint(0, -120),
            Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(one, turn)
        assert turn.isAccepted() == (one is page.section.viewport())
    assert page.sitting.form.value(ref) == before and bar.value() > at


def test_no_key_does_two_things_on_the_form(filled: Any) -> None:
    keys = [QKeySequence(one.key()).toString() for one in filled.findChildren(QShortcut)]
    keys += [key.toString() for one in filled.actions() for key in one.shortcuts()]
    assert len(keys) == len(set(keys)) > 15
    assert not [key for key in keys if key.startswith("Ctrl+Alt")]


@pytest.mark.parametrize("ref", [REASON, FROM, "notes"])
def test_typing_every_printable_character_triggers_nothing(filled: Any, qtbot: Any, ref: str) -> None:
    page = filled
    if ref == "notes":
        page.frame.foot.fold()
    else:
        page.jump(ref)
    editor, place = page.focusWidget(), page.at
    editor.clear()
    typed = "".join(chr(code) for code in range(32, 127))
    qtbot.keyClicks(editor, typed)
    said = editor.text() if isinstance(editor, QLineEdit) else editor.toPlainText()
    assert said == typed and page.at == place and page.focusWidget() is editor
    assert QApplication.activeModalWidget() is None and not page.check_panel.isVisible()


def test_single_keys_can_be_switched_off(filled: Any, qtbot: Any) -> None:
    page = filled
    page.jump(PLAIN)
    page.shell.preferences.single_keys = False
    qtbot.keyClick(page.focusWidget(), "2")
    assert page.sitting.form.value(PLAIN) == ""
    qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Down)
    assert page.sitting.form.value(PLAIN) == "partly"


def test_every_key_is_in_a_menu_too(filled: Any) -> None:
    shown = {one.text().partition("\t")[2] for one in filled.frame.head.more.menu().actions()}
    keys = {one.key().toString(QKeySequence.SequenceFormat.NativeText) for one in filled.findChildren(QShortcut)}
    assert keys - shown == {"Ctrl+Shift+Z"}, "the other key for redo"


def test_the_words_on_the_form_are_plain_and_its_dates_are_written_out(filled: Any) -> None:
    page = filled
    page.check()
    for place in range(9):
        page.show_section(place)
        settle()
        words = [one.text() for kind in (QLabel, QAbstractButton) for one in in_sight(page, kind)]
        assert not [one for one in words if BANNED.search(one) or WRONG_DATES.search(one)]
    page.saver.touch()
    page.saver.flush()
    assert re.fullmatch(r"Saved on this laptop \d{1,2}:\d\d(am|pm)", page.frame.saved.text())
