"""What stands where a list is empty: a heading, the reason, and what may be done."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from qaf_desktop.ui.pages.form.kit import label
from qaf_desktop.ui.widgets.prose import Prose


def empty(heading: str, reason: str, *actions: QWidget) -> QWidget:
    """A heading, the reason and the actions, at the list's place."""
    whole = QWidget()
    column = QVBoxLayout(whole)
    column.setContentsMargins(0, 24, 0, 0)
    column.setSpacing(8)
    column.addWidget(label(heading, "section"))
    column.addWidget(Prose(reason, None, "hint"))
    line = QHBoxLayout()
    for one in actions:
        line.addWidget(one)
    line.addStretch(1)
    column.addLayout(line)
    column.addStretch(1)
    return whole
