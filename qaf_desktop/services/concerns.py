"""Urgent concerns: an entry from the moment they are recorded, and what their page always says [36]."""

import datetime as dt
from dataclasses import dataclass

from qaf_desktop.domain import concern as rules
from qaf_desktop.domain.events import CaseAtStart, UrgentConcernRaised, UrgentConcernTold
from qaf_desktop.errors import NotFound, Refused
from qaf_desktop.services import cases, settings
from qaf_desktop.services.audit_answers import UrgentSaid
from qaf_desktop.store import journal, query_audits
from qaf_desktop.store.workspace import Workspace, Writing

TYPING = dt.timedelta(seconds=10)


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
    concern(ws, key)
    with ws.writing() as writing:
        writing.record("concern", key, UrgentConcernTold(told.strip(), when.strip(), tonight.strip()))


def concern(ws: Workspace, key: str) -> ConcernRow:
    """The urgent concern with this id. Raises NotFound."""
    found = next((one for one in concerns(ws) if one.id == key), None)
    if found is None:
        raise NotFound(f"There is no urgent concern {key}.")
    return found


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


def is_recorded(ws: Workspace, own: str, said: UrgentSaid) -> bool:
    """Whether the concern of a draft stands recorded in these words."""
    with ws.reading() as connection:
        row = query_audits.concern_row(connection, own) if own else None
    words = (said.concern, said.told, said.when, said.tonight)
    return row is not None and words == (row.concern, row.told, row.when_told, row.tonight)


def record_from_draft(
    ws: Workspace,
    writing: Writing,
    case: CaseAtStart,
    audit: str,
    said: UrgentSaid,
    own: str = "",
    *,
    settled: bool = True,
) -> str:
    """Records at once the concern that a draft speaks of, then its changed words; answers the concern's id.

    `own` is the id that it was recorded under before, "" where it was not yet: a concern that was raised beside the
    form is another one, and keeps its words. While somebody is typing in it (not `settled`), its words are recorded
    again every ten seconds at most: each pause of the hand would be an entry otherwise.
    """
    now = (said.concern, said.told, said.when, said.tonight)
    last = query_audits.concern_row(writing.connection, own) if own else None
    if last is not None:
        spoken = journal.of_entity(writing.connection, own)[-1].header.time
        fresh = ws.now() - dt.datetime.fromisoformat(spoken) < TYPING
        if now == (last.concern, last.told, last.when_told, last.tonight) or (fresh and not settled):
            return own
    key = own or ws.new_id()
    writing.record("concern", key, UrgentConcernRaised(case.case, case.number, *now, audit))
    return key
