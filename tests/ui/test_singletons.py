"""Qt is called more often than `None` has references."""

import subprocess
import sys

CALLS = """
import qaf_desktop.ui
from PySide6.QtCore import QObject
one = QObject()
for _ in range(300_000):
    one.setObjectName("x")
    one.property("nothing")
    one.blockSignals(False)
"""


def test_a_window_that_calls_qt_a_million_times_goes_on() -> None:
    done = subprocess.run([sys.executable, "-c", CALLS], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
