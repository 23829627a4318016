"""What can truly be said of the exchange: saved, sent, received as of when, what waits, and what stands in the way."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from weakref import WeakKeyDictionary

from qaf_desktop.exchange import names, wire
from qaf_desktop.exchange.segment import Outer
from qaf_desktop.services import answers_in_words as in_words
from qaf_desktop.services import exchange, exchange_state
from qaf_desktop.services.intake_lists import Problem
from qaf_desktop.store import devices, exchange_facts, journal, segments

if TYPE_CHECKING:
    from collections.abc import Mapping
    from zoneinfo import ZoneInfo

    from sqlalchemy import Connection

    from qaf_desktop.store.workspace import Workspace

# What entries are called when they wait: one, and several.
WORDS: Final = {
    "AuditSubmitted": ("submitted audit", "submitted audits"),
    "AuditCorrected": ("factual correction", "factual corrections"),
    "AuditWithdrawn": ("withdrawal", "withdrawals"),
    "AuditFiled": ("filing", "filings"),
    "VoiceAdded": ("child's or family's view", "children's or families' views"),
    "WorkerViewAdded": ("worker's view", "workers' views"),
    "TakenOut": ("note of a print or export", "notes of prints or exports"),
    "UrgentConcernRaised": ("urgent concern", "urgent concerns"),
    "UrgentConcernTold": ("note of whom was told", "notes of whom was told"),
    "CaseAdded": ("case", "cases"),
    "CaseChanged": ("changed case", "changed cases"),
    "PersonAdded": ("person", "people"),
    "PersonChanged": ("changed person", "changed people"),
    "TeamAdded": ("team", "teams"),
    "TeamChanged": ("changed team", "changed teams"),
    "ServiceAdded": ("service", "services"),
    "ServiceChanged": ("changed service", "changed services"),
    "SettingsChanged": ("change of settings", "changes of settings"),
    "ToolVersionAdded": ("audit tool", "audit tools"),
    "ToolStatusChanged": ("changed audit tool", "changed audit tools"),
    "DeviceNamed": ("laptop", "laptops"),
    "ConflictDecided": ("decided conflict", "decided conflicts"),
    "CaseErased": ("erasure", "erasures"),
    "PassageRedacted": ("redaction", "redactions"),
    "lists": ("change of laptops and roles", "changes of laptops and roles"),
    "others": ("entry of another laptop, to be passed on", "entries of other laptops, to be passed on"),
}


_Held = tuple[tuple[int, str], tuple[bool, bool, int] | None]
_known: Final[WeakKeyDictionary[Workspace, _Held]] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class Waiting:
    """So many entries of a kind that are not in the shared folder yet, in the field's words."""

    kind: str
    words: str
    count: int


@dataclass(frozen=True, slots=True)
class ExchangeStatus:
    """The exchange as it stands. Moments are in UTC; `trouble` is "" where the folder was reachable last."""

    folder: str
    approved: bool
    removed: bool
    waiting: tuple[Waiting, ...]
    held: int
    void: int
    last: dt.datetime | None
    trouble: str
    trouble_since: dt.datetime | None
    problems: tuple[Problem, ...]
    notices: tuple[str, ...]
    proposals: int

    @property
    def to_send(self) -> int:
        """How many entries wait to be sent."""
        return sum(one.count for one in self.waiting)

    @property
    def waits_in_words(self) -> str:
        """Such as "3 changes waiting (1 submitted audit, 2 cases)"; "" where nothing does. Removed, none waits."""
        if not self.to_send:
            return ""
        changes = "change" if self.to_send == 1 else "changes"
        waiting = "that nobody else gets" if self.removed else "waiting"
        return f"{self.to_send:,} {changes} {waiting} ({', '.join(one.words for one in self.waiting)})"


@dataclass(frozen=True, slots=True)
class Void:
    """An entry that is kept and does not count: what it is in the field's words, whose, from which laptop, and why."""

    entity: str
    kind: str
    words: str
    author: str
    device: str
    time: dt.datetime
    why: str


