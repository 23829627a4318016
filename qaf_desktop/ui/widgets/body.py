"""What pages are put together from: a body that scrolls, a card of rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QScrollArea, QVBoxLayout, QWidget
from shiboken6 import isValid

from qaf_desktop.ui.pages.form.kit import label, panel


def body() -> QVBoxLayout:
    """A page's column with its margins."""
    column = QVBoxLayout()
    column.setContentsMargins(32, 22, 32, 16)
    column.setSpacing(12)
    return column


def scroll_area(page: QWidget) -> QScrollArea:
    """A page's scrolling area, filling it."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    whole = QVBoxLayout(page)
    whole.setContentsMargins(0, 0, 0, 0)
    whole.addWidget(area)
    return area


def fill(area: QScrollArea, column: QVBoxLayout) -> None:
    """Shows a new column, at the same height and with the focus where it was: on the same thing, or at its place."""
    at, focus_again = area.verticalScrollBar().value(), _focus_of(area.widget())
    page = QWidget()
    page.setObjectName("page")
    column.addStretch(1)
    page.setLayout(column)
    area.setWidget(page)
    area.verticalScrollBar().setValue(at)
    focus_again(page)


def keep_order(first: QWidget, *parts: QWidget) -> None:
    """Tab goes through these parts of a page in their order, whichever of them was shown anew last; after `first`."""
    stops = [first, *(one for part in parts for one in _stops(part))]
    for before, after in pairwise(stops):
        QWidget.setTabOrder(before, after)


class Part(QWidget):
    """A part of a page that is shown anew by itself, the focus where it was: what stands around it stays."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._inside: QWidget | None = None

    def fill(self, layout: QLayout) -> None:
        """Shows this now."""
        old, focus_again = self._inside, _focus_of(self._inside)
        self._inside = QWidget()
        self._inside.setLayout(layout)
        self._column.addWidget(self._inside)
        self._inside.show()  # at once: a layout shows what is added to it only later
        focus_again(self._inside)  # before the old one goes: what is hidden hands its focus on, and scrolls
        if old is not None:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()


def _focus_of(old: QWidget | None) -> Callable[[QWidget], None]:
    """What gives the focus, where it is in what is shown now, to the same thing in what comes next, or to its place."""
    held = old.window().focusWidget() if old is not None else None
    before = _stops(old) if old is not None and held is not None and old.isAncestorOf(held) else []
    place = before.index(held) if held in before else -1
    called = _called(held) if held is not None else None  # read now: what is shown next deletes it

    def focus_again(new: QWidget) -> None:
        after = _stops(new)
        if place >= 0 and after:
            same = next((one for one in after if _called(one) == called), None)
            (same or after[min(place, len(after) - 1)]).setFocus()
        elif place >= 0 and held is not None and isValid(held):
            held.clearFocus()

    return focus_again


def _stops(page: QWidget) -> list[QWidget]:
    return [one for one in page.findChildren(QWidget) if one.focusPolicy() & Qt.FocusPolicy.TabFocus]


def _called(one: QWidget) -> tuple[str, str]:
    return one.accessibleName(), one.accessibleDescription()


def fact(words: str, value: str) -> QHBoxLayout:
    """One line of a card that says what is recorded; a gap is said too."""
    line = QHBoxLayout()
    line.setContentsMargins(14, 8, 12, 8)
    line.setSpacing(12)
    line.addWidget(label(words, "hint"), 2)
    line.addWidget(label(value or "Not recorded yet", "strong" if value else "hint"), 5)
    return line


def card(rows: Iterable[QLayout]) -> QFrame:
    """Rows in a frame, a line between them."""
    column = QVBoxLayout()
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    for at, one in enumerate(rows):
        column.addWidget(panel("row" if at else "rowFirst", one))
    return panel("card", column)
