"""Saving: 400 ms after the last key, at the latest every 2 s, and never silent when it fails."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject, QTimer, Signal

from qaf_desktop.errors import QafError

AFTER_LAST_KEY = 400
AT_LATEST = 2000
TRY_AGAIN = 5000


class Saver(QObject):
    """Calls `save` in time; tells what came of it."""

    saved = Signal(object)
    failed = Signal(str)

    def __init__(self, save: Callable[[], datetime], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._save = save
        self.waiting = False
        self._soon, self._latest, self._again = (self._timer(ms) for ms in (AFTER_LAST_KEY, AT_LATEST, TRY_AGAIN))

    def _timer(self, milliseconds: int) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(self.flush)
        return timer

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
        self._soon.stop()
        self._latest.stop()
        self._again.stop()
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
        for timer in (self._soon, self._latest, self._again):
            timer.stop()
