"""A window over a small council, for tests of the pages of audits."""

from collections.abc import Iterator
from typing import Any

from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QPlainTextEdit, QScrollArea, QWidget

from qaf_desktop.ui.window import Window


def named(page: QWidget, name: str) -> QAbstractButton:
    """The first button of a page that is called so."""
    found = [one for one in _buttons(page) if one.accessibleName() == name]
    assert found, f"{name} is not among {names(page)}"
    return found[0]


def names(page: QWidget) -> list[str]:
    """What the buttons of a page are called."""
    return [one.accessibleName() for one in _buttons(page)]


def _buttons(page: QWidget) -> list[QAbstractButton]:
    """Those of the page itself, and of no dialog over it."""
    found = page.findChildren(QAbstractButton)
    return [one for one in found if not one.isHidden() and one.window() is page.window()]


def words(page: QWidget) -> str:
    """All that a page says."""
    return "\n".join(one.text() for one in page.findChildren(QLabel) if not one.isHidden())


def page_of(window: Window) -> Any:
    """The page in hand."""
    assert window.page is not None
    return window.page


def stops(window: Window) -> Iterator[QWidget]:
    """Where Tab stops on the page in hand, in its order."""
    start = one = page_of(window)
    while (one := one.nextInFocusChain()) is not start:
        takes = one.focusPolicy().value & 1 and one.isVisible() and one.isEnabled() and not one.focusProxy()
        if takes and page_of(window).isAncestorOf(one) and not isinstance(one, QScrollArea):
            yield one


def interactive(page: QWidget) -> list[QWidget]:
    """Everything that one can work with."""
    kinds = (QAbstractButton, QLineEdit, QPlainTextEdit, QComboBox)
    found = [one for kind in kinds for one in page.findChildren(kind) if one.isVisible()]
    return [one for one in found if not isinstance(one.parent(), QLineEdit | QComboBox)]
