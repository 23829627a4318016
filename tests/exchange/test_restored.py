"""A workspace that was restored from a backup, or copied and still running: nothing is lost, and it is noticed."""

import random
import shutil

import pytest

from qaf_desktop.clock import FixedClock
from qaf_desktop.services import exchange, workspaces
from qaf_desktop.store.workspace import Workspace, open_workspace
from tests.exchange.laptops import PASSPHRASE, START, Office, add_case, change_case, entries, state


def copy_of(ws: Workspace, office: Office, number: int) -> Workspace:
    """The laptop's workspace as it is now, at another place, with another clock."""
    with ws.reading() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(FULL)")
    place = office.base / f"copy{number}"
    shutil.copytree(ws.folder, place)
    return open_workspace(place, PASSPHRASE, FixedClock(START, 500 + number))


@pytest.mark.cases(6, 60)
def test_backup_edit_restore_edit_loses_nothing_and_the_fork_is_shown(office: Office, seed: int) -> None:
    first, second, rng = office.laptops["A. Admin"], office.join("B. Officer"), random.Random(seed)
    add_case(second, "before")
    if rng.random() < 0.5:
        exchange.now(second)
    restored = copy_of(second, office, seed)
    numbers = ["before"]
    for place in range(rng.randint(1, 4)):
        add_case(second, f"lost laptop {place}")
        numbers.append(f"lost laptop {place}")
    exchange.now(second)
    if rng.random() < 0.5:
        exchange.now(first)
    for place in range(rng.randint(1, 4)):
        add_case(restored, f"restored {place}")
        numbers.append(f"restored {place}")
    tally = exchange.now(restored)
    exchange.now(first)
    assert sorted(numbers) == sorted(_numbers(first)) == sorted(_numbers(restored))
    assert state(first) == state(restored)
    assert not tally.problems
    assert any("twice: it was restored" in one for one in workspaces.verify(first).notices)
    restored.close()


@pytest.mark.cases(6, 20)
def test_a_copy_that_runs_beside_is_noticed_and_both_are_kept(office: Office, seed: int) -> None:
    first, second, rng = office.laptops["A. Admin"], office.join("B. Officer"), random.Random(seed)
    add_case(second, "shared")
    clone = copy_of(second, office, seed)
    add_case(second, "one")
    add_case(clone, "two")
    both = [second, clone]
    rng.shuffle(both)
    with_folder_away(office, both)
    for ws in (first, *both, first, *both):
        tally = exchange.now(ws)
    assert any("two states" in one for one in tally.notices)
    assert sorted(_numbers(first)) == ["one", "shared", "two"]
    assert state(first) == state(second) == state(clone)
    assert {key: one[0] for key, one in entries(first).items()} == {key: one[0] for key, one in entries(clone).items()}
    clone.close()


def with_folder_away(office: Office, both: list[Workspace]) -> None:
    """Both seal what they have while neither sees the other: as when the drive is away for each."""
    from qaf_desktop.services import exchange_state, sending

    for ws in both:
        sending.seal_new(ws, exchange_state.needed(ws))


def test_a_fork_in_a_case_is_folded_the_same_everywhere(office: Office) -> None:
    first, second = office.laptops["A. Admin"], office.join("B. Officer")
    case = add_case(second, "1001")
    exchange.now(second)
    clone = copy_of(second, office, 1)
    change_case(second, case, "closed")
    change_case(clone, case, "care_leaver")
    for ws in (second, clone, first, second, clone):
        exchange.now(ws)
    assert state(first) == state(second) == state(clone)
    clone.close()


def _numbers(ws: Workspace) -> list[str]:
    from qaf_desktop.services import cases

    return [row.number for row in cases.cases(ws, limit=1000).items]
