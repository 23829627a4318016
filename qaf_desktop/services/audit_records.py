"""Audits that were submitted: the list, the record with who must do what next, and what is recorded beside it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from qaf_desktop.domain.audit import AuditState, Periods, Waiting, correction_closes, day_of, waiting_for
from qaf_desktop.domain.events import (
    AuditCorrected,
    AuditFiled,
    AuditSubmitted,
    AuditWithdrawn,
    CaseAtStart,
    Event,
    Finding,
    Recommendation,
    VoiceAdded,
    WorkerViewAdded,
)
from qaf_desktop.errors import NotFound, Refused
from qaf_desktop.services import audit_answers, directory, tools
from qaf_desktop.services.audit_drafts import Content, draft, is_administrator, periods_of
from qaf_desktop.services.concerns import ConcernRow, concerns
from qaf_desktop.services.page import Page
from qaf_desktop.services.rights import require
from qaf_desktop.store import query_audits
from qaf_desktop.store.workspace import Workspace
from qaf_desktop.tool.definition import Tool

COUNTED = 1_000


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """Which audits a list shows. One or two characters match beginnings; from three, the text of findings too.

    `state` is `draft`, `abandoned`, `withdrawn`, or a state of audits that were submitted; None for all but abandoned.
    """

    state: str | None = None
    text: str = ""
    mine: bool = False


@dataclass(frozen=True, slots=True)
class AuditRow:
    """An audit in a list; `date` is when it was submitted, of a draft when it was last saved.

    `state` says `abandoned` of a draft that was given up; what was withdrawn is `closed` and `withdrawn`.
    """

    id: str
    number: str
    worker: str
    team: str
    auditor: str
    purpose: str
    state: str
    overall: str | None
    date: dt.date
    plan: str
    case_id: str = ""
    auditor_id: str = ""
    withdrawn: bool = False
    worker_id: str | None = None
    team_id: str | None = None


@dataclass(frozen=True, slots=True)
class Beside:
    """Something recorded beside an audit; `who` is who was asked, or on whose behalf it was said."""

    text: str
    by: str
    by_id: str
    time: str
    who: str = ""


@dataclass(frozen=True, slots=True)
class AuditRecord:
    """An audit, whole, whether it is still a draft or was submitted."""

    id: str
    case: CaseAtStart
    auditor: str
    auditor_id: str
    tool: str
    tool_version: str
    tool_entity: str
    purpose: str
    state: str
    begun: str
    submitted: str | None
    answers: dict[str, Any]
    overall: str | None
    sections: dict[str, str]
    strengths: tuple[Finding, ...]
    improvements: tuple[Finding, ...]
    recommendations: tuple[Recommendation, ...]
    left_behind: tuple[tuple[str, str], ...]
    versions: tuple[dict[str, Any], ...] = ()
    corrections: tuple[Beside, ...] = ()
    corrections_until: dt.date | None = None
    withdrawn: Beside | None = None
    filed: Beside | None = None
    voices: tuple[Beside, ...] = ()
    worker_views: tuple[Beside, ...] = ()
    taken_out: tuple[Beside, ...] = ()
    concerns: tuple[ConcernRow, ...] = ()
    waiting_for: tuple[Waiting, ...] = ()
    abandoned_because: str = ""


def list_audits(
    ws: Workspace, wanted: AuditFilter, offset: int = 0, limit: int = 100, *, exact: bool = True
) -> Page[AuditRow]:
    """A page of audits: drafts first, then those submitted, the newest first.

    Where it need not be exact, what fits a text is counted to the next thousand after the page.
    """
    mine = ws.person_id if wanted.mine else None
    drafts: list[AuditRow] = []
    items: list[AuditRow] = []
    total = 0
    at_most = None if exact or not wanted.text.strip() else (offset + limit) // COUNTED * COUNTED + COUNTED
    with ws.reading() as connection:
        if wanted.state in (None, "draft", "abandoned"):
            whose = mine or (None if is_administrator(ws) else ws.person_id)
            rows = query_audits.drafts(connection, whose, wanted.state or "draft")
            drafts = [row for row in map(_draft_row, rows) if _fits(row, wanted.text)]
        if wanted.state not in ("draft", "abandoned"):
            start, left = max(offset - len(drafts), 0), limit - len(drafts[offset : offset + limit])
            asked = (connection, wanted.state, wanted.text, mine)
            if at_most is None:
                total = query_audits.count_audits(*asked)
                found = query_audits.audits(*asked, start, left, total) if left > 0 and total else []
            else:
                ids = query_audits.first_audits(*asked, at_most + 1 - len(drafts))
                total, found = len(ids), query_audits.audits_by_id(connection, ids[start : start + left])
            items = [_row(row) for row in found]
    total += len(drafts)
    more = at_most is not None and total > at_most
    return Page((*drafts[offset : offset + limit], *items), total - more, more)


def show(ws: Workspace, key: str) -> AuditRecord:
    """The audit, whole. Raises NotFound; Refused for another auditor's draft."""
    with ws.reading() as connection:
        state = query_audits.state(connection, key)
    submitted = state.submitted
    if submitted is None:
        return _of_draft(ws, key)
    said = (*state.versions, *state.corrections, *state.voices, *state.worker_views, *state.taken_out)
    ends = [one for one in (state.withdrawn, state.filed) if one is not None]
    with ws.reading() as connection:
        names = query_audits.names(connection, [one.author for one in (*said, *ends)])

    def beside(one: Any) -> Beside:
        text, who = _words(one.event)
        return Beside(text, names.get(one.author, ""), one.author, one.time, who)

    return AuditRecord(
        id=key,
        case=submitted.case,
        auditor=submitted.auditor_name,
        auditor_id=submitted.auditor,
        tool=submitted.tool,
        tool_version=submitted.tool_version,
        tool_entity=submitted.tool_entity,
        purpose=submitted.purpose,
        state=state.state,
        begun=submitted.begun,
        submitted=state.versions[-1].time,
        answers=submitted.answers,
        overall=submitted.overall or None,
        sections=dict(sorted(submitted.sections.items())),
        strengths=submitted.strengths,
        improvements=submitted.improvements,
        recommendations=submitted.recommendations,
        left_behind=submitted.left_behind,
        versions=tuple(_version(n, one.time, one.event) for n, one in enumerate(state.versions, 1)),
        corrections=tuple(beside(one) for one in state.corrections),
        corrections_until=correction_closes(state, periods_of(ws)),
        withdrawn=beside(state.withdrawn) if state.withdrawn else None,
        filed=beside(state.filed) if state.filed else None,
        voices=tuple(beside(one) for one in state.voices),
        worker_views=tuple(beside(one) for one in state.worker_views),
        taken_out=tuple(beside(one) for one in state.taken_out),
        concerns=concerns(ws, key),
        waiting_for=_waiting(ws, state),
    )


