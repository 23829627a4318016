"""Files are written whole or not at all."""

import shutil
from pathlib import Path

import pytest

from qaf_desktop.errors import DiskFull, Unreachable
from qaf_desktop.files import in_words, locked, write_whole


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    target = tmp_path / "a.pdf"
    target.write_bytes(b"old")
    write_whole(target, b"new")
    assert target.read_bytes() == b"new"
    assert [p.name for p in tmp_path.iterdir()] == ["a.pdf"]


def test_a_missing_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(Unreachable, match="is not there"):
        write_whole(tmp_path / "gone" / "a.pdf", b"new")


def test_a_full_disk_is_said() -> None:
    import errno

    said = in_words(OSError(errno.ENOSPC, "No space left on device"), Path("a.pdf"))
    assert isinstance(said, DiskFull)
    assert "a.pdf was not written" in str(said)


def test_a_lock_is_held_by_one_alone_and_free_afterwards(tmp_path: Path) -> None:
    path = tmp_path / "one.lock"
    with locked(path, 0), pytest.raises(TimeoutError), locked(path, 0):
        pass
    with locked(path, 0):
        pass


def test_whoever_waits_for_a_lock_does_not_make_its_folder_again(tmp_path: Path) -> None:
    folder = tmp_path / "workspace"
    folder.mkdir()
    with (
        locked(folder / "one.lock", 0),
        pytest.raises(FileNotFoundError),
        locked(folder / "one.lock", 9, lambda _seconds: shutil.rmtree(folder)),
    ):
        pass
    assert not folder.exists()
