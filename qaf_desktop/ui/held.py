"""That one window alone has a workspace open. Imports little: it stands at the program's start."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from filelock import BaseFileLock

LOCK: Final = "window.lock"


class Held:
    """The mark in a workspace's folder, held for as long as its window is there."""

    def __init__(self) -> None:
        self._lock: BaseFileLock | None = None

    def take(self, folder: Path) -> bool:
        """Holds the workspace of this folder; False where another window does."""
        from filelock import FileLock, Timeout

        if self._lock is None:
            lock = FileLock(folder / LOCK)
            try:
                lock.acquire(timeout=0)
            except Timeout:
                return False
            self._lock = lock
        return True

    def release(self) -> None:
        """Lets go of it."""
        lock, self._lock = self._lock, None
        if lock is not None:
            lock.release()
