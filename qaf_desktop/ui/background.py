"""Work that must not hold up the window: done in another thread, with progress, and cancelled when no longer wanted.

All background work of the window runs through here. What comes of it arrives in the window's own thread; where the page
that asked is gone by then, nobody is told.

The threads are Python's. A pool of Qt's waits, when its window goes, for threads that wait for the interpreter, which
the window's thread holds meanwhile: then both stand still for good.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

Made = TypeVar("Made")


class Job:
    """One piece of work: its thread says how far it is and asks whether to go on; the window cancels it."""

    def __init__(self, tell: Callable[[Job, int, int], None]) -> None:
        self._tell, self._cancelled = tell, threading.Event()

    def step(self, done: int, of: int) -> None:
        """Says how far the work is."""
        self._tell(self, done, of)

    def cancel(self) -> None:
        """Asks the work to stop at the next place where all that it has made is whole."""
        self._cancelled.set()

    def cancelled(self) -> bool:
        """Whether the work is to stop."""
        return self._cancelled.is_set()


@dataclass(frozen=True)
class _Listener:
    done: Callable[[Any], None]
    failed: Callable[[Exception], None] | None
    progress: Callable[[int, int], None] | None
    owner: QObject | None

    def listens(self) -> bool:
        return self.owner is None or isValid(self.owner)


class Background(QObject):
    """Does work in another thread."""

    _progressed = Signal(object, int, int)
    _ended = Signal(object, object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._threads: list[threading.Thread] = []
        self._listeners: dict[Job, _Listener] = {}
        self._ended_for_good = False
        self._progressed.connect(self._tell)
        self._ended.connect(self._finish)

    def run(
        self,
        work: Callable[[Job], Made],
        done: Callable[[Made], None],
        failed: Callable[[Exception], None] | None = None,
        progress: Callable[[int, int], None] | None = None,
        owner: QObject | None = None,
        may_hang: bool = False,
    ) -> Job:
        """Starts `work`; `done` gets its answer, `failed` its error, for as long as the `owner` is there.

        What `may_hang`, as on a drive that does not answer, is not waited for at the end. After it nothing is begun.
        """
        job = Job(self._say_progress)
        if self._ended_for_good:
            job.cancel()
            return job
        self._listeners[job] = _Listener(done, failed, progress, owner)
        thread = threading.Thread(target=self._do, args=(work, job), daemon=may_hang)
        if not may_hang:
            self._threads = [*filter(threading.Thread.is_alive, self._threads), thread]
        thread.start()
        return job

    def at_work(self) -> bool:
        """Whether anything has not ended yet."""
        return bool(self._listeners)

    def end(self) -> None:
        """Cancels what is still at work and waits for it, unless it may hang; nobody is told any more."""
        self._ended_for_good = True
        for job in self._listeners:
            job.cancel()
        for thread in self._threads:
            thread.join()
        self._listeners.clear()

    def _do(self, work: Callable[[Job], Any], job: Job) -> None:
        """Does the work and hands over what came of it."""
        try:
            made = work(job)
        except Exception as error:  # noqa: BLE001 - handed over, never swallowed
            self._say_end(job, None, error)
        else:
            self._say_end(job, made, None)

    def _say_progress(self, job: Job, done: int, of: int) -> None:
        if not self._ended_for_good and isValid(self):
            self._progressed.emit(job, done, of)

    def _say_end(self, job: Job, made: Any, error: Exception | None) -> None:
        if not self._ended_for_good and isValid(self):  # a thread that hung may outlive the window
            self._ended.emit(job, made, error)

    def _tell(self, job: Job, done: int, of: int) -> None:
        listener = self._listeners.get(job)
        if listener is not None and listener.progress is not None and listener.listens():
            listener.progress(done, of)

    def _finish(self, job: Job, made: Any, error: Exception | None) -> None:
        listener = self._listeners.pop(job, None)
        if listener is None or not listener.listens():
            return
        if error is None:
            listener.done(made)
        elif listener.failed is not None:
            listener.failed(error)
        else:
            raise error
