"""The process ends at any step of sending or receiving: it starts again cleanly, and nothing is lost or doubled."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from qaf_desktop.clock import FixedClock
from qaf_desktop.services import exchange, workspaces
from qaf_desktop.store.workspace import Workspace, open_workspace
from tests.exchange import ending
from tests.exchange.laptops import PASSPHRASE, START, Office, add_case, change_case, state

MOST_STEPS = 200


def end_at(step: int, workspace: Path, shared: Path, *carried: Path) -> int:
    """Exchanges in a child that ends itself at a step; answers its exit code."""
    if not hasattr(os, "fork"):
        command = [sys.executable, "-m", "tests.exchange.ending", workspace, shared, str(step), *carried]
        return subprocess.run(command, check=False).returncode
    child = os.fork()
    if child == 0:
        try:
            ending.run(workspace, shared, step, *carried)
        except BaseException:  # noqa: BLE001 - the child must end here, whatever happened
            os._exit(1)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def material(office: Office) -> tuple[Workspace, Workspace]:
    """Two laptops, each with something that the other does not have yet."""
    first, second = office.laptops["A. Admin"], office.join("B. Officer")
    office.exchange_all()
    case = add_case(first, "1001")
    change_case(first, case, "closed")
    exchange.now(first)
    add_case(second, "1002")
    second.close()
    return first, second


def newly_approved(office: Office) -> tuple[Workspace, Workspace]:
    """A laptop that has everything, and one that was approved and has nothing yet."""
    first, second = office.laptops["A. Admin"], office.ask("B. Officer")
    change_case(first, add_case(first, "1001"), "closed")
    office.approve(first, second)
    exchange.now(first)
    second.close()
    return first, second


@pytest.mark.parametrize("part", range(2))
@pytest.mark.parametrize("act", ["exchange", "first exchange", "import and exchange"])
def test_the_process_ends_at_every_step_of_an_exchange(office: Office, act: str, part: int) -> None:
    first, second = newly_approved(office) if act == "first exchange" else material(office)
    carried = [office.base / "carried.qaf"] if act == "import and exchange" else []
    for one in carried:
        exchange.export(first, one)
    shutil.copytree(second.folder, office.base / "second")
    shutil.copytree(office.shared, office.base / "before")
    for step in range(part, MOST_STEPS, 2):
        shutil.rmtree(second.folder)
        shutil.copytree(office.base / "second", second.folder)
        shutil.rmtree(office.shared)
        shutil.copytree(office.base / "before", office.shared)
        code = end_at(step, second.folder, office.shared, *carried)
        assert code in (0, 9), (step, code)
        again = open_workspace(second.folder, PASSPHRASE, FixedClock(START, 77))
        tally = exchange.now(again)
        assert not tally.problems, step
        exchange.now(first)
        assert state(first) == state(again), step
        assert not workspaces.verify(again).problems, step
        again.close()
        if code == 0:
            return
    pytest.fail(f"An exchange takes more than {MOST_STEPS} steps.")


@pytest.mark.parametrize("seed", range(5))
def test_a_real_kill_at_a_random_moment_leaves_a_workspace_that_goes_on(office: Office, seed: int) -> None:
    first, second = material(office)
    command = [sys.executable, "-m", "tests.exchange.ending", str(second.folder), str(office.shared), "100000"]
    child = subprocess.Popen(command)
    time.sleep(random.Random(seed).uniform(0.3, 1.6))
    child.send_signal(signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
    child.wait()
    again = open_workspace(second.folder, PASSPHRASE, FixedClock(START, 78))
    exchange.now(again)
    exchange.now(first)
    assert state(first) == state(again)
    assert not workspaces.verify(again).problems
    again.close()
