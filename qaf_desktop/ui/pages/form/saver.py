"""Saving: 400 ms after the last key, at the latest every 2 s, and never silent when it fails."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject, QTimer, Signal

from qaf_desktop.errors import QafError

AFTER_LAST_KEY = 400
AT_LATEST = 2000
TRY_AGAIN = 5000
LOOK_AGAIN = 50


class Saver(QObject):
    """Calls `save` in time; tells what came of it.

    Where it would be `held_up` by what an exchange is storing, the keys go on until it is free, or the 2 s are over.
    """

    saved = Signal(object)
    failed = Signal(str)

    def __init__(
        self, save: Callable[[], datetime], parent: QObject | None = None, held_up: Callable[[], bool] = lambda: False
    ) -> None:
        super().__init__(parent)
        self._save, self._held_up = save, held_up
        self.waiting = False
        self._soon, self._look = (self._timer(ms, self._in_time) for ms in (AFTER_LAST_KEY, LOOK_AGAIN))
        self._latest, self._again = (self._timer(ms, self.flush) for ms in (AT_LATEST, TRY_AGAIN))

    def _timer(self, milliseconds: int, then: Callable[[], object]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(then)
        return timer

    def _in_time(self) -> None:
        if self._latest.isActive() and self._held_up():
            self._look.start()
        else:
            self.flush()

    def touch(self) -> None:
        """Something changed: save soon."""
        self.waiting = True
        self._soon.start()
        if not self._latest.isActive():
            self._latest.start()

    def flush(self) -> bool:
        """Save now if anything waits; False where it could not be saved (it is tried again)."""
        if not self.waiting:
            return True
        for timer in (self._soon, self._look, self._latest, self._again):
            timer.stop()
        try:
            moment = self._save()
        except QafError as problem:
            self.failed.emit(str(problem))
            self._again.start()
            return False
        self.waiting = False
        self.saved.emit(moment)
        return True

    def stop(self) -> None:
        """Nothing more is to be saved: the draft was submitted or abandoned."""
        self.waiting = False
        for timer in (self._soon, self._look, self._latest, self._again):
            timer.stop()
