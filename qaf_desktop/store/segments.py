"""What the database keeps of segments: this laptop's own, those of others, and those that wait for something."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, func, insert, select, update

from qaf_desktop.domain.entries import Entry
from qaf_desktop.models.exchange import heard, held, segment, tip
from qaf_desktop.models.journal import entry
from qaf_desktop.store import journal

Body = tuple[bytes, bytes] | None
AT_ONCE: Final = 1_000
_INSERT: Final = (
    "INSERT INTO segment (number, hash, device, n, prev, state, raw_outer, signature, members, published, packed, file)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


@dataclass(frozen=True, slots=True)
class Tip:
    """How far a device has got: its id, the number of its last segment, and that segment's hash."""

    device: str
    n: int
    hash: str


@dataclass(frozen=True, slots=True)
class Stored:
    """A segment as it is kept; of one that this laptop cannot open, the file as it came."""

    hash: str
    device: str
    n: int
    prev: str
    state: str
    raw_outer: bytes
    signature: bytes
    headers: tuple[bytes, ...]
    bodies: tuple[Body, ...]
    file: bytes | None


@dataclass(frozen=True, slots=True)
class Unsent:
    """An entry of this laptop that is in no segment yet."""

    number: int
    kind: str
    raw_header: bytes
    salt: bytes
    body: bytes | None


def unsent(connection: Connection, device: str, limit: int) -> list[Unsent]:
    """This laptop's entries that are in no segment yet, in the order in which they were recorded."""
    c = entry.c
    query = select(c.number, c.kind, c.raw_header, c.salt, c.raw_body).where(
        c.segment.is_(None), c.device == bytes.fromhex(device)
    )
    return [Unsent(*row) for row in connection.execute(query.order_by(c.number).limit(limit))]


def unsent_kinds(connection: Connection, device: str) -> dict[str, int]:
    """How many entries of each kind wait to be sent: in no segment yet, or in one that is not in the folder yet."""
    c = entry.c
    unpublished = select(segment.c.number).where(segment.c.published == 0)
    query = (
        select(c.kind, func.count())
        .where(c.device == bytes.fromhex(device), c.segment.is_(None) | c.segment.in_(unpublished))
        .group_by(c.kind)
    )
    return {row[0]: row[1] for row in connection.execute(query)}


def unsent_of_others(connection: Connection, device: str) -> list[bytes]:
    """The outer headers of other laptops' segments that are to be put into the folder, as after an import."""
    c = segment.c
    query = select(c.raw_outer).where(c.published == 0, c.device != bytes.fromhex(device))
    return [row[0] for row in connection.execute(query)]


def add_all(connection: Connection, found: Sequence[tuple[Stored, bytes | None, bool, bool]]) -> list[int]:
    """Keeps segments in bulk, each with its members, and whether it is published and packed; answers their numbers."""
    first = int(connection.scalar(select(func.max(segment.c.number))) or 0) + 1
    rows = [
        (
            first + place, bytes.fromhex(one.hash), bytes.fromhex(one.device), one.n,
            bytes.fromhex(one.prev) if one.prev else None, one.state, one.raw_outer, one.signature, members,
            int(published), int(packed), one.file,
        )
        for place, (one, members, published, packed) in enumerate(found)
    ]  # fmt: skip
    if not rows:
        return []
    connection.exec_driver_sql(_INSERT, rows)
    before = [(row[4],) for row in rows if row[4] is not None]
    if before:
        connection.exec_driver_sql("DELETE FROM tip WHERE hash = ?", before)
    followed = {row[4] for row in rows}
    new = [(row[1], row[2], row[3]) for row in rows if row[1] not in followed]
    connection.exec_driver_sql("INSERT INTO tip (hash, device, n) VALUES (?, ?, ?)", new)
    return [row[0] for row in rows]


