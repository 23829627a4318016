"""From process to first window, beside a bare Qt window in the same run; and the memory of an idle program."""

import os
import re
import statistics
import subprocess
import sys
import time
from pathlib import Path

from qaf_desktop.services import workspaces
from tests.benchmarks.figures import Figure

PAIRS = 25
SETTLED = 8.0
ROOT = Path(__file__).resolve().parents[2]
SEEN = """
import os
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget
def done():
    print("painted", flush=True)
    os._exit(0)
class Seen(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint and isinstance(watched, QWidget):
            QTimer.singleShot(0, done)
        return False
app = QApplication(["bench"])
seen = Seen()
app.installEventFilter(seen)
"""
BARE = (
    SEEN
    + """
from PySide6.QtWidgets import QLabel, QMainWindow
window = QMainWindow()
window.setCentralWidget(QLabel("A window"))
window.resize(1093, 614)
window.show()
app.exec()
"""
)
OURS = f"""
import importlib
real = importlib.import_module
def read(name):  # the program reads its window, and with it Qt, at this point; from here on the painting is waited for
    module = real(name)
    exec({SEEN!r}, globals())
    return module
importlib.import_module = read
from qaf_desktop.__main__ import main
main()
"""


def measure(folder: Path) -> list[Figure]:
    """The ratio of the first windows, and megabytes at rest."""
    return [_first_window(folder), *_at_rest(folder)]


def _first_window(folder: Path) -> Figure:
    """The page that asks for the passphrase, painted whole, beside a label in a main window: one after the other in
    turn, so that what else the machine does falls on both; the median of the pairs' ratios."""
    locked = folder / "locked"
    locked.mkdir()
    (locked / "keys.json").touch()
    commands = [[sys.executable, "-c", BARE], [sys.executable, "-c", OURS, "--workspace", str(locked)]]
    ratios = []
    for pair in range(PAIRS + 1):
        order = (0, 1) if pair % 2 else (1, 0)
        took = {which: _first_paint(commands[which]) for which in order}
        ratios.append((took[1][0] / took[0][0], took[1][1] / took[0][1]))
    clock, own = (statistics.median(one) for one in zip(*ratios[1:], strict=True))
    return Figure("process to first window, beside a bare Qt window", clock, "times", 1.3, own=own)


def _first_paint(command: list[str]) -> tuple[float, float]:
    start, before = time.perf_counter(), _of_children()
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=_offscreen(), text=True
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        took = time.perf_counter() - start
        process.kill()
    return took, _of_children() - before


def _of_children() -> float:
    spent = os.times()
    return spent.children_user + spent.children_system


def _at_rest(folder: Path) -> list[Figure]:
    """The window open on the practice workspace, some seconds after it settled; Linux says how much is its own."""
    if not sys.platform.startswith("linux"):
        return []
    workspaces.practise(folder / "practice").close()
    command = [sys.executable, "-m", "qaf_desktop", "--workspace", str(folder / "practice"), "--practice"]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL, env=_offscreen()) as process:
        held = before = 0.0
        while not held or held != before:
            time.sleep(SETTLED)
            before, (held, own) = held, _megabytes(process.pid)
        process.kill()
    return [
        Figure("memory of an idle program, all that it holds", held, "MB", 150),
        Figure("memory of an idle program, its own alone", own, "MB", 150),
    ]


def _megabytes(process: int) -> tuple[float, float]:
    said = dict(re.findall(r"^(\w+):\s+(\d+) kB", Path(f"/proc/{process}/smaps_rollup").read_text(), re.MULTILINE))
    own = int(said["Private_Clean"]) + int(said["Private_Dirty"])
    return int(said["Rss"]) / 1024, own / 1024


def _offscreen() -> dict[str, str]:
    return os.environ | {"QT_QPA_PLATFORM": "offscreen"}
