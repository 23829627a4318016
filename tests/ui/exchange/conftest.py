"""A shared folder, an administrator's laptop in a window, and folders that fail or hang on demand."""

import errno
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

import pytest
from pytestqt.qtbot import QtBot

from qaf_desktop.exchange.folder import SharedFolder
from qaf_desktop.services import exchange
from qaf_desktop.store.workspace import Workspace
from qaf_desktop.ui.window import Window
from tests.exchange.laptops import Office, an_office

QUICK_MS = 40


class Failing(SharedFolder):
    """Fails every writing while it is told to."""

    error: OSError | None = None

    def _created(self, path: Path, mode: str = "xb") -> IO[bytes]:
        if self.error is not None:
            raise self.error
        return super()._created(path, mode)


FULL = OSError(errno.ENOSPC, "No space left on device")
READ_ONLY = OSError(errno.EROFS, "Read-only file system")


class Hanging:
    """Makes a shared folder hang as a dead drive does: whoever reads from it waits until it answers again."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "workspace.json"
        self._kept = self._path.read_bytes()
        self._path.unlink()
        os.mkfifo(self._path)

    def answer(self) -> None:
        """Answers again; what waited reads nothing, and so does what came while the pipe was still there."""
        pipe = os.open(self._path, os.O_RDWR | os.O_NONBLOCK)
        self._path.unlink()
        self._path.write_bytes(self._kept)
        os.close(pipe)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """A shared folder with the administrator's laptop."""
    with an_office(tmp_path, "R. Patel") as made:
        yield made


@pytest.fixture
def admin(office: Office) -> Workspace:
    """The administrator's laptop."""
    return office.laptops["R. Patel"]


@pytest.fixture
def window(admin: Workspace, show: Callable[..., Window], qtbot: QtBot) -> Window:
    """Its window, once the first exchange is over; what stands in the way is looked at again at once."""
    made = show(admin)
    quick(made)
    settled(made, qtbot)
    return made


def quick(window: Window) -> None:
    """Looks often, so that no test waits long."""
    assert window.exchange is not None
    window.exchange.exchanger.watcher._timer.setInterval(QUICK_MS)


def settled(window: Window, qtbot: QtBot) -> None:
    """Waits until an exchange has ended and all that is known is shown."""
    found = window.exchange
    assert found is not None
    qtbot.waitUntil(lambda: found.bar.glance is not None and found.overview is not None, timeout=20_000)
    qtbot.waitUntil(lambda: not found.exchanger.under_way and found.bar.progress is None, timeout=20_000)


def bar(window: Window) -> str:
    """What the status bar says of the exchange."""
    assert window.exchange is not None
    return window.exchange.bar.line.accessibleName()


def says(window: Window, qtbot: QtBot, *words: str) -> None:
    """Waits until the status bar says all of this."""
    qtbot.waitUntil(lambda: all(one in bar(window) for one in words), timeout=20_000)


def send(window: Window, qtbot: QtBot) -> None:
    """Presses F5, and waits for what comes of it."""
    assert window.exchange is not None
    with qtbot.waitSignal(window.exchange.exchanger.ended, timeout=20_000):
        next(one for one in window.actions() if one.text() == "Send now").trigger()
    settled(window, qtbot)


def heard(window: Window) -> list[str]:
    """What is announced from now on."""
    said: list[str] = []
    assert window.exchange is not None
    window.exchange.bar.announced.connect(said.append)
    return said


def exchange_quietly(ws: Workspace) -> Any:
    """An exchange of a laptop that has no window."""
    return exchange.now(ws)
