"""Exchange and devices: as eyes, keyboard and screen reader meet it, with everything on it that can be."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from qaf_desktop.clock import FixedClock
from qaf_desktop.domain.events import RoleGrant
from qaf_desktop.services import devices, directory, exchange, settings
from qaf_desktop.store.workspace import Workspace
from qaf_desktop.ui.exchanger import STOPPED
from qaf_desktop.ui.theme import Theme
from qaf_desktop.ui.window import Window
from tests.exchange.laptops import Office, add_case, change_case
from tests.ui import seen
from tests.ui.exchange.conftest import QUICK_MS, bar, says, send, settled
from tests.ui.office import named, names, words

BANNED = re.compile(r"\b(please|sorry|oops|invalid|required field)\b", re.IGNORECASE)
WRONG_DATE = re.compile(r"\b\d{4}-\d\d-\d\d\b|\b\d{1,2}/\d{1,2}/\d{2,4}\b")
SIZES = [(1093, 614, 100), (1366, 768, 200), (1093, 614, 200), (683, 614, 100)]


@pytest.fixture
def busy(office: Office, admin: Workspace) -> Workspace:
    """A laptop on whose page everything has something: a request, a conflict, a problem, what waits, what is due."""
    directory.add_team(admin, "North", "Help and protection")
    moss = office.join("J. Moss", folder="LAPTOP-07")
    key = add_case(admin, "104482")
    office.exchange_all()
    change_case(admin, key, "child_protection")
    change_case(moss, key, "child_looked_after")
    office.exchange_all()
    add_case(moss, "104483")
    exchange.now(moss)
    last = max((office.shared / "segments" / moss.device_id[:16]).iterdir(), key=lambda one: one.stat().st_mtime_ns)
    last.write_bytes(last.read_bytes()[:-20])
    exchange.now(admin)
    add_case(admin, "104484")
    office.ask("K. Obi", folder="LAPTOP-11").close()
    return admin


def shown(window: Window, qtbot: QtBot) -> QWidget:
    """The page, once all of it is known."""
    settled(window, qtbot)
    window.open("exchange")
    found = window.exchange
    assert found is not None
    qtbot.waitUntil(lambda: found.found is not None and bool(found.found.requests), timeout=20_000)
    seen.settle()
    assert isinstance(window.page, QWidget)
    return window.page


@pytest.fixture
def page(busy: Workspace, show: Callable[..., Window], qtbot: QtBot) -> QWidget:
    return shown(show(busy), qtbot)


def test_everything_is_said_in_the_fields_words(page: QWidget) -> None:
    said = words(page)
    for sentence in (
        "All sent", "As of today 9:0", "One file from LAPTOP-07 cannot be read. Others are received",
        "K. Obi asks to join with it", "Case 104482: plan", "Child protection", "Child looked after",
        "J. Moss, Quality officer, auditor. Last heard from today 9:0", "Approved (this device)",
        "No closed case is due",
    ):  # fmt: skip
        assert sentence in said, said


def test_everything_that_can_be_used_has_a_name_and_tab_goes_in_visual_order(page: QWidget) -> None:
    assert [type(one).__name__ for one in seen.interactive(page) if not one.accessibleName()] == []
    order = seen.stops(page)
    assert len(order) == len(set(order)) and seen.in_visual_order(order, page)


def test_its_words_are_ours(page: QWidget) -> None:
    said = list(seen.texts(page))
    assert [one for one in said if BANNED.search(one) or WRONG_DATE.search(one)] == []


@pytest.mark.parametrize(("wide", "high", "scale"), SIZES)
def test_it_has_room(
    busy: Workspace, show: Callable[..., Window], qtbot: QtBot, wide: int, high: int, scale: int
) -> None:
    window = show(busy, Theme(scale=scale))
    window.resize(wide, high)
    page = shown(window, qtbot)
    assert (window.width(), window.height()) == (wide, high)
    assert seen.sideways(page) == [] and seen.cut(page) == []


def test_what_arrives_moves_no_focus_and_what_is_the_same_is_not_drawn_anew(
    busy: Workspace, show: Callable[..., Window], qtbot: QtBot
) -> None:
    window = show(busy)
    page = shown(window, qtbot)
    named(page, "Export").setFocus()
    before = named(page, "Export")
    assert window.exchange is not None
    window.exchange.news.emit()
    assert named(page, "Export") is before
    add_case(busy, "104499")
    qtbot.waitUntil(lambda: "1 change waiting (1 case)" in words(page))
    held = QApplication.focusWidget()
    assert isinstance(held, QAbstractButton) and held.accessibleName() == "Export"


def test_the_navigation_counts_what_waits_for_the_person(
    busy: Workspace, show: Callable[..., Window], qtbot: QtBot
) -> None:
    window = show(busy)
    shown(window, qtbot)
    assert window.navigation.buttons["exchange"]._count == 2  # a request and a conflict


def test_who_is_no_administrator_sees_how_it_stands_and_administers_nothing(
    office: Office, show: Callable[..., Window], qtbot: QtBot
) -> None:
    window = show(office.join("J. Moss", (RoleGrant("auditor"),)))
    window.open("exchange")
    settled(window, qtbot)
    offered = set(names(window.page))
    assert {"Send now", "Export", "Import"} <= offered
    assert not offered & {"Remove", "Change roles", "Repair folder", "Erase a case", "Compare words and approve"}


def test_who_only_administers_begins_there(office: Office, show: Callable[..., Window], qtbot: QtBot) -> None:
    window = show(office.join("J. Moss", (RoleGrant("administrator"),)))
    assert window.place == "exchange"


def test_practice_says_why_there_is_nothing(practice_window: Window) -> None:
    practice_window.open("exchange")
    assert "The practice workspace never exchanges" in words(practice_window.page)
    assert "Send now" not in {one.text() for one in practice_window.actions()}
    assert practice_window.exchange is None


@pytest.fixture
def practice_window(practice: object, show: Callable[..., Window]) -> Window:
    from qaf_desktop.services import workspaces

    return show(workspaces.practise(practice))  # type: ignore[arg-type]  # the fixture of the module above


def test_a_workspace_with_no_folder_says_so_and_leads_to_where_it_is_chosen(
    council: Workspace, show: Callable[..., Window], qtbot: QtBot
) -> None:
    window = show(council)
    found = window.exchange
    assert found is not None
    qtbot.waitUntil(lambda: found.bar.line.accessibleName().startswith("No shared folder yet"))
    next(one for one in window.actions() if one.text() == "Send now").trigger()
    assert window.place == "exchange"
    assert "Choose one, then send" in window._notice.accessibleDescription()
    window.page.act.use_folder(council.folder.parent / "shared")
    qtbot.waitUntil(lambda: "All sent" in found.bar.line.accessibleName(), timeout=20_000)


def test_the_line_in_the_status_bar_opens_the_page_and_gives_way(window: Window, qtbot: QtBot) -> None:
    assert window.exchange is not None
    line = window.exchange.bar.line
    line.click()
    assert window.place == "exchange"
    window.resize(500, 500)
    seen.settle()
    assert line.fontMetrics().horizontalAdvance(line.text()) <= line.width()
    assert line.accessibleName().startswith("All sent. Received as of")


def test_lists_and_summaries_are_as_of_the_last_exchange(window: Window, qtbot: QtBot) -> None:
    from zoneinfo import ZoneInfo

    from qaf_desktop.services import exchange_status

    window.open("audits")
    assert "As of today 9:0" in words(window.page)
    zone = ZoneInfo(settings.get(window.ws).zone)
    assert exchange_status.as_of_in_words(window.ws, zone).startswith("1 September 2026, 10:0")


def test_send_now_says_how_it_stands_even_where_nothing_changed(window: Window, qtbot: QtBot) -> None:
    said: list[str] = []
    assert window.exchange is not None
    window.exchange.bar.announced.connect(said.append)
    send(window, qtbot)
    qtbot.waitUntil(lambda: bool(said))
    assert said[-1].startswith("All sent. Received as of")


def test_one_primary_button_is_the_main_action(page: QWidget) -> None:
    primary = [one for one in page.findChildren(QPushButton) if one.property("kind") == "primary"]
    assert [one.text() for one in primary] == ["Send now"]


def test_much_that_arrives_is_said_with_how_far_it_is_and_can_be_stopped(window: Window, qtbot: QtBot) -> None:
    window.open("exchange")
    settled(window, qtbot)
    assert window.exchange is not None
    exchanger = window.exchange.exchanger
    exchanger.progressed.emit(1200, 25000)
    line = window.exchange.bar.line
    assert line.accessibleName() == "Exchanging, 1,200 of 25,000"
    assert (line.bar.isVisible(), line.bar.value(), line.bar.maximum()) == (True, 1200, 25000)
    named(window.page, "Stop").click()
    assert not exchanger._progress(1300, 25000)
    exchanger.ended.emit(None, "The exchange was stopped. What had arrived is kept.")
    qtbot.waitUntil(lambda: line.accessibleName().startswith("All sent") and not line.bar.isVisible())


@pytest.mark.parametrize("place", ["todo", "audits", "directory"])
def test_every_list_says_as_of_when_it_is(window: Window, qtbot: QtBot, place: str) -> None:
    window.open(place)
    qtbot.waitUntil(lambda: "As of today 9:0" in words(window.page))


def test_one_that_takes_long_can_be_stopped_from_every_page(window: Window, qtbot: QtBot) -> None:
    assert window.exchange is not None and window.place != "exchange"
    exchanger, line = window.exchange.exchanger, window.exchange.bar.line
    assert not line.stop.isVisible()
    exchanger.progressed.emit(1200, 25000)
    assert line.stop.isVisible()
    line.stop.setFocus()
    line.stop.click()
    assert not exchanger._progress(1300, 25000)
    exchanger.ended.emit(None, STOPPED)
    qtbot.waitUntil(lambda: line.accessibleName().startswith("All sent") and not line.stop.isVisible())
    assert window._notice.accessibleDescription().startswith(STOPPED) and line.hasFocus()


def test_a_laptop_that_falls_silent_is_said_although_its_page_is_closed(
    office: Office, admin: Workspace, window: Window, qtbot: QtBot
) -> None:
    moss = office.join("J. Moss", folder="LAPTOP-07")
    add_case(moss, "104482")
    exchange.now(moss)
    send(window, qtbot)
    assert window.place != "exchange" and "silent" not in bar(window)
    clock = admin.clock
    assert isinstance(clock, FixedClock) and window.exchange is not None
    clock.moment += dt.timedelta(days=20)
    window.exchange._often.start(QUICK_MS)
    says(window, qtbot, "1 laptop silent")
    qtbot.waitUntil(lambda: window.navigation.buttons["exchange"].accessibleDescription() == "1 waiting")


def test_of_many_laptops_the_first_are_drawn_and_the_others_once_they_are_wanted(
    admin: Workspace, window: Window, qtbot: QtBot
) -> None:
    from tests.benchmarks import decade

    decade.hands(admin, 40)
    page = shown_page(window, qtbot)
    qtbot.waitUntil(lambda: "And 11 more" in words(page))
    drawn = page._rest._inside
    page._shell.exchange.bar.news.emit()
    assert page._rest._inside is drawn
    named(page, "Show all 41").click()
    qtbot.waitUntil(lambda: words(page).count("Approved") == 41)
    assert seen.in_visual_order(seen.stops(page), page)


def test_what_is_drawn_anew_at_the_top_leaves_focus_and_height_as_they_were(
    admin: Workspace, window: Window, qtbot: QtBot
) -> None:
    from tests.benchmarks import decade

    decade.hands(admin, 40)
    page = shown_page(window, qtbot)
    qtbot.waitUntil(lambda: "And 11 more" in words(page))
    send_now(page).setFocus()
    top = page._area.verticalScrollBar().value()
    add_case(admin, "104482")
    qtbot.waitUntil(lambda: "1 case" in words(page))
    seen.settle()
    assert page._area.verticalScrollBar().value() == top
    assert QApplication.focusWidget() is send_now(page)


def send_now(page: QWidget) -> QPushButton:
    return next(one for one in page.findChildren(QPushButton) if one.text() == "Send now" and one.isVisible())


def shown_page(window: Window, qtbot: QtBot) -> Any:
    window.open("exchange")
    settled(window, qtbot)
    return window.page


def test_a_laptop_that_was_removed_says_that_nothing_waits_any_more_and_what_to_do(
    office: Office, admin: Workspace, show: Callable[..., Window], qtbot: QtBot
) -> None:
    moss = office.join("J. Moss")
    add_case(moss, "104482")
    devices.remove(admin, moss.device_id)
    exchange.now(moss)
    window = show(moss)
    settled(window, qtbot)
    window.open("exchange")
    assert isinstance(window.page, QWidget)
    said = words(window.page)
    assert "1 change that nobody else gets (1 case)" in said and "has to be set up again and join" in said
    assert not re.search("waiting|All sent|nothing is lost", said) and "Send now" not in names(window.page)
