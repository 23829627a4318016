"""A form's logic alone: a tool of 600 questions with 400 conditions, opened and answered. Painted, it is `painting`."""

import random
import time
from pathlib import Path

from qaf_desktop.tool.compile import compile_tool
from qaf_desktop.tool.form import Form
from tests.benchmarks.figures import Figure, milliseconds, p99
from tests.benchmarks.made import large_tool
from tests.tool.made import NOW


def measure(folder: Path) -> list[Figure]:
    """Milliseconds for opening the form, and for one answer."""
    tool = compile_tool(large_tool(), "large.md")
    form = Form(tool, now=NOW)
    refs = form.questions()
    chance, took = random.Random(6), []
    for number in range(2_000):
        ref = chance.choice(refs)
        start = time.perf_counter()
        form.set(ref, str(number))
        took.append((time.perf_counter() - start) * 1000)
    return [
        milliseconds("open a form of 600 questions, logic", lambda: Form(tool, now=NOW), 300),
        Figure("one answer among 600 questions and 400 conditions, logic, p99", p99(took), "ms", 16),
    ]
