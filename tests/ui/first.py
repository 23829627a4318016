"""The first window, as tests drive it."""

from typing import Any

from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from qaf_desktop.app import Program


def page(program: Program) -> Any:
    """What the first window shows."""
    return program.first.centralWidget()


def press(within: QWidget, words: str) -> None:
    """Presses the button that says so."""
    next(one for one in within.findChildren(QPushButton) if one.text() == words and one.isVisibleTo(within)).click()


def enter(within: Any, **said: str) -> None:
    """Enters this into the fields of a page."""
    for name, words in said.items():
        editor = within.fields.editors[name]
        assert isinstance(editor, QLineEdit)
        editor.setText(words)
