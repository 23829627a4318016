"""Recording in bulk, submitting one audit, and printing many."""

import random
from pathlib import Path

from qaf_desktop.services import audits, summaries, workspaces
from qaf_desktop.services.page import Page
from tests.benchmarks import made
from tests.benchmarks.figures import Figure, Watch


def measure(folder: Path) -> list[Figure]:
    """Audits a second, milliseconds a submission, pages a second."""
    return [_recorded(folder), *_practised(folder)]


def _recorded(folder: Path) -> Figure:
    ws = made.workspace(folder / "bulk")
    made.fill(ws, 200)
    chance = random.Random(3)
    new = [(ws.new_id(), made.audit(ws, chance)) for _ in range(4_000)]
    watch = Watch()
    with ws.writing() as writing:
        for identity, event in new:
            writing.record("audit", identity, event)
    return _rate("record and project in bulk", len(new), watch, "audits/s", 2_000)


def _rate(what: str, count: int, watch: Watch, unit: str, target: float) -> Figure:
    clock, own = (count / milliseconds * 1000 for milliseconds in watch.read())
    return Figure(what, clock, unit, target, more=True, own=own)


def _practised(folder: Path) -> list[Figure]:
    ws = workspaces.practise(folder / "practice")
    done: Page[audits.AuditRow] = audits.list_audits(ws, audits.AuditFilter(state="submitted"), 0, 60)
    whole = [audits.show(ws, row.id) for row in done.items]
    case = next(row for row in whole if row.purpose == "routine_cycle")
    draft = audits.begin(ws, case.case.case, purpose="further_cases", tool="standard")
    audits.fill(ws, draft, dict(case.answers))
    watch = Watch()
    audits.submit(ws, draft)
    took, own = watch.read()
    summaries.summary_pdf(ws, whole[0].id)
    watch, pages = Watch(), 0
    for row in whole:
        pages += summaries.summary_pdf(ws, row.id).count(b"/Type /Page\n")
    return [
        Figure("submit an audit of the standard tool", took, "ms", 200, own=own),
        _rate("print summaries, a core", pages, watch, "pages/s", 100),
    ]
