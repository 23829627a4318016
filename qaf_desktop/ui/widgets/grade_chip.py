"""A grade: always its shape and its word."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from qaf_desktop.ui.theme import GRADES, Theme


class GradeChip(QWidget):
    """Paints one grade on its own colour."""

    def __init__(self, grade: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        shape, word = next((shape, word) for value, shape, word in GRADES if value == grade)
        self._text, self._colours = f"{shape}  {word}", theme.tokens.grades[grade]
        font = QFont(self.font())
        font.setPixelSize(theme.px(13))
        font.setWeight(QFont.Weight.DemiBold)
        self.setFont(font)
        self.setFixedSize(self.fontMetrics().horizontalAdvance(self._text) + 22, theme.px(24))
        self.setAccessibleName(word)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the chip."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(QColor(self._colours[0]))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawRoundedRect(QRectF(self.rect()), 5, 5)
        painter.setPen(QColor(self._colours[1]))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._text)
