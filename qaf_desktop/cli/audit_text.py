"""One audit as people read it on a terminal: what was judged, what was found, and who must do what next."""

from collections.abc import Iterator, Sequence
from typing import Any

from qaf_desktop.cli.tables import cell
from qaf_desktop.domain.words import GRADE_LABELS
from qaf_desktop.services.audits import AuditRecord


def in_words(record: AuditRecord) -> str:
    """The audit, a line for each matter; the answers are in the summary and in --json."""
    return "\n".join(_lines(record))


def _lines(record: AuditRecord) -> Iterator[str]:
    case = record.case
    yield f"Case {case.number}, {cell('plan', case.plan).lower()}. Worker: {case.worker_name or '-'}"
    purpose = cell("purpose", record.purpose).lower()
    yield f"Audited by {record.auditor}, {purpose}, with {record.tool}, version {record.tool_version}"
    yield f"State: {record.state}, begun {record.begun[:10]}" + (
        f", submitted {record.submitted[:10]}" if record.submitted else ""
    )
    if record.withdrawn is not None:
        yield f"Withdrawn by {record.withdrawn.by}: {record.withdrawn.text}"
    if record.abandoned_because:
        yield f"Abandoned: {record.abandoned_because}"
    yield f"Overall: {GRADE_LABELS.get(record.overall or '', 'Not graded yet')}"
    yield from _under("Sections", [f"{name}: {GRADE_LABELS.get(one, one)}" for name, one in record.sections.items()])
    yield from _under("Strengths", [one.what for one in record.strengths])
    yield from _under("Areas for improvement", [one.what for one in record.improvements])
    yield from _under("Recommendations", [f"{one.what} [{one.id}]" for one in record.recommendations])
    yield from _under("Urgent concerns", [one.concern for one in record.concerns])
    yield from _under("Factual corrections", [f"{one.text} ({one.by})" for one in record.corrections])
    yield from _under("Waiting for", [_owed(one) for one in record.waiting_for])


def _under(heading: str, lines: Sequence[str]) -> Iterator[str]:
    if lines:
        yield heading
        yield from (f"  - {line}" for line in lines)


def _owed(one: Any) -> str:
    return f"{one.person}: {one.what}" + (f", by {one.due}" if one.due else "")