def add_own(connection: Connection, one: Stored, numbers: Sequence[int]) -> None:
    """Keeps a segment of this laptop's making, and says of these entries (by number) that they are in it."""
    (number,) = add_all(connection, [(one, None, False, False)])
    statement = "UPDATE entry SET segment = ? WHERE number = ?"
    connection.exec_driver_sql(statement, [(number, one_entry) for one_entry in numbers])


def tips(connection: Connection) -> tuple[Tip, ...]:
    """How far every device has got; a device that was copied or restored has several."""
    rows = connection.execute(select(tip.c.device, tip.c.n, tip.c.hash).order_by(tip.c.device, tip.c.n, tip.c.hash))
    return tuple(Tip(row[0].hex(), row[1], row[2].hex()) for row in rows)


def knows(connection: Connection, hash_: str) -> bool:
    """Whether the segment with this hash was taken in."""
    return connection.scalar(select(segment.c.number).where(segment.c.hash == bytes.fromhex(hash_))) is not None


def states_of(connection: Connection, hashes: Iterable[str]) -> dict[str, str]:
    """The state of each of these segments that is here."""
    raw = [bytes.fromhex(one) for one in hashes if one]
    return {row[0].hex(): row[1] for row in those_in(connection, "SELECT hash, state FROM segment WHERE hash", raw)}


def those_in(connection: Connection, statement: str, keys: Sequence[bytes]) -> Iterator[Any]:
    """The rows of a statement that ends before `IN`, for many keys."""
    for at in range(0, len(keys), AT_ONCE):
        part = tuple(keys[at : at + AT_ONCE])
        yield from connection.exec_driver_sql(f"{statement} IN ({', '.join('?' * len(part))})", part)


def open_closed(connection: Connection, hash_: str) -> int | None:
    """Says of a segment that this laptop could not open that now it can; answers its number, None where it is none."""
    c = segment.c
    number = connection.scalar(select(c.number).where(c.hash == bytes.fromhex(hash_), c.state == "closed"))
    if number is not None:
        connection.execute(update(segment).where(c.number == number).values(state="accepted", file=None))
    return number


def knows_name(connection: Connection, device16: str, n: int, hash16: str) -> bool:
    """Whether a segment of that name was taken in."""
    return bool(hashes_named(connection, device16, n, hash16))


def hashes_named(connection: Connection, device16: str, n: int, hash16: str) -> list[str]:
    """The whole hashes of the segments of that name."""
    low = bytes.fromhex(device16)
    query = select(segment.c.hash).where(
        segment.c.device.between(low + b"\x00" * 8, low + b"\xff" * 8), segment.c.n == n
    )
    return [row[0].hex() for row in connection.execute(query) if row[0].hex().startswith(hash16)]


def is_published(connection: Connection, hash_: str) -> bool:
    """Whether this laptop knows of a segment that it was in the folder."""
    return bool(connection.scalar(select(segment.c.published).where(segment.c.hash == bytes.fromhex(hash_))))


def link(connection: Connection, hash_: str) -> Stored | None:
    """A segment without its entries: for walking back along a chain."""
    row = connection.execute(select(segment).where(segment.c.hash == bytes.fromhex(hash_))).first()
    if row is None:
        return None
    prev = row.prev.hex() if row.prev else ""
    return Stored(hash_, row.device.hex(), row.n, prev, row.state, row.raw_outer, row.signature, (), (), row.file)


def loose(connection: Connection, limit: int) -> list[str]:
    """Segments in the folder that this laptop can open and that no pack holds, in order; at most `limit`."""
    c = segment.c
    query = select(c.hash).where(c.packed == 0, c.published == 1, c.state != "closed")
    return [row[0].hex() for row in connection.execute(query.order_by(c.device, c.n, c.hash).limit(limit))]


def is_packed(connection: Connection, hash_: str) -> bool:
    """Whether a pack holds the segment."""
    return bool(connection.scalar(select(segment.c.packed).where(segment.c.hash == bytes.fromhex(hash_))))


