"""The field above a list that narrows it."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractButton, QLineEdit


def find_line(name: str, hint: str = "") -> QLineEdit:
    """A field with a button that empties it; both have a name, which Qt does not give the button."""
    field = QLineEdit()
    field.setAccessibleName(name)
    field.setPlaceholderText(hint)
    field.setClearButtonEnabled(True)
    for clear in field.findChildren(QAbstractButton):
        clear.setAccessibleName("Clear")
        clear.setToolTip("Clear")
    return field
