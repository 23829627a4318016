"""What is on a page, as eyes, keyboard and screen reader meet it."""

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QWidget,
)

INTERACTIVE = (QAbstractButton, QLineEdit, QComboBox, QAbstractItemView, QPlainTextEdit)
ROW = 6


def interactive(page: QWidget) -> list[QWidget]:
    """What can be pressed, chosen or written in; parts of a field (its clear button, its list) are the field's."""
    found = [one for kind in INTERACTIVE for one in page.findChildren(kind) if one.isVisibleTo(page)]
    return [one for one in found if not isinstance(one.parent(), QLineEdit | QComboBox) and not _in_popup(one)]


def _in_popup(one: QWidget) -> bool:
    return one.window().windowType() == Qt.WindowType.Popup or "QComboBox" in type(one.parent()).__name__


def stops(page: QWidget) -> list[QWidget]:
    """Where Tab stops on the page, in its order, once round."""
    found: list[QWidget] = []
    one = page.nextInFocusChain()
    while one is not page:
        tabs = one.focusPolicy().value & Qt.FocusPolicy.TabFocus.value and one.focusProxy() is None
        if tabs and page.isAncestorOf(one) and one.isVisibleTo(page) and one.isEnabled():
            found.append(one)
        one = one.nextInFocusChain()
    return found


def place(one: QWidget, page: QWidget) -> tuple[int, int]:
    """The middle of a widget's height, and its left edge, on the page."""
    at = one.mapTo(page, QPoint(0, one.height() // 2))
    return at.y(), at.x()


def in_visual_order(order: list[QWidget], page: QWidget) -> bool:
    """Whether widgets follow each other as lines are read; what stands within ROW pixels is one line."""
    places = [place(one, page) for one in order]
    return all(y2 > y1 - ROW and (y2 > y1 + ROW or x2 >= x1) for (y1, x1), (y2, x2) in pairwise(places))


def texts(page: QWidget) -> Iterator[str]:
    """Every text that is shown or read out."""
    for one in page.findChildren(QWidget):
        if not one.isVisibleTo(page):
            continue
        yield from (one.accessibleName(), one.accessibleDescription(), one.toolTip())
        if isinstance(one, QLabel | QAbstractButton):
            yield one.text()
        if isinstance(one, QLineEdit):
            yield one.placeholderText()
        if isinstance(one, QAbstractItemView) and one.model() is not None:
            for row in range(min(one.model().rowCount(), 50)):
                yield str(one.model().index(row, 0).data() or "")


def cut(page: QWidget) -> list[str]:
    """Labels and buttons that have less room than their text needs."""
    found = []
    for one in page.findChildren(QLabel):
        if one.isVisibleTo(page) and one.text():
            needed = one.heightForWidth(one.width()) if one.wordWrap() else one.sizeHint().height()
            if needed > one.height() + 1 or (not one.wordWrap() and one.sizeHint().width() > one.width() + 1):
                found.append(one.text())
    for button in page.findChildren(QAbstractButton):
        if button.isVisibleTo(page) and button.text() and button.sizeHint().width() > button.width() + 1:
            found.append(button.text())
    return found


def sideways(page: QWidget) -> list[QAbstractScrollArea]:
    """Areas that would have to be scrolled sideways."""
    areas = [one for one in page.findChildren(QScrollArea) if one.isVisibleTo(page) and one.widget() is not None]
    wide = [one for one in areas if one.widget().minimumSizeHint().width() > one.viewport().width() + 1]
    return [*wide, *(one for one in areas if one.horizontalScrollBar().maximum() > 0)]


def settle() -> None:
    """Lets layouts come to rest."""
    for _ in range(4):
        QApplication.processEvents()
