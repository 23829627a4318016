"""What every page about an urgent concern says: that this laptop has alerted nobody, and whom to telephone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout

from qaf_desktop.ui import icons
from qaf_desktop.ui.pages.form.kit import label, panel

if TYPE_CHECKING:
    from qaf_desktop.services.concerns import AlertNotice
    from qaf_desktop.ui.theme import Theme

NO_NUMBER = "No number yet. An administrator enters it in Settings"


def alert_panel(notice: AlertNotice, theme: Theme) -> QFrame:
    """The sentence, the council's numbers, and what is not recorded here."""
    mark = label("", wrap=False)
    mark.setPixmap(icons.pixmap("alert", theme.tokens.error, theme.px(20)))
    top = QHBoxLayout()
    top.setSpacing(10)
    top.addWidget(mark)
    top.addWidget(label(notice.sentence, "question"), 1)
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(4)
    numbers = (("In danger now", notice.emergency), ("Duty", notice.duty), ("Out of hours", notice.out_of_hours))
    for at, (words, number) in enumerate(numbers):
        grid.addWidget(label(words, "hint", False), at, 0)
        grid.addWidget(label(number or NO_NUMBER, "strong" if number else "hint"), at, 1)
    grid.setColumnStretch(1, 1)
    column = QVBoxLayout()
    column.setContentsMargins(16, 12, 16, 12)
    column.setSpacing(8)
    column.addLayout(top)
    column.addLayout(grid)
    column.addWidget(label(notice.about_a_worker, "hint"))
    frame = panel("cardAlert", column)
    frame.setAccessibleName("Whom to telephone")
    frame.setAccessibleDescription(notice.sentence)
    if not theme.high_contrast:
        t = theme.tokens
        frame.setStyleSheet(
            f"#cardAlert {{ background:{t.raised}; border:1px solid {t.line}; border-left:4px solid {t.error};"
            " border-radius:8px; }"
        )
    return frame