def set_packed(connection: Connection, hashes: Iterable[str], packed: bool = True) -> None:
    """Says that a pack holds these segments, or no longer."""
    rows = [(int(packed), bytes.fromhex(one)) for one in hashes]
    if rows:
        connection.exec_driver_sql("UPDATE segment SET packed = ? WHERE hash = ?", rows)


def holding(connection: Connection, ids: Collection[bytes]) -> set[str]:
    """The segments in which any of these entries (by id) lie, those of a copied workspace too."""
    found: set[str] = set()
    raw = sorted(ids)
    for at in range(0, len(raw), AT_ONCE):
        query = select(segment.c.hash).join(entry, entry.c.segment == segment.c.number)
        query = query.where(journal.has_id(raw[at : at + AT_ONCE])).distinct()
        found.update(row[0].hex() for row in connection.execute(query))
    copied = select(segment.c.hash, segment.c.members).where(segment.c.members.is_not(None))
    for hash_, members in connection.execute(copied):
        if any(members[at : at + 32] in ids for at in range(0, len(members), 32)):
            found.add(hash_.hex())
    return found


def in_order(connection: Connection, hashes: Sequence[str]) -> list[str]:
    """Those of these segments that are here, by device and number."""
    c = segment.c
    found: list[tuple[bytes, int, bytes]] = []
    for at in range(0, len(hashes), 500):
        part = [bytes.fromhex(one) for one in hashes[at : at + 500]]
        found += [tuple(row) for row in connection.execute(select(c.device, c.n, c.hash).where(c.hash.in_(part)))]
    return [hash_.hex() for _, _, hash_ in sorted(found)]


def stored(connection: Connection, hash_: str) -> Stored | None:
    """The segment with this hash, whole."""
    row = connection.execute(select(segment).where(segment.c.hash == bytes.fromhex(hash_))).first()
    return None if row is None else _stored(connection, row)


def unpublished(connection: Connection) -> list[str]:
    """The hashes of the segments that are not in the folder yet, in their order."""
    query = select(segment.c.hash).where(segment.c.published == 0).order_by(segment.c.number)
    return [row[0].hex() for row in connection.execute(query)]


def set_published(connection: Connection, hashes: Iterable[str], published: bool = True) -> None:
    """Says that these segments are in the folder, or that they have to be written to it anew."""
    rows = [(int(published), bytes.fromhex(one)) for one in hashes]
    if rows:
        connection.exec_driver_sql("UPDATE segment SET published = ? WHERE hash = ?", rows)


def everything(connection: Connection, state: str | None = None) -> Iterable[str]:
    """The hashes of all segments, in the order in which they were taken in; of one state where it is named."""
    query = select(segment.c.hash).order_by(segment.c.number)
    if state is not None:
        query = query.where(segment.c.state == state)
    return [row[0].hex() for row in connection.execute(query)]


def outers_of(connection: Connection, device: str) -> list[tuple[str, str, bytes]]:
    """Hash, the hash before it, and outer header of each segment of a device, by number."""
    c = segment.c
    query = select(c.hash, c.prev, c.raw_outer).where(c.device == bytes.fromhex(device)).order_by(c.n, c.hash)
    return [(row[0].hex(), row[1].hex() if row[1] else "", row[2]) for row in connection.execute(query)]


def entries_of(connection: Connection, hash_: str) -> list[Entry]:
    """The entries of a segment, in their order."""
    row = connection.execute(select(segment).where(segment.c.hash == bytes.fromhex(hash_))).first()
    if row is None:
        return []
    if row.members is None:
        return journal.in_segment(connection, row.number)
    return journal.with_ids(connection, [row.members[at : at + 32] for at in range(0, len(row.members), 32)])


def before(connection: Connection, hashes: Iterable[str]) -> frozenset[str]:
    """These segments and all that they follow: what lies inside a cut."""
    raw = [bytes.fromhex(one) for one in hashes]
    devices = {row[0] for row in those_in(connection, "SELECT device FROM segment WHERE hash", raw)}
    prev = dict(those_in(connection, "SELECT hash, prev FROM segment WHERE device", sorted(devices)))
    inside: set[bytes] = set()
    for one in raw:
        place: bytes | None = one
        while place is not None and place in prev and place not in inside:
            inside.add(place)
            place = prev[place]
    return frozenset(one.hex() for one in inside)


