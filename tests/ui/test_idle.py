"""When the computer has been idle."""

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from qaf_desktop.ui.idle import Idle


def test_what_the_system_says_counts() -> None:
    parent, called = QObject(), []
    seconds = [899.0]
    idle = Idle(lambda: 15, lambda: called.append(True), parent, lambda: seconds[0])
    idle.look()
    assert called == []
    seconds[0] = 900.0
    idle.look()
    assert called == [True]


def test_where_the_system_cannot_say_a_key_in_the_window_counts(qtbot: QtBot) -> None:
    field = QLineEdit()
    qtbot.addWidget(field)
    idle = Idle(lambda: 0, lambda: None, field)
    field.show()
    field.activateWindow()
    qtbot.waitUntil(field.isActiveWindow)
    before = idle._last
    qtbot.keyClick(field.windowHandle(), Qt.Key.Key_A)
    assert idle._last > before
