"""The exchange on a real SMB share that goes away in the middle, and with three processes at once."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from qaf_desktop.clock import FixedClock
from qaf_desktop.errors import Unreachable
from qaf_desktop.exchange.folder import SharedFolder
from qaf_desktop.services import exchange, exchange_status, workspaces
from qaf_desktop.store.workspace import open_workspace
from tests.exchange.laptops import PASSPHRASE, START, Office, add_case, change_case, state
from tests.exchange.share import Share, missing
from tests.exchange.test_removal import numbers


@pytest.fixture(scope="module")
def share(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Share]:
    """The share; skips, with the reason, where none can run. In CI the programs at least must be there."""
    if reason := missing():
        never = os.environ.get("QAF_NEVER_SKIP") and "not installed" in reason
        pytest.fail(reason) if never else pytest.skip(reason)
    made = Share(tmp_path_factory.mktemp("share"))
    yield made
    made.stop()


@dataclass
class OnADrive(Office):
    """An office whose shared folder lies on a drive."""

    drive: Path = field(default_factory=Path)

    @property
    def shared(self) -> Path:
        """The shared folder."""
        return self.drive / self.base.name


@pytest.fixture
def office(share: Share, tmp_path: Path) -> Iterator[Office]:
    """Two laptops on the share, both up to date."""
    made = OnADrive(tmp_path, drive=share.drive)
    made.first()
    made.join("B. Officer")
    made.exchange_all()
    yield made
    for ws in made.laptops.values():
        ws.close()


class LeavingFolder(SharedFolder):
    """Lets the drive go away before the nth call."""

    def __init__(self, path: Path, call: int, leave: Callable[[], None]) -> None:
        super().__init__(path)
        self._left, self._leave = call, leave

    def _tried(self, act: Callable[[], object], otherwise: object, *, absent: bool = True) -> object:  # type: ignore[override]
        self._left -= 1
        if self._left == 0:
            self._leave()
        return super()._tried(act, otherwise, absent=absent)


LATER = [pytest.param(step, marks=pytest.mark.long) for step in ("write head", "take old head away")]


@pytest.mark.parametrize("step", ["write segment", "drafts", *LATER])
def test_the_drive_goes_away_in_the_middle_of_sending_and_all_is_sent_in_the_end(
    office: Office, share: Share, step: str
) -> None:
    first, second = office.laptops.values()
    case = add_case(second, "1001")
    exchange.now(second)
    change_case(second, case, "closed")

    def at(now: str) -> None:
        if now == step:
            share.pause()

    try:
        with pytest.raises(Unreachable):
            exchange.now(second, at=at)
            exchange.now(second)
        status = exchange_status.status(second)
        assert status is not None and status.trouble
        add_case(second, "meanwhile")
    finally:
        share.resume()
    assert not exchange.now(second).problems
    assert not exchange.now(first).problems
    assert numbers(first) == {"1001", "meanwhile"} and state(first) == state(second)


@pytest.mark.parametrize("call", [6, *(pytest.param(call, marks=pytest.mark.long) for call in (2, 3, 4, 9))])
def test_the_drive_goes_away_in_the_middle_of_receiving_and_all_comes_in_the_end(
    office: Office, share: Share, call: int
) -> None:
    first, second = office.laptops.values()
    for number in range(6):
        add_case(first, str(number))
        exchange.now(first)
    try:
        with pytest.raises(Unreachable):
            exchange.now(second, folder=LeavingFolder(office.shared, call, share.pause))
            exchange.now(second)
        assert not workspaces.verify(second).problems
    finally:
        share.resume()
    assert not exchange.now(second).problems
    assert numbers(second) == {str(number) for number in range(6)} and state(first) == state(second)


@pytest.mark.parametrize("leaves", [False, True], ids=["there", "gone for a moment"])
def test_three_processes_exchange_at_once_and_agree(office: Office, share: Share, leaves: bool) -> None:
    office.join("C. Officer")
    office.exchange_all()
    for ws in office.laptops.values():
        for number in range(4):
            add_case(ws, f"{ws.folder.name} {number}")
        ws.close()
    places = [ws.folder for ws in office.laptops.values()]
    for round_ in range(2):
        codes = at_once(places, office.shared, share.pause if leaves and not round_ else None)
        if leaves and not round_:
            share.resume()
        else:
            assert codes == [0, 0, 0]
    again = [open_workspace(place, PASSPHRASE, FixedClock(START, 300 + at)) for at, place in enumerate(places)]
    for ws in (*again, *again):
        assert not exchange.now(ws).problems
    assert len(numbers(again[0])) == 12
    assert all(state(ws) == state(again[0]) and not workspaces.verify(ws).problems for ws in again)
    for ws in again:
        ws.close()


def at_once(places: list[Path], shared: Path, meanwhile: Callable[[], None] | None) -> list[int]:
    """Exchanges from a process of its own for each laptop; answers their exit codes."""
    command = [sys.executable, "-m", "tests.exchange.ending"]
    running = [
        subprocess.Popen([*command, str(place), str(shared), "100000"], stderr=subprocess.DEVNULL) for place in places
    ]
    if meanwhile is not None:
        meanwhile()
    return [one.wait() for one in running]
