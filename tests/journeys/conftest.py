"""One display for all journeys; for each, a machine in which nothing is yet."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.journeys.machine import PASSPHRASE, Machine
from tests.journeys.screen import Screen, Seen, missing

Opens = Callable[..., Seen]


@pytest.fixture(scope="session")
def screen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Screen]:
    """A display of 1366 by 768; skips, with the reason, where something is missing for it, but never in CI."""
    if reason := missing():
        pytest.fail(reason) if os.environ.get("QAF_NEVER_SKIP") else pytest.skip(reason)
    made = Screen(tmp_path_factory.mktemp("screen"))
    yield made
    made.end()


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """A machine in which nothing is yet."""
    return Machine(tmp_path)


@pytest.fixture(scope="session")
def made_workspace(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    """A machine whose workspace is copied for each journey that needs one."""
    made = Machine(tmp_path_factory.mktemp("made"))
    made.start_workspace()
    return made


@pytest.fixture(scope="session")
def made_practice(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    """The same, with the practice workspace."""
    made = Machine(tmp_path_factory.mktemp("practice"))
    made.run("workspace", "practise")
    return made


@pytest.fixture
def opens(screen: Screen, machine: Machine) -> Iterator[Opens]:
    """Opens the program on this machine; whatever becomes of the journey, it is ended."""
    opened: list[Seen] = []

    def open_it(*words: str) -> Seen:
        opened.append(Seen(screen, machine, *words))
        return opened[-1]

    yield open_it
    for one in opened:
        one.end()


@pytest.fixture
def council(made_workspace: Machine, machine: Machine) -> Machine:
    """A machine with a workspace of one case."""
    shutil.copytree(made_workspace.workspace, machine.workspace)
    return machine


@pytest.fixture
def practice(made_practice: Machine, machine: Machine) -> Machine:
    """A machine with the practice workspace."""
    shutil.copytree(made_practice.workspace, machine.workspace)
    return machine


@pytest.fixture
def unlocked(council: Machine, opens: Opens) -> Seen:
    """The window on that workspace, unlocked, at To do."""
    seen = opens()
    seen.unlock(PASSPHRASE)
    seen.in_front("To do")
    return seen


@pytest.fixture
def practising(practice: Machine, opens: Opens) -> Seen:
    """The window on the practice workspace, at To do."""
    seen = opens("--practice")
    seen.in_front("To do")
    return seen
