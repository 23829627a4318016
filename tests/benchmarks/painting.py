"""The form in the window: opened, and answered key by key, each timed from the key to the end of the painting.

The window is real, on Qt's offscreen platform: keys are posted as a keyboard posts them, every 40 ms, and a key's time
runs from the moment it was due until the widget that it went to has been painted. So what else the program does
meanwhile (saving every two seconds among it) is in the figures. What other programs do is not meant to be: of three
rounds the quietest counts.
"""

from __future__ import annotations

import os
import random
import statistics
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qaf_desktop.services import audits, cases, directory, tools, workspaces
from qaf_desktop.store.keys import Cost
from tests.benchmarks.figures import Figure, Watch, p99
from tests.benchmarks.made import large_tool

if TYPE_CHECKING:
    from qaf_desktop.store.workspace import Workspace
    from qaf_desktop.ui.window import Window

EVERY = 0.04
KEYS, ROUNDS = 400, 3
OPENED = 7
PAINTED_WITHIN = 2.0


def measure(folder: Path) -> list[Figure]:
    """Opening and typing, in the large tool and in the standard one."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from qaf_desktop.app import make_window
    from qaf_desktop.ui.theme import Theme

    app = QApplication.instance() or QApplication(["bench"])
    look = Theme()
    look.apply(app)  # type: ignore[arg-type]
    ws = council(folder / "w")
    tools.add_source(ws, large_tool(), "large.md")
    large = audits.begin(ws, "104482", "large", "further_cases")
    audits.save(ws, large, answers={}, position="g60/q61", section="g60")
    standard = audits.begin(ws, "104482", "standard")
    window = make_window(ws, look)
    window.show()
    figures = [*_form(window, large, "tool of 600 questions"), *_form(window, standard, "standard tool")]
    figures.append(_submitted(ws, large))
    window.end()
    window.close()
    return figures


def council(folder: Path) -> Workspace:
    """A workspace with one case, of a team that is not one's own."""
    ws = workspaces.create(folder, "A council", "R. Patel", "four quiet words", cost=Cost(1, 1, 64)).workspace
    directory.add_team(ws, "North", "Help and protection")
    directory.add_person(ws, "A. Shah", team="North")
    cases.add_case(ws, "104482", "child_protection", worker="A. Shah", team="North", age_band="5_9")
    return ws


def _form(window: Window, draft: str, what: str) -> list[Figure]:
    opened = [_opened(window, draft) for _ in range(OPENED)]
    clock, own = (statistics.median(one) for one in zip(*opened, strict=True))
    rounds = [[_typed(window, key) for key in _keys(window, seed)] for seed in range(ROUNDS)]
    keys, their_own = (min(([key[at] for key in one] for one in rounds), key=p99) for at in (0, 1))
    window.flush()
    return [
        Figure(f"{what}: opened and painted", clock, "ms", 300, own=own),
        Figure(f"{what}: key to paint, median", statistics.median(keys), "ms", 16, own=statistics.median(their_own)),
        Figure(f"{what}: key to paint, p99", p99(keys), "ms", 16, own=p99(their_own)),
    ]


def _opened(window: Window, draft: str) -> tuple[float, float]:
    tools._caches.clear()  # so that the tool is read as after a start
    window.open("todo")
    _settle()
    watch = Watch()
    window.open("form", draft)
    _settle()
    return watch.read()


def _settle() -> None:
    """Works through events until nothing is left to do at once."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    for _ in range(40):
        rested: list[bool] = []
        QTimer.singleShot(0, lambda rested=rested: rested.append(True))
        while not rested:
            QApplication.processEvents()
    QApplication.processEvents()


def _keys(window: Window, seed: int) -> Iterator[str]:
    """Letters into texts, and number keys into choices; every twelve keys the next question."""
    chance = random.Random(seed)
    page: Any = window.page
    refs = [ref for ref in page.sitting.form.questions(page.section.section.path) if _takes_keys(page, ref)]
    for number in range(KEYS):
        ref = refs[(number // 12 + 40 * seed) % len(refs)]
        if number % 12 == 0:
            while not page.sitting.form.relevant(ref):
                ref = refs[chance.randrange(len(refs))]
            page.section.go_to(ref)
            _settle()
        yield _other(page, ref, chance) if _kind(page, ref) == "select_one" else chance.choice("etaoinshr   ")


def _other(page: Any, ref: str, chance: random.Random) -> str:
    """The number of a choice that is not chosen."""
    values = [one.value for one in page.sitting.form.choices(ref)]
    return chance.choice([str(at + 1) for at, one in enumerate(values) if one != page.sitting.form.value(ref)])


def _kind(page: Any, ref: str) -> str:
    return str(page.sitting.question(ref).kind)


def _takes_keys(page: Any, ref: str) -> bool:
    return _kind(page, ref) in ("text", "select_one")


def _typed(window: Window, key: str) -> tuple[float, float]:
    """One key, due 40 ms after the one before: the milliseconds from then to the end of its painting. What was begun
    before it was due, such as saving, counts by the clock alone."""
    from PySide6.QtCore import QEvent, Qt
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QApplication

    due = time.perf_counter() + EVERY
    while time.perf_counter() < due:
        QApplication.processEvents()
        time.sleep(0.0005)
    late, watch = (time.perf_counter() - due) * 1000, Watch()
    target: Any = QApplication.focusWidget()
    painted = _painted(target)
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        code = Qt.Key.Key_Space if key == " " else Qt.Key(ord(key.upper()))
        QApplication.postEvent(target, QKeyEvent(kind, code, Qt.KeyboardModifier.NoModifier, key))
    while not painted and time.perf_counter() < due + PAINTED_WITHIN:
        QApplication.processEvents()
    took, own = watch.read()
    return late + took, own


def _painted(target: Any) -> list[bool]:
    """A list that holds something once the widget has been painted."""
    from PySide6.QtCore import QEvent, QObject

    seen: list[bool] = []
    canvas = target.viewport() if hasattr(target, "viewport") else target

    class Seen(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint:
                seen.append(True)
                canvas.removeEventFilter(self)
            return False

    canvas.installEventFilter(Seen(canvas))
    return seen


def _submitted(ws: Workspace, draft: str) -> Figure:
    watch = Watch()
    audits.submit(ws, draft)
    took, own = watch.read()
    return Figure("tool of 600 questions: submitted", took, "ms", 200, own=own)
