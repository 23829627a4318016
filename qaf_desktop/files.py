"""Files are written once: a temporary name in the same folder, flush, fsync, close, replace."""

import errno
import os
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from qaf_desktop.errors import DiskFull, Unreachable

SHARING_VIOLATIONS = (5, 32, 33)
HELD = (32, 33)
RETRY_SECONDS = 2.5
POLL_SECONDS = 0.05


def write_whole(path: Path, content: bytes) -> None:
    """Writes `content` at `path` wholly or not at all. Raises DiskFull or Unreachable, leaving what was there."""
    temporary = path.with_name(f".~{secrets.token_hex(8)}.tmp")
    try:
        with temporary.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        replace(temporary, path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise in_words(error, path) from error


def make_folder(folder: Path) -> None:
    """Makes the folder, and those above it, where they are not there yet. Raises DiskFull or Unreachable."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise in_words(error, folder) from error


@contextmanager
def locked(path: Path, seconds: float, pause: Callable[[float], None] = time.sleep) -> Iterator[None]:
    """Holds the lock that this file is. Raises TimeoutError where another does for so long.

    Raises FileNotFoundError where its folder is gone: whoever waits must not make again what was taken away meanwhile.
    """
    from filelock import lock_descriptor

    end = time.monotonic() + seconds
    while True:
        file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            if lock_descriptor(file, blocking=False):
                yield
                return
        finally:
            os.close(file)  # and with it the lock
        if time.monotonic() > end:
            raise TimeoutError(path)
        pause(POLL_SECONDS)


def replace(source: Path, target: Path, pause: Callable[[float], None] = time.sleep) -> None:
    """Puts `source` in the place of `target`; while another program holds it on Windows, tries for 2.5 s."""
    end = time.monotonic() + RETRY_SECONDS
    while True:
        try:
            os.replace(source, target)  # noqa: PTH105 - the retry is about this very call
            return
        except OSError as error:
            if getattr(error, "winerror", None) not in SHARING_VIOLATIONS or time.monotonic() > end:
                raise
            pause(0.1)


def in_words(error: OSError, path: Path) -> Unreachable:
    """The sentence for an error of the file system."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DiskFull(f"The disk is full: {path.name} was not written. Free some room, then try again.")
    if getattr(error, "winerror", None) in HELD:
        return Unreachable(f"{path.name} is open in another program. Close it there, then try again.")
    if isinstance(error, PermissionError):
        return Unreachable(f"{path} cannot be written: access is denied. Choose another folder.")
    if isinstance(error, FileNotFoundError):
        return Unreachable(f"The folder {path.parent} is not there. Choose another folder.")
    return Unreachable(f"{path} cannot be written: {error.strerror or error}. Try again, or choose another folder.")
