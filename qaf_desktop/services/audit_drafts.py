"""Audits that are being filled in: begun, saved as one types, filled from a file, moved to a newer tool, abandoned."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from qaf_desktop.domain import independence
from qaf_desktop.domain.audit import Periods
from qaf_desktop.domain.events import CaseAtStart
from qaf_desktop.domain.words import PURPOSES
from qaf_desktop.errors import NotFound, Refused
from qaf_desktop.services import audit_answers, cases, directory, settings, tools
from qaf_desktop.services.cases import CaseRow
from qaf_desktop.services.rights import require
from qaf_desktop.store import query_audits
from qaf_desktop.store.workspace import Workspace

RECENT_DAYS = 365


class Content(msgspec.Struct, frozen=True, omit_defaults=True):
    """All of a draft but its answers, as it is kept."""

    case: CaseAtStart
    tool: str
    tool_version: str
    auditor_name: str
    position: str = ""
    caret: int = 0
    flagged: tuple[str, ...] = ()
    private_notes: str = ""
    reason: str = ""
    left_behind: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """An audit that is being filled in."""

    id: str
    case: CaseAtStart
    tool_entity: str
    tool: str
    tool_version: str
    purpose: str
    auditor_id: str
    auditor: str
    answers: dict[str, Any]
    position: str
    caret: int
    flagged: frozenset[str]
    private_notes: str
    begun: str
    saved_at: dt.datetime
    state: str
    reason: str = ""
    left_behind: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Outstanding:
    """Something still to be done from an earlier audit of the case; never its grades."""

    what: str
    since: dt.date
    audit_id: str


@dataclass(frozen=True, slots=True)
class Beginning:
    """What is shown before an audit of a case begins."""

    case: CaseRow
    refusal: str | None
    outstanding: tuple[Outstanding, ...]
    last_audit_date: dt.date | None
    recent: bool
    note: str


@dataclass(frozen=True, slots=True)
class Upgrade:
    """The version that a draft was moved to, and the answers (label, value) that have no place in it."""

    version: str
    left_behind: tuple[tuple[str, str], ...]


def before_beginning(ws: Workspace, case: str, purpose: str = "routine_cycle") -> Beginning:
    """What to know before an audit of this case: may one, what is outstanding, when the last was. Without grades."""
    from qaf_desktop.services.audit_records import waiting_of

    row = cases.case(ws, case)
    with ws.reading() as connection:
        earlier = query_audits.audits_of_case(connection, row.id)
    outstanding = tuple(
        Outstanding(waiting.what, dt.date.fromisoformat(one.date), one.id)
        for one in earlier
        for waiting in waiting_of(ws, one.id)
        if waiting.kind in ("response", "recommendation", "voice", "worker_view")
    )
    last = dt.date.fromisoformat(earlier[0].date) if earlier else None
    recent = last is not None and (ws.today() - last).days < RECENT_DAYS
    note = f"The last audit of this case is less than twelve months old: {_long(last)}." if last and recent else ""
    return Beginning(row, _refusal(ws, row, purpose), outstanding, last, recent, note)


def begin(ws: Workspace, case: str, tool: str | None = None, purpose: str = "routine_cycle") -> str:
    """Begins an audit of the case; answers its id. Raises Refused with the sentence of rule 1 [29]."""
    require(ws, "AuditSubmitted", "audit a case")
    if purpose not in PURPOSES:
        raise Refused(f"{purpose} is no purpose of an audit. Choose one of: {', '.join(PURPOSES)}.")
    row = cases.case(ws, case)
    refused = _refusal(ws, row, purpose)
    if refused is not None:
        raise Refused(refused)
    chosen = tools.live(ws, tool)
    me, key, now = directory.me(ws), ws.new_id(), ws.now().isoformat()
    content = Content(_at_start(ws, row), chosen.id, chosen.version, me.name)
    answers = audit_answers.prefilled(
        tools.definition(ws, chosen.entity), {"plan_type": row.plan, "age_band": row.age_band}
    )
    values = {
        "id": key,
        "case_id": row.id,
        "auditor_id": me.id,
        "state": "draft",
        "begun": now,
        "saved_at": now,
        "number": row.number,
        "purpose": purpose,
        "tool_entity": chosen.entity,
        "content": msgspec.json.encode(content),
        "answers": msgspec.json.encode(answers),
    }
    with ws.writing() as writing:
        query_audits.insert_draft(writing.connection, values)
        writing.changed("draft")
    return key


def draft(ws: Workspace, key: str) -> Draft:
    """The draft with this id, if it is one's own. Raises NotFound, Refused."""
    with ws.reading() as connection:
        row = query_audits.draft_row(connection, key)
        if row is None and query_audits.state(connection, key).versions:
            raise Refused("This audit was submitted, and submitted is final. Record a factual correction beside it.")
    if row is None:
        raise NotFound(f"There is no audit {key}. See which there are: audit list.")
    if row.auditor_id != ws.person_id and not is_administrator(ws):
        raise Refused("This draft is another auditor's. It can be read once it is submitted.")
    content = msgspec.json.decode(row.content, type=Content)
    return Draft(
        id=row.id,
        case=content.case,
        tool_entity=row.tool_entity,
        tool=content.tool,
        tool_version=content.tool_version,
        purpose=row.purpose,
        auditor_id=row.auditor_id,
        auditor=content.auditor_name,
        answers=msgspec.json.decode(row.answers),
        position=content.position,
        caret=content.caret,
        flagged=frozenset(content.flagged),
        private_notes=content.private_notes,
        begun=row.begun,
        saved_at=dt.datetime.fromisoformat(row.saved_at),
        state=row.state,
        reason=content.reason,
        left_behind=content.left_behind,
    )


