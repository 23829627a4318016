"""Sending: this laptop's new entries become segments, first in its own database, then in the shared folder."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

from qaf_desktop.domain.entries import entry_id, read_header
from qaf_desktop.exchange import names, segment, wire
from qaf_desktop.exchange.entries_in import with_ids
from qaf_desktop.exchange.segment import Segment
from qaf_desktop.exchange.wire import Unread
from qaf_desktop.services import exchange_state
from qaf_desktop.services.exchange_state import Exchange
from qaf_desktop.services.judging import Judge, catch_up
from qaf_desktop.store import erasing, exchange_facts, receiving, segments

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from qaf_desktop.exchange.folder import SharedFolder
    from qaf_desktop.store.workspace import Workspace, Writing

MOST_ENTRIES: Final = 5_000
MOST_BYTES: Final = 8 << 20
TOLD: Final = "exchange_told"
Step = Callable[[str], None]


def nothing(_step: str) -> None:
    """Goes on at every step."""


def seal_new(ws: Workspace, x: Exchange) -> int:
    """Puts all entries that are in no segment yet into new ones, in this laptop's database; answers how many."""
    count = 0
    while _is_any_unsent(ws):
        with ws.writing() as writing:
            _erase_unsent(writing, ws.device_id)
            rows = _waiting(writing.connection, ws.device_id)
            if not rows:  # another program of this laptop sealed them meanwhile
                break
            made, seen = _make(writing.connection, x, rows)
            kept = segments.Stored(
                made.hash, x.device, made.outer.n, made.outer.prev, "own", made.raw_outer, made.signature, (), (), None
            )
            segments.add_own(writing.connection, kept, [row.number for row in rows])
            exchange_facts.set_note(writing.connection, TOLD, seen)
            _judge_own(writing, x, made)
            writing.changed("exchange")
        count += len(rows)
    if count:
        catch_up(ws, x.rosters)
    return count


def _is_any_unsent(ws: Workspace) -> bool:
    with ws.reading() as connection:
        return bool(segments.unsent(connection, ws.device_id, 1))


def _erase_unsent(writing: Writing, device: str) -> None:
    """What was recorded here of a case that is erased goes as it would anywhere else: nobody takes its content in."""
    ledger = erasing.ledger(writing.connection)
    if not ledger:
        return
    found = [(read_header(one.raw_header), one.body) for one in _waiting(writing.connection, device)]
    late = {
        header.entity
        for header, body in found
        if body is not None and ledger.forbids("", header.entity, header.kind, body)
    }
    if late:
        touched = erasing.erase(writing.connection, late)
        kinds = {entity: receiving.kind_of(writing.connection, entity) for entity in touched}
        receiving.fold_touched(writing.connection, kinds.items())
        for kind in kinds.values():
            writing.changed(kind)


def cut_now(ws: Workspace, x: Exchange) -> Mapping[str, tuple[str, ...]]:
    """How far each device has got, for a change of the list of laptops; with all that was recorded here until now.

    That is sealed first, under the list that held when it was recorded: an administrator may give up a role by it.
    """
    if x.approved:
        seal_new(ws, x)
    return exchange_state.cut_now(ws)


def _judge_own(writing: Writing, x: Exchange, made: Segment) -> None:
    """What others will hold void is void here too: a role that was lost before this was sent."""
    judge = Judge(writing.connection, x.rosters)
    mine = with_ids(made, map(entry_id, made.headers))
    why = judge.judge(made.outer, made.hash, mine)
    ids = (bytes.fromhex(one.id) for one in mine)
    touched = receiving.judge_anew(writing.connection, [one for one in zip(ids, why, strict=True) if one[1]])
    receiving.fold_touched(writing.connection, touched.items())
    for kind in touched.values():
        writing.changed(kind)


def _waiting(connection: Connection, device: str) -> list[segments.Unsent]:
    """What the next segment takes: read on until an act ends, however many entries it has."""
    limit = MOST_ENTRIES + 1
    while True:
        rows = segments.unsent(connection, device, limit)
        taken = _next_rows(rows)
        if len(taken) < len(rows) or len(rows) < limit:
            return taken
        limit *= 4


