"""What a thing is made of, field by field: who wrote each last, and where two wrote apart from each other.

Each field of a thing is a **slot**. An event that carries a thing whole writes only those slots that it changes from
what could be seen when it was recorded; so two people who change different fields of one thing both keep their change.
A write that did not see another one stands beside it: different values are a conflict until somebody decides. Pure.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from types import MappingProxyType
from typing import Any, Final, NamedTuple

import msgspec

from qaf_desktop.domain.entries import Entry
from qaf_desktop.domain.events import (
    CaseAdded,
    CaseChanged,
    ConflictDecided,
    Event,
    PersonAdded,
    PersonChanged,
    RoleGrant,
    ServiceAdded,
    ServiceChanged,
    SettingsChanged,
    TeamAdded,
    TeamChanged,
    ToolStatusChanged,
    ToolVersionAdded,
    WorkspaceStarted,
)

Told = Sequence[tuple[Entry, Event | None]]
Roles = tuple[RoleGrant, ...]

SHAPES: Final[dict[str, dict[str, Any]]] = {
    "service": {"name": str},
    "team": {"name": str, "service": str},
    "person": {"name": str, "team": str | None, "manager": str | None, "roles": Roles, "left": bool},
    "case": {"plan": str, "worker": str | None, "team": str | None, "age_band": str | None},
    "tool_version": {"status": str, "content": str},
}
ANY_SLOT: Final = frozenset({"workspace"})
NOT_SAID: Final[dict[str, object]] = {"roles": (), "left": False}


@dataclass(frozen=True, slots=True)
class Write:
    """One entry gave one slot a value."""

    slot: str
    value: object
    entry: str
    author: str
    time: str


class Folded(NamedTuple):
    """The value of each slot; and of each slot that is in conflict the writes beside each other, in order."""

    values: Mapping[str, object]
    rivals: Mapping[str, tuple[Write, ...]] = MappingProxyType({})


def grants(roles: Roles) -> Roles:
    """Roles in the one form in which they are compared: each role once, its limits sorted; no limit swallows limits."""
    if not roles:
        return ()
    found: dict[str, tuple[set[str], set[str]] | None] = {}
    for one in roles:
        limits = found.setdefault(one.role, (set(), set()))
        if limits is None or not (one.teams or one.services):
            found[one.role] = None
            continue
        limits[0].update(one.teams)
        limits[1].update(one.services)
    return tuple(
        RoleGrant(role) if limits is None else RoleGrant(role, tuple(sorted(limits[0])), tuple(sorted(limits[1])))
        for role, limits in found.items()
    )


def content_of(source: bytes) -> str:
    """By what the content of a tool version is told apart: the SHA-256 of its source, in hex."""
    return hashlib.sha256(source).hexdigest()


def _service(event: Any) -> dict[str, object]:
    return {"name": event.name}


def _team(event: Any) -> dict[str, object]:
    return {"name": event.name, "service": event.service}


def _person(event: Any) -> dict[str, object]:
    return {"name": event.name, "team": event.team, "manager": event.manager, "roles": grants(event.roles)}


def _person_changed(event: Any) -> dict[str, object]:
    return _person(event) | {"left": event.left}


def _case(event: Any) -> dict[str, object]:
    return {"plan": event.plan, "worker": event.worker, "team": event.team, "age_band": event.age_band}


def _tool_version(event: Any) -> dict[str, object]:
    return {"content": content_of(event.source)}


_WHOLE: Final[dict[str, dict[type[Event], Callable[[Any], dict[str, object]]]]] = {
    "workspace": {},
    "service": {ServiceAdded: _service, ServiceChanged: _service},
    "team": {TeamAdded: _team, TeamChanged: _team},
    "person": {PersonAdded: _person, PersonChanged: _person_changed},
    "case": {CaseAdded: _case, CaseChanged: _case},
    "tool_version": {ToolVersionAdded: _tool_version},
}


def _named(event: Event, kind: str) -> dict[str, object]:
    """The slots that an event writes by name, whatever stood there before. An event about another kind writes none."""
    if isinstance(event, ConflictDecided):
        return decided(event, kind)
    if kind == "workspace" and isinstance(event, SettingsChanged):
        return dict(event.values)
    if kind == "workspace" and isinstance(event, WorkspaceStarted):
        return {"organisation": event.organisation}
    if kind == "tool_version" and isinstance(event, ToolStatusChanged):
        return {"status": event.status}
    return {}


def decided(event: ConflictDecided, kind: str) -> dict[str, object]:
    """What a decision writes; nothing where no thing of this kind can have that value."""
    if kind in ANY_SLOT:
        return {event.slot: event.value}
    shape = SHAPES.get(kind, {}).get(event.slot)
    if shape is None:
        return {}
    try:
        value = msgspec.convert(event.value, type=shape)
    except msgspec.ValidationError:
        return {}
    return {event.slot: grants(value) if shape is Roles else value}


def _is(one: object, other: object) -> bool:
    return type(one) is type(other) and one == other


def _written(event: Event | None, kind: str, seen: Callable[[str], object]) -> dict[str, object]:
    """What an event writes, where `seen` tells the value of a slot that could be seen when it was recorded."""
    if event is None:
        return {}
    whole = _WHOLE[kind].get(type(event))
    if whole is None:
        return _named(event, kind)
    return {slot: value for slot, value in whole(event).items() if not _is(value, seen(slot))}


def fold(kind: str, told: Told) -> Folded:
    """The thing that these entries make: all of them, the void ones too, in the order in which every laptop folds."""
    if not _one_after_the_other(told):
        return _Web(kind, told).folded()
    values: dict[str, object] = {}
    wholes = _WHOLE[kind]
    for _, event in told:
        if event is None:
            continue
        whole = wholes.get(type(event))
        values.update(_named(event, kind) if whole is None else whole(event))
    return Folded(values)


def history(kind: str, told: Told, slot: str) -> list[Write]:
    """Every write to a slot, in order."""
    return [one for one in _Web(kind, told).writes.values() if one.slot == slot]


def _one_after_the_other(told: Told) -> bool:
    return len(told) == 1 or all(entry.header.after == (before.id,) for (before, _), (entry, _) in pairwise(told))


_Seen = dict[str, tuple[int, int]]


class _Web:
    """Entries that stand beside each other. What could be seen after each is a set of places, kept as the bits of two
    numbers for each slot: the writes that stand, and those that were written over. The highest bit is the last."""

    def __init__(self, kind: str, told: Told) -> None:
        self.writes: dict[tuple[str, int], Write] = {}  # in order
        after: dict[str, _Seen] = {}
        left = _times_named(told)
        for place, (entry, event) in enumerate(told):
            before = [after[one] for one in entry.header.after if one in after]
            seen = _together(before)
            new = _written(event, kind, partial(self._value, seen))
            if new:
                seen = dict(seen)
            for slot, value in new.items():
                stands, over = seen.get(slot, (0, 0))
                seen[slot] = (1 << place, over | stands)
                self.writes[slot, place] = Write(slot, value, entry.id, entry.header.author, entry.header.time)
            after[entry.id] = seen
            for one in entry.header.after:
                if one in left:
                    left[one] -= 1
                    if not left[one]:
                        after.pop(one, None)
        self._end = _together(list(after.values()))

    def folded(self) -> Folded:
        """The value of each slot, and the conflicts."""
        rivals = {}
        for slot, (stands, _) in self._end.items():
            beside = [self.writes[slot, place] for place in _bits(stands)]
            if any(not _is(one.value, beside[0].value) for one in beside):
                rivals[slot] = tuple(beside)
        return Folded({slot: self._value(self._end, slot) for slot in self._end}, rivals)

    def _value(self, seen: _Seen, slot: str) -> object:
        stands = seen.get(slot, (0, 0))[0]
        return self.writes[slot, stands.bit_length() - 1].value if stands else NOT_SAID.get(slot)


def _times_named(told: Told) -> dict[str, int]:
    """How often each entry is named by those after it: what was seen there is let go with the last."""
    left: dict[str, int] = {}
    for entry, _ in told:
        for one in entry.header.after:
            left[one] = left.get(one, 0) + 1
    return left


def _together(seen: Sequence[_Seen]) -> _Seen:
    if len(seen) == 1:
        return seen[0]
    found: _Seen = {}
    for each in seen:
        for slot, (stands, over) in each.items():
            stood, before = found.get(slot, (0, 0))
            found[slot] = (stood | stands, before | over)
    return {slot: (stands & ~over, over) for slot, (stands, over) in found.items()}


def _bits(number: int) -> list[int]:
    return [place for place in range(number.bit_length()) if number >> place & 1]
