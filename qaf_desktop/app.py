"""The window's wiring: the first page, the workspace, and the pages that work on it."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QMainWindow, QWidget

from qaf_desktop import paths
from qaf_desktop.errors import QafError
from qaf_desktop.ui import theme
from qaf_desktop.ui.pages.start import NewWorkspacePage, RecoveryPage, SaidPage, StartPage
from qaf_desktop.ui.pages.unlock import UnlockPage

if TYPE_CHECKING:
    from filelock import BaseFileLock

    from qaf_desktop.store.workspace import Workspace
    from qaf_desktop.ui.window import Window

Made = TypeVar("Made")
KEYS = "keys.json"
LOCK = "window.lock"
PAINTED_MS = 30


def make_window(ws: Workspace, look: theme.Theme) -> Window:
    """The window of an unlocked workspace."""
    from qaf_desktop.ui.pages import makers
    from qaf_desktop.ui.window import Window

    return Window(ws, look, makers())


class Program:
    """From the first page to the workspace, and back when it is locked."""

    def __init__(self, folder: Path | None, practise: bool, look: theme.Theme) -> None:
        self.practise, self.look, self.exit_code = practise, look, 0
        self.folder = folder or (paths.practice_workspace() if practise else paths.default_workspace())
        self.window: Window | None = None
        self._lock: BaseFileLock | None = None
        self.first = QMainWindow()
        self.first.setWindowTitle("QAF Desktop")
        self.first.resize(1093, 614)

    def begin(self) -> None:
        """Shows the first page that fits what is in the folder."""
        there = (self.folder / KEYS).is_file()
        if there and not self._take():
            self._already_open()
        elif self.practise:
            self.show_practice()
        elif there:
            self._show(UnlockPage(self.unlock))
        else:
            self.show_start()
        self.first.show()

    def show_start(self) -> None:
        """The first run."""
        new = NewWorkspacePage
        self._show(StartPage(self.show_practice, lambda: self._show(new(self.start, self.show_start)), self.restore))

    def restore(self) -> None:
        """Asks for a backup and its passphrase, and opens what was in it."""
        from qaf_desktop.services import workspaces
        from qaf_desktop.ui.dialogs.ask import Ask, Field

        name, _kind = QFileDialog.getOpenFileName(self.first, "Restore a backup")
        if not name:
            return

        def carry_out(said: dict[str, str]) -> None:
            ws = workspaces.restore(Path(name), self.folder, said["passphrase"])
            self._take()
            self._work_on(ws)

        fields = (Field("passphrase", "Passphrase", "secret", "Of the workspace when it was backed up"),)
        Ask(self.first, "Restore a backup", fields, "Restore", carry_out).open()

    def show_practice(self) -> None:
        """Opens the practice workspace once it is said that this takes a moment."""
        if not self.practise:
            self.practise, self.folder = True, paths.local_data() / "practice"
            if (self.folder / KEYS).is_file() and not self._take():
                return self._already_open()
        self._show(SaidPage("Practice", "Opening the made-up cases. The first time this takes a few seconds."))
        return QTimer.singleShot(PAINTED_MS, self._practise)

    def start(self, said: dict[str, str]) -> None:
        """Makes a workspace and shows its recovery key."""
        from qaf_desktop.services import workspaces

        made = self._tried(
            lambda: workspaces.create(self.folder, said["organisation"], said["person"], said["passphrase"])
        )
        if made is None:
            return
        self._take()

        def save(file: Path) -> None:
            workspaces.write_recovery_key(made.recovery_key, said["organisation"], file)

        self._show(RecoveryPage(made.recovery_key, save, lambda: self._work_on(made.workspace)))

    def unlock(self, passphrase: str) -> None:
        """Opens the workspace."""
        from qaf_desktop.services import workspaces

        ws = self._tried(lambda: workspaces.open_(self.folder, passphrase))
        if ws is not None:
            self._work_on(ws)

    def lock(self) -> None:
        """Saves, forgets the key, and asks for the passphrase."""
        if self.window is None or not self.window.flush():
            return
        window, self.window = self.window, None
        self._show(self._ask_again())
        self.first.show()
        window.end()
        window.close()
        window.deleteLater()

    def end(self) -> None:
        """Lets go of everything."""
        if self.window is not None:
            self.window.end()
        if self._lock is not None:
            self._lock.release()

    def _ask_again(self) -> QWidget:
        if self.practise:
            words = "The practice workspace needs no passphrase."
            return SaidPage("Locked", words, "Open practice", self.show_practice)
        return UnlockPage(self.unlock)

    def _practise(self) -> None:
        from qaf_desktop.services import workspaces

        ws = self._tried(lambda: workspaces.practise(self.folder))
        if ws is not None:
            if self._lock is None:
                self._take()
            self._work_on(ws)

    def _work_on(self, ws: Workspace) -> None:
        self.window = make_window(ws, self.look)
        self.window.lock_wanted.connect(self.lock)
        self.window.restoreGeometry(self.first.saveGeometry())
        self.window.show()
        self.first.hide()

    def _tried(self, work: Callable[[], Made]) -> Made | None:
        try:
            return work()
        except QafError as error:
            problem = getattr(self.first.centralWidget(), "problem", None)
            if problem is not None:
                problem.setText(str(error))
            else:
                self.exit_code = error.exit_code
                self._show(SaidPage("The workspace cannot be opened", str(error), "Close", QApplication.quit))
            return None

    def _take(self) -> bool:
        from filelock import FileLock, Timeout

        try:
            lock = FileLock(self.folder / LOCK)
            lock.acquire(timeout=0)
        except Timeout:
            return False
        self._lock = lock
        return True

    def _already_open(self) -> None:
        self.exit_code = 3
        words = "Another window has this workspace open. Go to that window, or close it first."
        self._show(SaidPage("This workspace is open already", words, "Close", QApplication.quit))

    def _show(self, page: QWidget) -> None:
        self.first.setCentralWidget(page)
        page.setFocus()


def _read_ahead() -> None:
    import qaf_desktop.services.workspaces  # noqa: F401 - read while the first page is looked at


def run_window(folder: Path | str | None = None, practise: bool = False) -> int:
    """Shows the window until it is closed."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setApplicationName("QAF Desktop")
    look = theme.of_system()
    look.apply(app)
    program = Program(Path(folder) if folder else None, practise, look)
    program.begin()
    QTimer.singleShot(PAINTED_MS, lambda: threading.Thread(target=_read_ahead, daemon=True).start())
    code = app.exec()
    program.end()
    return program.exit_code or code
