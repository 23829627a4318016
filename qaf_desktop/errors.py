"""Every error that people can meet, under one root: a sentence for people, a code, and the exit code.

A message says what happened and what to do next. Bugs of ours are not here: they stay ordinary exceptions.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Self


class QafError(Exception):
    """The root: its text is one plain sentence for people."""

    code = "error"
    exit_code = 1
    field = ""

    def of(self, field: str) -> Self:
        """The same, of something that was entered: a page says it beside that."""
        self.field = self.field or field
        return self


@contextmanager
def entered(field: str) -> Iterator[None]:
    """What goes wrong in here is about this field of what was entered."""
    try:
        yield
    except QafError as error:
        error.of(field)
        raise


class Refused(QafError):
    """A rule of the framework or of the program says no; the sentence says which, and what to do."""

    code = "refused"


class NotFound(QafError):
    """Nothing has that name, number or id."""

    code = "not_found"


class Ambiguous(QafError):
    """A name fits more than one thing."""

    code = "ambiguous"


class WrongPassphrase(QafError):
    """The passphrase or recovery key opens nothing; says no more than that."""

    code = "wrong_passphrase"


class WrongUse(QafError):
    """The command line, or a file's shape, was wrong."""

    code = "usage"
    exit_code = 2


class Unreachable(QafError):
    """Something outside is not reachable now: a folder, a full disk, a database that is busy."""

    code = "unreachable"
    exit_code = 3


class DiskFull(Unreachable):
    """There is no room left; what is on the screen is kept."""

    code = "disk_full"


class Denied(Unreachable):
    """It is there, and this laptop may not read or write it."""

    code = "denied"


class Busy(Unreachable):
    """Another process holds the database for longer than we wait."""

    code = "busy"


class AlreadyOpen(Unreachable):
    """Another window has this workspace open."""

    code = "already_open"


class Damaged(QafError):
    """Bytes are not what they should be; they were left untouched."""

    code = "damaged"
    exit_code = 4


class TooNew(Damaged):
    """The database was written by a newer program."""

    code = "too_new"


class BadInput(QafError):
    """A file or value that was handed in cannot be used; carries the problems, one by one."""

    code = "bad_input"

    def __init__(self, message: str, problems: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.problems = problems
