"""A dialog that lists what was found, row by row, and may offer one thing to do about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from qaf_desktop.ui.dialogs.sizes import fit
from qaf_desktop.ui.pages.form.kit import button, label
from qaf_desktop.ui.widgets.body import card, scroll_area
from qaf_desktop.ui.widgets.body import fill as fill_area
from qaf_desktop.ui.widgets.side_line import said_line

MOST = 300


class Said(QDialog):
    """A heading, a sentence, and (what, about) in a list."""

    def __init__(
        self,
        parent: QWidget,
        title: str,
        about: str,
        rows: Sequence[tuple[str, str]],
        action: str = "",
        do: Callable[[], None] | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.finished.connect(self.deleteLater)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(8)
        column.addWidget(label(title, "section"))
        column.addWidget(label(about, "hint"))
        lines = QVBoxLayout()
        lines.setContentsMargins(0, 0, 8, 0)
        more = [(f"And {len(rows) - MOST:,} more", "")] if len(rows) > MOST else []
        lines.addWidget(card(said_line(words, small) for words, small in [*rows[:MOST], *more]))
        within = QWidget()
        fill_area(scroll_area(within), lines)
        column.addWidget(within, 1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(button("Close", self.reject, "plain" if action else "primary"))
        if action and do is not None:
            self.accepted.connect(do)
            foot.addWidget(button(action, self.accept, "primary"))
        column.addLayout(foot)
        fit(self, 720, 190 + 58 * min(len(rows), 20))
