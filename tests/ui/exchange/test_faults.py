"""Whatever goes wrong with the shared folder: it is said, with its time, and announced; and it clears once mended."""

import os
import shutil
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from qaf_desktop.services import exchange
from qaf_desktop.store.workspace import Workspace
from qaf_desktop.ui import exchange_watcher
from qaf_desktop.ui.window import Window
from tests.exchange.laptops import Office, add_case
from tests.ui.exchange.conftest import FULL, READ_ONLY, Failing, Hanging, bar, heard, quick, says, send, settled
from tests.ui.office import words

pipes = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a folder that hangs is made of a pipe with a name")


def a_segment(office: Office, of: Workspace) -> Path:
    """The newest entry file of a laptop in the shared folder."""
    folder = office.shared / "segments" / of.device_id[:16]
    return max(folder.iterdir(), key=lambda one: int(one.name.partition("-")[0]))


def test_what_stands_in_the_way_is_looked_at_again_within_five_seconds() -> None:
    assert exchange_watcher.WATCH_MS < 5_000


def test_a_folder_that_is_gone_is_said_and_announced_and_clears_once_it_is_back(
    office: Office, window: Window, qtbot: QtBot
) -> None:
    said = heard(window)
    away = office.shared.rename(office.base / "away")
    send(window, qtbot)
    says(window, qtbot, "Shared folder not reachable since 9:01am")
    assert said[-1].startswith("Shared folder not reachable since 9:01am")
    window.open("exchange")
    qtbot.waitUntil(lambda: "Not reachable since 9:01am. Work goes on; nothing is lost" in words(window.page))
    away.rename(office.shared)
    says(window, qtbot, "All sent. Received as of")
    assert said[-1].startswith("The exchange works again. All sent.")


@pytest.mark.parametrize(
    ("error", "sentence", "why"),
    [
        (FULL, "Shared folder full since 9:01am. 1 change waiting", "is full. Nothing is lost: ask for room"),
        (READ_ONLY, "Shared folder denies access since 9:01am. 1 change waiting", "denies access to this laptop"),
    ],
)
def test_a_folder_that_takes_nothing_is_said_and_announced_and_clears_once_it_does(
    office: Office, window: Window, qtbot: QtBot, error: OSError, sentence: str, why: str
) -> None:
    said, folder = heard(window), Failing(office.shared)
    assert window.exchange is not None
    folder.error, window.exchange.exchanger.folder = error, folder
    add_case(window.ws, "104482")
    send(window, qtbot)
    says(window, qtbot, sentence)
    assert sentence in said
    window.open("exchange")
    qtbot.waitUntil(lambda: why in words(window.page) and "1 change waiting (1 case)" in words(window.page))
    folder.error = None
    says(window, qtbot, "All sent. Received as of")


