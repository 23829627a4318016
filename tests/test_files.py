"""Files are written whole or not at all."""

from pathlib import Path

import pytest

from qaf_desktop.errors import DiskFull, Unreachable
from qaf_desktop.files import in_words, write_whole


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
