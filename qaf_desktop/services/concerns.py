"""Urgent concerns: an entry from the moment they are recorded, and what their page always says [36]."""

import datetime as dt
from dataclasses import dataclass

from qaf_desktop.domain import concern as rules
from qaf_desktop.domain.events import CaseAtStart, UrgentConcernRaised, UrgentConcernTold
from qaf_desktop.errors import NotFound, Refused
from qaf_desktop.services import cases, settings
from qaf_desktop.services.audit_answers import UrgentSaid
from qaf_desktop.store import query_audits
from qaf_desktop.store.workspace import Workspace, Writing


@dataclass(frozen=True, slots=True)
class ConcernRow:
    """An urgent concern, with what is still to be said about whom the auditor told."""

    id: str
    case_id: str
    number: str
    concern: str
    told: str
    when: str
    tonight: str
    audit_id: str | None
    raised: dt.datetime
    raised_by: str
    raised_by_id: str
    untold: str | None


@dataclass(frozen=True, slots=True)
class AlertNotice:
    """What every page about an urgent concern says."""

    sentence: str
    duty: str
    out_of_hours: str
    about_a_worker: str
    emergency: str = rules.EMERGENCY


def alert_notice(ws: Workspace) -> AlertNotice:
    """That this laptop has alerted nobody, and whom to telephone."""
    found = settings.get(ws)
    worker = rules.about_a_worker(found.designated_officer_number)
    return AlertNotice(rules.ALERTED_NOBODY, found.duty_number, found.out_of_hours_number, worker)


def raise_concern(
    ws: Workspace, case: str, concern: str, told: str = "", when: str = "", tonight: str = "", audit: str | None = None
) -> str:
    """Records an urgent concern at once; answers its id. Whom one told can be added afterwards."""
    if not concern.strip():
        raise Refused("Say what the urgent concern is.")
    row, key = cases.case(ws, case), ws.new_id()
    with ws.writing() as writing:
        event = UrgentConcernRaised(row.id, row.number, concern.strip(), told, when, tonight, audit)
        writing.record("concern", key, event)
    return key


def told(ws: Workspace, key: str, told: str, when: str, tonight: str) -> None:
    """Records whom the auditor told, when, and what they will do. Raises Refused where one of them is missing."""
    missing = rules.untold(told, when, tonight)
    if missing is not None:
        raise Refused(f"{missing}.")
    with ws.reading() as connection:
        known = query_audits.concern_row(connection, key)
    if known is None:
        raise NotFound(f"There is no urgent concern {key}.")
    with ws.writing() as writing:
        writing.record("concern", key, UrgentConcernTold(told, when, tonight))


def concerns(ws: Workspace, audit: str | None = None, raised_by: str | None = None) -> tuple[ConcernRow, ...]:
    """Urgent concerns, the newest first; of one audit or one person where named."""
    with ws.reading() as connection:
        rows = query_audits.concerns(connection, audit, raised_by)
    return tuple(
        ConcernRow(
            id=row.id,
            case_id=row.case_id,
            number=row.number,
            concern=row.concern,
            told=row.told,
            when=row.when_told,
            tonight=row.tonight,
            audit_id=row.audit_id,
            raised=dt.datetime.fromisoformat(row.raised),
            raised_by=row.by or "",
            raised_by_id=row.raised_by,
            untold=rules.untold(row.told, row.when_told, row.tonight),
        )
        for row in rows
    )


def record_from_draft(
    ws: Workspace, writing: Writing, case: CaseAtStart, audit: str, said: UrgentSaid, *, settled: bool = True
) -> None:
    """Records at once the concern that a draft speaks of; then its changed words, once they are `settled`.

    Settled means that nobody is typing in it any more: each pause of the hand would be an entry otherwise.
    """
    known = query_audits.concerns(writing.connection, audit)
    now = (said.concern, said.told, said.when, said.tonight)
    if known:
        last = known[-1]
        if not settled or now == (last.concern, last.told, last.when_told, last.tonight):
            return
    event = UrgentConcernRaised(case.case, case.number, *now, audit)
    writing.record("concern", known[-1].id if known else ws.new_id(), event)
