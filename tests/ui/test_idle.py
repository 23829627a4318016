"""Idle is what the computer says; where it cannot say, this window's own events."""

from PySide6.QtCore import QEvent, QObject
from pytestqt.qtbot import QtBot

from qaf_desktop.ui.idle import Idle


def test_it_calls_when_the_computer_was_idle_for_the_minutes_of_this_moment(qtbot: QtBot) -> None:
    called, minutes = [], [15]
    owner = QObject()
    idle = Idle(lambda: minutes[0], lambda: called.append(1), owner, lambda: 600.0)
    idle.look()
    assert called == []
    minutes[0] = 10
    idle.look()
    assert called == [1]


def test_where_the_system_cannot_say_a_key_in_this_window_counts(qtbot: QtBot) -> None:
    owner = QObject()
    idle = Idle(lambda: 15, lambda: None, owner)
    idle._system, idle._last = None, -10_000.0
    assert idle.seconds() > 900
    idle.eventFilter(owner, QEvent(QEvent.Type.KeyPress))
    assert idle.seconds() < 60
