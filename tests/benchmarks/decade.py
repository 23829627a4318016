"""A shared folder as it is after years: many laptops, audits and segments, made without living through them."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from qaf_desktop.clock import Clock
from qaf_desktop.domain.entries import Header, commitment, encode_body, seal
from qaf_desktop.domain.events import DeviceNamed, Event, PersonAdded, RoleGrant, TakenOut
from qaf_desktop.exchange import changes, crypto, names, pack, roster, segment
from qaf_desktop.exchange.folder import SharedFolder
from qaf_desktop.exchange.segment import Segment
from qaf_desktop.services import exchange_state, upkeep
from qaf_desktop.store import exchange_facts
from qaf_desktop.store.workspace import Workspace
from tests.benchmarks import made

ROLES = (RoleGrant("auditor"), RoleGrant("team_manager"))
PACKED = 40_000


@dataclass
class Hand:
    """A laptop that only ever existed on paper: its keys, and how far it has got."""

    device: str
    person: str
    keys: crypto.SecretKeys
    clock: Clock
    rosters: tuple[str, ...] = ()
    n: int = 0
    seq: int = 0
    prev: str = ""

    def entry(
        self, kind: str, entity: str, event: Event, after: tuple[str, ...], minute: int
    ) -> tuple[str, bytes, segment.Body]:
        """An entry of this laptop: its id, header and body."""
        self.seq += 1
        salt, body = self.clock.token(16), encode_body(event)
        day, rest = divmod(minute, 1440)
        time = f"{2026 + day // 336:04}-{day // 28 % 12 + 1:02}-{day % 28 + 1:02}T{rest // 60:02}:{rest % 60:02}:00Z"
        header = Header(
            entity, kind, type(event).__name__, self.person, self.device, self.seq, time, after, commitment(salt, body)
        )
        whole = seal(header, salt, body)
        return whole.id, whole.raw_header, (salt, body)

    def segment(self, workspace: str, held: list[tuple[bytes, segment.Body]]) -> Segment:
        """The next segment of this laptop."""
        self.n += 1
        one = segment.make(
            self.keys, workspace=workspace, device=self.device, n=self.n, prev=self.prev, rosters=self.rosters, seen=(),
            headers=[raw for raw, _ in held], bodies=[body for _, body in held],
        )  # fmt: skip
        self.prev = one.hash
        return one


def hands(ws: Workspace, count: int) -> list[Hand]:
    """So many further laptops, approved by the first in one version each, with their names recorded."""
    x = exchange_state.needed(ws)
    found = []
    with ws.writing() as writing:
        for number in range(count):
            hand = Hand(ws.new_id(), ws.new_id(), crypto.new_keys(ws.clock), ws.clock)
            public = hand.keys.public
            laptop = roster.Device(hand.person, public.sign, public.recipient)
            newest = x.rosters.accepted[x.rosters.heads[0]].roster.epoch
            version = changes.approving(x.rosters, hand.device, laptop, ROLES, {}, newest)
            upkeep_add(x, version)
            writing.record("person", hand.person, PersonAdded(f"Person {number:03}", roles=ROLES))
            writing.record("device", hand.device, DeviceNamed(f"LAPTOP-{number:03}", hand.person))
            found.append(hand)
        for one in x.rosters.accepted.values():
            exchange_state.keep_roster(writing.connection, one)
        exchange_state.note_accepted(writing.connection, x.rosters)
    for hand in found:
        hand.rosters = x.rosters.heads
    upkeep.give_out_keys(ws, x)
    return found


def approve(ws: Workspace, waiting: Workspace) -> None:
    """Approves a laptop without taking in first what others sent: the first laptop need not hold a decade."""
    x, public = exchange_state.needed(ws), exchange_state.needed(waiting).keys.public
    laptop = roster.Device(ws.new_id(), public.sign, public.recipient)
    newest = x.rosters.accepted[x.rosters.heads[0]].roster.epoch
    upkeep_add(x, changes.approving(x.rosters, waiting.device_id, laptop, ROLES, {}, newest))
    with ws.writing() as writing:
        exchange_state.keep_roster(writing.connection, x.rosters.accepted[x.rosters.heads[0]])
        exchange_state.note_accepted(writing.connection, x.rosters)
        writing.record("person", laptop.person, PersonAdded("N. New", roles=ROLES))
        writing.record("device", waiting.device_id, DeviceNamed("LAPTOP-NEW", laptop.person))
    upkeep.give_out_keys(ws, x)


def replace(ws: Workspace, laptops: list[Hand]) -> None:
    """Removes these laptops, each after its last segment, as over years most are: in one version each, one new key."""
    x = exchange_state.needed(ws)
    epoch, identity = roster.new_epoch()
    for hand in laptops:
        upkeep_add(x, changes.removing(x.rosters, {hand.device: (hand.prev,)}, {}, epoch))
    with ws.writing() as writing:
        exchange_facts.keep_identities(writing.connection, {epoch.id: identity})
        for one in x.rosters.accepted.values():
            exchange_state.keep_roster(writing.connection, one)
        exchange_state.note_accepted(writing.connection, x.rosters)
    upkeep.give_out_keys(ws, exchange_state.needed(ws))


def upkeep_add(x: exchange_state.Exchange, version: roster.Roster) -> None:
    """Adds a version that this laptop signs."""
    x.rosters.add([roster.signed(version, {x.device: x.keys.sign})])


def history(
    ws: Workspace, laptops: list[Hand], audits: int, beside: int, in_one: int, seed: int = 1
) -> Iterator[Segment]:
    """Audits by these laptops, each with so many further entries beside it, in segments of `in_one` entries."""
    chance = random.Random(seed)
    for number in range(audits):
        hand = laptops[number % len(laptops)]
        entity, minute = ws.new_id(), number * 20
        event = msgspec.structs.replace(made.audit(ws, chance), auditor=hand.person)
        last, raw, body = hand.entry("audit", entity, event, (), minute)
        held = [(raw, body)]
        for place in range(beside):
            last, raw, body = hand.entry(
                "audit", entity, TakenOut(f"Summary saved as PDF, {place}"), (last,), minute + place
            )
            held.append((raw, body))
        for at in range(0, len(held), in_one):
            yield hand.segment(ws.id, held[at : at + in_one])


def packed(ws: Workspace, folder: SharedFolder, segments: Iterator[Segment]) -> int:
    """Writes these segments into the folder as packs, with the head of each laptop; answers how many entries."""
    x = exchange_state.needed(ws)
    heads: dict[str, names.SegmentName] = {}
    count = 0

    def write(held: list[Segment]) -> None:
        raw = pack.make(ws.id, {}, held, x.rosters.now().epochs)
        file_hash = pack.read(raw).hash
        folder.publish(names.pack_path(file_hash), raw)
        folder.touch(names.head_of_pack(3, file_hash))

    held: list[Segment] = []
    entries = 0
    for one in segments:
        held.append(one)
        heads[one.outer.device] = one.name
        count += one.outer.count
        entries += one.outer.count
        if entries >= PACKED:
            write(held)
            held, entries = [], 0
    if held:
        write(held)
    for name in heads.values():
        folder.touch(name.head)
    return count


def first_laptop(base: Path) -> tuple[Workspace, SharedFolder]:
    """The laptop that starts the workspace, and its shared folder."""
    from tests.exchange.laptops import Office

    office = Office(base)
    ws = office.first()
    return ws, SharedFolder(office.shared)


def loose(ws: Workspace, folder: SharedFolder, segments: Iterator[Segment]) -> None:
    """Writes these segments into the folder one by one, with the head of each laptop."""
    epochs = exchange_state.needed(ws).rosters.now().epochs
    for one in segments:
        folder.publish(one.name.path, segment.to_file(one, epochs))
        folder.touch(one.name.head)
        if one.outer.prev:
            folder.remove(names.segment_name(one.outer.device, one.outer.n - 1, one.outer.prev).head)