def holding_void(connection: Connection, device: str) -> set[str]:
    """The segments of a device in which something does not count."""
    query = select(segment.c.hash).join(entry, entry.c.segment == segment.c.number)
    query = query.where(entry.c.void.is_not(None), segment.c.device == bytes.fromhex(device)).distinct()
    return {one.hex() for one in connection.scalars(query)}


def is_copied(connection: Connection, device: str) -> bool:
    """Whether some of a device's entries came in more than one segment, as where a copied workspace wrote too."""
    query = select(segment.c.number).where(segment.c.device == bytes.fromhex(device), segment.c.members.is_not(None))
    return connection.scalar(query.limit(1)) is not None


def _stored(connection: Connection, row: Any) -> Stored:
    found = entries_of(connection, row.hash.hex())
    return Stored(
        row.hash.hex(),
        row.device.hex(),
        row.n,
        row.prev.hex() if row.prev else "",
        row.state,
        row.raw_outer,
        row.signature,
        tuple(one.raw_header for one in found),
        tuple((one.salt, one.raw_body) if one.raw_body is not None else None for one in found),
        row.file,
    )


# --- segments that wait ----------------------------------------------------------------------------------------
def hold(connection: Connection, hash_: str, device: str, n: int, count: int, why: str, file: bytes) -> None:
    """Keeps a segment of so many entries that cannot be taken in yet, with the reason."""
    release(connection, [hash_])
    values = {"hash": bytes.fromhex(hash_), "device": bytes.fromhex(device), "n": n, "why": why, "file": file}
    connection.execute(insert(held), values | {"count": count})


def release(connection: Connection, hashes: Iterable[str]) -> None:
    """Lets go of segments that waited."""
    rows = [(bytes.fromhex(one),) for one in hashes]
    if rows:
        connection.exec_driver_sql("DELETE FROM held WHERE hash = ?", rows)


def waiting(connection: Connection) -> list[tuple[str, str, int, str, bytes]]:
    """The segments that wait: hash, device, number, why, file."""
    query = select(held.c.hash, held.c.device, held.c.n, held.c.why, held.c.file).order_by(held.c.device, held.c.n)
    return [(row[0].hex(), row[1].hex(), row[2], row[3], row[4]) for row in connection.execute(query)]


def held_entries(connection: Connection) -> int:
    """How many entries lie in segments that wait."""
    return int(connection.scalar(select(func.sum(held.c.count))) or 0)


def void_entries(connection: Connection) -> int:
    """How many entries are here and do not count."""
    return int(connection.scalar(select(func.count()).select_from(entry).where(entry.c.void.is_not(None))) or 0)


# --- when a device was heard from ------------------------------------------------------------------------------
def hear(connection: Connection, moments: Mapping[str, str]) -> None:
    """Notes the moment (ISO, UTC) of the newest entry that came from each of these devices.

    They are kept in one form, whole to the microsecond, so that they compare as text.
    """
    rows = [(bytes.fromhex(device), _in_utc(moment)) for device, moment in moments.items()]
    if rows:
        connection.exec_driver_sql(
            "INSERT INTO heard (device, moment) VALUES (?, ?)"
            " ON CONFLICT (device) DO UPDATE SET moment = max(moment, excluded.moment)",
            rows,
        )


def _in_utc(moment: str) -> str:
    read = dt.datetime.fromisoformat(moment)
    known = read if read.tzinfo is not None else read.replace(tzinfo=dt.UTC)
    return known.astimezone(dt.UTC).isoformat(timespec="microseconds")


def last_heard(connection: Connection) -> dict[str, str]:
    """When each device was last heard from (ISO, UTC)."""
    return {row[0].hex(): row[1] for row in connection.execute(select(heard.c.device, heard.c.moment))}
