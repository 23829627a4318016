"""A line of text and what may be done about it: beside each other where there is room, else one under the other."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLayout, QLayoutItem, QVBoxLayout, QWidget

from qaf_desktop.ui.pages.form.kit import label

LEAST = 17  # times the height of a line: less than that is no place to read in


class SideLine(QLayout):
    """The text takes what the widgets at its right leave; where that is too little, they go below it, and wrap."""

    def __init__(self, text: QWidget, right: Sequence[QWidget], margins: tuple[int, int, int, int], gap: int) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self._gap, self._metrics = gap, text.fontMetrics
        self._known: dict[int, tuple[list[QRect], int]] = {}  # a page asks for its heights many times over
        self.setContentsMargins(*margins)
        for one in (text, *right):
            self.addWidget(one)

    def invalidate(self) -> None:
        """Something in it changed."""
        self._known.clear()
        super().invalidate()

    def _at(self, width: int) -> tuple[list[QRect], int]:
        found = self._known.get(width)
        if found is None:
            found = self._known[width] = self._placed(width)
        return found

    def _placed(self, width: int) -> tuple[list[QRect], int]:
        edges = self.contentsMargins()
        inner = width - edges.left() - edges.right()
        text, *rest = self._items
        sizes = [one.sizeHint() for one in rest]
        beside = sum(size.width() + self._gap for size in sizes)
        line = self._metrics().height()
        left = inner - beside
        if not rest or left >= min(LEAST * line, max(text.sizeHint().width(), LEAST * line // 2)):
            return self._in_a_row(left, inner, sizes)
        return self._below(inner, sizes)

    def _in_a_row(self, left: int, inner: int, sizes: list[QSize]) -> tuple[list[QRect], int]:
        edges = self.contentsMargins()
        tall = max([_height(self._items[0], left), *(size.height() for size in sizes)])
        places = [QRect(edges.left(), edges.top(), left, tall)]
        x = edges.left() + left
        for size in sizes:
            x += self._gap
            places.append(QRect(QPoint(x, edges.top() + (tall - size.height()) // 2), size))
            x += size.width()
        return places, edges.top() + tall + edges.bottom()

    def _below(self, inner: int, sizes: list[QSize]) -> tuple[list[QRect], int]:
        edges = self.contentsMargins()
        tall = _height(self._items[0], inner)
        places = [QRect(edges.left(), edges.top(), inner, tall)]
        y = edges.top() + tall
        for line in self._lines(inner, sizes):
            x, high = edges.left(), max(size.height() for size in line)
            y += self._gap // 2 if y > edges.top() else 0
            for size in line:
                places.append(QRect(x, y + (high - size.height()) // 2, min(size.width(), inner), size.height()))
                x += size.width() + self._gap
            y += high
        return places, y + edges.bottom()

    def _lines(self, inner: int, sizes: list[QSize]) -> list[list[QSize]]:
        lines: list[list[QSize]] = []
        used = 0
        for size in sizes:
            if lines and used + self._gap + size.width() <= inner:
                lines[-1].append(size)
                used += self._gap + size.width()
            else:
                lines.append([size])
                used = size.width()
        return lines

    def addItem(self, item: QLayoutItem) -> None:
        """One more item."""
        self._items.append(item)

    def count(self) -> int:
        """How many items there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """The item there."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Lets go of the item there."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """Across."""
        return Qt.Orientation.Horizontal

    def hasHeightForWidth(self) -> bool:
        """It is higher where it is narrow."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height at that width."""
        return self._at(width)[1]

    def setGeometry(self, rect: QRect) -> None:
        """Puts everything in its place."""
        super().setGeometry(rect)
        for item, place in zip(self._items, self._at(rect.width())[0], strict=True):
            item.setGeometry(place.translated(rect.topLeft()))

    def minimumSize(self) -> QSize:
        """As narrow as its widest part."""
        edges = self.contentsMargins()
        wide = max(one.minimumSize().width() for one in self._items)
        high = max(one.minimumSize().height() for one in self._items)
        return QSize(wide + edges.left() + edges.right(), high + edges.top() + edges.bottom())

    def sizeHint(self) -> QSize:
        """All beside each other."""
        edges = self.contentsMargins()
        hints = [one.sizeHint() for one in self._items]
        wide = sum(hint.width() for hint in hints) + self._gap * (len(hints) - 1)
        high = max(hint.height() for hint in hints)
        return QSize(wide + edges.left() + edges.right(), high + edges.top() + edges.bottom())


class FlowLine(SideLine):
    """Widgets from the left, in as many lines as they need."""

    def __init__(self, *widgets: QWidget, gap: int = 8) -> None:
        super().__init__(QWidget(), widgets, (0, 0, 0, 0), gap)

    def _placed(self, width: int) -> tuple[list[QRect], int]:
        places, tall = self._below(width, [one.sizeHint() for one in self._items[1:]])
        return places, tall


def title_line(title: str, *right: QWidget) -> SideLine:
    """A page's title, and what stands at its right."""
    return SideLine(label(title, "page"), right, (0, 0, 0, 0), 8)


def said_line(words: str, about: str = "", *right: QWidget, mark: QWidget | None = None) -> SideLine:
    """One line of a card: what it is, a small line about it, and what may be done."""
    said = QWidget()
    column = QVBoxLayout(said)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(label(words, "strong"))
    if about:
        column.addWidget(label(about, "small"))
    text = said if mark is None else _marked(mark, said)
    return SideLine(text, right, (14, 8, 12, 8), 10)


def _marked(mark: QWidget, said: QWidget) -> QWidget:
    whole = QWidget()
    line = QHBoxLayout(whole)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(10)
    line.addWidget(mark)
    line.addWidget(said, 1)
    return whole


def _height(item: QLayoutItem, width: int) -> int:
    return item.heightForWidth(width) if item.hasHeightForWidth() else item.sizeHint().height()
