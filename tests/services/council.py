"""A small council for tests of audits: two teams, their managers, a worker, one case; and an audit that is complete."""

import datetime as dt
import functools
import itertools
import shutil
import tempfile
from pathlib import Path
from typing import Any

from qaf_desktop.clock import FixedClock
from qaf_desktop.domain.events import RoleGrant
from qaf_desktop.services import audits, cases, directory, workspaces
from qaf_desktop.store.keys import Cost
from qaf_desktop.store.workspace import Workspace, open_workspace
from tests.cli.answers import full

NOW = dt.datetime(2026, 8, 4, 9, tzinfo=dt.UTC)
PASSPHRASE = "a long passphrase"
_SEEDS = itertools.count(1)


def make(folder: Path) -> Workspace:
    """R. Patel audits; A. Shah holds case 104482 in team North and is managed by J. Moss."""
    shutil.copytree(Path(_made().name) / "w", folder / "w")
    return open_workspace(folder / "w", PASSPHRASE, FixedClock(NOW, next(_SEEDS)))


@functools.cache
def _made() -> tempfile.TemporaryDirectory[str]:
    """Where such a council lies, made once."""
    folder = tempfile.TemporaryDirectory(prefix="qaf-council-", ignore_cleanup_errors=True)
    clock, cost = FixedClock(NOW), Cost(1, 1, 64)
    ws = workspaces.create(Path(folder.name) / "w", "Council", "R. Patel", PASSPHRASE, clock=clock, cost=cost).workspace
    for team in ("North", "South"):
        directory.add_team(ws, team, "Help and protection")
    north = directory.find_team(ws, "North").id
    directory.add_person(ws, "J. Moss", team="North", roles=[RoleGrant("team_manager", (north,))])
    directory.add_person(ws, "A. Shah", team="North", manager="J. Moss", roles=[RoleGrant("social_worker")])
    directory.add_person(ws, "B. Wells", team="South", roles=[RoleGrant("social_worker")])
    cases.add_case(ws, "104482", "child_in_need", worker="A. Shah", age_band="5_9")
    ws.close()
    return folder


def later(ws: Workspace, **ago: int) -> None:
    """Lets time pass."""
    assert isinstance(ws.clock, FixedClock)
    ws.clock.moment += dt.timedelta(**ago)


def become(ws: Workspace, name: str) -> None:
    """Makes it the laptop of somebody else."""
    ws.person_id = directory.person(ws, name).id


def begun(ws: Workspace, case: str = "104482", **changed: Any) -> str:
    """A draft with answers that can be submitted, but for those of the groups that are changed."""
    key = audits.begin(ws, case)
    answers = full()
    for group, values in changed.items():
        answers[group] = answers[group] | values
    audits.fill(ws, key, answers)
    return key


def submitted(ws: Workspace, case: str = "104482", **changed: Any) -> str:
    """The same, submitted."""
    key = begun(ws, case, **changed)
    audits.submit(ws, key)
    return key
