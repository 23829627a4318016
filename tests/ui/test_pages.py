"""Every page outside the audit form against what UX.md promises: names, tab order, focus, wheel, room, keys, words."""

import re
import string
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QKeySequence, QShortcut, QWheelEvent
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from qaf_desktop.services import audits, cases, directory, workspaces
from qaf_desktop.ui.theme import DARK, LIGHT, Theme
from qaf_desktop.ui.window import Window
from tests.ui import seen

PAGES = (
    "todo", "audits", "begin", "concern", "directory", "directory:people", "directory:teams", "tools", "settings",
    "exchange", "case", "person", "record",
)  # fmt: skip
BANNED = re.compile(r"\b(please|sorry|oops|invalid|required field)\b", re.IGNORECASE)
WRONG_DATE = re.compile(r"\b\d{4}-\d\d-\d\d\b|\b\d{1,2}/\d{1,2}/\d{2,4}\b|\b[A-Z][a-z]+ \d{1,2}, \d{4}\b")
WRONG_TIME = re.compile(r"\b\d{1,2}:\d\d(?!am|pm|\d)")
SIZES = [(1093, 614, 100), (1366, 768, 200), (1093, 614, 200), (683, 614, 100)]


def show_page(window: Window, name: str) -> QWidget:
    """Opens a page with something on it."""
    page, _, kind = name.partition(":")
    ref = {
        "case": lambda: audits.list_audits(window.ws, audits.AuditFilter(state="submitted")).items[0].number,
        "person": lambda: directory.person(window.ws, "S. Okafor").id,
        "record": lambda: audits.list_audits(window.ws, audits.AuditFilter(state="submitted")).items[0].id,
        "begin": lambda: cases.cases(window.ws).items[0].number,
    }.get(page)
    window.open(page, f"{kind}:" if kind else ref() if ref else None)
    seen.settle()
    assert isinstance(window.page, QWidget)
    return window.page


@pytest.fixture(params=PAGES)
def page(request: pytest.FixtureRequest, window: Window) -> Iterator[QWidget]:
    yield show_page(window, request.param)
    window.resize_text(0)


def test_everything_that_can_be_used_has_a_name(page: QWidget, window: Window) -> None:
    assert [type(one).__name__ for one in seen.interactive(window.centralWidget()) if not one.accessibleName()] == []


def test_tab_goes_in_visual_order_and_stops_at_each_once(page: QWidget) -> None:
    order = seen.stops(page)
    assert len(order) == len(set(order))
    assert seen.in_visual_order(order, page), [(one.accessibleName(), seen.place(one, page)) for one in order]


def test_tab_leaves_the_page_again(page: QWidget, window: Window) -> None:
    order = seen.stops(page)
    if not order:
        return
    order[-1].setFocus()
    window.focusNextChild()
    assert QApplication.focusWidget() is not order[-1]


def test_a_wheel_over_a_choice_changes_nothing(page: QWidget) -> None:
    for combo in page.findChildren(QComboBox):
        combo.clearFocus()
        before, middle = combo.currentIndex(), QPointF(combo.rect().center())
        turn = QWheelEvent(
            middle, combo.mapToGlobal(middle), QPoint(0, -120), QPoint(0, -120), Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(combo, turn)
        assert combo.currentIndex() == before
        assert not turn.isAccepted()


@pytest.mark.parametrize(("wide", "high", "scale"), SIZES)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_room(
    practice: Path, show: Callable[..., Window], name: str, wide: int, high: int, scale: int
) -> None:
    window = show(workspaces.practise(practice), Theme(scale=scale))
    window.resize(wide, high)
    page = show_page(window, name)
    assert window.width() == wide and window.height() == high
    assert seen.sideways(page) == []
    assert seen.cut(page) == []
    for one in page.findChildren(QPushButton):
        if one.isVisibleTo(page) and one.property("kind") == "primary":
            assert page.rect().right() >= one.mapTo(page, one.rect().bottomRight()).x()


def test_no_key_is_taken_twice(page: QWidget, window: Window) -> None:
    keys = [key.toString() for one in window.actions() if one.isEnabled() for key in one.shortcuts()]
    keys += [one.key().toString() for one in page.findChildren(QShortcut)]
    keys += [
        one.shortcut().toString() for one in seen.interactive(page) if isinstance(one, QPushButton) and one.shortcut()
    ]
    found = [QKeySequence(key).toString() for key in keys if key]
    assert len(found) == len(set(found))


def test_what_is_typed_is_only_text(page: QWidget, window: Window, qtbot: QtBot) -> None:
    for one in seen.interactive(page):
        if isinstance(one, QLineEdit):
            one.clear()
            one.setFocus()
            qtbot.keyClicks(one, string.printable[:95])
            assert one.text() == string.printable[:95]
            assert window.page is page
            one.clear()


def test_the_words_are_ours(page: QWidget, window: Window) -> None:
    found = [one for one in seen.texts(window.centralWidget()) if BANNED.search(one)]
    assert found == []
    assert [one for one in seen.texts(page) if WRONG_DATE.search(one) or WRONG_TIME.search(one)] == []


def test_the_focus_returns_after_a_change_of_appearance(page: QWidget, window: Window) -> None:
    order = seen.stops(page)
    if not order:
        return
    order[-1].setFocus()
    name = order[-1].accessibleName()
    for look, tokens in (("dark", DARK), ("light", LIGHT)):
        window.wear(look)
        seen.settle()
        held = QApplication.focusWidget()
        assert window.theme.tokens == tokens
        assert held is not None and held.accessibleName() == name


@pytest.mark.parametrize(
    ("name", "button"),
    [("directory", "Add case"), ("directory:people", "Add person"), ("directory:teams", "Add team"),
     ("tools", "Change status"), ("settings", "Change"), ("case", "Change case"), ("person", "Change person")],
)  # fmt: skip
def test_the_focus_returns_after_a_dialog(
    window: Window, dialog: Callable[[Window], QWidget], qtbot: QtBot, name: str, button: str
) -> None:
    page = show_page(window, name)
    one = next(one for one in page.findChildren(QPushButton) if one.text() == button and one.isVisibleTo(page))
    one.setFocus()
    one.click()
    opened = dialog(window)
    assert [type(part).__name__ for part in seen.interactive(opened) if not part.accessibleName()] == []
    qtbot.keyClick(opened, Qt.Key.Key_Escape)
    qtbot.waitUntil(window.isActiveWindow)
    held = QApplication.focusWidget()
    assert held is not None and held.accessibleName() == button
