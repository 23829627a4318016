"""A process that exchanges and ends itself at a given step: before or after any call to the folder or the database.

python -m tests.exchange.ending WORKSPACE SHARED STEP [FILE]      ends with 9 at the step, with 0 where there is none

With a file that was carried by hand, it takes that in first.
"""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from qaf_desktop.clock import FixedClock
from qaf_desktop.exchange.folder import SharedFolder
from qaf_desktop.services import exchange
from qaf_desktop.store.workspace import Workspace, Writing, open_workspace
from tests.exchange.laptops import PASSPHRASE, START


class Steps:
    """Counts steps, and ends the process at one."""

    def __init__(self, last: int) -> None:
        self._left = last

    def step(self) -> None:
        """One step further."""
        if self._left == 0:
            os._exit(9)
        self._left -= 1


class EndingFolder(SharedFolder):
    """Counts a step before and after each call."""

    def __init__(self, path: Path, steps: Steps) -> None:
        super().__init__(path)
        self._steps = steps

    def _tried(self, act: Callable[[], object], otherwise: object, *, absent: bool = True) -> object:  # type: ignore[override]
        self._steps.step()
        done = super()._tried(act, otherwise, absent=absent)
        self._steps.step()
        return done


class EndingWorkspace(Workspace):
    """Counts a step in each transaction, before it is committed, and one after."""

    steps: Steps

    @contextmanager
    def writing(self) -> Iterator[Writing]:
        """A transaction with a step at its end and one behind it."""
        with super().writing() as writing:
            yield writing
            self.steps.step()
        self.steps.step()


def run(workspace: Path, shared: Path, last: int, carried: Path | None = None) -> None:
    """Takes in what was carried, and exchanges, until the step."""
    ws = open_workspace(workspace, PASSPHRASE, FixedClock(START, 900 + last))
    ws.__class__ = EndingWorkspace
    assert isinstance(ws, EndingWorkspace)
    ws.steps = Steps(last)
    if carried is not None:
        exchange.import_(ws, carried)
    exchange.now(ws, folder=EndingFolder(shared, ws.steps))
    ws.close()


if __name__ == "__main__":
    run(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), *map(Path, sys.argv[4:]))
    sys.exit(0)
