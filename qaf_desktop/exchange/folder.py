"""The shared folder: the only place that touches its files. It lists, reads, and writes files once.

A folder is used only after `checked` has seen in it the workspace that is meant: an empty, foreign or half-restored
folder is never written to. That a file is not there says nothing; nothing is ever deleted because of it.
"""

import errno
import os
import secrets
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import IO, Final, Protocol, TypeVar

import msgspec

from qaf_desktop.errors import Denied, DiskFull, Refused, Unreachable
from qaf_desktop.exchange import names, wire
from qaf_desktop.exchange.pack import Pack
from qaf_desktop.exchange.wire import Unread
from qaf_desktop.files import replace

T = TypeVar("T")
FORMAT: Final = 1
TRIES: Final = 2
_ELSEWHERE: Final = frozenset("\\:\0")
_NOT_THERE: Final = (errno.ENOENT, errno.ENOTDIR)


class Hint(msgspec.Struct, frozen=True):
    """What workspace.json says: a hint, never an authority."""

    format: int
    workspace: str
    root: str


class Source(Protocol):
    """What can be received from: a shared folder, or a pack that was carried by hand."""

    def listing(self, folder: str) -> list[str]:
        """The names of the files in one of the exchange's folders; none where it is not there."""
        ...

    def read(self, path: str) -> bytes | None:
        """A file's bytes; None where it is not there."""
        ...


class Closed(Exception):
    """Who was using the folder has let go of the workspace meanwhile: whatever was under way ends here."""


def _no(_found: bytes) -> bool:
    return False


def _never() -> bool:
    return False


TO_REPAIR: Final = "Nothing was written, and an administrator can repair it."


