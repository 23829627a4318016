"""How much of something is done, as a ring that fills."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from qaf_desktop.ui.theme import Theme


class ShareRing(QWidget):
    """A share from 0 to 1; what it means stands beside it in words."""

    def __init__(self, share: float, theme: Theme) -> None:
        super().__init__()
        self._share, self._tokens = max(0.0, min(1.0, share)), theme.tokens
        self.setFixedSize(theme.px(22), theme.px(22))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the ring."""
        painter, wide = QPainter(self), self.width() / 9
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ring = QRectF(self.rect()).adjusted(wide, wide, -wide, -wide)
        painter.setPen(QPen(QColor(self._tokens.border), wide * 0.6))
        painter.drawEllipse(ring)
        painter.setPen(QPen(QColor(self._tokens.accent), wide))
        painter.drawArc(ring, 90 * 16, -round(360 * 16 * self._share))
