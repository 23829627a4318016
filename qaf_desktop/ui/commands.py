"""The window's commands: one menu that shows every key."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMessageBox, QWidget

FORM_KEYS = (
    ("F8, Shift+F8", "next or previous unanswered question"),
    ("F9", "check audit"),
    ("Ctrl+PgDn, Ctrl+PgUp", "next or previous section"),
    ("1 to 9", "the choice with that number"),
    ("Alt+S, Alt+I, Alt+R, Alt+U", "add strength, improvement, recommendation, urgent concern"),
    ("Ctrl+D", "come back to this"),
    ("Ctrl+Enter", "main action"),
    ("Ctrl+Z, Ctrl+Y", "undo, redo"),
)


def make_menu(owner: QWidget, commands: list[tuple[str, str, Callable[[], None]]]) -> QMenu:
    """A menu of (words, key, what it does); each key works in the whole window."""
    menu = QMenu("Menu", owner)
    menu.setAccessibleName("Menu")
    for words, key, do in commands:
        if not words:
            menu.addSeparator()
            continue
        action = QAction(words, owner)
        if key:
            action.setShortcuts([QKeySequence(one) for one in key.split(" ")])
        action.triggered.connect(lambda _checked=False, do=do: do())
        owner.addAction(action)
        menu.addAction(action)
    return menu


def show_keys(owner: QWidget, menu: QMenu) -> None:
    """All keys on one page."""
    lines = [
        f"{action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)}: {action.text()}"
        for action in menu.actions()
        if not action.shortcut().isEmpty()
    ]
    lines += ["", "In the audit form:", *[f"{key}: {words}" for key, words in FORM_KEYS]]
    box = QMessageBox(owner)
    box.setWindowTitle("Keys")
    box.setText("Keys")
    box.setInformativeText("\n".join(lines))
    box.open()
