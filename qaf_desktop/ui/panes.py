"""Panes: F6 goes from one to the next, and back to where one was in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from weakref import WeakKeyDictionary

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

MOST = 10_000


class Panes:
    """Goes round the panes that a window has just now."""

    def __init__(self, panes: Callable[[], Sequence[QWidget]]) -> None:
        self._panes = panes
        self._last: WeakKeyDictionary[QWidget, QWidget] = WeakKeyDictionary()

    def go(self, step: int) -> None:
        """Puts the focus into the next or the previous pane that takes it."""
        panes = [one for one in self._panes() if one.isVisible()]
        held = QApplication.focusWidget()
        here = next((at for at, one in enumerate(panes) if held is not None and _within(one, held)), -1)
        if held is not None and here >= 0:
            self._last[panes[here]] = held
        for far in range(1, len(panes) + 1):
            if self._enter(panes[(max(here, 0 if step < 0 else here) + step * far) % len(panes)]):
                return

    def _enter(self, pane: QWidget) -> bool:
        last = self._last.get(pane)
        if last is not None and isValid(last) and last.isVisible() and _within(pane, last) and last.isEnabled():
            last.setFocus(Qt.FocusReason.TabFocusReason)
            return True
        first = first_stop(pane)
        if first is not None:
            first.setFocus(Qt.FocusReason.TabFocusReason)
        return first is not None


def enter(page: QWidget) -> None:
    """Puts the focus where work on a page begins: where the page says, or has put it itself, or at its first stop."""
    held = page.window().focusWidget()  # the window's own: at the start no window is active yet
    stop = page.focusProxy()  # Qt may have gone to the page's first stop already, where the focus was in the one before
    if stop is None and (held is None or not _within(page, held)):
        stop = first_stop(page)
    if stop is not None:
        stop.setFocus(Qt.FocusReason.OtherFocusReason)


def first_stop(pane: QWidget) -> QWidget | None:
    """The first widget of a pane that Tab would stop at."""
    one: QWidget | None = pane
    for _ in range(MOST):
        if one is None or (_stops(one) and _within(pane, one)):
            return one
        one = one.nextInFocusChain()
        if one is pane:
            break
    return None


def _stops(one: QWidget) -> bool:
    tab = bool(one.focusPolicy().value & Qt.FocusPolicy.TabFocus.value)
    return tab and not one.isHidden() and one.isEnabled() and one.focusProxy() is None


def _within(pane: QWidget, one: QWidget) -> bool:
    return one is pane or pane.isAncestorOf(one)
