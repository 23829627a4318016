"""The window's wiring: the first page, the workspace, and the pages that work on it.

The first page is painted before anything is imported that it does not show: what else is needed comes behind it.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from qaf_desktop import paths
from qaf_desktop.errors import QafError
from qaf_desktop.ui import theme
from qaf_desktop.ui.held import Held
from qaf_desktop.ui.preferences import Preferences

if TYPE_CHECKING:
    from qaf_desktop.store.workspace import Workspace
    from qaf_desktop.ui.joining import Waiting
    from qaf_desktop.ui.window import Window

Made = TypeVar("Made")
Then = Callable[[], object] | None
KEYS = "keys.json"


def make_window(ws: Workspace, look: theme.Theme, preferences: Preferences | None = None) -> Window:
    """The window of an unlocked workspace."""
    from qaf_desktop.ui.pages import makers
    from qaf_desktop.ui.window import Window

    made = makers()
    if not gc.get_freeze_count():
        gc.freeze()  # the modules that are read by now stay: the collector need not walk them between two keys
    return Window(ws, look, made, preferences)


class First(QMainWindow):
    """The window of the pages before a workspace is open."""

    def __init__(self) -> None:
        super().__init__()
        self._waiting: Then = None
        self._at_first: Then = None
        self.setWindowTitle("QAF Desktop")
        self.resize(1093, 614)

    def show_page(self, page: QWidget, then: Then = None) -> None:
        """Shows a page; `then` is done once it can be seen."""
        self._waiting = then
        self.setCentralWidget(page)
        page.setFocus()
        self.update()

    def once_seen(self, do: Then) -> None:
        """Does this after the first painting, whatever page it shows."""
        self._at_first = do

    def paintEvent(self, event: QPaintEvent) -> None:
        """Does what waits, once this painting is over."""
        super().paintEvent(event)
        waiting, self._at_first, self._waiting = (self._at_first, self._waiting), None, None
        for do in waiting:
            if do is not None:
                QTimer.singleShot(0, self, do)


class Program:
    """From the first page to the workspace, and back when it is locked."""

    def __init__(
        self, folder: Path | None, practise: bool, look: theme.Theme, preferences: Preferences | None = None
    ) -> None:
        self.practise, self.look, self.exit_code = practise, look, 0
        self.preferences = preferences
        self.folder = folder or (paths.practice_workspace() if practise else paths.default_workspace())
        self.window: Window | None = None
        self.waiting: Waiting | None = None
        self._held = Held()
        self.first = First()

    def begin(self) -> None:
        """Shows the first page that fits what is in the folder, then sees whether another window is there already."""
        if self.practise:
            self.show_practice()
        elif (self.folder / KEYS).is_file():
            self._ask_passphrase()
        else:
            self.show_start()
        self.first.show()

    def show_start(self, problem: str = "") -> None:
        """The first run."""
        from qaf_desktop.ui.pages.start import StartPage

        ways = self.show_practice, self.show_new, self.show_join, self.restore
        self.first.show_page(StartPage(*ways, problem), _read_ahead)

    def show_new(self) -> None:
        """Asks what a new workspace needs."""
        from qaf_desktop.ui.pages.new_workspace import NewWorkspacePage

        self.first.show_page(NewWorkspacePage(self.start, self.show_start))

    def show_join(self) -> None:
        """Asks what joining a workspace needs."""
        from qaf_desktop.ui.joining import ask
        from qaf_desktop.ui.pages.join import JoinPage

        def join(said: dict[str, str]) -> None:
            ask(page, self.folder, said, asked)

        def asked(ws: Workspace) -> None:
            self._held.take(self.folder)
            self._work_on(ws)

        page = JoinPage(join, self.show_start)
        self.first.show_page(page, _read_ahead)

    def restore(self) -> None:
        """Asks for a backup and its passphrase, and opens what was in it."""
        from qaf_desktop.ui.pages.restoring import ask_restore

        def restored(ws: Workspace) -> None:
            self._held.take(self.folder)
            self._work_on(ws)

        self.lock()
        if self.window is not None:  # what was typed could not be saved, and the page says why
            return
        ask_restore(self.first, self.folder, self._held.release, restored)

    def show_practice(self) -> None:
        """Opens the practice workspace once it is said that this takes a moment."""
        if not self.practise:
            self.practise, self.folder = True, paths.local_data() / "practice"
        self._say("Practice", "Opening the made-up cases. The first time this takes a few seconds.", self._practise)

    def start(self, said: dict[str, str]) -> None:
        """Makes a workspace and shows its recovery key."""
        from qaf_desktop.ui.pages.new_workspace import NewWorkspacePage
        from qaf_desktop.ui.starting import start

        page = self.first.centralWidget()
        assert isinstance(page, NewWorkspacePage)
        start(page, self.folder, said, lambda: self._held.take(self.folder), self.first.show_page, self._work_on)

    def unlock(self, passphrase: str) -> None:
        """Opens the workspace."""
        from qaf_desktop.services import workspaces

        if not self._hold():
            return
        ws = self._tried(lambda: workspaces.open_(self.folder, passphrase))
        if ws is not None:
            self._work_on(ws)

    def lock(self) -> None:
        """Saves, forgets the key, and asks for the passphrase; so too where a laptop waits to be approved."""
        if self.waiting is not None:
            self._let_go_of_waiting()
            self._ask_passphrase()
            return
        if self.window is None or not self.window.flush():
            return
        window, self.window = self.window, None
        if self.practise:
            words = "The practice workspace needs no passphrase."
            self._say("Locked", words, None, "Open practice", self.show_practice)
        else:
            self._ask_passphrase()
        self.first.show()
        window.hide()
        self.first.repaint()  # what comes now may take seconds: the last changes are sent
        window.end()
        window.close()
        window.deleteLater()

    def end(self) -> None:
        """Lets go of everything."""
        if self.window is not None:
            self.window.end()
        self._let_go_of_waiting()
        self._held.release()

    def _ask_passphrase(self) -> None:
        from qaf_desktop.ui.pages.unlock import UnlockPage

        def forgotten() -> None:
            from qaf_desktop.ui.pages.set_up_again import ask_set_up_again

            ask_set_up_again(self.first, self.folder, self._held.release, self.show_join)

        self.first.show_page(UnlockPage(self.unlock, forgotten, self.restore), self._settle)

    def _settle(self) -> None:
        if self._hold():
            _read_ahead()

    def _practise(self) -> None:
        if (self.folder / KEYS).is_file() and not self._hold():
            return
        from qaf_desktop.services import workspaces

        ws = self._tried(lambda: workspaces.practise(self.folder))
        if ws is not None:
            self._held.take(self.folder)
            self._work_on(ws)

    def _work_on(self, ws: Workspace) -> None:
        self.waiting = None
        if not ws.person_id:
            from qaf_desktop.ui.joining import Waiting

            self.waiting = Waiting(ws, self._work_on, self.lock, self._given_up)
            self.first.show_page(self.waiting.page, self.waiting.look)
            return
        self.window = make_window(ws, self.look, self.preferences)
        self.window.lock_wanted.connect(self.lock)
        self.window.restore_wanted.connect(self.restore)
        self.window.restoreGeometry(self.first.saveGeometry())
        self.window.show()
        self.first.hide()

    def _given_up(self, trouble: str) -> None:
        """Removes what was set up to join, and begins anew."""
        from qaf_desktop.services import joining

        assert self.waiting is not None
        ws = self.waiting.ws
        self._held.release()
        try:
            joining.give_up(ws)
        except QafError as error:
            trouble = str(error)
        self._let_go_of_waiting()
        self.show_start(trouble)

    def _let_go_of_waiting(self) -> None:
        waiting, self.waiting = self.waiting, None
        if waiting is not None:
            waiting.end()
            waiting.ws.close()

    def _tried(self, work: Callable[[], Made]) -> Made | None:
        try:
            return work()
        except QafError as error:
            problem = getattr(self.first.centralWidget(), "problem", None)
            if problem is not None:
                problem.setText(str(error))
                problem.show()
            else:
                self.exit_code = error.exit_code
                self._say("The workspace cannot be opened", str(error), None, "Close", QApplication.quit)
            return None

    def _hold(self) -> bool:
        if self._held.take(self.folder):
            return True
        self.exit_code = 3
        words = "Another window has this workspace open. Go to that window, or close it first."
        self._say("This workspace is open already", words, None, "Close", QApplication.quit)
        return False

    def _say(self, title: str, words: str, then: Then = None, action: str = "", do: Then = None) -> None:
        from qaf_desktop.ui.pages.start import SaidPage

        self.first.show_page(SaidPage(title, words, action, do), then)


def _read_ahead() -> None:
    """Reads, while the first page is looked at, what an open workspace needs."""
    import importlib
    import threading

    modules = ("qaf_desktop.services.workspaces", "qaf_desktop.services.exchange_overview")
    threading.Thread(target=lambda: [importlib.import_module(one) for one in modules], daemon=True).start()


def _complete(app: QApplication) -> None:
    """What may wait until there is a window to see: the icon in the task bar, and how dates are written."""
    import locale

    from PySide6.QtGui import QIcon

    from qaf_desktop import resources

    locale.setlocale(locale.LC_TIME, "C")  # Qt takes on the machine's language: days and months are said in ours
    app.setWindowIcon(QIcon(str(resources.path("icons/program.svg"))))


def _take_down(app: QApplication) -> None:
    """Widgets go before the application: left to the interpreter's end they go in any order, and that can crash."""
    from shiboken6 import delete, isValid

    for one in app.topLevelWidgets():
        if isValid(one):
            delete(one)


def run_window(folder: Path | str | None = None, practise: bool = False) -> int:
    """Shows the window until it is closed."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setApplicationName("QAF Desktop")
    preferences = Preferences(paths.preferences_file())
    look = preferences.look()
    look.apply(app)
    program = Program(Path(folder) if folder else None, practise, look, preferences)
    program.first.once_seen(lambda: _complete(app))
    program.begin()
    gc.enable()  # the start makes much and drops nothing: cli/main.py spares it the looking
    code = app.exec()
    program.end()
    _take_down(app)
    return program.exit_code or code
