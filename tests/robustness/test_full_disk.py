"""A disk that fills up while saving: said at once, nothing lost, and saving goes on once there is room."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from qaf_desktop import files
from qaf_desktop.domain.events import TeamAdded
from qaf_desktop.errors import DiskFull
from qaf_desktop.services import audits
from qaf_desktop.store import backup
from qaf_desktop.store.verify import verify
from qaf_desktop.store.workspace import Workspace
from tests.services import council
from tests.store.test_workspace import add_case, make_workspace, numbers

ROOM = 4_000_000
LIMITED = """
import resource, signal, sys
from pathlib import Path
from qaf_desktop.errors import QafError
from qaf_desktop.files import write_whole
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
try:
    write_whole(Path(sys.argv[1]), bytes(5000))
except QafError as error:
    print(error)
"""


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A real disk of four megabytes."""
    disk = tmp_path / "disk"
    disk.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={ROOM}", "none", str(disk)]
    if sys.platform != "linux" or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("no disk of a small size can be made here")
    yield disk
    subprocess.run(["umount", "-l", str(disk)], check=True)


def fill(disk: Path, left: int = 0) -> Path:
    """Takes all room of the disk but this."""
    filler = disk / "filler"
    room = os.statvfs(disk)
    filler.write_bytes(bytes(max(room.f_bavail * room.f_frsize - left, 0)))
    return filler


def record_teams(ws: Workspace, size: int) -> None:
    with ws.writing() as writing:
        for _ in range(200):
            writing.record("team", ws.new_id(), TeamAdded("x" * size, ws.new_id()))


@pytest.mark.parametrize("left", [0, 5_000, 100_000])
def test_a_full_disk_is_said_at_once_and_saving_goes_on_when_there_is_room(small_disk: Path, left: int) -> None:
    ws = make_workspace(small_disk / "w")
    add_case(ws, "1")
    filler = fill(small_disk, left)
    with pytest.raises(DiskFull, match="The disk is full: nothing was saved"):
        record_teams(ws, 5_000)
    assert numbers(ws) == ["1"]
    filler.unlink()
    record_teams(ws, 1)
    add_case(ws, "2")
    assert (numbers(ws), verify(ws).problems) == (["1", "2"], ())
    ws.close()


def test_a_draft_that_cannot_be_saved_keeps_its_last_answers(small_disk: Path) -> None:
    ws = council.make(small_disk)
    key = audits.begin(ws, "104482")
    audits.fill(ws, key, {"b_voice": {"b_day_ev": "kept"}})
    filler = fill(small_disk)
    with pytest.raises(DiskFull):
        audits.fill(ws, key, {"b_voice": {"b_day_ev": "x" * 1_000_000}})
    assert audits.draft(ws, key).answers["b_voice"]["b_day_ev"] == "kept"
    filler.unlink()
    audits.fill(ws, key, {"b_voice": {"b_day_ev": "after"}})
    assert audits.draft(ws, key).answers["b_voice"]["b_day_ev"] == "after"
    ws.close()


def test_a_backup_onto_a_full_disk_leaves_the_earlier_one(small_disk: Path, tmp_path: Path) -> None:
    ws = make_workspace(tmp_path / "w")
    backup.back_up(ws, small_disk / "b.backup")
    before = (small_disk / "b.backup").read_bytes()
    fill(small_disk, 50_000)
    with pytest.raises(DiskFull, match="The disk is full"):
        backup.back_up(ws, small_disk / "b.backup")
    assert (small_disk / "b.backup").read_bytes() == before
    assert sorted(path.name for path in small_disk.iterdir()) == ["b.backup", "filler"]
    ws.close()


def test_a_restore_onto_a_full_disk_changes_nothing(small_disk: Path, tmp_path: Path) -> None:
    ws = make_workspace(tmp_path / "w")
    backup.back_up(ws, tmp_path / "b.backup")
    ws.close()
    fill(small_disk, 50_000)
    with pytest.raises(DiskFull, match="The disk is full"):
        backup.restore(tmp_path / "b.backup", small_disk / "w", "four quiet words here", ws.clock)
    assert [path.name for path in small_disk.iterdir()] == ["filler"]


def test_a_workspace_begun_on_a_full_disk_is_not_begun_by_half(small_disk: Path) -> None:
    filler = fill(small_disk, 20_000)
    with pytest.raises(DiskFull, match="The disk is full"):
        make_workspace(small_disk / "w")
    filler.unlink()
    assert numbers(make_workspace(small_disk / "w")) == []


def test_a_file_on_a_full_disk_is_not_written_and_the_earlier_stays(small_disk: Path) -> None:
    (small_disk / "a.pdf").write_bytes(b"old")
    fill(small_disk)
    with pytest.raises(DiskFull, match=r"a\.pdf was not written"):
        files.write_whole(small_disk / "a.pdf", bytes(5000))
    assert (small_disk / "a.pdf").read_bytes() == b"old"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
def test_a_file_that_may_grow_no_further_is_said(tmp_path: Path) -> None:
    target = tmp_path / "a.pdf"
    said = subprocess.run([sys.executable, "-c", LIMITED, str(target)], capture_output=True, text=True, check=False)
    assert "cannot be written" in said.stdout and not said.stderr
    assert list(tmp_path.iterdir()) == []
