"""A power cut at any step of a migration, a backup or a restore loses nothing."""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from qaf_desktop.services import workspaces
from qaf_desktop.store import backup, database, migrate
from qaf_desktop.store.verify import verify
from qaf_desktop.store.workspace import Workspace, open_workspace
from tests.robustness import cut_off
from tests.store.test_workspace import PASSPHRASE, add_case, make_workspace, numbers

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a process is forked")
MANY = 400


@pytest.fixture
def before(tmp_path: Path) -> Path:
    """A folder with a workspace of two cases, and a backup of it when it had but one."""
    folder = tmp_path / "before"
    ws = make_workspace(folder / "w")
    add_case(ws, "1")
    backup.back_up(ws, folder / "b.backup")
    add_case(ws, "2")
    ws.close()
    return folder


def opened(folder: Path) -> Workspace:
    return open_workspace(folder, PASSPHRASE, cut_off.CLOCK)


def each_cut(act: str, before: Path, every: int) -> Iterator[Path]:
    """A copy of the folder as it is after each cut, from the first step on, until the act is finished."""
    for step in range(0, MANY, every):
        folder = before.with_name(f"cut-{step}")
        shutil.copytree(before, folder)
        finished = cut_off.cut_off(act, folder, step)
        yield folder
        shutil.rmtree(folder)
        if finished:
            return
    pytest.fail("the act was never finished")


def test_a_cut_in_a_backup_leaves_the_backup_of_before_or_the_new_one(before: Path) -> None:
    found = []
    for folder in each_cut("back_up", before, 1):
        ws = opened(folder / "w")
        assert numbers(ws) == ["1", "2"]
        assert verify(ws).problems == ()
        ws.close()
        again = backup.restore(folder / "b.backup", folder / "new", PASSPHRASE, cut_off.CLOCK)
        found.append(numbers(again))
        again.close()
    assert found[0] == ["1"] and found[-1] == ["1", "2"]
    assert found == sorted(found, key=len)


def test_a_cut_in_a_restore_leaves_the_workspace_of_before_or_the_backups_and_never_neither(before: Path) -> None:
    found = []
    for folder in each_cut("restore", before, 1):
        assert workspaces.there(folder / "w")
        ws = opened(folder / "w")
        found.append(numbers(ws))
        assert verify(ws).problems == ()
        ws.close()
        if found[-1] == ["1"]:
            aside = opened(folder / "w.before-restore-1")
            assert numbers(aside) == ["1", "2"]
            aside.close()
    assert found[0] == ["1", "2"] and found[-1] == ["1"]


def test_a_cut_in_the_middle_of_a_migration_is_taken_up_where_it_stood(tmp_path: Path) -> None:
    (tmp_path / "before").mkdir()
    tables = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
    found = []
    for folder in each_cut("migrate", tmp_path / "before", 2):
        engine = database.open_engine(folder / database.FILE_NAME, bytes(32))
        migrate.migrate(engine, "2026-09-02")
        with engine.connect() as connection:
            found.append([name for (name,) in connection.exec_driver_sql(tables)])
            taken = {name for (name,) in connection.exec_driver_sql("SELECT name FROM migration")}
            assert taken == {name for name, _ in migrate.STEPS}
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
        engine.dispose()
    assert len(found) > len(migrate.STEPS) and all(one == found[0] for one in found)


def test_what_an_earlier_restore_set_aside_is_never_written_over(before: Path) -> None:
    (before / "w.before-restore-1").mkdir()
    again = backup.restore(before / "b.backup", before / "w", PASSPHRASE, cut_off.CLOCK)
    assert numbers(again) == ["1"]
    again.close()
    assert sorted(path.name for path in before.iterdir()) == [
        "b.backup",
        "w",
        *(f"w.before-restore-{n}" for n in (1, 2)),
    ]
