"""Folds and projections of audits and urgent concerns."""

import datetime as dt
import json
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Final

from qaf_desktop.domain.audit import AuditState, day_of, fold, may_owe_voice
from qaf_desktop.domain.entries import Entry
from qaf_desktop.domain.events import (
    AuditFiled,
    AuditSubmitted,
    AuditWithdrawn,
    Finding,
    Recommendation,
    UrgentConcernRaised,
    UrgentConcernTold,
)
from qaf_desktop.models import audits as tables
from qaf_desktop.store.project_directory import event_of
from qaf_desktop.store.rows import Rows

SHOWN: Final = frozenset(one.__name__ for one in (AuditSubmitted, AuditFiled, AuditWithdrawn))
_FIRST_DAY: Final = dt.date(2000, 1, 1)
_LAST_DAY: Final = (1 << 15) - 1


def state_of(entries: list[Entry]) -> AuditState:
    """The audit that these entries, in order, make."""
    return fold((e.id, e.header, event_of(e)) for e in entries)


def text_row_of(entity: str, day: dt.date) -> int:
    """The row of an audit in the searched text: its day, then its id. So every fold makes the same, and a search walks
    the audits in the order in which they are shown, without sorting them."""
    return (min(max((day - _FIRST_DAY).days, 0), _LAST_DAY) << 48) | int(entity[:12], 16)


def project_audit(entity: str, entries: list[Entry], rows: Rows) -> None:
    """An audit's row, its findings and recommendations, and its searchable text."""
    state = state_of([one for one in entries if one.header.kind in SHOWN])
    submitted = state.submitted
    if submitted is None:
        return
    row = _audit_row(entity, state, submitted)
    rows.add(tables.audit, row)
    rows.add(tables.finding, *_finding_rows(entity, submitted))
    rows.add(tables.recommendation, *_recommendation_rows(entity, submitted))
    rows.add(tables.audit_text, {"rowid": row["text_row"], "words": _searchable(submitted)})


def _audit_row(entity: str, state: AuditState, submitted: AuditSubmitted) -> dict[str, Any]:
    case = submitted.case
    filed = state.filed.event if state.filed else None
    day = day_of(state.versions[-1].time)
    return {
        "id": entity,
        "text_row": text_row_of(entity, day),
        "case_id": case.case,
        "number": case.number,
        "plan": case.plan,
        "worker_id": case.worker,
        "worker": case.worker_name,
        "team_id": case.team,
        "team": case.team_name,
        "manager_id": case.manager,
        "manager": case.manager_name,
        "auditor_id": submitted.auditor,
        "auditor": submitted.auditor_name,
        "purpose": submitted.purpose,
        "state": state.state,
        "overall": submitted.overall,
        "date": day.isoformat(),
        "filed": filed.date if isinstance(filed, AuditFiled) else None,
        "withdrawn": state.withdrawn is not None,
        "voice_owed": may_owe_voice(state),
        "view_owed": not state.worker_views,
        "begins": begins(case.number, case.worker_name, case.team_name),
    }


def begins(*names: str) -> str:
    """Names in the form in which the beginnings of their words are looked up."""
    return " " + " ".join(" ".join(names).casefold().split())


def _each_once(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows by their ids: what was given an id that is taken already is not listed."""
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        found.setdefault(row["id"], row)
    return list(found.values())


@lru_cache(maxsize=1024)
def _as_list(themes: tuple[str, ...]) -> str:
    return json.dumps(themes)


def _finding_rows(entity: str, submitted: AuditSubmitted) -> list[dict[str, Any]]:
    return _each_once(
        {
            "audit_id": entity,
            "id": one.id,
            "kind": kind,
            "place": place,
            "what": one.what,
            "evidence": one.evidence,
            "themes": _as_list(one.themes),
            "question": one.question,
        }
        for kind, group in (("strength", submitted.strengths), ("improvement", submitted.improvements))
        for place, one in enumerate(group)
    )


def _recommendation_rows(entity: str, submitted: AuditSubmitted) -> list[dict[str, Any]]:
    return _each_once(
        {
            "audit_id": entity,
            "id": one.id,
            "place": place,
            "what": one.what,
            "evidence": one.evidence,
            "themes": _as_list(one.themes),
            "urgency": one.urgency,
            "question": one.question,
        }
        for place, one in enumerate(submitted.recommendations)
    )


def _searchable(submitted: AuditSubmitted) -> str:
    case = submitted.case
    words = [case.number, case.worker_name, case.team_name, submitted.auditor_name]
    found: list[Finding | Recommendation] = [*submitted.strengths, *submitted.improvements, *submitted.recommendations]
    for one in found:
        words += [one.what, one.evidence]
    return "\n".join(word for word in words if word)


def project_concern(entity: str, entries: list[Entry], rows: Rows) -> None:
    """An urgent concern, in the words that were recorded last."""
    raised: UrgentConcernRaised | None = None
    row: dict[str, Any] = {}
    for entry in entries:
        event = event_of(entry)
        if isinstance(event, UrgentConcernRaised):
            if raised is None:
                raised = event
                row = {
                    "id": entity,
                    "case_id": event.case,
                    "number": event.case_number,
                    "audit_id": event.audit,
                    "raised": entry.header.time,
                    "raised_by": entry.header.author,
                }
            row |= {"concern": event.concern, "told": event.told, "when_told": event.when, "tonight": event.tonight}
        elif isinstance(event, UrgentConcernTold) and raised is not None:
            row |= {"told": event.told, "when_told": event.when, "tonight": event.tonight}
    if raised is not None:
        rows.add(tables.concern, row)
