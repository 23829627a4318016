"""Windows over the practice workspace and over a small council of its own; and what is seen on a page."""

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from qaf_desktop.app import Program, make_window
from qaf_desktop.clock import FixedClock
from qaf_desktop.services import directory, workspaces
from qaf_desktop.store.keys import Cost
from qaf_desktop.store.workspace import Workspace
from qaf_desktop.ui.theme import Theme
from qaf_desktop.ui.window import Window

PASSPHRASE = "a long passphrase"
PATIENCE_MS = 60_000


@pytest.fixture(scope="session")
def practice_made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("practice") / "workspace"
    workspaces.practise(folder).close()
    return folder


@pytest.fixture(scope="module")
def practice(practice_made: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A practice workspace of the module's own."""
    return Path(shutil.copytree(practice_made, tmp_path_factory.mktemp("practice") / "workspace"))


@pytest.fixture
def show(qtbot: QtBot) -> Iterator[Callable[[Workspace], Window]]:
    """Shows a workspace in a window that is active, in a theme of its own."""
    shown: list[Window] = []

    def make(ws: Workspace, theme: Theme | None = None) -> Window:
        theme = theme or Theme()
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        theme.apply(app)
        made = make_window(ws, theme)
        shown.append(made)
        qtbot.addWidget(made)
        with qtbot.waitExposed(made):
            made.show()
        made.activateWindow()
        qtbot.waitUntil(made.isActiveWindow)
        return made

    yield make
    for made in shown:
        made.end()


@pytest.fixture
def begun(qtbot: QtBot) -> Iterator[Callable[[Path], Program]]:
    """Begins the program on a folder."""
    kept: list[Program] = []

    def begin(folder: Path) -> Program:
        program = Program(folder, False, Theme())
        kept.append(program)
        qtbot.addWidget(program.first)
        program.begin()
        return program

    yield begin
    for program in kept:
        program.end()
        if program.window is not None:
            program.window.close()
            program.window.deleteLater()


@pytest.fixture
def window(practice: Path, show: Callable[[Workspace], Window]) -> Window:
    """The practice workspace."""
    return show(workspaces.practise(practice))


@pytest.fixture
def council(tmp_path: Path) -> Workspace:
    """A workspace with a passphrase, whose only person has every role."""
    clock = FixedClock(datetime(2026, 8, 4, 13, 32, tzinfo=UTC))
    made = workspaces.create(tmp_path / "w", "A council", "R. Patel", PASSPHRASE, clock=clock, cost=Cost(1, 1, 64))
    directory.add_team(made.workspace, "North", "Help")
    directory.add_team(made.workspace, "South", "Help")
    return made.workspace


@pytest.fixture
def mine(council: Workspace, show: Callable[[Workspace], Window]) -> Window:
    """The window of that council."""
    return show(council)


@pytest.fixture
def dialog(qtbot: QtBot) -> Callable[[Window], Any]:
    """The dialog that is open, once it is."""

    def find(window: Window) -> Any:
        def opened() -> list[QDialog]:
            return [one for one in window.findChildren(QDialog) if one.isVisible()]

        qtbot.waitUntil(lambda: bool(opened()))
        return opened()[-1]

    return find


@pytest.fixture
def qtbot(qtbot: QtBot) -> QtBot:
    """The same, with patience: how fast a machine is, is for the benchmarks to say, and never for a test."""
    until, signal = qtbot.waitUntil, qtbot.waitSignal

    def wait_until(callback: Callable[[], object], *, timeout: int = PATIENCE_MS) -> None:
        until(callback, timeout=max(timeout, PATIENCE_MS))

    def wait_signal(one: Any, *, timeout: int = PATIENCE_MS, **more: Any) -> Any:
        return signal(one, timeout=max(timeout, PATIENCE_MS), **more)

    qtbot.waitUntil, qtbot.waitSignal = wait_until, wait_signal
    return qtbot