class SharedFolder:
    """A folder on a drive, a stick or this computer. Raises Unreachable and DiskFull with a sentence for people.

    A drive can hold up a call for minutes. `closed` is asked before and after each: what came of a call that outlived
    its workspace is not used, and nothing follows it. Raises Closed.
    """

    def __init__(self, path: Path, closed: Callable[[], bool] = _never) -> None:
        self.path = path
        self._closed = closed

    def listing(self, folder: str) -> list[str]:
        """The names in one of the folders; temporary files of others are left out."""

        def look() -> list[str]:
            with os.scandir(self._at(folder)) as found:
                return [one.name for one in found if not one.name.startswith(".~")]

        return self._tried(look, []) or []

    def read(self, path: str) -> bytes | None:
        """A file's bytes, up to what a file may hold. Raises Unread for a larger one."""

        def look() -> bytes:
            with self._at(path).open("rb") as file:
                raw = file.read(wire.MOST_FILE + 1)
            if len(raw) > wire.MOST_FILE:
                raise Unread(f"{path} is larger than a file of an exchange can be.")
            return raw

        return self._tried(look, None)

    def read_end(self, path: str, size: int) -> bytes | None:
        """The last `size` bytes of a file, or all of a shorter one; None where it is not there."""

        def look() -> bytes:
            with self._at(path).open("rb") as file:
                whole = file.seek(0, os.SEEK_END)
                file.seek(max(0, whole - size))
                return file.read(size)

        return self._tried(look, None)

    def publish(self, path: str, content: bytes, is_as_good: Callable[[bytes], bool] = _no) -> None:
        """Writes a file: a temporary name, fsync, close, replace, and what was written read back.

        Where something else is read, another laptop may have written, or taken away, the same file at once. It is read
        again; `is_as_good` says whether what another wrote may stand, else it is written again. What is not kept even
        then is the drive's fault.
        """

        def write() -> None:
            target = self._at(path)
            temporary = target.with_name(f".~{secrets.token_hex(8)}.tmp")
            try:
                with self._created(temporary) as file:
                    file.write(content)
                    file.flush()
                    os.fsync(file.fileno())
                replace(temporary, target)
            except BaseException:
                temporary.unlink(missing_ok=True)
                raise

        for _ in range(TRIES):
            self._tried(write, None, absent=False)
            for _ in range(TRIES):
                found = self.read(path)
                if found == content or (found is not None and is_as_good(found)):
                    return
        raise Unreachable(f"The shared folder does not keep what is written to it: {path}. Tell whoever runs it.")

    def touch(self, path: str) -> None:
        """Makes an empty file, which says all by its name."""

        def make() -> None:
            with self._created(self._at(path), "wb"):
                pass

        self._tried(make, None, absent=False)

    def remove(self, path: str) -> None:
        """Takes away a file that this laptop put there and that is no longer needed."""
        self._tried(lambda: self._at(path).unlink(missing_ok=True), None)

    def mark(self, path: str) -> tuple[int, int] | None:
        """By what a change of a file or folder is seen without reading it: its time and size; None where it is not."""

        def look() -> tuple[int, int]:
            found = self._at(path).stat()
            return found.st_mtime_ns, found.st_size

        return self._tried(look, None)

    def hint(self) -> Hint | None:
        """What workspace.json says; None where there is none. Raises Unread."""
        raw = self.read(names.WORKSPACE)
        return None if raw is None else wire.decode(raw, Hint, names.WORKSPACE)

    def checked(self, workspace: str, root: str) -> None:
        """Raises Unreachable or Refused unless this is the folder of that workspace, and whole enough to be used."""
        if not self._tried(lambda: self.path.is_dir(), False):
            raise Unreachable(f"The shared folder {self.path} is not there now. Work goes on, and nothing is lost.")
        try:
            hint = self.hint()
        except Unread as error:
            raise Refused(f"The shared folder {self.path} is damaged: {error} {TO_REPAIR}") from error
        if hint is None and self.listing(names.ROSTERS):
            raise Refused(f"The shared folder {self.path} is not whole: {names.WORKSPACE} is missing. {TO_REPAIR}")
        if hint is None:
            raise Refused(f"{self.path} holds no workspace: the drive may not be connected. Nothing was written to it.")
        if hint.format != FORMAT:
            raise Refused(f"The shared folder {self.path} was made by a newer QAF Desktop. Install that version here.")
        if hint.workspace != workspace or hint.root != root:
            raise Refused(f"{self.path} is the shared folder of another workspace. Nothing was written to it.")
        if not self.listing(names.ROSTERS):
            raise Refused(f"The shared folder {self.path} is not whole: its list of laptops is missing. {TO_REPAIR}")

    def begin(self, hint: Hint) -> None:
        """Makes a folder the shared folder of a workspace. Raises Refused unless it is empty or not there yet."""
        self.refuse_used()
        self._tried(lambda: self.path.mkdir(parents=True, exist_ok=True), None, absent=False)
        self.publish(names.WORKSPACE, wire.encode(hint))

    def refuse_used(self) -> None:
        """Raises Refused unless the folder is empty or not there yet."""
        if self._tried(lambda: self.path.exists() and (not self.path.is_dir() or any(self.path.iterdir())), False):
            raise Refused(f"{self.path} is in use. Choose a folder that is empty, or one that is not there yet.")

    def refuse_unfit(self) -> None:
        """Raises Refused unless a workspace can begin here, and Unreachable unless it can be written to.

        A folder that is not there yet is made.
        """
        self.refuse_used()
        self._tried(lambda: self.path.mkdir(parents=True, exist_ok=True), None, absent=False)
        trial = f".~{secrets.token_hex(8)}.tmp"
        self.publish(trial, b"")
        self.remove(trial)

    def _at(self, path: str) -> Path:
        parts = PurePosixPath(path).parts
        if not parts or path.startswith("/") or any(one in ("..", ".") or _ELSEWHERE & set(one) for one in parts):
            raise ValueError(path)
        return self.path.joinpath(*parts)

    def _created(self, path: Path, mode: str = "xb") -> IO[bytes]:
        """A new file. Its folder is made below the folder that was checked, which itself is never made here."""
        try:
            return path.open(mode)
        except FileNotFoundError:
            if not (self.path / names.WORKSPACE).is_file() and path.parent != self.path:
                raise
            path.parent.mkdir(parents=True, exist_ok=True)
            return path.open(mode)

    def _tried(self, act: Callable[[], T], otherwise: T, *, absent: bool = True) -> T:
        try:
            self._go_on()
            done = act()
        except OSError as error:
            self._go_on()
            if absent and error.errno in _NOT_THERE:
                return otherwise
            raise self._in_words(error) from error
        self._go_on()
        return done

    def _go_on(self) -> None:
        if self._closed():
            raise Closed

    def _in_words(self, error: OSError) -> Unreachable:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            return DiskFull(f"The shared folder {self.path} is full. Nothing is lost: ask for room, then send again.")
        if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
            return Denied(f"The shared folder {self.path} denies access to this laptop. Ask whoever runs it.")
        why = error.strerror or error
        return Unreachable(f"The shared folder {self.path} is not reachable now: {why}. Nothing is lost: work goes on.")


class PackSource:
    """A pack that was read, as if it were a folder."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self._files = pack.files()

    def listing(self, folder: str) -> list[str]:
        """The names of the files in one of the folders."""
        return [name.partition("/")[2] for name in self._files if name.startswith(f"{folder}/")]

    def read(self, path: str) -> bytes | None:
        """A file's bytes."""
        return self._files.get(path)
