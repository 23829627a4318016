"""Ends a program at each step that it takes on the disk, one after another, as a power cut would.

It forks, so that a hundred cuts cost no hundred starts.
"""

import datetime as dt
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import event

from qaf_desktop.clock import FixedClock
from qaf_desktop.store import backup, database, migrate
from qaf_desktop.store.workspace import open_workspace

CLOCK = FixedClock(dt.datetime(2026, 9, 1, tzinfo=dt.UTC), 7)
PASSPHRASE = "four quiet words here"
ON_DISK = ("open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "sqlite3.connect")
CUT = 9


def back_up(folder: Path) -> None:
    """Writes a backup of the workspace in `folder`/w over the one that is there."""
    ws = open_workspace(folder / "w", PASSPHRASE, CLOCK)
    backup.back_up(ws, folder / "b.backup")
    ws.close()


def restore(folder: Path) -> None:
    """Restores the backup over the workspace."""
    backup.restore(folder / "b.backup", folder / "w", PASSPHRASE, CLOCK).close()


def take_migrations(folder: Path) -> None:
    """Makes a new database's tables."""
    engine = database.open_engine(folder / database.FILE_NAME, bytes(32))
    event.listen(engine, "before_cursor_execute", lambda *_: sys.audit("os.rename", "", "", -1, -1))
    migrate.migrate(engine, "2026-09-01")
    engine.dispose()


ACTS: dict[str, Callable[[Path], None]] = {"back_up": back_up, "restore": restore, "migrate": take_migrations}


def cut_off(act: str, folder: Path, step: int) -> bool:
    """Carries out an act in a process that ends at this step; whether the act was finished before."""
    child = os.fork()
    if child == 0:
        left = [step]

        def count(name: str, _: Any) -> None:
            if name in ON_DISK:
                left[0] -= 1
                if left[0] < 0:
                    os._exit(CUT)

        sys.addaudithook(count)
        try:
            ACTS[act](folder)
        except BaseException:  # noqa: BLE001 - whatever it is, the fork must not go on as a second test run
            os._exit(1)
        os._exit(0)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert code in (0, CUT), f"{act} failed at step {step}"
    return code == 0
