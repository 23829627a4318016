"""From process to first window, beside a bare Qt window in the same run; and the memory of an idle program."""

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

from qaf_desktop.services import workspaces
from tests.benchmarks.figures import Figure

SEEN = """
import os, sys
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget
class Seen(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint and isinstance(watched, QWidget):
            print("painted", flush=True)
            os._exit(0)
        return False
app = QApplication(sys.argv)
seen = Seen()
app.installEventFilter(seen)
"""
BARE = (
    SEEN
    + """
window = QWidget()
window.resize(1093, 614)
window.show()
app.exec()
"""
)
OURS = (
    SEEN
    + """
from pathlib import Path
from qaf_desktop.app import run_window
run_window(Path(sys.argv[1]), False)
"""
)


def measure(folder: Path) -> list[Figure]:
    """The ratio of the first windows, and megabytes at rest."""
    env = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    workspaces.practise(folder / "practice").close()
    there = str(folder / "practice")
    bare, ours = [], []
    for _ in range(7):
        bare.append(_first_paint([sys.executable, "-c", BARE], env))
        ours.append(_first_paint([sys.executable, "-c", OURS, there], env))
    ratio = statistics.median(ours) / statistics.median(bare)
    return [Figure("process to first window, beside a bare Qt window", ratio, "times", 1.3)]


def _first_paint(command: list[str], env: dict[str, str]) -> float:
    start = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=env, text=True) as process:
        assert process.stdout is not None
        process.stdout.readline()
        took = time.perf_counter() - start
        process.kill()
    return took
