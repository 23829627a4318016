"""Recording in bulk, submitting one audit, and printing many."""

import random
import time
from pathlib import Path

from qaf_desktop.services import audits, summaries, workspaces
from qaf_desktop.services.page import Page
from tests.benchmarks import made
from tests.benchmarks.figures import Figure


def measure(folder: Path) -> list[Figure]:
    """Audits a second, milliseconds a submission, pages a second."""
    return [_recorded(folder), *_practised(folder)]


def _recorded(folder: Path) -> Figure:
    ws = made.workspace(folder / "bulk")
    made.fill(ws, 200)
    chance = random.Random(3)
    new = [(ws.new_id(), made.audit(ws, chance)) for _ in range(4_000)]
    start = time.perf_counter()
    with ws.writing() as writing:
        for identity, event in new:
            writing.record("audit", identity, event)
    return Figure("record and project in bulk", len(new) / (time.perf_counter() - start), "audits/s", 2_000, more=True)


def _practised(folder: Path) -> list[Figure]:
    ws = workspaces.practise(folder / "practice")
    done: Page[audits.AuditRow] = audits.list_audits(ws, audits.AuditFilter(state="submitted"), 0, 60)
    whole = [audits.show(ws, row.id) for row in done.items]
    case = next(row for row in whole if row.purpose == "routine_cycle")
    draft = audits.begin(ws, case.case.case, purpose="further_cases", tool="standard")
    audits.fill(ws, draft, dict(case.answers))
    start = time.perf_counter()
    audits.submit(ws, draft)
    took = (time.perf_counter() - start) * 1000
    summaries.summary_pdf(ws, whole[0].id)
    start, pages = time.perf_counter(), 0
    for row in whole:
        pages += summaries.summary_pdf(ws, row.id).count(b"/Type /Page\n")
    return [
        Figure("submit an audit of the standard tool", took, "ms", 200),
        Figure("print summaries", pages / (time.perf_counter() - start), "pages/s", 100, more=True),
    ]