def open_draft(ws: Workspace, key: str) -> Draft:
    """The same, refused where it was abandoned or is not one's own to write."""
    found = draft(ws, key)
    if found.state != "draft":
        raise Refused("This audit was abandoned. Begin another audit of the case.")
    if found.auditor_id != ws.person_id:
        raise Refused("This draft is another auditor's. Only they can change it.")
    return found


def save(
    ws: Workspace,
    key: str,
    *,
    answers: Mapping[str, object],
    position: str = "",
    caret: int = 0,
    flagged: frozenset[str] = frozenset(),
    private_notes: str = "",
) -> dt.datetime:
    """Saves the draft into this laptop's database; answers when. An urgent concern becomes an entry at once [36]."""
    found = open_draft(ws, key)
    changed = {"position": position, "caret": caret, "flagged": tuple(sorted(flagged)), "private_notes": private_notes}
    return _write(ws, found, dict(answers), **changed)


def fill(ws: Workspace, key: str, values: Mapping[str, object]) -> dt.datetime:
    """Fills answers in by name: a key given replaces, null clears, an absent key stays."""
    from qaf_desktop.tool.form import Form

    found = open_draft(ws, key)
    form = Form(tools.definition(ws, found.tool_entity), found.answers, now=ws.now())
    form.fill(values)
    return _write(ws, found, dict(form.answers()), position="", caret=0)


def abandon(ws: Workspace, key: str, reason: str) -> None:
    """Ends a draft without submitting it. Its private notes go; an urgent concern recorded in it stays."""
    found = open_draft(ws, key)
    if not reason.strip():
        raise Refused("Say why the audit is abandoned.")
    from qaf_desktop.services.concerns import record_from_draft

    content = msgspec.structs.replace(content_of(found), reason=reason.strip(), private_notes="")
    said = audit_answers.urgent_concern(tools.definition(ws, found.tool_entity), found.answers)
    with ws.writing() as writing:
        if said is not None:
            record_from_draft(ws, writing, found.case, key, said)
        values = {"state": "abandoned", "content": msgspec.json.encode(content), "saved_at": ws.now().isoformat()}
        query_audits.change_draft(writing.connection, key, values)
        writing.changed("draft")


