"""Where things lie on this computer."""

import sys
from pathlib import Path

import pytest

from qaf_desktop import paths


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="names the folders of Linux")
def test_local_data_lies_where_the_platform_keeps_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert paths.local_data() == tmp_path / "QAF Desktop"
    monkeypatch.delenv("XDG_DATA_HOME")
    assert paths.local_data() == Path.home() / ".local/share/QAF Desktop"


def test_a_workspace_that_the_environment_names_goes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QAF_WORKSPACE", str(tmp_path))
    assert paths.default_workspace() == paths.practice_workspace() == tmp_path
