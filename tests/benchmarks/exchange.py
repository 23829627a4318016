"""The exchange: a thousand audits beside borg, a morning, a new laptop after ten years, and the folder by then."""

import os
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from qaf_desktop.exchange.folder import SharedFolder
from qaf_desktop.services import exchange, exchange_state, packing
from qaf_desktop.services.intake_lists import Tally
from qaf_desktop.store.workspace import Workspace
from tests.benchmarks import decade, made
from tests.benchmarks.figures import Figure
from tests.exchange.faulty import FaultyFolder
from tests.exchange.laptops import Office

AUDITS, MORNING, LAPTOPS, REPLACED = 1_000, 20, 150, 100
DECADE_AUDITS, BESIDE, IN_ONE = 25_000, 59, 10
SHARE = "QAF_BENCH_SHARE"


def measure(folder: Path) -> list[Figure]:
    """Ratios to borg in one run, seconds, memory and operations."""
    return [
        *_beside_borg(folder / "borg"), *_morning(folder / "morning"), *_decade(folder / "decade"), *_ten_years(),
    ]  # fmt: skip


def _timed(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def _beside_borg(folder: Path) -> list[Figure]:
    """Sends and receives a thousand audits; then borg creates and extracts the same bytes as a thousand files."""
    office = Office(folder)
    first = office.first()
    second = office.join("B. Officer")
    made.fill(first, AUDITS)
    ours = _timed(lambda: exchange.now(first)) + _timed(lambda: exchange.now(second))
    borg = shutil.which("borg")
    if borg is None:
        return [Figure("send and receive 1,000 audits (borg is not installed here)", ours, "s", 1.0)]
    theirs = _borg(borg, folder / "theirs", _bodies(first))
    return [Figure("send and receive 1,000 audits, beside borg", ours / theirs, "times", 0.3)]


def _bodies(ws: Workspace) -> list[bytes]:
    with ws.reading() as connection:
        rows = connection.exec_driver_sql("SELECT raw_body FROM entry WHERE kind = 'AuditSubmitted'")
        return [row[0] for row in rows]


def _borg(borg: str, folder: Path, bodies: list[bytes]) -> float:
    source, repository, out = folder / "source", folder / "repository", folder / "out"
    for one in (source, out, folder / "home"):
        one.mkdir(parents=True)
    for number, body in enumerate(bodies):
        (source / f"{number}.json").write_bytes(body)
    env = os.environ | {"BORG_PASSPHRASE": "four quiet words", "HOME": str(folder / "home")}

    def run(*words: str, where: Path = folder) -> None:
        subprocess.run([borg, *words], check=True, env=env, cwd=where, stdout=subprocess.DEVNULL)

    run("init", "--encryption=repokey-blake2", str(repository))
    create = _timed(lambda: run("create", f"{repository}::one", str(source)))
    return create + _timed(lambda: run("extract", f"{repository}::one", where=out))


def _morning(folder: Path) -> list[Figure]:
    """Twenty new segments among a hundred and fifty devices: seconds on a local folder, and calls to it."""
    office = Office(folder)
    first = office.first()
    shared = SharedFolder(office.shared)
    hands = decade.hands(first, LAPTOPS)
    x = exchange_state.needed(first)
    exchange.send(first, x, shared, Tally())
    decade.loose(first, shared, decade.history(first, hands, LAPTOPS, 4, 5))
    exchange.now(first)
    decade.loose(first, shared, decade.history(first, hands[:MORNING], MORNING, 4, 5, seed=2))
    counting = FaultyFolder(office.shared)
    took = _timed(lambda: exchange.now(first, folder=counting))
    return [
        Figure("a morning's exchange: 20 new segments among 150 devices", took, "s", 1),
        Figure("the same, calls to the folder", len(counting.calls), "calls", MORNING + 8),
    ]


def _decade(folder: Path) -> list[Figure]:
    """A new laptop takes in ten years; the figures come from a process of its own."""
    share = float(os.environ.get(SHARE, "1"))
    office = Office(folder)
    first = office.first()
    shared = SharedFolder(office.shared)
    hands = decade.hands(first, LAPTOPS)
    entries = decade.packed(first, shared, decade.history(first, hands, int(DECADE_AUDITS * share), BESIDE, IN_ONE))
    decade.replace(first, hands[:REPLACED])
    exchange.send(first, exchange_state.needed(first), shared, Tally())
    waiting = office.ask("N. New")
    decade.approve(first, waiting)
    exchange.send(first, exchange_state.needed(first), shared, Tally())
    waiting.close()
    size = sum(one.stat().st_size for one in office.shared.rglob("*") if one.is_file()) / 1e6
    command = [sys.executable, "-m", "tests.benchmarks.exchange", str(waiting.folder), str(office.shared)]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    took, memory, calls = float(said[0]), float(said[1]), float(said[2])
    about = f"a new laptop takes in {entries:,} entries"
    return [
        Figure(about, took, "s", 90 * share),
        Figure("the same, memory", memory, "MB", 600),
        Figure("the same, calls to the folder", calls, "calls", 2_000),
        Figure("the folder by then", size, "MB", 2_000),
    ]


def _ten_years() -> list[Figure]:
    """The folder after ten years of 150 devices, by the rules of packing: how many files, and what a new laptop opens.

    Each device sends twice a working day; one in ten is replaced a year, and roles change once a week.
    """
    levels: dict[int, list[int]] = {}
    loose, days = 0, 10 * 252
    for _ in range(days):
        loose += 2 * LAPTOPS
        while loose >= packing.LOOSE_BEFORE_PACK:
            loose -= packing.LOOSE_BEFORE_PACK
            levels.setdefault(1, []).append(packing.LOOSE_BEFORE_PACK)
        for level in sorted(levels):
            held = levels[level]
            if len(held) >= packing.PACKS_OF_A_LEVEL and sum(held) <= packing.MOST_SEGMENTS:
                levels.setdefault(level + 1, []).append(sum(held))
                levels[level] = []
    packs = sum(map(len, levels.values()))
    rosters = LAPTOPS + 10 * LAPTOPS // 10 * 2 + 10 * 52
    keys = LAPTOPS + 10 * LAPTOPS // 10
    lists = 2 * (rosters + keys)
    files = loose + 2 * packs + LAPTOPS + lists
    return [
        Figure("the folder after ten years of 150 devices, by simulation", files, "files", 5_000),
        Figure(
            "a new laptop's first exchange then, files opened", loose + 2 * packs + rosters + keys + 1, "calls", 2_000
        ),
    ]


def _new_laptop(workspace: Path, shared: Path) -> None:
    from qaf_desktop.clock import MachineClock
    from qaf_desktop.store.workspace import open_workspace
    from tests.exchange.laptops import PASSPHRASE

    ws = open_workspace(workspace, PASSPHRASE, MachineClock())
    folder = FaultyFolder(shared)
    took = _timed(lambda: exchange.now(ws, folder=folder))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(f"{took} {memory} {len(folder.calls)}\n")


if __name__ == "__main__":
    _new_laptop(Path(sys.argv[1]), Path(sys.argv[2]))
