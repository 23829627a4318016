"""Exchanges by itself, in a thread of its own: after changes, every few minutes, on demand, and on closing.

A folder that hangs holds up nothing: the window never waits for the thread, and asks for no second exchange meanwhile.
"""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal
from shiboken6 import isValid

from qaf_desktop.errors import QafError
from qaf_desktop.services import exchange, exchange_state, exchange_status
from qaf_desktop.ui.exchange_watcher import Watcher

if TYPE_CHECKING:
    from qaf_desktop.exchange.folder import SharedFolder
    from qaf_desktop.services.exchange_status import Glance
    from qaf_desktop.services.intake_lists import Tally
    from qaf_desktop.store.workspace import Workspace

EVERY_MS: Final = 5 * 60_000
AFTER_CHANGE_MS: Final = 2 * 60_000
AT_ONCE_MS: Final = 300
SILENCE_MS: Final = 15_000
CLOSING_SECONDS: Final = 4.0
URGENT: Final = frozenset({"UrgentConcernRaised", "UrgentConcernTold"})
STOPPED: Final = "The exchange was stopped. What had arrived is kept."


class Exchanger(QObject):
    """One workspace's exchange. `ended` tells what came of one: a tally, or None and the sentence that says why not.

    `told` tells how it stands now; `silent` that the folder has not answered for long; `began` that one is under way.
    """

    ended = Signal(object, str)
    began = Signal()
    progressed = Signal(int, int)
    told = Signal(object)
    silent = Signal()

    def __init__(self, ws: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ws, self._again, self._stopped, self._cancelled = ws, False, threading.Event(), threading.Event()
        self._thread: threading.Thread | None = None
        self._begun = 0.0
        self._glance: Glance | None = None
        self._asking, self._ask_again = False, False
        self.folder: SharedFolder | None = None  # another way to the folder than by its path; None for that
        self.watcher = Watcher(ws, self)
        self.watcher.mended.connect(self.now)
        self._soon = QTimer(self, singleShot=True)
        self._soon.timeout.connect(self.now)
        self._often = QTimer(self, interval=EVERY_MS)
        self._often.timeout.connect(self.now)
        self._quiet = QTimer(self, singleShot=True, interval=SILENCE_MS)
        self._quiet.timeout.connect(self._say_silent)
        self.ended.connect(self._go_on)
        self.progressed.connect(lambda _done, _of: self._quiet.start())
        self.told.connect(self._note)
        self._often.start()

    @property
    def under_way(self) -> bool:
        """Whether an exchange has begun and its end is not told yet."""
        return self.watcher.held

    def begin(self) -> None:
        """The first exchange, once the window is there."""
        self.ask()
        self._soon.start(AT_ONCE_MS)

    def now(self) -> None:
        """Exchanges, where a folder is set; once more afterwards where one is under way."""
        if self._stopped.is_set() or exchange_state.folder_of(self._ws) is None:
            return
        if self.under_way:
            self._again = True
            return
        self._soon.stop()
        self._cancelled.clear()
        self._begun = time.monotonic()
        self.watcher.held = True
        self._quiet.start()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        self.began.emit()

    def stop(self) -> None:
        """Stops the exchange under way at the next place where all that arrived is whole."""
        self._cancelled.set()

    def ask(self) -> None:
        """Reads how it stands, behind the window, and tells it; once more where that changed meanwhile."""
        if self._stopped.is_set():
            return
        if self._asking:
            self._ask_again = True
            return
        self._asking = True
        threading.Thread(target=self._read, daemon=True).start()

    def end(self) -> bool:
        """Sends what waits, for as long as one can ask somebody to wait; answers whether nothing is under way."""
        for timer in (self._often, self._soon, self._quiet):
            timer.stop()
        self.watcher.end()
        if not self.under_way and self._wants_to_send():
            self.now()
        if self._thread is not None:
            self._thread.join(max(0.0, self._begun + CLOSING_SECONDS - time.monotonic()))
        self._stopped.set()
        return self._thread is None or not self._thread.is_alive()

    def _wants_to_send(self) -> bool:
        status = exchange_status.status(self._ws)
        return status is not None and bool(status.folder and status.to_send and not status.trouble)

    def _run(self) -> None:
        tally: Tally | None = None
        words = "The exchange came to an end that was not foreseen. Nothing is lost. It is tried again."
        try:
            before = self.watcher.before()
            tally, words = exchange.now(self._ws, folder=self.folder, progress=self._progress), ""
            self.watcher.after(before, [one.file for one in tally.problems])
        except QafError as error:
            words = str(error)
        except exchange.Cancelled:
            words = STOPPED
        except exchange.Closed:
            return
        except Exception:
            if not self._stopped.is_set():  # after the end the database is shut, and nobody waits for this thread
                raise
        finally:
            self._tell(self.ended, tally, words)

    def _progress(self, done: int, of: int) -> bool:
        self._tell(self.progressed, done, of)
        return not (self._stopped.is_set() or self._cancelled.is_set())

    def _read(self) -> None:
        try:
            glance = exchange_status.glance(self._ws)
        except QafError:  # the database is busy: what was told last stays, and the next change asks again
            glance = self._glance
        except Exception:
            if not self._stopped.is_set():
                raise
            return
        self._tell(self.told, glance)

    def _tell(self, signal: object, *what: object) -> None:
        """Emits from a thread that may outlive the window."""
        if not self._stopped.is_set() and isValid(self):
            signal.emit(*what)  # type: ignore[attr-defined]  # a bound signal has no type of its own in PySide6

    def _note(self, glance: Glance | None) -> None:
        self._glance, self._asking = glance, False
        self.watcher.take(glance)
        self._plan()
        if self._ask_again:
            self._ask_again = False
            self.ask()

    def _plan(self) -> None:
        """Sends soon what waits, at once where an urgent concern does; what is in the way is watched."""
        status = self._glance.status if self._glance is not None else None
        if status is None or not status.approved or not status.to_send or status.trouble or self.under_way:
            return
        if any(one.kind in URGENT for one in status.waiting):
            self._soon.start(AT_ONCE_MS)
        elif not self._soon.isActive():
            self._soon.start(AFTER_CHANGE_MS)

    def _go_on(self) -> None:
        self._quiet.stop()
        self.watcher.held = False
        self.ask()
        if self._again and not self._stopped.is_set():
            self._again = False
            self._soon.start(AT_ONCE_MS)

    def _say_silent(self) -> None:
        if self.under_way:
            self.silent.emit()
