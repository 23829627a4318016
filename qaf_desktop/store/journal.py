"""Reading and writing the journal's entries. Bytes go in and come out as they are; nothing is re-encoded."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, delete, func, insert, select

from qaf_desktop.domain.entries import Entry, read_header
from qaf_desktop.models.journal import entry as entries
from qaf_desktop.models.journal import entry_number, head, laptop

AT_ONCE = 500
MOST_RECENT = 100_000
HAS_ID = "number = (SELECT number FROM entry_number WHERE id = ?)"
_heads_of = select(head.c.entry).where(head.c.entity == bindparam("of"))
_columns = (
    entries.c.id, entries.c.raw_header, entries.c.salt, entries.c.raw_body, entries.c.void, entries.c.redacted
)  # fmt: skip


def _entry(row: Any) -> Entry:
    return Entry(row[0].hex(), read_header(row[1]), row[1], row[2], row[3], row[4] or "", row[5])


def of_entity(connection: Connection, entity: str) -> list[Entry]:
    """All entries of one entity, as they were stored."""
    query = select(*_columns).where(entries.c.entity == bytes.fromhex(entity)).order_by(entries.c.number)
    return [_entry(row) for row in connection.execute(query)]


def of_entities(connection: Connection, entities: Iterable[str]) -> dict[str, list[Entry]]:
    """All entries of each of these entities, as they were stored. What is no id, as an event may say, has none."""
    found: dict[str, list[Entry]] = {}
    keys = [bytes.fromhex(entity) for entity in entities if _is_id(entity)]
    for start in range(0, len(keys), AT_ONCE):
        query = select(*_columns).where(entries.c.entity.in_(keys[start : start + AT_ONCE])).order_by(entries.c.number)
        for row in connection.execute(query):
            one = _entry(row)
            found.setdefault(one.header.entity, []).append(one)
    return found


def _is_id(text: str) -> bool:
    return len(text) == 32 and all(one in "0123456789abcdef" for one in text)


def in_segment(connection: Connection, number: int) -> list[Entry]:
    """The entries of the segment with this number, in their order."""
    query = select(*_columns).where(entries.c.segment == number).order_by(entries.c.number)
    return [_entry(row) for row in connection.execute(query)]


def void(connection: Connection, entity: str | None, limit: int) -> list[Entry]:
    """Entries that do not count, the newest first; of one entity where it is named."""
    query = select(*_columns).where(entries.c.void.is_not(None)).order_by(entries.c.number.desc()).limit(limit)
    if entity is not None:
        query = query.where(entries.c.entity == bytes.fromhex(entity))
    return [_entry(row) for row in connection.execute(query)]


def has_id(ids: Sequence[bytes]) -> ColumnElement[bool]:
    """Whether an entry has one of these ids; never ask for `entry.id` itself, over which there is no index."""
    return entries.c.number.in_(select(entry_number.c.number).where(entry_number.c.id.in_(ids)))


@contextmanager
def numbering(connection: Connection) -> Iterator[None]:
    """Sees that entries which are stored within can be found by their id: all at once, which a trigger cannot."""
    last = connection.scalar(select(func.max(entries.c.number))) or 0
    yield
    new = "INSERT INTO id_recent (id, number) SELECT id, number FROM entry WHERE number > ? ORDER BY id"
    connection.exec_driver_sql(new, (last,))


def count_of_ids(connection: Connection) -> int:
    """How many entries can be found by their id."""
    return int(connection.scalar(select(func.count()).select_from(entry_number)) or 0)


def are_recent_many(connection: Connection) -> bool:
    """Whether there are so many recent entries that `settle_ids` is worth its while."""
    count = "SELECT count(*) FROM (SELECT 1 FROM id_recent LIMIT ?)"
    return connection.exec_driver_sql(count, (MOST_RECENT,)).scalar() == MOST_RECENT


def settle_ids(connection: Connection) -> None:
    """Puts the ids of recent entries among those of all."""
    connection.exec_driver_sql("INSERT INTO id_settled (id, number) SELECT id, number FROM id_recent ORDER BY id")
    connection.exec_driver_sql("DELETE FROM id_recent")


def with_ids(connection: Connection, ids: Sequence[bytes]) -> list[Entry]:
    """The entries with these ids, in the order of the ids."""
    found: dict[str, Entry] = {}
    for start in range(0, len(ids), AT_ONCE):
        for row in connection.execute(select(*_columns).where(has_id(ids[start : start + AT_ONCE]))):
            one = _entry(row)
            found[one.id] = one
    return [found[one.hex()] for one in ids if one.hex() in found]


def everything(connection: Connection, kind: str | None = None) -> Iterator[Entry]:
    """Every entry of the journal, or every one about entities of this kind, entity by entity."""
    query = select(*_columns).order_by(entries.c.entity, entries.c.number)
    if kind is not None:
        query = query.where(entries.c.entity_kind == kind)
    for row in connection.execution_options(yield_per=1000).execute(query):
        yield _entry(row)


def count(connection: Connection) -> int:
    """How many entries the journal holds."""
    return int(connection.scalar(select(func.count()).select_from(entries)) or 0)


def count_of(connection: Connection, entities: Sequence[str]) -> int:
    """How many entries there are about these entities."""
    raw = [bytes.fromhex(one) for one in entities]
    query = select(func.count()).select_from(entries).where(entries.c.entity.in_(raw))
    return int(connection.scalar(query) or 0)


def last_moment(connection: Connection, entities: Sequence[str]) -> str:
    """When something was last recorded about any of these entities (ISO, UTC); "" where nothing was."""
    return max((one.header.time for found in of_entities(connection, entities).values() for one in found), default="")


def heads_of(connection: Connection, entity: str) -> tuple[str, ...]:
    """The ids of the entity's heads, sorted."""
    rows = connection.execute(_heads_of, {"of": bytes.fromhex(entity)})
    return tuple(sorted(row[0].hex() for row in rows))


