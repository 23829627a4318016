"""A tool of 600 questions with 400 conditions, one section of 485: opened, and answered key by key, painted."""

import os
import random
import time
from pathlib import Path

from qaf_desktop.tool.compile import compile_tool
from qaf_desktop.tool.definition import Tool
from qaf_desktop.tool.form import Form
from tests.benchmarks.figures import Figure, milliseconds, p99
from tests.tool.made import NOW, source


def large_tool() -> Tool:
    """600 questions, 400 of them with a condition on an earlier one; 485 in one section."""
    chance = random.Random(5)
    rows = ["begin group | g0 | First"]
    for number in range(600):
        if number in (60, 545):
            rows += ["end group | |", f"begin group | g{number} | Section {number}"]
        condition = f" ${{q{chance.randrange(number)}}} != 'x'" if number >= 200 else ""
        rows.append(f"text | q{number} | Question {number} |{condition}")
    rows.append("end group | |")
    return compile_tool(source(*rows), "large.md")


def measure(folder: Path) -> list[Figure]:
    """The form's logic alone; the window's part is measured by `start`."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    tool = large_tool()
    form = Form(tool, now=NOW)
    refs = form.questions()
    chance, took = random.Random(6), []
    for number in range(2_000):
        ref = chance.choice(refs)
        start = time.perf_counter()
        form.set(ref, str(number))
        took.append((time.perf_counter() - start) * 1000)
    return [
        Figure("open a form of 600 questions, logic", milliseconds(lambda: Form(tool, now=NOW)), "ms", 300),
        Figure("one answer among 600 questions and 400 conditions, logic, p99", p99(took), "ms", 16),
    ]
