"""All keys on one page, and where to read on."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from qaf_desktop.ui.dialogs.sizes import fit
from qaf_desktop.ui.pages.form.kit import button, label
from qaf_desktop.ui.widgets.body import fill as fill_area
from qaf_desktop.ui.widgets.body import scroll_area

Group = tuple[str, Sequence[tuple[str, str]]]


class Keys(QDialog):
    """Groups of (key, what it does)."""

    def __init__(self, parent: QWidget, groups: Sequence[Group]) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keys and help")
        self.finished.connect(self.deleteLater)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.addWidget(label("Keys and help", "section"))
        column.addWidget(label("Everything can be done by keyboard. Tab goes on, F6 goes to the next pane.", "hint"))
        within, lines = QWidget(), QVBoxLayout()
        for title, keys in groups:
            lines.addWidget(label(title, "strong"))
            lines.addLayout(_grid(keys))
            lines.addSpacing(8)
        fill_area(scroll_area(within), lines)
        column.addWidget(within, 1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(button("Close", self.reject, "primary"))
        column.addLayout(foot)
        fit(self, 620, 640)


def _grid(keys: Sequence[tuple[str, str]]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setColumnStretch(0, 2)
    grid.setColumnStretch(1, 3)
    for at, (key, words) in enumerate(keys):
        grid.addWidget(label(key, "hint"), at, 0)
        grid.addWidget(label(words), at, 1)
    return grid
