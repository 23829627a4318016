"""Audits that are being filled in: saved as one types, filled from a file, moved to a newer tool, abandoned."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import msgspec

from qaf_desktop.domain.audit import Periods
from qaf_desktop.domain.events import CaseAtStart
from qaf_desktop.errors import NotFound, Refused
from qaf_desktop.services import audit_answers, audit_moves, directory, settings, tools
from qaf_desktop.store import journal, query_audits
from qaf_desktop.store.workspace import Workspace

IN_HAND: Final = "audit in hand"
_NOWHERE: Final[Mapping[str, str]] = {}


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
    concern: str = ""
    section: str = ""
    together: bool = False
    language: str = ""
    kept_names: tuple[str, ...] = ()
    beside: dict[str, str] = {}


@dataclass(frozen=True, slots=True)
class Draft:
    """An audit that is being filled in; `concern` is the id of the urgent concern that its answers speak of.

    `section`, `position` and `caret` are where it was left; `together`, whether the worker was reading along;
    `kept_names`, words that are no names; `beside`, for entries of repeats the question that each was raised beside.
    """

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
    concern: str = ""
    section: str = ""
    together: bool = False
    language: str = ""
    kept_names: frozenset[str] = frozenset()
    beside: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Upgrade:
    """The version that a draft was moved to, and the answers (label, value) that have no place in it."""

    version: str
    left_behind: tuple[tuple[str, str], ...]


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
        concern=content.concern,
        section=content.section,
        together=content.together,
        language=content.language,
        kept_names=frozenset(content.kept_names),
        beside=content.beside,
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
    section: str = "",
    together: bool = False,
    language: str = "",
    kept_names: frozenset[str] = frozenset(),
    beside: Mapping[str, str] = _NOWHERE,
) -> dt.datetime:
    """Saves the draft into this laptop's database; answers when. An urgent concern becomes an entry at once [36]."""
    return _write(
        ws,
        open_draft(ws, key),
        dict(answers),
        position=position,
        caret=caret,
        flagged=tuple(sorted(flagged)),
        private_notes=private_notes,
        section=section,
        together=together,
        language=language,
        kept_names=tuple(sorted(kept_names)),
        beside=dict(beside),
    )


def take_in_hand(ws: Workspace, key: str) -> None:
    """Notes on this laptop that this audit is being filled in, so that it opens first after a crash."""
    with ws.writing() as writing:
        journal.set_fact(writing.connection, IN_HAND, key)


def let_go(ws: Workspace, key: str) -> None:
    """Notes that this audit is filled in no longer; where it is another by now, that stays."""
    with ws.writing() as writing:
        if journal.fact(writing.connection, IN_HAND) == key:
            journal.set_fact(writing.connection, IN_HAND, "")


def in_hand(ws: Workspace) -> str | None:
    """One's own draft that was being filled in when the program ended without closing it; None where there is none."""
    with ws.reading() as connection:
        key = journal.fact(connection, IN_HAND)
        row = query_audits.draft_row(connection, key) if key else None
    return row.id if row is not None and row.state == "draft" and row.auditor_id == ws.person_id else None


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
            own = record_from_draft(ws, writing, found.case, key, said, found.concern)
            content = msgspec.structs.replace(content, concern=own)
        values = {"state": "abandoned", "content": msgspec.json.encode(content), "saved_at": ws.now().isoformat()}
        query_audits.change_draft(writing.connection, key, values)
        writing.changed("draft")


def newer_version(ws: Workspace, found: Draft) -> str | None:
    """The live version of the draft's tool, where that is not the one that it was begun with."""
    row = next((one for one in tools.tools(ws, found.tool) if one.status == "live"), None)
    return row.version if row is not None and row.entity != found.tool_entity else None


def upgrade(ws: Workspace, key: str) -> Upgrade:
    """Moves a draft to the live version of its tool. What has no place there is kept beside the answers, and shown."""
    found = open_draft(ws, key)
    newer = tools.live(ws, found.tool)
    if newer.entity == found.tool_entity:
        raise Refused(f"This draft uses the live version of its tool already: {newer.version}.")
    old, new = tools.definition(ws, found.tool_entity), tools.definition(ws, newer.entity)
    answers, lost = audit_moves.moved(old, new, found.answers)
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


def settle(ws: Workspace) -> None:
    """Records what one's drafts say of urgent concerns as it stands, once nobody is typing in them any more."""
    from qaf_desktop.services.concerns import is_recorded, record_from_draft

    with ws.reading() as connection:
        rows = query_audits.drafts(connection, ws.person_id)
    for found in (draft(ws, row.id) for row in rows):
        if not tools.is_here(ws, found.tool_entity):
            continue
        said = audit_answers.urgent_concern(tools.definition(ws, found.tool_entity), found.answers)
        if said is None or is_recorded(ws, found.concern, said):
            continue
        with ws.writing() as writing:
            own = record_from_draft(ws, writing, found.case, found.id, said, found.concern)
            content = msgspec.structs.replace(content_of(found), concern=own)
            query_audits.change_draft(writing.connection, found.id, {"content": msgspec.json.encode(content)})
            writing.changed("draft")


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
        concern=found.concern,
        section=found.section,
        together=found.together,
        language=found.language,
        kept_names=tuple(sorted(found.kept_names)),
        beside=dict(found.beside),
    )


def is_administrator(ws: Workspace) -> bool:
    """Whether the person at this laptop is an administrator."""
    return any(grant.role == "administrator" for grant in directory.me(ws).roles)


def _write(ws: Workspace, found: Draft, answers: dict[str, Any], **changed: Any) -> dt.datetime:
    from qaf_desktop.services.concerns import record_from_draft

    now = ws.now()
    content = msgspec.structs.replace(content_of(found), **changed)
    said = audit_answers.urgent_concern(tools.definition(ws, found.tool_entity), answers)
    with ws.writing() as writing:
        if said is not None:
            settled = content.position not in said.refs
            own = record_from_draft(ws, writing, found.case, found.id, said, found.concern, settled=settled)
            content = msgspec.structs.replace(content, concern=own)
        values = {
            "content": msgspec.json.encode(content),
            "answers": msgspec.json.encode(answers),
            "saved_at": now.isoformat(),
        }
        query_audits.change_draft(writing.connection, found.id, values)
        writing.changed("draft")
    return now


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