@pytest.mark.parametrize("damage", ["corrupt", "half-written"])
def test_a_file_that_cannot_be_read_is_one_problem_and_clears_once_it_can(
    office: Office, window: Window, qtbot: QtBot, damage: str
) -> None:
    moss = office.join("J. Moss", folder="LAPTOP-07")
    add_case(moss, "104482")
    exchange.now(moss)
    send(window, qtbot)
    add_case(moss, "104483")
    exchange.now(moss)
    file = a_segment(office, moss)
    good = file.read_bytes()
    file.write_bytes(good[: len(good) // 2] if damage == "half-written" else good[:-9] + b"x" * 9)
    said = heard(window)
    send(window, qtbot)
    says(window, qtbot, "1 problem in the shared folder. All sent. Received as of 9:01am")
    assert said == [bar(window)]
    window.open("exchange")
    qtbot.waitUntil(lambda: "One file from LAPTOP-07 cannot be read. Others are received" in words(window.page))
    assert "Seen today 9:01am" in words(window.page)
    file.write_bytes(good)
    qtbot.waitUntil(lambda: bar(window).startswith("All sent"), timeout=20_000)
    assert "The exchange works again." in said[-1]


def test_a_laptop_that_is_silent_is_said_and_announced_until_it_is_heard_from(
    office: Office, window: Window, qtbot: QtBot
) -> None:
    moss = office.join("J. Moss", folder="LAPTOP-07")
    add_case(moss, "104482")
    exchange.now(moss)
    said = heard(window)
    for one in (window.ws, moss):
        one.clock.moment += timedelta(days=10)  # type: ignore[attr-defined]  # a clock that is moved by hand
    send(window, qtbot)
    qtbot.waitUntil(lambda: "LAPTOP-07, J. Moss: Silent for 8 working days" in said, timeout=20_000)
    window.open("exchange")
    qtbot.waitUntil(lambda: "Silent for 8 working days" in words(window.page))
    assert "Last heard from Tuesday 1 September" in words(window.page)
    add_case(moss, "104483")
    exchange.now(moss)
    qtbot.waitUntil(lambda: "Silent" not in words(window.page), timeout=20_000)


def test_all_sent_is_never_said_while_anything_waits(office: Office, window: Window, qtbot: QtBot) -> None:
    says(window, qtbot, "All sent")
    add_case(window.ws, "104482")
    says(window, qtbot, "1 change waiting to be sent. Last exchange 9:01am")
    assert "All sent" not in bar(window)
    send(window, qtbot)
    says(window, qtbot, "All sent")


def test_what_came_by_hand_waits_until_it_is_in_the_folder_too(office: Office, window: Window, qtbot: QtBot) -> None:
    moss = office.join("J. Moss")
    send(window, qtbot)
    add_case(moss, "104482")
    exchange.export(moss, office.base / "by-hand.pack")
    window.open("exchange")
    window.page.act.hand.take_in(office.base / "by-hand.pack")
    says(window, qtbot, "1 change waiting to be sent")
    qtbot.waitUntil(lambda: "1 entry of another laptop, to be passed on" in words(window.page))


@pytest.fixture
def hanging(office: Office, admin: Workspace) -> Hanging:
    return Hanging(office.shared)


@pipes
def test_a_folder_that_hangs_freezes_nothing_and_is_said(
    office: Office, hanging: Hanging, show: Callable[..., Window], qtbot: QtBot
) -> None:
    window = show(office.laptops["R. Patel"])
    assert window.exchange is not None
    exchanger, said = window.exchange.exchanger, heard(window)
    exchanger._quiet.setInterval(30)
    qtbot.waitUntil(lambda: "Shared folder does not answer since" in bar(window), timeout=20_000)
    assert exchanger.under_way and said[-1].startswith("Shared folder does not answer since 9:01am")
    window.open("audits")
    add_case(window.ws, "104482")
    window.page.filter.setText("1044")
    assert window.page.filter.text() == "1044"
    hanging.answer()
    quick(window)
    qtbot.waitUntil(lambda: not exchanger.under_way, timeout=20_000)


@pipes
def test_a_folder_that_hangs_keeps_the_window_neither_from_locking_nor_from_closing(
    office: Office, hanging: Hanging, show: Callable[..., Window], qtbot: QtBot
) -> None:
    ws = office.laptops["R. Patel"]
    window = show(ws)
    assert window.exchange is not None
    qtbot.waitUntil(lambda: window.exchange is not None and window.exchange.exchanger.under_way)
    window.open("exchange")
    window.page.act.use_folder(office.shared)  # hangs too
    with qtbot.waitSignal(window.lock_wanted):
        window.lock()
    thread, begun = window.exchange.exchanger._thread, time.monotonic()
    assert window.close()
    window.end()
    assert thread is not None and thread.is_alive()
    assert time.monotonic() - begun < 30  # it let go, and did not wait for what hung
    before = {one: one.read_bytes() for one in ws.folder.glob("workspace.db*")}
    hanging.answer()
    thread.join(20)
    assert not thread.is_alive()
    assert {one: one.read_bytes() for one in ws.folder.glob("workspace.db*")} == before


def test_what_waits_is_sent_when_the_window_closes(office: Office, window: Window, qtbot: QtBot) -> None:
    moss = office.join("J. Moss")
    send(window, qtbot)
    add_case(window.ws, "104482")
    window.close()
    window.end()
    assert exchange.now(moss).received == 1


def test_a_folder_of_another_workspace_is_refused_in_words(
    office: Office, window: Window, qtbot: QtBot, tmp_path: Path
) -> None:
    other = Office(tmp_path / "other")
    (tmp_path / "other").mkdir()
    other.first("S. Else").close()
    window.open("exchange")
    window.page.act.use_folder(other.shared)
    qtbot.waitUntil(lambda: "is the shared folder of another workspace" in window._notice.accessibleDescription())
    shutil.rmtree(other.base)
    settled(window, qtbot)
