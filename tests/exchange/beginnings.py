"""Laptops that have joined and done nothing yet: made once, and put back to that for each history that begins there."""

import datetime as dt
import shutil
import tempfile
from pathlib import Path

from qaf_desktop.clock import FixedClock
from qaf_desktop.store.workspace import Workspace, open_workspace
from tests.exchange.laptops import ADMINISTRATOR, KEEPER, PASSPHRASE, START, Office

SHARED_MEMORY = Path("/dev/shm")
CLOCKS = 1_000  # more than there are laptops, and more than the seeds that the laptops were made with
LATE = 10**9
USES = 100


def fast_folder() -> Path:
    """A temporary folder, in memory where the system has such a place."""
    return Path(tempfile.mkdtemp(prefix="qaf-", dir=SHARED_MEMORY if SHARED_MEMORY.is_dir() else None))


class Beginning:
    """An administrator's laptop, some more, and maybe a second administrator's, as they are when the last has joined.

    `late` is a copy of the first of the others, as it was then.

    Their databases stay open: only the files are put back, which is many times cheaper than to make laptops anew.
    """

    def __init__(self, others: int, second: bool) -> None:
        self.uses = 0
        self._place = fast_folder()
        self.base = self._place / "now"
        self.office = Office(self.base)
        self.admin = self.office.first()
        self.others = [self.office.join(f"{letter}. Officer") for letter in "BCDEF"[:others]]
        self.second = self.office.join("Z. Admin", (*ADMINISTRATOR, *KEEPER)) if second else None
        self.others += [self.second] if self.second is not None else []
        self._let_go()
        shutil.copytree(self.others[0].folder, self.base / "late")
        shutil.copytree(self.base, self._place / "kept")
        self.late = open_workspace(self.base / "late", PASSPHRASE, FixedClock(START))

    def again(self, seed: int) -> None:
        """Everything is as it was, but for the clocks: what is random is none of an earlier history's."""
        self.uses += 1
        self._let_go()
        shutil.rmtree(self.base)
        shutil.copytree(self._place / "kept", self.base)
        for place, ws in enumerate((self.admin, *self.others)):
            ws.clock = FixedClock(START + dt.timedelta(minutes=place), (seed + 1) * CLOCKS + place)

    def late_again(self, seed: int) -> Workspace:
        """The copy of the first, as that was when it had joined."""
        self.late.engine.dispose()
        shutil.rmtree(self.late.folder)
        shutil.copytree(self._place / "kept" / "late", self.late.folder)
        self.late.clock = FixedClock(START, LATE + seed)
        return self.late

    def _let_go(self) -> None:
        for ws in (self.admin, *self.others):
            ws.engine.dispose()  # the last connection of a database writes its log into it, and takes the log away

    def end(self) -> None:
        """Lets go of everything."""
        for ws in (self.admin, *self.others, self.late):
            ws.close()
        shutil.rmtree(self._place, ignore_errors=True)


class Beginnings:
    """One beginning for each number of laptops, made when it is first needed, and anew when it was used often.

    So laptops do not have the same keys and ids in all histories.
    """

    def __init__(self) -> None:
        self._made: dict[tuple[int, bool], Beginning] = {}

    def of(self, others: int, second: bool, seed: int) -> Beginning:
        """The beginning with so many laptops beside the administrator's, put back for this history."""
        made = self._made.get((others, second))
        if made is not None and made.uses == USES:
            made.end()
            made = None
        if made is None:
            made = self._made[others, second] = Beginning(others, second)
        made.again(seed)
        return made

    def end(self) -> None:
        """Lets go of everything."""
        for one in self._made.values():
            one.end()