def others_of_case(ws: Workspace, record: AuditRecord) -> tuple[AuditRow, ...]:
    """The case's other submitted audits that were not withdrawn, the newest first."""
    with ws.reading() as connection:
        rows = query_audits.audits_of_case(connection, record.case.case)
    return tuple(_row(row) for row in rows if row.id != record.id)


def waiting_of(ws: Workspace, key: str) -> tuple[Waiting, ...]:
    """Who must do what next with this audit."""
    with ws.reading() as connection:
        state = query_audits.state(connection, key)
    return _waiting(ws, state)


def waiting_of_many(ws: Workspace, keys: Sequence[str]) -> dict[str, tuple[Waiting, ...]]:
    """The same for many audits at once."""
    with ws.reading() as connection:
        states = query_audits.states(connection, keys)
    periods = periods_of(ws)
    return {key: _waiting(ws, state, periods) for key, state in states.items()}


def as_json(record: AuditRecord) -> dict[str, Any]:
    """The audit as `audit show` answers it: the same on every laptop that has the same entries."""
    plain: dict[str, Any] = msgspec.to_builtins(record)
    grades = {"overall": record.overall, "sections": record.sections}
    plain |= {
        "case": record.case.number,
        "case_at_start": _case_as_json(record.case),
        "tool": {"id": record.tool, "version": record.tool_version},
        "grades": grades,
        "grades_by_auditor": grades,
        "moderation": None,
        "response": None,
    }
    for name in ("overall", "sections", "tool_version", "tool_entity"):
        plain.pop(name)
    return plain