def next_seq(connection: Connection, device: str) -> int:
    """The next sequence number of this device; asked inside the write transaction."""
    query = select(func.max(entries.c.seq)).where(entries.c.device == bytes.fromhex(device))
    return int(connection.scalar(query) or 0) + 1


def append(connection: Connection, new: Iterable[Entry]) -> None:
    """Stores the entries at the journal's end."""
    rows = [
        {
            "id": bytes.fromhex(e.id),
            "entity": bytes.fromhex(e.header.entity),
            "entity_kind": e.header.entity_kind,
            "kind": e.header.kind,
            "device": bytes.fromhex(e.header.device),
            "seq": e.header.seq,
            "raw_header": e.raw_header,
            "salt": e.salt,
            "raw_body": e.raw_body,
        }
        for e in new
    ]
    if rows:
        with numbering(connection):
            connection.execute(insert(entries), rows)


def set_heads(connection: Connection, heads: dict[str, tuple[str, ...]], *, fresh: set[str]) -> None:
    """Records each entity's heads; those in `fresh` had none before."""
    old = [(bytes.fromhex(entity),) for entity in heads if entity not in fresh]
    if old:
        connection.exec_driver_sql("DELETE FROM head WHERE entity = ?", old)
    rows = [(bytes.fromhex(i), bytes.fromhex(e)) for i, ids in heads.items() for e in ids]
    if rows:
        connection.exec_driver_sql("INSERT INTO head (entity, entry) VALUES (?, ?)", rows)


def fact(connection: Connection, name: str) -> str | None:
    """A fact about this laptop, such as its device id; None where there is none."""
    return connection.scalar(select(laptop.c.value).where(laptop.c.name == name))


def set_fact(connection: Connection, name: str, value: str) -> None:
    """Records a fact about this laptop."""
    connection.execute(delete(laptop).where(laptop.c.name == name))
    connection.execute(insert(laptop), {"name": name, "value": value})
