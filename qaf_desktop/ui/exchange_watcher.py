"""Looks every few seconds whether what stands in the way of the exchange still does: a few file operations each time.

It looks only where something stands in the way, or while somebody looks at the exchange's page; and always in a thread
of its own, for a folder may hang.
"""

from __future__ import annotations

import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal
from shiboken6 import isValid

from qaf_desktop.errors import QafError
from qaf_desktop.services import exchange, exchange_watch

if TYPE_CHECKING:
    from qaf_desktop.services.exchange_status import Glance
    from qaf_desktop.store.workspace import Workspace

WATCH_MS: Final = 3_000


class Watcher(QObject):
    """`mended` says that an exchange is worth while now: the folder is there again, or something in it has changed."""

    mended = Signal()
    _seen = Signal(object)

    def __init__(self, ws: Workspace, parent: QObject) -> None:
        super().__init__(parent)
        self._ws = ws
        self._glance: Glance | None = None
        self._marks: exchange_watch.Marks = {}
        self._looking, self._ended, self.held = False, False, False
        self.closely = False
        self._timer = QTimer(self, interval=WATCH_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()
        self._seen.connect(self._judge)

    def take(self, glance: Glance | None) -> None:
        """How it stands now."""
        self._glance = glance

    def end(self) -> None:
        """Looks no more."""
        self._ended = True
        self._timer.stop()

    def before(self) -> exchange_watch.Marks:
        """What is known of the folder before an exchange begins; asked in its thread."""
        return self._read([] if self._glance is None else [one.file for one in self._glance.status.problems], True)

    def after(self, before: exchange_watch.Marks, problems: list[str]) -> None:
        """What is looked at from now on; asked in the exchange's thread."""
        self._marks = before | self._read([one for one in problems if one not in before], False)

    def _read(self, files: list[str], closely: bool) -> exchange_watch.Marks:
        with suppress(QafError):  # the exchange itself says why
            return exchange_watch.look(self._ws, files, closely)
        return {}

    def _look(self) -> None:
        glance = self._glance
        if glance is None or self.held or self._looking or not glance.status.folder:
            return
        if glance.trouble or glance.status.problems or self.closely:
            self._looking = True
            files = [one.file for one in glance.status.problems]
            threading.Thread(target=self._see, args=(files,), daemon=True).start()

    def _see(self, files: list[str]) -> None:
        seen = None
        try:
            seen = exchange_watch.look(self._ws, files, self.closely)
        except (QafError, exchange.Closed):
            pass
        except Exception:
            if not self._ended:
                raise
        if not self._ended and isValid(self):
            self._seen.emit(seen)

    def _judge(self, seen: exchange_watch.Marks | None) -> None:
        self._looking = False
        if seen is None or self.held:
            return
        changed = any(one in self._marks and self._marks[one] != mark for one, mark in seen.items())
        self._marks = self._marks | seen
        if changed or (self._glance is not None and self._glance.trouble):
            self.mended.emit()
