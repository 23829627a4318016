"""What can happen: one immutable struct for each kind of entry, in the past tense. Shapes only, no rules.

`EVENTS` maps (entity kind, kind) to the struct that reads its body; a kind that is not there is kept and not read.
"""

from typing import Final

import msgspec

UNREADABLE: Final = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)


class Event(msgspec.Struct, frozen=True, omit_defaults=True):
    """The root of all events."""


class RoleGrant(msgspec.Struct, frozen=True):
    """A role, limited to teams or services by id where there are any; no limit means everywhere."""

    role: str
    teams: tuple[str, ...] = ()
    services: tuple[str, ...] = ()


# --- workspace -------------------------------------------------------------------------------------------------
class WorkspaceStarted(Event, frozen=True):
    """The workspace was made, for this organisation."""

    organisation: str
    practice: bool = False


class SettingsChanged(Event, frozen=True):
    """Settings by name were given these values."""

    values: dict[str, object]


# --- directory -------------------------------------------------------------------------------------------------
class ServiceAdded(Event, frozen=True):
    """A service of the council, to which teams belong."""

    name: str


class ServiceChanged(Event, frozen=True):
    """A service as it is called from now on."""

    name: str


class TeamAdded(Event, frozen=True):
    """A team, in a service (by id)."""

    name: str
    service: str


class TeamChanged(Event, frozen=True):
    """A team as it is called, and in the service (by id) that it belongs to, from now on."""

    name: str
    service: str


class PersonAdded(Event, frozen=True):
    """A person: team and manager by id; roles with their limits."""

    name: str
    team: str | None = None
    manager: str | None = None
    roles: tuple[RoleGrant, ...] = ()


class PersonChanged(Event, frozen=True):
    """A person as they are from now on, whole."""

    name: str
    team: str | None = None
    manager: str | None = None
    roles: tuple[RoleGrant, ...] = ()
    left: bool = False


class CaseAdded(Event, frozen=True):
    """A case: its number in the social care system, and as little else as the job allows. No child's name."""

    number: str
    plan: str
    worker: str | None = None
    team: str | None = None
    age_band: str | None = None


class CaseChanged(Event, frozen=True):
    """A case as it is from now on, whole (its number stays)."""

    plan: str
    worker: str | None = None
    team: str | None = None
    age_band: str | None = None


# --- audit tools -----------------------------------------------------------------------------------------------
class ToolVersionAdded(Event, frozen=True):
    """A version of an audit tool; the source file's bytes are kept (base64), to be given out and compiled anew.

    The entity is the tool version; `tool` is the tool's id in its XLSForm settings.
    """

    tool: str
    version: str
    title: str
    file_name: str
    source: bytes
    left_out: tuple[str, ...] = ()
    purpose: str = "case_audit"


class ToolStatusChanged(Event, frozen=True):
    """The version became draft, live or retired."""

    status: str


# --- audits ----------------------------------------------------------------------------------------------------
class CaseAtStart(msgspec.Struct, frozen=True):
    """The case as it was when the audit was begun: ids beside the names of that day."""

    case: str
    number: str
    plan: str
    age_band: str | None
    worker: str | None
    worker_name: str
    team: str | None
    team_name: str
    service: str | None
    service_name: str
    manager: str | None
    manager_name: str


class Finding(msgspec.Struct, frozen=True):
    """A strength or an area for improvement; `id` is its repeat instance's id, kept for good."""

    id: str
    what: str
    evidence: str = ""
    themes: tuple[str, ...] = ()
    question: str = ""


class Recommendation(msgspec.Struct, frozen=True):
    """What should change, made by the auditor."""

    id: str
    what: str
    evidence: str = ""
    themes: tuple[str, ...] = ()
    urgency: str = ""
    question: str = ""


class AuditSubmitted(Event, frozen=True):
    """An audit entered the journal, whole, when it was submitted. Nothing in it ever changes [34]."""

    case: CaseAtStart
    tool: str
    tool_version: str
    tool_entity: str
    purpose: str
    auditor: str
    auditor_name: str
    begun: str
    answers: dict[str, object]
    overall: str
    sections: dict[str, str]
    strengths: tuple[Finding, ...] = ()
    improvements: tuple[Finding, ...] = ()
    recommendations: tuple[Recommendation, ...] = ()
    left_behind: tuple[tuple[str, str], ...] = ()


class AuditCorrected(Event, frozen=True):
    """A factual correction by the worker or the team manager, beside the audit."""

    correction: str
    on_behalf_of: str = ""


class AuditWithdrawn(Event, frozen=True):
    """The standards lead withdrew the audit, in sight of all."""

    reason: str


class AuditFiled(Event, frozen=True):
    """The summary was filed in the child's own record [32]."""

    date: str
    by: str


class VoiceAdded(Event, frozen=True):
    """What the child, or the parents or carers, said when they were asked after submission [57, 60]."""

    who: str
    said: str


class WorkerViewAdded(Event, frozen=True):
    """What the worker took from the audit, added later [32]."""

    view: str


class TakenOut(Event, frozen=True):
    """Something left the program: printed, saved as PDF, exported. Who and when are the entry's own."""

    what: str


# --- urgent concerns -------------------------------------------------------------------------------------------
class UrgentConcernRaised(Event, frozen=True):
    """An urgent concern for a child, an entry from the moment it is recorded [36]."""

    case: str
    case_number: str
    concern: str
    told: str = ""
    when: str = ""
    tonight: str = ""
    audit: str | None = None


class UrgentConcernTold(Event, frozen=True):
    """Whom the auditor told, when, and what they will do: added to a concern that was recorded before."""

    told: str
    when: str
    tonight: str


# --- laptops, conflicts and erasures ---------------------------------------------------------------------------
class DeviceNamed(Event, frozen=True):
    """A laptop, as people call it, and whose it is: names stand in entries, never in the roster."""

    label: str
    person: str


class ConflictDecided(Event, frozen=True):
    """Where two people decided one thing apart from each other: what holds, and whose entry it was."""

    slot: str
    value: object
    entry: str
    reason: str = ""


class CaseErased(Event, frozen=True):
    """A case is erased, lawfully: the content of all entries about it goes, on every laptop.

    `void` names, by device and commitment, the entries among them that did not count because of what they said. Nothing
    else tells who never sees that content.
    """

    case: str
    entities: tuple[str, ...]
    reason: str
    void: tuple[tuple[str, str], ...] = ()


class PassageRedacted(Event, frozen=True):
    """A passage of an entry is redacted: its content goes, and `content` stands in its place. `void` is as above."""

    entry: str
    content: bytes
    reason: str
    void: tuple[tuple[str, str], ...] = ()


EVENTS: Final[dict[str, type[Event]]] = {
    cls.__name__: cls
    for cls in (
        WorkspaceStarted, SettingsChanged, ServiceAdded, ServiceChanged, TeamAdded, TeamChanged, PersonAdded,
        PersonChanged, CaseAdded, CaseChanged,
        ToolVersionAdded, ToolStatusChanged, AuditSubmitted, AuditCorrected, AuditWithdrawn, AuditFiled, VoiceAdded,
        WorkerViewAdded, TakenOut, UrgentConcernRaised, UrgentConcernTold, DeviceNamed, ConflictDecided, CaseErased,
        PassageRedacted,
    )
}  # fmt: skip


def read_event(kind: str, body: bytes | None) -> Event | None:
    """The event of that kind in a body; None for one that is erased or unreadable, and for an unknown kind."""
    shape = EVENTS.get(kind)
    if shape is None or body is None:
        return None
    try:
        return msgspec.json.decode(body, type=shape)
    except UNREADABLE:
        return None
