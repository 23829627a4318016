"""A damaged database is said, is left untouched byte for byte, and a backup is offered."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from qaf_desktop.errors import Damaged, Refused
from qaf_desktop.store import backup, database
from qaf_desktop.store.verify import verify
from qaf_desktop.store.workspace import open_workspace
from tests.robustness.cut_off import CLOCK
from tests.store.test_workspace import PASSPHRASE, add_case, make_workspace, numbers

PAGE = 4096
FRAME = PAGE + 24
WRITE = """
import os, sys
from pathlib import Path
from qaf_desktop.domain.events import CaseAdded
from qaf_desktop.store.workspace import open_workspace
from tests.robustness.cut_off import CLOCK
from tests.store.test_workspace import PASSPHRASE, add_case
ws = open_workspace(Path(sys.argv[1]), PASSPHRASE, CLOCK)
for number in range(int(sys.argv[2])):
    add_case(ws, str(number))
os._exit(9)
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two workspaces: one of a hundred cases, closed, and its backup; one whose program was killed after three."""
    base = tmp_path_factory.mktemp("made")
    ws = make_workspace(base / "w")
    for number in range(100):
        add_case(ws, str(number))
    backup.back_up(ws, base / "b.backup")
    ws.close()
    make_workspace(base / "killed").close()
    subprocess.run([sys.executable, "-c", WRITE, str(base / "killed"), "3"], check=False, cwd=Path.cwd())
    assert (base / "killed" / "workspace.db-wal").stat().st_size > 3 * FRAME
    return base


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """The workspace of a hundred cases, with its backup beside it."""
    shutil.copytree(made, tmp_path / "copy")
    return tmp_path / "copy" / "w"


@pytest.fixture
def killed(made: Path, tmp_path: Path) -> Path:
    """The workspace whose program was killed: what it wrote stands in the log alone."""
    shutil.copytree(made / "killed", tmp_path / "killed")
    return tmp_path / "killed"


def contents(folder: Path) -> dict[str, bytes]:
    """The bytes of each file; an open database keeps a log that is empty, and a memory of it."""
    found = {path.name: path.read_bytes() for path in folder.iterdir() if not path.name.endswith("-shm")}
    return {name: content for name, content in found.items() if content or not name.endswith("-wal")}


def damage(path: Path, change: Callable[[bytearray], object]) -> None:
    content = bytearray(path.read_bytes())
    change(content)
    path.write_bytes(content)


def zero(at: int, size: int = 64) -> Callable[[bytearray], object]:
    return lambda content: content.__setitem__(slice(at, at + size), bytes(size))


def flip(at: int) -> Callable[[bytearray], object]:
    return lambda content: content.__setitem__(at, content[at] ^ 1)


def cut(size: int) -> Callable[[bytearray], object]:
    return lambda content: content.__delitem__(slice(size, None))


def is_said_and_left_alone(folder: Path) -> None:
    before = contents(folder)
    with pytest.raises(Damaged, match="Restore a backup"):
        verify(open_workspace(folder, PASSPHRASE, CLOCK))
    assert contents(folder) == before


@pytest.mark.parametrize("change", [zero(0), zero(16), flip(100), zero(2000), cut(0), cut(100), cut(PAGE - 1)])
def test_a_damaged_header_is_said(folder: Path, change: Callable[[bytearray], object]) -> None:
    damage(folder / database.FILE_NAME, change)
    is_said_and_left_alone(folder)


@pytest.mark.parametrize("part", [0.2, 0.35, 0.5, 0.65, 0.8])
def test_a_damaged_page_in_the_middle_is_said(folder: Path, part: float) -> None:
    size = (folder / database.FILE_NAME).stat().st_size
    damage(folder / database.FILE_NAME, flip(int(size * part)))
    before = contents(folder)
    try:
        ws = open_workspace(folder, PASSPHRASE, CLOCK)
        assert verify(ws).problems
        ws.close()
    except Damaged as error:
        assert "Restore a backup" in str(error)
    assert contents(folder) == before


@pytest.mark.parametrize("pages", [1, 2, 20])
def test_a_database_that_was_cut_short_is_said(folder: Path, pages: int) -> None:
    damage(folder / database.FILE_NAME, cut(pages * PAGE))
    is_said_and_left_alone(folder)


def test_a_database_that_is_gone_is_said(folder: Path) -> None:
    (folder / database.FILE_NAME).unlink()
    is_said_and_left_alone(folder)


def test_a_key_file_that_is_gone_is_said_and_no_new_workspace_begun_over_it(folder: Path) -> None:
    (folder / "keys.json").unlink()
    before = contents(folder)
    with pytest.raises(Refused, match=r"without its file keys\.json"):
        make_workspace(folder)
    assert contents(folder) == before


def test_what_a_killed_program_wrote_is_there(killed: Path) -> None:
    ws = open_workspace(killed, PASSPHRASE, CLOCK)
    assert numbers(ws) == ["0", "1", "2"]
    ws.close()


@pytest.mark.parametrize("at", [0, 8, 20, 32, 32 + 10, 32 + 500, 32 + FRAME + 24 + 100])
def test_a_damaged_log_is_said_and_nothing_committed_is_dropped_in_silence(killed: Path, at: int) -> None:
    damage(killed / "workspace.db-wal", flip(at))
    is_said_and_left_alone(killed)


def test_a_log_that_a_power_cut_left_torn_is_no_damage(killed: Path) -> None:
    log = killed / "workspace.db-wal"
    damage(log, cut(log.stat().st_size - PAGE // 2))
    ws = open_workspace(killed, PASSPHRASE, CLOCK)
    assert numbers(ws) == ["0", "1"]
    assert verify(ws).problems == ()
    ws.close()


def test_a_damaged_header_beside_a_log_leaves_both_untouched(killed: Path) -> None:
    damage(killed / database.FILE_NAME, zero(16))
    is_said_and_left_alone(killed)


def test_the_backup_that_is_offered_brings_all_back_and_keeps_what_was_damaged(folder: Path) -> None:
    damage(folder / database.FILE_NAME, zero(0))
    before = contents(folder)
    ws = backup.restore(folder.parent / "b.backup", folder, PASSPHRASE, CLOCK)
    assert len(numbers(ws)) == 100
    ws.close()
    assert contents(folder.with_name("w.before-restore-1")) == before


def test_the_command_line_says_it_in_a_sentence_and_ends_with_4(folder: Path) -> None:
    damage(folder / database.FILE_NAME, zero(0))
    command = [sys.executable, "-m", "qaf_desktop", "--workspace", str(folder), "workspace", "status"]
    environment = os.environ | {"QAF_PASSPHRASE": PASSPHRASE}
    said = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert (said.returncode, said.stdout) == (4, "")
    assert said.stderr.startswith("The database of this workspace is damaged") and "Traceback" not in said.stderr
