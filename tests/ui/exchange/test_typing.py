"""An exchange never touches the text, the caret or the undo of the editor in use, nor the focus (check 10)."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from qaf_desktop.services import audits, cases, directory, exchange, settings, tools
from qaf_desktop.store.workspace import Workspace
from qaf_desktop.ui.window import Window
from tests.exchange.laptops import Office, add_case, change_case
from tests.ui.exchange.conftest import send

REASON = "a_setting_up/a_child_contact_reason"
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def moss(office: Office, admin: Workspace, window: Window, qtbot: QtBot) -> Workspace:
    """Another laptop, with which everything is shared that is in the window."""
    tools.add_standard_tools(admin)
    directory.add_team(admin, "North", "Help and protection")
    directory.add_person(admin, "A. Shah", team="North")
    made = office.join("J. Moss")
    add_case(admin, "104482")
    send(window, qtbot)
    exchange.now(made)
    return made


def much_arrives(moss: Workspace, window: Window, qtbot: QtBot) -> None:
    """The other laptop changes the case in hand and much besides; all of it is received here."""
    key = cases.case(moss, "104482").id
    change_case(moss, key, "child_looked_after", "10_15")
    for number in range(20):
        add_case(moss, f"2000{number:02d}")
    exchange.now(moss)
    send(window, qtbot)
    qtbot.wait(0)


def test_in_the_audit_form(window: Window, moss: Workspace, qtbot: QtBot) -> None:
    me = directory.me(window.ws)
    assert me.has("auditor")
    tool = next(one for one in tools.tools(window.ws) if one.purpose == "case_audit" and one.status == "live")
    window.open("form", audits.begin(window.ws, "104482", tool.entity))
    page = window.page
    page.jump(REASON)
    editor = page.focusWidget()
    assert isinstance(editor, QPlainTextEdit)
    qtbot.keyClicks(editor, "Seen at school")
    for _ in range(6):
        qtbot.keyClick(editor, Qt.Key.Key_Left)
    before = (editor.toPlainText(), editor.textCursor().position(), editor.document().availableUndoSteps())
    much_arrives(moss, window, qtbot)
    assert window.page is page and QApplication.focusWidget() is editor and page.focusWidget() is editor
    assert (editor.toPlainText(), editor.textCursor().position(), editor.document().availableUndoSteps()) == before
    qtbot.keyClicks(editor, "the ")
    assert editor.toPlainText() == "Seen at the school"
    qtbot.keyClick(editor, Qt.Key.Key_Z, CTRL)
    assert editor.toPlainText() != "Seen at the school"


@pytest.mark.parametrize(("place", "field"), [("audits", "filter"), ("directory", "filter"), ("begin", "case")])
def test_in_a_line_of_any_page(window: Window, moss: Workspace, qtbot: QtBot, place: str, field: str) -> None:
    window.open(place)
    line: Any = getattr(window.page, field)
    assert isinstance(line, QLineEdit)
    line.setFocus()
    qtbot.keyClicks(line, "1044")
    qtbot.keyClick(line, Qt.Key.Key_Left)
    much_arrives(moss, window, qtbot)
    assert QApplication.focusWidget() is line
    assert (line.text(), line.cursorPosition(), line.isUndoAvailable()) == ("1044", 3, True)


def test_in_a_dialog_over_a_page(
    window: Window, moss: Workspace, dialog: Callable[[Window], Any], qtbot: QtBot
) -> None:
    window.open("settings")
    window.page._change("numbers", settings.GROUPS["numbers"], ["duty_number"])
    line = dialog(window).fields.editors["duty_number"]
    line.setFocus()
    qtbot.keyClicks(line, "020 7946")
    much_arrives(moss, window, qtbot)
    assert dialog(window).isVisible() and QApplication.focusWidget() is line
    assert (line.text(), line.isUndoAvailable()) == ("020 7946", True)
