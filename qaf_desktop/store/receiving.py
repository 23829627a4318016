"""Takes in entries of other laptops, in bulk: stored byte for byte, judged before, and each touched entity folded once.

A small exchange is stored and projected in one transaction. A large one notes what it touched as stale; that is folded
piece by piece, and goes on when the program starts again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from msgspec.structs import replace
from sqlalchemy import Connection, bindparam, delete, select

from qaf_desktop.domain.entries import Entry, heads
from qaf_desktop.domain.events import CaseErased, PassageRedacted
from qaf_desktop.models.exchange import stale
from qaf_desktop.models.journal import entry
from qaf_desktop.store import erasing, journal, projection, segments
from qaf_desktop.store.project_directory import event_of

LARGE: Final = 5_000
_CHUNK: Final = 1_000
_PIECE: Final = 200
_NONE: Final[Mapping[str, list[Entry]]] = MappingProxyType({})
_INSERT: Final = (
    "INSERT INTO entry (id, entity, entity_kind, kind, device, seq, raw_header, salt, raw_body, segment, void)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


@dataclass(frozen=True, slots=True)
class Taken:
    """A segment with its entries, judged; of one that this laptop cannot open there are none, and the file is kept."""

    segment: segments.Stored
    entries: tuple[Entry, ...]
    published: bool = True
    packed: bool = False


@dataclass
class Received:
    """What was taken in: entries that are new here, kinds of entity that changed, and entities that were touched.

    `fresh` holds all entries of those entities that were not here before.
    """

    entries: int = 0
    void: int = 0
    kinds: set[str] = field(default_factory=set)
    entities: dict[str, str] = field(default_factory=dict)
    fresh: dict[str, list[Entry]] = field(default_factory=dict)


def take_in(connection: Connection, taken: Sequence[Taken]) -> Received:
    """Stores these segments and their entries. Projecting is for `fold_touched` or, of many, `note_stale`."""
    received = Received()
    ids = [[bytes.fromhex(one.id) for one in each.entries] for each in taken]
    known = _here(connection, taken)
    whose = {bytes.fromhex(one.header.entity) for each in taken for one in each.entries}
    received.fresh = {one.hex(): [] for one in whose - _entities_here(connection, list(whose))}
    forbidden = _Forbidden(erasing.ledger(connection))
    rows: list[tuple[object, ...]] = []
    erasures: list[Entry] = []
    again: list[tuple[Entry, int]] = []
    heard: dict[str, str] = {}
    for each, mine, number in zip(taken, ids, _numbered(connection, taken, ids, known), strict=True):
        device = bytes.fromhex(each.segment.device)
        for one, id_ in zip(each.entries, mine, strict=True):
            header = one.header
            received.entities[header.entity] = header.entity_kind
            if id_ in known:
                again.append((one, number))
                continue
            known.add(id_)
            one = forbidden.bared(one, each.segment.hash)
            rows.append(
                (
                    id_, bytes.fromhex(header.entity), header.entity_kind, header.kind, device,
                    header.seq, one.raw_header, one.salt, one.raw_body, number, one.void or None,
                )
            )  # fmt: skip
            received.void += bool(one.void)
            if header.entity in received.fresh:
                received.fresh[header.entity].append(one)
            if header.entity_kind == "erasure" and not one.void:
                erasures.append(one)
            moment = header.time.removesuffix("Z")  # without it, moments compare as text
            if moment > heard.get(header.device, ""):
                heard[header.device] = moment
    received.entries = len(rows)
    received.kinds = set(received.entities.values())
    segments.hear(connection, heard)
    if rows:
        with journal.numbering(connection):
            connection.exec_driver_sql(_INSERT, rows)
    for one, number in again:
        _seen_again(connection, one, number)
    for one_erasure in erasures:
        carry_out(connection, one_erasure, received)
    _touch(connection, forbidden.carry_out(connection), received)
    return received


@dataclass
class _Forbidden:
    """What comes of an erasure that was here before: its content is not stored, and what stands beside it goes too."""

    ledger: erasing.Ledger
    late: set[str] = field(default_factory=set)
    redacted: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)
    unclean: set[str] = field(default_factory=set)
    unjudged: set[str] = field(default_factory=set)

    def bared(self, one: Entry, hash_: str) -> Entry:
        """The entry as it may be stored, out of the segment with this hash."""
        header, ledger = one.header, self.ledger
        if not ledger or not ledger.forbids(one.id, header.entity, header.kind, one.raw_body):
            return one
        redacted = not ledger.forbids("", header.entity, header.kind, one.raw_body)
        (self.redacted if redacted else self.gone).add(one.id)
        if header.entity not in ledger.entities and not redacted and not one.void:
            self.late.add(header.entity)
        if one.raw_body is not None:
            self.unclean.add(hash_)
            self.unjudged.add(header.device)
        return replace(one, raw_body=None, salt=b"")

    def carry_out(self, connection: Connection) -> set[str]:
        """Does what follows, once the entries are stored; answers the entities whose rows have to be made anew."""
        touched = set(erasing.erase(connection, self.late)) if self.late else set()
        erasing.forbid(connection, self.gone)
        touched |= erasing.put_in_place(connection, self.redacted)
        erasing.to_clean(connection, self.unclean)
        erasing.to_judge(connection, self.unjudged)
        return touched


def _numbered(
    connection: Connection, taken: Sequence[Taken], ids: Sequence[Sequence[bytes]], known: set[bytes]
) -> list[int]:
    """Keeps the segments, and answers their numbers. Those that were here, closed, are opened."""
    states = segments.states_of(connection, [each.segment.hash for each in taken])
    seen = set(known)
    new: list[tuple[segments.Stored, bytes | None, bool, bool]] = []
    places: list[int | None] = []
    for each, mine in zip(taken, ids, strict=True):
        members = None if seen.isdisjoint(mine) else b"".join(mine)
        seen.update(mine)
        opened = segments.open_closed(connection, each.segment.hash) if each.segment.hash in states else None
        places.append(opened)
        if opened is None:
            new.append((each.segment, members, each.published, each.packed))
    numbers = iter(segments.add_all(connection, new))
    return [next(numbers) if place is None else place for place in places]


def carry_out(connection: Connection, erasure: Entry, received: Received) -> None:
    """Carries out an erasure, and adds what it touched to what was received."""
    event = event_of(erasure)
    if isinstance(event, CaseErased | PassageRedacted):
        _touch(connection, erasing.note(connection, event), received)


def _touch(connection: Connection, entities: Iterable[str], received: Received) -> None:
    for entity in entities:
        received.entities[entity] = kind_of(connection, entity)
        received.fresh.pop(entity, None)


def carry_out_entity(connection: Connection, entity: str, counting: set[bytes], received: Received) -> None:
    """Carries out the erasures of an entity that count after all."""
    for one in journal.of_entity(connection, entity):
        if bytes.fromhex(one.id) in counting:
            carry_out(connection, one, received)


def kind_of(connection: Connection, entity: str) -> str:
    """What kind of thing this is."""
    query = select(entry.c.entity_kind).where(entry.c.entity == bytes.fromhex(entity)).limit(1)
    return str(connection.scalar(query) or "")


def fold_touched(
    connection: Connection, entities: Iterable[tuple[str, str]], fresh: Mapping[str, list[Entry]] = _NONE
) -> None:
    """Sets the heads of these entities (id, kind) anew and projects them, each from all its entries.

    `fresh` holds all entries of those that were not here before, so that they need not be read again.
    """
    wanted = list(entities)
    for at in range(0, len(wanted), _CHUNK):
        part = wanted[at : at + _CHUNK]
        found = journal.of_entities(connection, [entity for entity, _ in part if entity not in fresh])
        found |= {entity: fresh[entity] for entity, _ in part if entity in fresh}
        journal.set_heads(connection, {key: heads(each) for key, each in found.items()}, fresh=set(fresh))
        touched = [projection.Touched(kind, key, found.get(key, []), key in fresh) for key, kind in part]
        projection.project(connection, touched)


def note_stale(connection: Connection, entities: Iterable[tuple[str, str]]) -> None:
    """Notes entities that have to be folded, for `fold_stale`."""
    rows = [(bytes.fromhex(entity), kind) for entity, kind in entities]
    if rows:
        connection.exec_driver_sql("INSERT OR IGNORE INTO stale (entity, entity_kind) VALUES (?, ?)", rows)


def is_any_stale(connection: Connection) -> bool:
    """Whether anything was noted that `fold_stale` has to fold."""
    return connection.scalar(select(stale.c.entity).limit(1)) is not None


def fold_stale(connection: Connection, most: int = _PIECE) -> set[str]:
    """Folds up to `most` entities that were noted; answers their kinds, none where nothing was noted."""
    rows = connection.execute(select(stale.c.entity, stale.c.entity_kind).limit(most)).all()
    fold_touched(connection, [(row[0].hex(), row[1]) for row in rows])
    keys = [{"done": row[0]} for row in rows]
    if keys:
        connection.execute(delete(stale).where(stale.c.entity == bindparam("done")), keys)
    return {row[1] for row in rows}


def fold_all(connection: Connection) -> None:
    """Folds all that was noted, in one transaction."""
    while fold_stale(connection):
        pass


def judge_anew(connection: Connection, verdicts: Iterable[tuple[bytes, str]]) -> dict[str, str]:
    """Gives entries (by id) another verdict; answers the entities, with their kinds, whose state that changes."""
    touched: dict[str, str] = {}
    for id_, void in verdicts:
        row = connection.execute(
            select(entry.c.entity, entry.c.entity_kind, entry.c.void).where(journal.has_id([id_]))
        ).one()
        if (row.void or "") != void:
            connection.exec_driver_sql(f"UPDATE entry SET void = ? WHERE {journal.HAS_ID}", (void or None, id_))
            touched[row.entity.hex()] = row.entity_kind
    return touched


def _seen_again(connection: Connection, one: Entry, number: int) -> None:
    """An entry that came in a further segment: it counts where any lets it, and a body that lacked is filled in."""
    id_ = bytes.fromhex(one.id)
    if not one.void:
        connection.exec_driver_sql(f"UPDATE entry SET void = NULL WHERE {journal.HAS_ID}", (id_,))
    connection.exec_driver_sql(
        f"UPDATE entry SET segment = ? WHERE {journal.HAS_ID} AND segment IS NULL", (number, id_)
    )
    fill_in(connection, one)


def fill_in(connection: Connection, one: Entry) -> bool:
    """Stores a body that was not here, unless it was erased; answers whether it did."""
    ledger = erasing.ledger(connection)
    if one.raw_body is None or ledger.forbids(one.id, one.header.entity, one.header.kind, one.raw_body):
        return False
    done = connection.exec_driver_sql(
        f"UPDATE entry SET raw_body = ?, salt = ? WHERE {journal.HAS_ID} AND raw_body IS NULL AND redacted IS NULL",
        (one.raw_body, one.salt, bytes.fromhex(one.id)),
    )
    if done.rowcount > 0:
        erasing.to_judge(connection, {one.header.device})
    return done.rowcount > 0


def _here(connection: Connection, taken: Sequence[Taken]) -> set[bytes]:
    """The ids of those entries that are here already, asked by device and number: these lie together, ids do not."""
    ranges: dict[str, tuple[int, int]] = {}
    for each in taken:
        for one in each.entries:
            low, high = ranges.get(each.segment.device, (one.header.seq, one.header.seq))
            ranges[each.segment.device] = min(low, one.header.seq), max(high, one.header.seq)
    sql = "SELECT id FROM entry WHERE device = ? AND seq BETWEEN ? AND ?"
    return {
        row[0]
        for device, (low, high) in ranges.items()
        for row in connection.exec_driver_sql(sql, (bytes.fromhex(device), low, high))
    }


def _entities_here(connection: Connection, entities: Sequence[bytes]) -> set[bytes]:
    return {row[0] for row in segments.those_in(connection, "SELECT entity FROM entry WHERE entity", entities)}
