"""What is set on this laptop alone is kept in a small file, and a damaged file does no harm."""

from pathlib import Path

import pytest

from qaf_desktop.ui.preferences import Preferences


def test_choices_are_kept(tmp_path: Path) -> None:
    first = Preferences(tmp_path / "p" / "preferences.txt")
    first.appearance, first.text_size, first.single_keys = "dark", 150, False
    first.keep()
    again = Preferences(tmp_path / "p" / "preferences.txt")
    assert (again.appearance, again.text_size, again.single_keys) == ("dark", 150, False)


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"text_size=huge\nappearance=pink\n", b"text_size=9999"])
def test_a_damaged_file_means_the_defaults_or_the_nearest(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "p.txt").write_bytes(content)
    read = Preferences(tmp_path / "p.txt")
    assert (read.appearance, read.single_keys) == ("system", True)
    assert read.text_size in (100, 200)


def test_a_disk_that_refuses_holds_nobody_up(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    choices = Preferences(tmp_path / "file" / "preferences.txt")
    choices.text_size = 120
    choices.keep()
    assert choices.text_size == 120
