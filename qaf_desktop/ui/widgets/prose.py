"""Text that is read: no line is longer than the eye follows, and none is cut."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from qaf_desktop.ui.theme import Theme

WIDEST = 640


class Prose(QLabel):
    """A text in one of the theme's roles, at most 640 px wide, with a theme as many as that is at its text size.

    A layout asks a label for its height at the width of the whole column: the label answers for its own.
    """

    def __init__(self, text: str, theme: Theme | None, role: str = "body") -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setWordWrap(True)
        self.setMaximumWidth(theme.px(WIDEST) if theme is not None else WIDEST)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)

    def heightForWidth(self, width: int) -> int:
        """The height at the width that it will have."""
        return super().heightForWidth(min(width, self.maximumWidth()))
