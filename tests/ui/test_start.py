"""The start: the first page is painted before anything is imported that it does not show."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

LATER = {
    "sqlalchemy", "msgspec", "lxml", "filelock", "json", "qaf_desktop.services",
    "qaf_desktop.domain", "qaf_desktop.store", "qaf_desktop.ui.window", "qaf_desktop.ui.icons",
}  # fmt: skip
PAINTED = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from qaf_desktop import app
seen = []
show = app.First.show_page
def show_page(self, page, then=None):
    show(self, page, lambda: (seen.extend(sys.modules), QApplication.quit()))
app.First.show_page = show_page
from qaf_desktop.__main__ import main
code = main()
import json
print(json.dumps([code, seen]))
"""


@pytest.mark.parametrize(("files", "words"), [(("keys.json",), ()), ((), ()), ((), ("--practice",))])
def test_the_first_page_is_painted_before_anything_heavy_is_read(
    tmp_path: Path, files: tuple[str, ...], words: tuple[str, ...]
) -> None:
    for name in files:
        (tmp_path / name).touch()
    command = [sys.executable, "-c", PAINTED, "--workspace", str(tmp_path), *words]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    code, seen = json.loads(done.stdout)
    assert code == 0
    assert "qaf_desktop.app" in seen
    assert LATER & set(seen) == set()
