"""The icons of resources/icons, in whatever colour a place asks for."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from qaf_desktop import resources


@lru_cache(maxsize=256)
def pixmap(name: str, colour: str, size: int = 20) -> QPixmap:
    """An icon's picture, sharp on a screen of twice the density."""
    svg = resources.path(f"icons/{name}.svg").read_text("utf-8").replace("currentColor", colour)
    picture = QPixmap(size * 2, size * 2)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    QSvgRenderer(QByteArray(svg.encode())).render(painter)
    painter.end()
    picture.setDevicePixelRatio(2)
    return picture


def icon(name: str, colour: str, size: int = 20) -> QIcon:
    """An icon for a button or a menu."""
    return QIcon(pixmap(name, colour, size))
