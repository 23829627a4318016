"""Which entries count: each held against the rosters, as its segment declares them and under every cut.

Asked when a segment arrives, and again for a device whose cuts, or whose person's roles, change, or where the end of a
cut was on its way (`look_again`). All verdicts stand by
one note of which teams and services are one (JUDGED_BY). Where what arrived joins or parts some, `catch_up` judges anew
what was judged by them, and moves the note on.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Final

from qaf_desktop.domain.events import EVENTS, read_event
from qaf_desktop.domain.rights import BY_CONTENT, BY_ROLE_ALONE, Same, permits
from qaf_desktop.exchange import segment, wire
from qaf_desktop.exchange.rosters import Rosters, why_void
from qaf_desktop.exchange.standing import Grants
from qaf_desktop.store import aliases, erasing, exchange_facts, receiving, segments

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from qaf_desktop.domain.entries import Entry, Header
    from qaf_desktop.store.workspace import Workspace, Writing

JUDGED_BY: Final = "judged_by"
ASSUMED: Final = "devices_assumed_inside"
TOGETHER: Final = "It was recorded together with an entry that does not count."


class Judge:
    """Judges the entries of segments by what this laptop knows: its rosters, and the segments inside each cut."""

    def __init__(self, connection: Connection, rosters: Rosters, arriving: Collection[str] | None = None) -> None:
        """`arriving` are the segments that are on their way in and not here yet. Where the end of a cut is not here
        either, they are taken to be inside, as mostly they are, for `look_again` to see. An erasure never is.
        """
        self._connection, self._rosters, self._arriving = connection, rosters, arriving
        self.assumed: set[str] = set()
        self._same = Same(**_judged_by(connection))
        self._inside: dict[tuple[str, ...], frozenset[str]] = {}
        self._here: dict[tuple[str, ...], bool] = {}
        self._known: dict[tuple[object, ...], str] = {}

    def judge(self, outer: segment.Outer, hash_: str, entries: Iterable[Entry]) -> tuple[str, ...]:
        """Why each entry of a segment does not count, "" where it does. The entries of one act count together.

        Those by which teams and services are one do not hang on others of their act that are judged by their content.
        """
        every = hash_ if _cuts_on(self._rosters, outer.device) else ""
        found = []
        for entry in entries:
            header = entry.header
            key = (outer.device, outer.rosters, header.author, header.kind, header.entity_kind, every)
            why = self._known.get(key) if header.kind not in BY_CONTENT else None
            if why is None:
                why = self._known[key] = self._one(outer, hash_, header, entry.raw_body)
            found.append((header, why))
        broken = {header.batch for header, why in found if header.batch and why}
        by_role = {header.batch for header, why in found if header.batch and why and header.kind not in BY_CONTENT}

        def is_broken(header: Header) -> bool:
            return header.batch in (by_role if _is_by_role_alone(header) else broken)

        return tuple(why or (TOGETHER if broken and is_broken(header) else "") for header, why in found)

    def _one(self, outer: segment.Outer, hash_: str, header: Header, body: bytes | None) -> str:
        def may(grants: Grants) -> bool:
            if header.kind not in EVENTS:
                return True
            if body is None and header.kind in BY_CONTENT and header.commitment in self._stay_void:
                return False
            event = read_event(header.kind, body)
            return permits(header.kind, grants, header.author, event, header.entity_kind, self._same)

        why = why_void(
            self._rosters,
            device=outer.device,
            author=header.author,
            declared=outer.rosters,
            may=may,
            inside=lambda cut: self._is_inside(outer.device, hash_, header, cut),
        )
        return why or ""

    def _is_inside(self, device: str, hash_: str, header: Header, cut: tuple[str, ...]) -> bool:
        if self._arriving is None or hash_ not in self._arriving:
            return hash_ in self._before(cut)
        if self._is_here(cut):
            return False  # so is all that is inside
        self.assumed.add(device)
        return header.entity_kind != "erasure"

    def _is_here(self, cut: tuple[str, ...]) -> bool:
        known = self._here.get(cut)
        if known is None:
            known = self._here[cut] = len(segments.states_of(self._connection, cut)) == len(set(cut))
        return known

    @cached_property
    def _stay_void(self) -> frozenset[str]:
        return erasing.stays_void(self._connection)

    def void_by_content(self, outer: segment.Outer, hash_: str, entry: Entry) -> bool:
        """Whether it is what an entry says that keeps it from counting."""
        header = entry.header
        return bool(self._one(outer, hash_, header, entry.raw_body)) and not self._one(outer, hash_, header, None)

    def _before(self, cut: tuple[str, ...]) -> frozenset[str]:
        known = self._inside.get(cut)
        if known is None:
            known = self._inside[cut] = segments.before(self._connection, cut)
        return known


def _is_by_role_alone(header: Header) -> bool:
    return header.entity_kind in BY_ROLE_ALONE and header.kind not in BY_CONTENT


def _judged_by(connection: Connection) -> dict[str, dict[str, str]]:
    return exchange_facts.note(connection, JUDGED_BY) or {kind: {} for kind in aliases.RENAMED}


def _cuts_on(rosters: Rosters, device: str) -> list[tuple[str, ...]]:
    """The cuts that bear on what this device wrote: where it was removed, or its person lost a role."""
    known = rosters.device(device)
    losses = rosters.losses_of(known.person) if known is not None else ()
    return [*rosters.cuts.get(device, ()), *(cut.get(device, ()) for _, _, cut in losses)]


def touched_by(rosters: Rosters, versions: Iterable[str]) -> set[str]:
    """The devices of which something may count no longer, or again, by these versions, which are accepted now."""
    new, found = frozenset(versions), set[str]()
    for version in new:
        one = rosters.accepted[version].roster
        people = {loss.person for loss in one.losses}
        found |= set(one.removed) | {key for key, device in one.devices.items() if device.person in people}
    if rosters.overruled & new:
        found |= {key for one in rosters.accepted.values() for key in one.roster.devices}
    return found


def judge_device_anew(
    connection: Connection, rosters: Rosters, device: str, received: receiving.Received, *, by_cuts: bool = False
) -> None:
    """Judges all that a device wrote, and carries out what follows from it.

    With `by_cuts` only the segments that are outside of a cut or hold something void: nothing changes for the others
    where all that changed is which segments of cuts are here.
    """
    judge = Judge(connection, rosters)
    verdicts: dict[bytes, str] = {}
    outers = segments.outers_of(connection, device)
    if by_cuts and not segments.is_copied(connection, device):
        inside = [segments.before(connection, cut) for cut in _cuts_on(rosters, device)]
        void = segments.holding_void(connection, device)
        outers = [one for one in outers if one[0] in void or any(one[0] not in cut for cut in inside)]
    for hash_, _prev, raw_outer in outers:
        entries = segments.entries_of(connection, hash_)
        outer = wire.decode(raw_outer, segment.Outer, "The segment")
        found = judge.judge(outer, hash_, entries)
        for one, why in zip(entries, found, strict=True):
            id_ = bytes.fromhex(one.id)
            verdicts[id_] = verdicts[id_] and why if id_ in verdicts else why
    counting = {id_ for id_, why in verdicts.items() if not why}
    touched = receiving.judge_anew(connection, verdicts.items())
    for entity, kind in touched.items():
        received.entities[entity] = kind
        received.kinds.add(kind)
        if kind == "erasure":
            receiving.carry_out_entity(connection, entity, counting, received)


def judge_devices_anew(
    writing: Writing, rosters: Rosters, devices: Iterable[str], *, by_cuts: bool = False
) -> set[str]:
    """Judges all that these devices wrote by what is known now; answers the kinds of what that changes."""
    received = receiving.Received()
    for device in sorted(devices):
        judge_device_anew(writing.connection, rosters, device, received, by_cuts=by_cuts)
    receiving.fold_touched(writing.connection, received.entities.items())
    for kind in received.kinds:
        writing.changed(kind)
    return received.kinds


def note_assumed(connection: Connection, devices: Collection[str]) -> None:
    """Notes devices of which something was taken to be inside a cut whose end is not here yet, for `look_again`."""
    known = exchange_facts.note(connection, ASSUMED, [])
    if not {*devices} <= {*known}:
        exchange_facts.set_note(connection, ASSUMED, sorted({*known, *devices}))


def look_again(ws: Workspace, rosters: Rosters) -> set[str]:
    """Judges by what is here now what was judged while the ends of cuts were on their way; answers kinds that change.

    A device at a time, so that others can write in between; what is not done stays noted.
    """
    kinds: set[str] = set()
    while True:
        with ws.reading() as connection:
            noted = exchange_facts.note(connection, ASSUMED, [])
        if not noted:
            return kinds
        with ws.writing() as writing:
            kinds |= judge_devices_anew(writing, rosters, noted[:1], by_cuts=True)
            left = exchange_facts.note(writing.connection, ASSUMED, [])
            exchange_facts.set_note(writing.connection, ASSUMED, [one for one in left if one != noted[0]])


def catch_up(ws: Workspace, rosters: Rosters) -> set[str]:
    """Judges anew what was judged by teams and services that were joined or parted since, or by a content that went or
    came since; answers the kinds of what that changes.

    Which ids are one never depends on such a verdict, so this comes to an end, the same on every laptop.
    """
    with ws.reading() as connection:
        if not _is_due(connection):
            return set()
    kinds: set[str] = set()
    with ws.writing() as writing:
        connection = writing.connection
        while _is_due(connection):
            before, now = _judged_by(connection), _same_now(connection)
            changed = {one for kind in now for one in _regrouped(before[kind], now[kind])}
            devices = {*exchange_facts.note(connection, erasing.TO_JUDGE, []), *_limited_to(rosters, changed)}
            exchange_facts.set_note(connection, JUDGED_BY, now)
            exchange_facts.set_note(connection, erasing.TO_JUDGE, [])
            kinds |= judge_devices_anew(writing, rosters, devices)
    return kinds


def _is_due(connection: Connection) -> bool:
    noted = exchange_facts.note(connection, erasing.TO_JUDGE, [])
    return bool(noted) or _judged_by(connection) != _same_now(connection)


def void_by_content(connection: Connection, rosters: Rosters, entries: Sequence[Entry]) -> tuple[tuple[str, str], ...]:
    """By device and commitment, those of these entries that do not count because of what they say."""
    wanted = {
        one.id: one.header for one in entries
        if one.void and one.raw_body is not None and one.header.kind in BY_CONTENT
    }  # fmt: skip
    judge, found = Judge(connection, rosters), set[tuple[str, str]]()
    for device in {header.device for header in wanted.values()}:
        for hash_, _prev, raw_outer in segments.outers_of(connection, device):
            outer = wire.decode(raw_outer, segment.Outer, "The segment")
            for one in segments.entries_of(connection, hash_):
                if one.id in wanted and judge.void_by_content(outer, hash_, one):
                    found.add((device, one.header.commitment))
    return tuple(sorted(found))


def _same_now(connection: Connection) -> dict[str, dict[str, str]]:
    return {kind: aliases.firsts(connection, kind) for kind in aliases.RENAMED}


def _regrouped(before: Mapping[str, str], now: Mapping[str, str]) -> set[str]:
    """The ids that are one with others than before."""
    old, new = _groups(before), _groups(now)
    return {one for one in old.keys() | new.keys() if old.get(one) != new.get(one)}


def _groups(first: Mapping[str, str]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for one, low in first.items():
        found.setdefault(low, {low}).add(one)
    return {one: frozenset(group) for group in found.values() for one in group}


def _limited_to(rosters: Rosters, ids: set[str]) -> set[str]:
    """The devices of whoever ever had a role that is limited to any of these."""
    versions = [one.roster for one in rosters.accepted.values()]
    people = {
        person
        for roster in versions
        for person, grants in roster.people.items()
        if any(not ids.isdisjoint((*grant.teams, *grant.services)) for grant in grants)
    }
    return {key for roster in versions for key, device in roster.devices.items() if device.person in people}
