"""What the database keeps of segments: this laptop's own, those of others, and those that wait for something."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from qaf_desktop.models.exchange import heard, held, segment, tip
from qaf_desktop.models.journal import entry

Body = tuple[bytes, bytes] | None


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
    return {kind: count for kind, count in connection.execute(query)}


def add(
    connection: Connection,
    one: Stored,
    *,
    numbers: Sequence[int] = (),
    members: bytes | None = None,
    published: bool = False,
) -> int:
    """Keeps a segment, moves its device's tip to it, and says of these entries (by number) that they are in it."""
    values = {
        "hash": bytes.fromhex(one.hash),
        "device": bytes.fromhex(one.device),
        "n": one.n,
        "prev": bytes.fromhex(one.prev) if one.prev else None,
        "state": one.state,
        "raw_outer": one.raw_outer,
        "signature": one.signature,
        "members": members,
        "published": int(published),
        "file": one.file,
    }
    number = int(connection.execute(insert(segment), values).lastrowid or 0)
    if one.prev:
        connection.execute(delete(tip).where(tip.c.hash == values["prev"]))
    connection.execute(insert(tip), {"hash": values["hash"], "device": values["device"], "n": one.n})
    if numbers:
        statement = "UPDATE entry SET segment = ? WHERE number = ?"
        connection.exec_driver_sql(statement, [(number, one_entry) for one_entry in numbers])
    return number


def tips(connection: Connection) -> tuple[Tip, ...]:
    """How far every device has got; a device that was copied or restored has several."""
    rows = connection.execute(select(tip.c.device, tip.c.n, tip.c.hash).order_by(tip.c.device, tip.c.n, tip.c.hash))
    return tuple(Tip(row[0].hex(), row[1], row[2].hex()) for row in rows)


def knows(connection: Connection, hash_: str) -> bool:
    """Whether the segment with this hash was taken in."""
    return connection.scalar(select(segment.c.number).where(segment.c.hash == bytes.fromhex(hash_))) is not None


def knows_name(connection: Connection, device16: str, n: int, hash16: str) -> bool:
    """Whether a segment of that name was taken in."""
    low = bytes.fromhex(device16)
    query = select(segment.c.hash).where(
        segment.c.device.between(low + b"\x00" * 8, low + b"\xff" * 8), segment.c.n == n
    )
    return any(row[0].hex().startswith(hash16) for row in connection.execute(query))


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


def before(connection: Connection, hashes: Iterable[str]) -> frozenset[str]:
    """These segments and all that they follow: what lies inside a cut."""
    inside: set[str] = set()
    for one in hashes:
        raw: bytes | None = bytes.fromhex(one)
        while raw is not None and raw.hex() not in inside:
            row = connection.execute(select(segment.c.prev).where(segment.c.hash == raw)).first()
            if row is None:
                break
            inside.add(raw.hex())
            raw = row[0]
    return frozenset(inside)


def _stored(connection: Connection, row: Any) -> Stored:
    c = entry.c
    columns = select(c.id, c.raw_header, c.salt, c.raw_body)
    if row.members is None:
        found = list(connection.execute(columns.where(c.segment == row.number).order_by(c.number)))
    else:
        ids = [row.members[at : at + 32] for at in range(0, len(row.members), 32)]
        by_id = {one.id: one for one in connection.execute(columns.where(c.id.in_(ids)))}
        found = [by_id[one] for one in ids if one in by_id]
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
def hold(connection: Connection, hash_: str, device: str, n: int, why: str, file: bytes) -> None:
    """Keeps a segment that cannot be taken in yet, with the reason."""
    release(connection, hash_)
    values = {"hash": bytes.fromhex(hash_), "device": bytes.fromhex(device), "n": n, "why": why, "file": file}
    connection.execute(insert(held), values)


def release(connection: Connection, hash_: str) -> None:
    """Lets go of a segment that waited."""
    connection.execute(delete(held).where(held.c.hash == bytes.fromhex(hash_)))


def waiting(connection: Connection) -> list[tuple[str, str, int, str, bytes]]:
    """The segments that wait: hash, device, number, why, file."""
    query = select(held.c.hash, held.c.device, held.c.n, held.c.why, held.c.file).order_by(held.c.device, held.c.n)
    return [(row[0].hex(), row[1].hex(), row[2], row[3], row[4]) for row in connection.execute(query)]


# --- when a device was heard from ------------------------------------------------------------------------------
def hear(connection: Connection, device: str, moment: str) -> None:
    """Notes the moment (ISO, UTC) of the newest entry that came from a device."""
    key = bytes.fromhex(device)
    known = connection.scalar(select(heard.c.moment).where(heard.c.device == key))
    if known is None:
        connection.execute(insert(heard), {"device": key, "moment": moment})
    elif known < moment:
        connection.execute(update(heard).where(heard.c.device == key).values(moment=moment))


def last_heard(connection: Connection) -> dict[str, str]:
    """When each device was last heard from (ISO, UTC)."""
    return {row[0].hex(): row[1] for row in connection.execute(select(heard.c.device, heard.c.moment))}
