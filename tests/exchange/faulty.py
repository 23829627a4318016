"""A shared folder that fails on demand, at any call, in any of the ways in which drives fail; and one that counts."""

import errno
from collections.abc import Callable
from pathlib import Path
from typing import IO

from qaf_desktop.exchange.folder import SharedFolder

WAYS = {
    "locked": OSError(errno.EACCES, "The process cannot access the file"),
    "full": OSError(errno.ENOSPC, "No space left on device"),
    "read-only": OSError(errno.EROFS, "Read-only file system"),
    "denied": PermissionError(errno.EPERM, "Operation not permitted"),
    "gone": FileNotFoundError(errno.ENOENT, "No such file or directory"),
    "hung up": OSError(errno.EIO, "Input/output error"),
}


class Stop(BaseException):
    """The process ends here."""


class FaultyFolder(SharedFolder):
    """Counts its calls, and fails the nth one."""

    def __init__(self, path: Path, fail_at: int = -1, error: BaseException | None = None, partly: bool = False) -> None:
        super().__init__(path)
        self.calls: list[str] = []
        self._fail_at, self._error, self._partly = fail_at, error, partly

    def _count(self, what: str) -> None:
        self.calls.append(what)
        if len(self.calls) - 1 == self._fail_at and self._error is not None:
            raise self._error

    def _tried(self, act: Callable[[], object], otherwise: object, *, absent: bool = True) -> object:  # type: ignore[override]
        def counted() -> object:
            self._count(getattr(act, "__qualname__", "act"))
            return act()

        return super()._tried(counted, otherwise, absent=absent)

    def listing(self, folder: str) -> list[str]:
        """Half of what is there, where it lists in part."""
        found = sorted(super().listing(folder))
        return found[::2] if self._partly else found

    def _created(self, path: Path, mode: str = "xb") -> IO[bytes]:
        return super()._created(path, mode)


class SharedAtOnce(SharedFolder):
    """Lets somebody else act between each writing of a file and its reading back, as often as they like."""

    def __init__(self, path: Path, meanwhile: Callable[[Path], None], times: int = 1) -> None:
        super().__init__(path)
        self._meanwhile, self._times = meanwhile, times

    def _tried(self, act: Callable[[], object], otherwise: object, *, absent: bool = True) -> object:  # type: ignore[override]
        done = super()._tried(act, otherwise, absent=absent)
        if act.__qualname__.endswith("publish.<locals>.write") and self._times:
            for one in sorted(self.path.rglob("*.seg"), key=lambda one: one.stat().st_mtime_ns)[-1:]:
                self._times -= 1
                self._meanwhile(one)
        return done


def rolled_back(folder: Path, before: Path) -> None:
    """Puts a folder back to a copy of what it was."""
    import shutil

    shutil.rmtree(folder)
    shutil.copytree(before, folder)


def tree(folder: Path) -> dict[str, bytes]:
    """Every file of a folder and what is in it."""
    return {
        str(one.relative_to(folder)): one.read_bytes()
        for one in sorted(folder.rglob("*"))
        if one.is_file() and not one.name.startswith(".~")
    }