def _case_as_json(case: CaseAtStart) -> dict[str, Any]:
    found: dict[str, Any] = {"case_id": case.case, "number": case.number, "plan": case.plan, "age_band": case.age_band}
    for name in ("worker", "team", "service", "manager"):
        found |= {name: getattr(case, f"{name}_name"), f"{name}_id": getattr(case, name)}
    return found


def correct(ws: Workspace, key: str, correction: str, on_behalf_of: str = "") -> None:
    """A factual correction beside the audit, by the worker or the team manager, within its days (rule 2).

    A worker needs no laptop here: whoever sits with one can record it on behalf of the worker or the team manager.
    """
    record = _standing(ws, key, "corrected")
    behalf = on_behalf_of.strip()
    people = {record.case.worker: record.case.worker_name, record.case.manager: record.case.manager_name}
    people = {one: name for one, name in people.items() if one is not None}
    named = next((name for one, name in people.items() if behalf.casefold() in (one, name.casefold())), None)
    if named is None and (behalf or ws.person_id not in people):
        who = " or ".join(people.values()) or "The worker or the team manager"
        raise Refused(
            f"Only the worker or the team manager can correct a fact here: {who}. Say on behalf of which of them."
        )
    if record.corrections_until is not None and ws.today() > record.corrections_until:
        day = record.corrections_until
        raise Refused(f"Factual corrections closed on {day.day} {day:%B %Y}. Tell the standards lead.")
    _record(ws, key, AuditCorrected(_needed(correction, "Enter what is to be corrected."), named or ""))


def withdraw(ws: Workspace, key: str, reason: str) -> None:
    """The standards lead withdraws an audit, in sight of all (rule 2)."""
    require(ws, "AuditWithdrawn", "withdraw an audit")
    if _submitted(ws, key).withdrawn is not None:
        raise Refused("This audit was withdrawn before.")
    _record(ws, key, AuditWithdrawn(_needed(reason, "Say why the audit is withdrawn.")))


def file_in_record(ws: Workspace, key: str, date: dt.date, by: str = "") -> None:
    """Records that the summary was filed in the child's own record, on that day [32]."""
    record = _standing(ws, key, "filed")
    if date > ws.today():
        raise Refused("Enter the day on which the summary was filed: it cannot be in the future.")
    if date < day_of(record.submitted or ""):
        raise Refused("Enter the day on which the summary was filed: it cannot be before the audit was submitted.")
    _record(ws, key, AuditFiled(date.isoformat(), by or directory.me(ws).name))


def add_voice(ws: Workspace, key: str, who: str, said: str) -> None:
    """Adds what the child (`child`), or the parents or carers (`family`), said after submission (rule 8)."""
    _submitted(ws, key)
    if who not in ("child", "family"):
        raise Refused("Say who was asked: child or family.")
    _record(ws, key, VoiceAdded(who, _needed(said, "Enter what they said.")))


def add_worker_view(ws: Workspace, key: str, view: str) -> None:
    """Adds what the worker took from the audit (rule 9)."""
    _submitted(ws, key)
    _record(ws, key, WorkerViewAdded(_needed(view, "Enter what the worker took from the audit.")))


