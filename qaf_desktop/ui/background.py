"""Work that must not hold up the window."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal


class _Work(QObject, QRunnable):
    done = Signal(object, object)

    def __init__(self, work: Callable[[], Any]) -> None:
        QObject.__init__(self)
        QRunnable.__init__(self)
        self.setAutoDelete(False)
        self._work = work

    def run(self) -> None:
        """Does the work and hands over what came of it."""
        try:
            self.done.emit(self._work(), None)
        except Exception as error:  # noqa: BLE001 - handed over, never swallowed
            self.done.emit(None, error)


class Background(QObject):
    """Does work in another thread; the answers come back in the window's own."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._waiting: dict[_Work, tuple[Callable[[Any], None], Callable[[Exception], None] | None]] = {}

    def run(
        self,
        work: Callable[[], Any],
        done: Callable[[Any], None],
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """Starts `work`; `done` gets its answer, `failed` its error."""
        item = _Work(work)
        self._waiting[item] = (done, failed)
        item.done.connect(self._finished)
        self._pool.start(item)

    def _finished(self, answer: Any, error: Exception | None) -> None:
        done, failed = self._waiting.pop(cast(_Work, self.sender()))
        if error is None:
            done(answer)
        elif failed is not None:
            failed(error)
        else:
            raise error
