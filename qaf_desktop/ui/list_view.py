"""Long lists: a model that reads pages from the services as they come into view, and how a row is painted."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from qaf_desktop.services.page import Page
from qaf_desktop.ui.theme import GRADES, Theme

SIZE = 100
KEPT = 20
TALL_FROM = 150
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Line:
    """A row as it is shown."""

    title: str
    small: str
    right: str = ""
    grade: str = ""
    state: str = ""


class PagedModel(QAbstractListModel):
    """Rows of one query; only the pages in view are read. Where counting stopped, it grows as one reaches the end."""

    def __init__(self, read: Callable[[int, int], Page[Any]], line: Callable[[Any], Line]) -> None:
        super().__init__()
        self._read, self._line, self.total, self.more = read, line, 0, False
        self._pages: OrderedDict[int, tuple[Any, ...]] = OrderedDict()

    def reload(self) -> None:
        """Reads the first page again."""
        self.beginResetModel()
        self._pages.clear()
        page = self._read(0, SIZE)
        self.total, self.more, self._pages[0] = page.total, page.more, page.items
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """How many there are in all, as far as they are counted."""
        return 0 if parent is not None and parent.isValid() else self.total

    def canFetchMore(self, parent: Index) -> bool:
        """Whether there are more than were counted."""
        return self.more and not parent.isValid()

    def fetchMore(self, parent: Index) -> None:
        """Counts on."""
        page = self._read(self.total, SIZE)
        if page.total > self.total:
            self.beginInsertRows(QModelIndex(), self.total, page.total - 1)
            self._keep(self.total // SIZE, page.items)
            self.total, self.more = page.total, page.more
            self.endInsertRows()
        self.more = page.more

    def item(self, at: int) -> Any:
        """The row there, read where it is not at hand."""
        number, place = divmod(at, SIZE)
        if number not in self._pages:
            self._keep(number, self._read(number * SIZE, SIZE).items)
        found = self._pages[number]
        return found[place] if place < len(found) else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Words for the eye and for the screen reader."""
        item = self.item(index.row()) if index.isValid() else None
        if item is None:
            return None
        line = self._line(item)
        if role == Qt.ItemDataRole.UserRole:
            return line
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            word = next((word for value, _shape, word in GRADES if value == line.grade), line.state)
            return ". ".join(one for one in (line.title, word, line.small, line.right) if one)
        return None

    def _keep(self, number: int, items: tuple[Any, ...]) -> None:
        self._pages[number] = items
        while len(self._pages) > KEPT:
            self._pages.popitem(last=False)


class LineDelegate(QStyledItemDelegate):
    """Paints a line: title, a small line, a chip, a date."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Its lines of text and their margins."""
        return QSize(200, self._theme.px(54 if self._tall() else 36) + 20)

    def _tall(self) -> bool:
        """Whether the text is so large that what else stands at the right has a line of its own."""
        return self._theme.scale >= TALL_FROM

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paints one row."""
        line = index.data(Qt.ItemDataRole.UserRole)
        if line is None:
            return
        t, px, rect = self._theme.tokens, self._theme.px, option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        state = option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(t.tint))
            if self._theme.high_contrast:  # where tints are not ours to choose, a bar says which row is chosen
                painter.fillRect(QRect(rect.left(), rect.top() + 6, 4, rect.height() - 12), QColor(t.accent))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), QColor(t.line))
        inner = rect.adjusted(14, 8, -14, -8)
        top, below = QRect(inner), QRect(inner)
        top.setHeight(px(20))
        below.setTop(inner.top() + px(20))
        used = self._chip(painter, line, inner)
        font = self._font(painter, 14, QFont.Weight.DemiBold)
        painter.setPen(QColor(t.text))
        room = inner.width() - used - 16
        self._words(painter, top, font, line.title, room)
        small = self._font(painter, 12, QFont.Weight.Normal)
        painter.setPen(QColor(t.muted))
        if self._tall():
            last = QRect(below)
            below.setHeight(px(18))
            last.setTop(below.bottom())
            self._words(painter, below, small, line.small, inner.width())
            self._words(painter, last, small, line.right, inner.width())
        else:
            wide = QFontMetrics(small).horizontalAdvance(line.right)
            self._words(painter, below, small, line.small, inner.width() - max(used if used else 0, wide) - 24)
            painter.drawText(below, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, line.right)
        painter.restore()

    def _font(self, painter: QPainter, size: int, weight: QFont.Weight) -> QFont:
        font = QFont(painter.font())
        font.setPixelSize(self._theme.px(size))
        font.setWeight(weight)
        painter.setFont(font)
        return font

    def _words(self, painter: QPainter, where: QRect, font: QFont, words: str, room: int) -> None:
        shown = QFontMetrics(font).elidedText(words, Qt.TextElideMode.ElideRight, max(room, 80))
        painter.drawText(where, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)

    def _chip(self, painter: QPainter, line: Line, inner: QRect) -> int:
        t, px = self._theme.tokens, self._theme.px
        font = self._font(painter, 12, QFont.Weight.DemiBold)
        shown = next((f"{shape}  {word}" for value, shape, word in GRADES if value == line.grade), line.state)
        if not shown:
            return 0
        wide = QFontMetrics(font).horizontalAdvance(shown) + 18
        place = QRect(inner.right() - wide, inner.top() - 2, wide, px(20))
        ground, ink = t.grades[line.grade] if line.grade else (t.window, t.muted)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(place, 5, 5)
        painter.setPen(QColor(ink))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, shown)
        return wide