def status(ws: Workspace) -> ExchangeStatus | None:
    """The exchange as it stands, from this laptop's database alone; None in practice, which never exchanges."""
    standing = _standing(ws)
    if standing is None:
        return None
    approved, removed, proposals = standing
    with ws.reading() as connection:
        kinds = segments.unsent_kinds(connection, ws.device_id)
        kinds |= _beside_entries(connection, ws.device_id) if approved else {}
        held = segments.held_entries(connection)
        void = segments.void_entries(connection)
        folder = exchange_facts.note(connection, exchange_state.FOLDER, "")
        last = exchange_facts.note(connection, exchange.LAST)
        trouble = exchange_facts.note(connection, exchange.TROUBLE)
        said = exchange_facts.note(connection, exchange.PROBLEMS, {"problems": [], "notices": []})
        labels = devices.labels(connection)
    problems = [Problem(file, _label(labels, file, device), message) for file, device, message in said["problems"]]
    return ExchangeStatus(
        folder=folder or "",
        approved=approved,
        removed=removed,
        waiting=tuple(_waiting(kind, count) for kind, count in sorted(kinds.items()) if count),
        held=held,
        void=void,
        last=dt.datetime.fromisoformat(last) if last else None,
        trouble=trouble["message"] if trouble else "",
        trouble_since=dt.datetime.fromisoformat(trouble["since"]) if trouble else None,
        problems=tuple(problems),
        notices=tuple(said["notices"]),
        proposals=proposals,
    )


@dataclass(frozen=True, slots=True)
class Glance:
    """What the status bar says: how it stands, as of when the folder was read, and the code of what is in the way."""

    status: ExchangeStatus
    received: dt.datetime | None
    trouble: str


def glance(ws: Workspace) -> Glance | None:
    """What can be said at every moment; None in practice, which never exchanges."""
    found = status(ws)
    if found is None:
        return None
    with ws.reading() as connection:
        trouble = exchange_facts.note(connection, exchange.TROUBLE)
    return Glance(found, as_of(ws), trouble.get("code", "") if trouble else "")


def _beside_entries(connection: Connection, device: str) -> dict[str, int]:
    """What waits for the folder beside this laptop's own entries."""
    others = [wire.decode(raw, Outer, "The segment").count for raw in segments.unsent_of_others(connection, device)]
    here, told = exchange_facts.count_lists(connection), exchange_facts.note(connection, exchange.LISTS)
    lists = 0
    if told is not None:  # before the first exchange there is nothing to compare with
        lists = max(here[0] - told[0], min(1, here[1] - told[1]), 0)
    return {"lists": lists, "others": sum(others)}


def _standing(ws: Workspace) -> tuple[bool, bool, int] | None:
    """Whether this laptop is on the list, was removed, and what waits there; read anew where the list changed."""
    with ws.reading() as connection:
        known = exchange_facts.rosters_known(connection)
    held = _known.get(ws)
    if held is not None and held[0] == known:
        return held[1]
    x = exchange_state.load(ws)
    found = None if x is None else (x.approved, x.removed, len(x.rosters.proposals()))
    _known[ws] = (known, found)
    return found


def _label(labels: Mapping[str, str], file: str, device: str) -> str:
    """What the laptop is called that a file is of; a file that cannot be read says it by its place alone."""
    place = file.split("/")
    if not device and len(place) == 3 and place[0] == names.SEGMENTS:
        device = next((key for key in labels if key.startswith(place[1])), "")
    return labels.get(device, device)


def _waiting(kind: str, count: int) -> Waiting:
    one, several = WORDS.get(kind, ("other entry", "other entries"))
    return Waiting(kind, f"{count:,} {one if count == 1 else several}", count)


def as_of(ws: Workspace) -> dt.datetime | None:
    """As of when this laptop knows what others did: when the folder was last read. None before the first exchange."""
    with ws.reading() as connection:
        moment = exchange_facts.note(connection, exchange.RECEIVED_AT)
    return dt.datetime.fromisoformat(moment) if moment else None


def as_of_in_words(ws: Workspace, zone: ZoneInfo) -> str:
    """What a list or a summary is as of. Where there is no shared folder, all there is was recorded here: as of now."""
    moment = as_of(ws)
    if moment is not None:
        return in_words.moment(moment, zone)
    with ws.reading() as connection:
        folder = exchange_facts.note(connection, exchange_state.FOLDER)
    now = in_words.moment(ws.now(), zone)
    return f"{now}, on this laptop alone" if folder else now


def void(ws: Workspace, entity: str | None = None, limit: int = 200) -> tuple[Void, ...]:
    """The entries that are kept and do not count, the newest first; of one thing where it is named."""
    with ws.reading() as connection:
        found = journal.void(connection, entity, limit)
        labels, people = devices.labels(connection), devices.names_of_people(connection)
    return tuple(
        Void(
            one.header.entity, one.header.kind, WORDS.get(one.header.kind, ("other entry", ""))[0].capitalize(),
            people.get(one.header.author, "somebody"), labels.get(one.header.device, one.header.device[:8]),
            dt.datetime.fromisoformat(one.header.time), one.void,
        )
        for one in found
    )  # fmt: skip