def upgrade(ws: Workspace, key: str) -> Upgrade:
    """Moves a draft to the live version of its tool. What has no place there is kept beside the answers, and shown."""
    found = open_draft(ws, key)
    newer = tools.live(ws, found.tool)
    if newer.entity == found.tool_entity:
        raise Refused(f"This draft uses the live version of its tool already: {newer.version}.")
    old, new = tools.definition(ws, found.tool_entity), tools.definition(ws, newer.entity)
    answers, lost = audit_answers.moved(old, new, found.answers)
    left_behind = (*found.left_behind, *lost)
    content = msgspec.structs.replace(content_of(found), tool_version=newer.version, left_behind=left_behind)
    values = {
        "tool_entity": newer.entity,
        "content": msgspec.json.encode(content),
        "answers": msgspec.json.encode(answers),
        "saved_at": ws.now().isoformat(),
    }
    with ws.writing() as writing:
        query_audits.change_draft(writing.connection, key, values)
        writing.changed("draft")
    return Upgrade(newer.version, left_behind)


def content_of(found: Draft) -> Content:
    """The draft as it is kept, but for its answers."""
    return Content(
        case=found.case,
        tool=found.tool,
        tool_version=found.tool_version,
        auditor_name=found.auditor,
        position=found.position,
        caret=found.caret,
        flagged=tuple(sorted(found.flagged)),
        private_notes=found.private_notes,
        reason=found.reason,
        left_behind=found.left_behind,
    )


def is_administrator(ws: Workspace) -> bool:
    """Whether the person at this laptop is an administrator."""
    return any(grant.role == "administrator" for grant in directory.me(ws).roles)


def _write(ws: Workspace, found: Draft, answers: dict[str, Any], **changed: Any) -> dt.datetime:
    from qaf_desktop.services.concerns import record_from_draft

    now = ws.now()
    content = msgspec.structs.replace(content_of(found), **changed)
    values = {
        "content": msgspec.json.encode(content),
        "answers": msgspec.json.encode(answers),
        "saved_at": now.isoformat(),
    }
    said = audit_answers.urgent_concern(tools.definition(ws, found.tool_entity), answers)
    with ws.writing() as writing:
        query_audits.change_draft(writing.connection, found.id, values)
        if said is not None:
            settled = content.position not in said.refs
            record_from_draft(ws, writing, found.case, found.id, said, settled=settled)
        writing.changed("draft")
    return now


def _refusal(ws: Workspace, row: CaseRow, purpose: str) -> str | None:
    me = directory.me(ws)
    names = {team.id: team.name for team in directory.teams(ws)}
    own = {me.team_id} | {team for grant in me.roles if grant.role == "team_manager" for team in grant.teams}
    since = (ws.now() - dt.timedelta(days=RECENT_DAYS)).isoformat()
    with ws.reading() as connection:
        supervises = set(query_audits.managed_by(connection, me.id))
        holders = query_audits.holders(connection, row.id, since) - {row.worker_id}
    held = {row.id} if me.id in holders or (holders & supervises and row.worker_id not in supervises) else set()
    auditor = independence.Auditor(me.id, {t: names.get(t, "") for t in own if t is not None}, supervises, held)
    case = independence.AuditedCase(row.id, row.number, row.worker_id, row.worker, row.team_id)
    return independence.refusal(auditor, case, purpose)


def _at_start(ws: Workspace, row: CaseRow) -> CaseAtStart:
    manager_id: str | None = None
    manager = ""
    if row.worker_id is not None:
        worker = directory.person(ws, row.worker_id)
        manager_id, manager = worker.manager_id, worker.manager
    if manager_id is None and row.team_id is not None:
        with ws.reading() as connection:
            found = query_audits.team_manager(connection, row.team_id)
        manager_id, manager = (found.id, found.name) if found is not None else (None, "")
    return CaseAtStart(
        case=row.id,
        number=row.number,
        plan=row.plan,
        age_band=row.age_band,
        worker=row.worker_id,
        worker_name=row.worker or "",
        team=row.team_id,
        team_name=row.team or "",
        service=row.service_id,
        service_name=row.service or "",
        manager=manager_id,
        manager_name=manager or "",
    )


def _long(day: dt.date) -> str:
    return f"{day.day} {day:%B %Y}"


def periods_of(ws: Workspace) -> Periods:
    """The periods that obligations are counted by, from the workspace's settings."""
    found = settings.get(ws)
    return Periods(
        response_days=found.response_days,
        filing_days=found.filing_days,
        correction_days=found.correction_days,
        dip_sample_days=found.dip_sample_days,
        calendar=found.calendar,
        zone=found.zone,
        any_section_starts_dip_sample=found.any_section_starts_dip_sample,
    )