def _record(ws: Workspace, key: str, event: Event) -> None:
    with ws.writing() as writing:
        writing.record("audit", key, event)


def _submitted(ws: Workspace, key: str) -> AuditRecord:
    record = show(ws, key)
    if record.submitted is None:
        raise Refused("This audit is still a draft. Submit it first.")
    return record


def _standing(ws: Workspace, key: str, done: str) -> AuditRecord:
    record = _submitted(ws, key)
    if record.withdrawn is not None:
        raise Refused(f"This audit was withdrawn: it stays in sight, and is not {done}.")
    return record


def _needed(text: str, otherwise: str) -> str:
    if not text.strip():
        raise Refused(otherwise)
    return text.strip()


def _waiting(ws: Workspace, state: AuditState, periods: Periods | None = None) -> tuple[Waiting, ...]:
    submitted = state.submitted
    if submitted is None:
        return ()
    try:
        tool = tools.definition(ws, submitted.tool_entity)
    except NotFound:
        tool = Tool("", "", "", ())
    said = audit_answers.by_roles(tool, submitted.answers, ("child_contact", "family_contact", "worker_view"))
    view_later = said.pop("worker_view", "here") == ""
    contact = {role.removesuffix("_contact"): value for role, value in said.items()}
    return waiting_for(state, periods or periods_of(ws), contact=contact, view_later=view_later)


def _of_draft(ws: Workspace, key: str) -> AuditRecord:
    found = draft(ws, key)
    tool = tools.definition(ws, found.tool_entity)
    overall, sections = audit_answers.grades(tool, found.answers)
    return AuditRecord(
        id=key,
        case=found.case,
        auditor=found.auditor,
        auditor_id=found.auditor_id,
        tool=found.tool,
        tool_version=found.tool_version,
        tool_entity=found.tool_entity,
        purpose=found.purpose,
        state=found.state,
        begun=found.begun,
        submitted=None,
        answers=found.answers,
        overall=overall or None,
        sections=dict(sorted(sections.items())),
        strengths=audit_answers.findings(tool, found.answers, "strengths"),
        improvements=audit_answers.findings(tool, found.answers, "improvements"),
        recommendations=audit_answers.recommendations(tool, found.answers),
        left_behind=found.left_behind,
        concerns=concerns(ws, key),
        abandoned_because=found.reason,
    )


def _version(number: int, time: str, event: Event) -> dict[str, Any]:
    assert isinstance(event, AuditSubmitted)
    return {
        "version": number,
        "submitted": time,
        "grades": {"overall": event.overall, "sections": dict(sorted(event.sections.items()))},
    }


def _words(event: Event) -> tuple[str, str]:
    fields = msgspec.to_builtins(event)
    text = next((fields[n] for n in ("correction", "reason", "date", "said", "view", "what") if n in fields), "")
    return text, str(fields.get("who") or fields.get("on_behalf_of") or fields.get("by") or "")


def _row(row: Any) -> AuditRow:
    day = dt.date.fromisoformat(row.date)
    names = (row.id, row.number, row.worker, row.team, row.auditor, row.purpose, row.state, row.overall or None)
    return AuditRow(*names, day, row.plan, row.case_id, row.auditor_id, bool(row.withdrawn), row.worker_id, row.team_id)


def _draft_row(row: Any) -> AuditRow:
    content = msgspec.json.decode(row.content, type=Content)
    case, day = content.case, dt.datetime.fromisoformat(row.saved_at).date()
    names = (row.id, case.number, case.worker_name, case.team_name, content.auditor_name, row.purpose)
    state = "abandoned" if content.reason else "draft"
    return AuditRow(
        *names, state, None, day, case.plan, case.case, row.auditor_id, worker_id=case.worker, team_id=case.team
    )


def _fits(row: AuditRow, text: str) -> bool:
    words = text.strip().casefold()
    return not words or words in " ".join((row.number, row.worker, row.team, row.auditor)).casefold()
