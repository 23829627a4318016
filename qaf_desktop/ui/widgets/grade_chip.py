"""A grade: always its shape and its word."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from qaf_desktop.ui.theme import GRADES, Theme


class GradeChip(QWidget):
    """Paints one grade on its own colour."""

    def __init__(self, grade: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        shape, word = next((shape, word) for value, shape, word in GRADES if value == grade)
        self._text, self._colours, self._theme = f"{shape}  {word}", theme.tokens.grades[grade], theme
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(word)

    def _face(self) -> QFont:
        self.ensurePolished()
        font = QFont(self.font())
        font.setPixelSize(self._theme.px(13))
        font.setWeight(QFont.Weight.DemiBold)
        return font

    def sizeHint(self) -> QSize:
        """As wide as its words, in the face that it is painted in."""
        wide = QFontMetrics(self._face()).horizontalAdvance(self._text)
        return QSize(wide + self._theme.px(22), self._theme.px(24))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the chip."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._face())
        painter.setBrush(QColor(self._colours[0]))
        edge = QColor(self._colours[1]) if self._theme.high_contrast else Qt.PenStyle.NoPen
        painter.setPen(edge)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
        painter.setPen(QColor(self._colours[1]))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._text)
