"""Before an audit begins: is it the right case, may one audit it, with which tool, and what is still to be done."""

import datetime as dt
from dataclasses import dataclass

import msgspec

from qaf_desktop.domain import independence
from qaf_desktop.domain.events import CaseAtStart
from qaf_desktop.domain.rights import Place
from qaf_desktop.domain.words import PURPOSES
from qaf_desktop.errors import Refused
from qaf_desktop.services import audit_answers, cases, directory, tools
from qaf_desktop.services.audit_drafts import Content
from qaf_desktop.services.audit_records import waiting_of
from qaf_desktop.services.cases import CaseRow
from qaf_desktop.services.rights import require, require_at
from qaf_desktop.services.tools import ToolRow
from qaf_desktop.store import query_audits, query_directory, query_independence
from qaf_desktop.store.workspace import Workspace

RECENT_DAYS = 365
OF_THE_CASE = ("response", "recommendation", "voice", "worker_view")


@dataclass(frozen=True, slots=True)
class Outstanding:
    """Something still to be done from an earlier audit of the case; never its grades."""

    what: str
    since: dt.date
    audit_id: str


@dataclass(frozen=True, slots=True)
class Beginning:
    """What is shown before an audit of a case begins; `draft_id` is one's own unfinished audit of it."""

    case: CaseRow
    refusal: str | None
    outstanding: tuple[Outstanding, ...]
    last_audit_date: dt.date | None
    recent: bool
    note: str
    tools: tuple[ToolRow, ...] = ()
    draft_id: str | None = None


def before_beginning(ws: Workspace, case: str, purpose: str = "routine_cycle") -> Beginning:
    """What to know before an audit of this case: may one, what is outstanding, when the last was. Without grades."""
    row = cases.case(ws, case)
    with ws.reading() as connection:
        earlier = query_audits.audits_of_case(connection, row.id)
        mine = query_audits.drafts(connection, ws.person_id)
        same = query_directory.ids_of_cases(connection, [row.id])
    outstanding = tuple(
        Outstanding(waiting.what, dt.date.fromisoformat(one.date), one.id)
        for one in earlier
        for waiting in waiting_of(ws, one.id)
        if waiting.kind in OF_THE_CASE
    )
    last = dt.date.fromisoformat(earlier[0].date) if earlier else None
    recent = last is not None and (ws.today() - last).days < RECENT_DAYS
    note = f"The last audit of this case is less than twelve months old: {_long(last)}." if last and recent else ""
    own = (one.id for one in mine if msgspec.json.decode(one.content, type=Content).case.case in same)
    refused = _refusal(ws, row, purpose)
    return Beginning(
        row, refused, outstanding, last, recent, note, fitting_tools(ws, row.plan, purpose), next(own, None)
    )


def fitting_tools(ws: Workspace, plan: str, purpose: str) -> tuple[ToolRow, ...]:
    """The live tools for such a case and purpose, the one that fits best first."""
    live = [row for row in tools.tools(ws) if row.status == "live"]
    kinds = ["further_cases"] if purpose == "further_cases" else []
    kinds += ["front_door"] if plan == "contact_or_referral" else []
    kinds.append("case_audit")
    fitting = [row for row in live if row.purpose in kinds]
    return tuple(sorted(fitting, key=lambda row: (kinds.index(row.purpose), row.id != "standard", row.title)))


def held_back(ws: Workspace) -> frozenset[str]:
    """The cases (by any id) that one is auditing: the grades of their earlier audits are seen after one's own only."""
    with ws.reading() as connection:
        mine = query_audits.drafts(connection, ws.person_id)
        cases_in_hand = {msgspec.json.decode(one.content, type=Content).case.case for one in mine}
        return query_directory.ids_of_cases(connection, cases_in_hand)


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
    at_start = _at_start(ws, row)
    require_at(ws, "AuditSubmitted", f"audit case {row.number}", Place(at_start.team, at_start.service))
    content = Content(at_start, chosen.id, chosen.version, me.name)
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


def _refusal(ws: Workspace, row: CaseRow, purpose: str) -> str | None:
    me = directory.me(ws)
    own = _own_teams(ws, me)
    since = (ws.now() - dt.timedelta(days=RECENT_DAYS)).isoformat()
    with ws.reading() as connection:
        supervises = set(query_audits.managed_by(connection, me.id))
        holding = query_independence.held(connection, row.id, since)
        held = any(span.person == me.id and span.over for span in holding)
        if row.worker_id not in supervises:
            held = held or query_independence.supervised(connection, me.id, holding, since)
    auditor = independence.Auditor(me.id, own, supervises, {row.id} if held else set())
    case = independence.AuditedCase(row.id, row.number, row.worker_id, row.worker, row.team_id)
    return independence.refusal(auditor, case, purpose)


def _own_teams(ws: Workspace, me: directory.PersonRow) -> dict[str, str]:
    """One's own team, and those that one's role of team manager is limited to, by name or by their service."""
    managing = [grant for grant in me.roles if grant.role == "team_manager"]
    named = {team for grant in managing for team in grant.teams} | {me.team_id}
    services = {service for grant in managing for service in grant.services}
    return {team.id: team.name for team in directory.teams(ws) if team.id in named or team.service_id in services}


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
