"""Exchanges by itself, in a thread of its own: after changes, every few minutes, on demand, and on closing.

A folder that hangs holds up nothing: the window never waits for the thread, and asks for no second exchange meanwhile.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from qaf_desktop.errors import QafError
from qaf_desktop.services import exchange, exchange_state, exchange_status

if TYPE_CHECKING:
    from qaf_desktop.services.exchange_status import ExchangeStatus
    from qaf_desktop.services.intake_lists import Tally
    from qaf_desktop.store.workspace import Workspace

EVERY_MS: Final = 5 * 60_000
AFTER_CHANGE_MS: Final = 2 * 60_000
AT_ONCE_MS: Final = 300
CLOSING_SECONDS: Final = 4.0
OWN: Final = frozenset({"exchange", "draft"})


class Exchanger(QObject):
    """One workspace's exchange. `ended` tells what came of one: a tally, or None and the sentence that says why not."""

    ended = Signal(object, str)
    began = Signal()
    progressed = Signal(int, int)

    def __init__(self, ws: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ws, self._again, self._stopped = ws, False, threading.Event()
        self._thread: threading.Thread | None = None
        self._soon = QTimer(self, singleShot=True)
        self._soon.timeout.connect(self.now)
        self._often = QTimer(self, interval=EVERY_MS)
        self._often.timeout.connect(self.now)
        self.ended.connect(self._go_on)
        self._often.start()

    @property
    def under_way(self) -> bool:
        """Whether an exchange has begun and not ended."""
        return self._thread is not None and self._thread.is_alive()

    def status(self) -> ExchangeStatus | None:
        """The exchange as it stands; None in practice."""
        return exchange_status.status(self._ws)

    def take_change(self, kinds: frozenset[str]) -> None:
        """Exchanges soon after a change of this laptop's own; at once after an urgent concern."""
        if kinds <= OWN or self.under_way:
            return
        if "concern" in kinds:
            self._soon.start(AT_ONCE_MS)
        elif not self._soon.isActive():
            self._soon.start(AFTER_CHANGE_MS)

    def begin(self) -> None:
        """The first exchange, once the window is there."""
        self._soon.start(AT_ONCE_MS)

    def now(self) -> None:
        """Exchanges, where a folder is set; once more afterwards where one is under way."""
        if self._stopped.is_set() or exchange_state.folder_of(self._ws) is None:
            return
        if self.under_way:
            self._again = True
            return
        self._soon.stop()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        self.began.emit()

    def end(self) -> bool:
        """Sends what waits, for as long as one can ask somebody to wait; answers whether nothing is under way."""
        self._often.stop()
        self._soon.stop()
        status = self.status()
        if status is not None and status.folder and status.to_send and not status.trouble and not self.under_way:
            self.now()
        self._stopped.set()
        if self._thread is not None:
            self._thread.join(CLOSING_SECONDS)
        return not self.under_way

    def _run(self) -> None:
        tally: Tally | None = None
        words = ""
        try:
            tally = exchange.now(self._ws, progress=self._progress)
        except QafError as error:
            words = str(error)
        except exchange.Cancelled:
            words = "The exchange was stopped. What had arrived is kept."
        except Exception:
            if not self._stopped.is_set():  # after the end the database is shut, and nobody waits for this thread
                raise
            return
        self.ended.emit(tally, words)

    def _progress(self, done: int, of: int) -> bool:
        self.progressed.emit(done, of)
        return not self._stopped.is_set()

    def _go_on(self) -> None:
        if self._again and not self._stopped.is_set():
            self._again = False
            self._soon.start(AT_ONCE_MS)