def _next_rows(rows: list[segments.Unsent]) -> list[segments.Unsent]:
    """As many as one segment takes. The entries of one act stay together."""
    size = 0
    for place, row in enumerate(rows):
        size += len(row.raw_header) + len(row.body or b"")
        full = place >= MOST_ENTRIES or size > MOST_BYTES
        if place and full and not _same_batch(rows[place - 1], row):
            return rows[:place]
        if place and (place >= segment.MOST_ENTRIES or size > wire.MOST_PLAIN >> 1):  # an act that no segment holds
            return rows[:place]
    return rows


def _same_batch(left: segments.Unsent, right: segments.Unsent) -> bool:
    batch = read_header(left.raw_header).batch
    return bool(batch) and batch == read_header(right.raw_header).batch


def _make(
    connection: Connection, x: Exchange, rows: list[segments.Unsent]
) -> tuple[Segment, dict[str, list[list[object]]]]:
    tips = segments.tips(connection)
    own = max(((tip.n, tip.hash) for tip in tips if tip.device == x.device), default=(0, ""))
    told = exchange_facts.note(connection, TOLD, {})
    known: dict[str, list[list[object]]] = {}
    for tip in tips:
        if tip.device != x.device:
            known.setdefault(tip.device, []).append([tip.n, tip.hash])
    news = [(tip.device, tip.n, tip.hash) for tip in tips if [tip.n, tip.hash] not in told.get(tip.device, [])]
    made = segment.make(
        x.keys,
        workspace=x.workspace,
        device=x.device,
        n=own[0] + 1,
        prev=own[1],
        rosters=x.rosters.heads,
        seen=[one for one in news if one[0] != x.device],
        headers=[row.raw_header for row in rows],
        bodies=[(row.salt, row.body) if row.body is not None else None for row in rows],
    )
    return made, known


def opened(one: segments.Stored) -> Segment:
    """A segment as it is kept, whole again."""
    outer = wire.decode(one.raw_outer, segment.Outer, "The segment")
    return segment.opened(one.raw_outer, outer, one.signature, one.headers, one.bodies)


def file_of(one: segments.Stored, epochs: Mapping[str, str]) -> bytes:
    """The file of a segment as it is kept: sealed anew, or as it came where this laptop cannot open it."""
    return one.file if one.file is not None else segment.to_file(opened(one), epochs)


def is_as_good(x: Exchange, one: segments.Stored) -> Callable[[bytes], bool]:
    """Whether bytes in the folder are a whole writing of this segment by another laptop, with no more in it."""

    def is_one(raw: bytes) -> bool:
        device = x.rosters.device(one.device)
        try:
            there = segment.read(raw)
            if there.hash != one.hash or device is None or not there.is_signed_by(device.sign):
                return False
            if one.file is not None or not segment.can_open(there, x.identities):
                return one.file is not None
            bodies = segment.open_(there, x.identities).bodies
        except Unread:
            return False
        return all(own or not theirs for theirs, own in zip(bodies, one.bodies, strict=True))

    return is_one


def publish(ws: Workspace, x: Exchange, folder: SharedFolder, at: Step = nothing) -> int:
    """Writes every segment that is not in the folder yet, own and put back; answers how many own entries that were."""
    count = 0
    with ws.reading() as connection:
        waiting = segments.unpublished(connection)
    for hash_ in waiting:
        with ws.reading() as connection:
            one = segments.stored(connection, hash_)
        if one is None:
            continue
        name = names.segment_name(one.device, one.n, one.hash)
        at("write segment")
        folder.publish(name.path, file_of(one, x.rosters.now().epochs), is_as_good(x, one))
        at("write head")
        folder.touch(name.head)
        at("note it")
        with ws.writing() as writing:
            segments.set_published(writing.connection, [hash_])
            writing.changed("exchange")
        at("take old head away")
        if one.prev and one.n > 1:
            folder.remove(names.segment_name(one.device, one.n - 1, one.prev).head)
        count += len(one.headers) if one.device == x.device else 0
    return count
