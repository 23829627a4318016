"""Which ids are one thing: what two laptops made apart from each other under one natural key.

A case is known by its number, a tool version by its tool and version, a service by its name, a team by its name and
service. The lowest id is the one that lists show. What can be renamed keeps together by more than its name: an entry
that was recorded with an entry of another id in sight joins the two for good, and that other id has no name of its own
from then on. So a service that takes over a name which another gave up is not taken for that other one.
"""

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, Select, Table, bindparam, delete, func, insert, select

from qaf_desktop.domain.entries import Entry, in_order
from qaf_desktop.domain.events import CaseAdded, ToolVersionAdded
from qaf_desktop.domain.rights import BY_CONTENT
from qaf_desktop.domain.slots import Told, fold
from qaf_desktop.models import directory
from qaf_desktop.models.conflicts import joined_by, natural_key
from qaf_desktop.models.journal import entry as entries
from qaf_desktop.store.journal import has_id

Group = tuple[str, ...]
TABLES: Final[dict[str, Table]] = {
    "service": directory.service,
    "team": directory.team,
    "case": directory.case_,
    "tool_version": directory.tool_version,
}
RENAMED: Final = ("service", "team")
_AT_ONCE: Final = 500
_NOTHING: Final[frozenset[str]] = frozenset()


class Own(NamedTuple):
    """What an id's own entries say: its natural key, None where it has none, and entries of others in sight."""

    key: str | None
    in_sight: frozenset[str] = _NOTHING


def number_of(told: Told) -> str | None:
    """The number of a case: the one that it was added with first, whatever else its entries say."""
    found = [(entry, event) for entry, event in told if isinstance(event, CaseAdded)]
    if len(found) > 1:
        found.sort(key=lambda one: (one[0].header.time, one[0].id))
    return found[0][1].number if found else None


def first_added(told: Told) -> dict[str, tuple[Entry, ToolVersionAdded]]:
    """Of each id the entry, with its event, by which a tool version was added first."""
    found: dict[str, tuple[Entry, ToolVersionAdded]] = {}
    for entry, event in told:
        if isinstance(event, ToolVersionAdded):
            before = found.get(entry.header.entity)
            if before is None or (entry.header.time, entry.id) < (before[0].header.time, before[0].id):
                found[entry.header.entity] = entry, event
    return found


def own(kind: str, told: Told) -> Own:
    """What the entries of one id say about it.

    Entries that no team or service is made of join none: whether they count can depend on which ids are one.
    """
    if kind not in RENAMED:
        return Own(_KEYS[kind](told))
    mine = {entry.id for entry, _ in told}
    joining = [entry for entry, _ in told if not entry.void and _is_of(entry, kind)]
    in_sight = {one for entry in joining for one in entry.header.after if one not in mine}
    return Own(_KEYS[kind](told), frozenset(in_sight))


def _is_of(entry: Entry, kind: str) -> bool:
    return entry.header.entity_kind == kind and entry.header.kind not in BY_CONTENT


def _tool_version(told: Told) -> str | None:
    found = first_added(told).values()
    return next((_key_of_tool(event.tool, event.version) for _, event in found), None)


def _service(told: Told) -> str | None:
    name = fold("service", told).values.get("name")
    return None if name is None else _plain(name)


def _team(told: Told) -> str | None:
    values = fold("team", told).values
    return json.dumps([_plain(values["name"]), values["service"]]) if "name" in values and "service" in values else None


def _plain(name: object) -> str:
    return " ".join(str(name).split()).casefold()


_KEYS: Final[dict[str, Callable[[Told], str | None]]] = {
    "case": number_of, "tool_version": _tool_version, "service": _service, "team": _team
}  # fmt: skip


def members(connection: Connection, kind: str, entity: str) -> Group:
    """All ids of the thing that this id stands for; the first is the one that lists show."""
    table = TABLES.get(kind)
    if table is None:
        return (entity,)
    c = table.c
    first = connection.scalar(select(func.coalesce(c.alias_of, c.id)).where(c.id == entity))
    if first is None:
        return (entity,)
    return first, *connection.scalars(select(c.id).where(c.alias_of == first).order_by(c.id))


def firsts(connection: Connection, kind: str) -> dict[str, str]:
    """Of each id that is one thing with a lower one, that first one."""
    c = TABLES[kind].c
    rows = connection.execute(select(c.id, c.alias_of).where(c.alias_of.is_not(None)).order_by(c.id))
    return {row.id: row.alias_of for row in rows}


def regroup(connection: Connection, kind: str, touched: Mapping[str, Own], fresh: Collection[str]) -> list[Group]:
    """Notes what these ids say about themselves; answers the groups whose rows have to be made anew, each sorted.

    An id in `fresh` was not known before.
    """
    now = {entity: one.key for entity, one in touched.items() if one.key is not None}
    old = [entity for entity in touched if entity not in fresh]
    if kind in RENAMED:
        _note(connection, kind, now, old)
        _note_joined(connection, kind, touched, old)
        return _of_renamed(connection, kind, touched)
    keys = {*now.values(), *_fixed_keys(connection, kind, old)}
    known = _with_keys(connection, kind, keys)
    if not known and len(keys) == len(now):
        return [(entity,) for entity in now]
    groups: dict[str, list[str]] = {}
    for entity, key in known:
        if entity not in touched:
            groups.setdefault(key, []).append(entity)
    for entity, key in now.items():
        groups.setdefault(key, []).append(entity)
    return [(group[0],) if len(group) == 1 else tuple(sorted(group)) for group in groups.values()]


def _note(connection: Connection, kind: str, now: Mapping[str, str], old: Sequence[str]) -> None:
    if old:
        c = natural_key.c
        connection.execute(
            delete(natural_key).where(c.entity == bindparam("old"), c.kind == kind), [{"old": one} for one in old]
        )
    if now:
        connection.execute(insert(natural_key), [{"entity": one, "kind": kind, "key": key} for one, key in now.items()])


def _note_joined(connection: Connection, kind: str, touched: Mapping[str, Own], old: Sequence[str]) -> None:
    if old:
        connection.execute(
            delete(joined_by).where(joined_by.c.entity == bindparam("old")), [{"old": one} for one in old]
        )
    rows = [{"entity": entity, "entry": one, "kind": kind} for entity, own in touched.items() for one in own.in_sight]
    if rows:
        connection.execute(insert(joined_by), rows)


def _of_renamed(connection: Connection, kind: str, touched: Collection[str]) -> list[Group]:
    """The groups of a kind whose things are few and can be renamed: all are compared with what they were."""
    c = natural_key.c
    keys = {row.entity: row.key for row in connection.execute(select(c.entity, c.key).where(c.kind == kind))}
    if kind == "team":
        keys = _in_one_service(connection, keys)
    joined = _joined(connection, kind, keys)
    follows = {other for _, other in joined}
    first_with: dict[str, str] = {}
    same = [(first_with.setdefault(key, entity), entity) for entity, key in keys.items() if entity not in follows]
    now = _groups(keys, [*joined, *same])
    before = _as_projected(connection, kind)
    return sorted({group for one, group in now.items() if one in touched or before.get(one) != group})


def _in_one_service(connection: Connection, keys: Mapping[str, str]) -> dict[str, str]:
    c = directory.service.c
    rows = connection.execute(select(c.id, c.alias_of).where(c.alias_of.is_not(None)))
    first: dict[str, str] = {row.id: row.alias_of for row in rows}
    if not first:
        return dict(keys)
    named = {entity: json.loads(key) for entity, key in keys.items()}
    return {entity: json.dumps([name, first.get(service, service)]) for entity, (name, service) in named.items()}


def _joined(connection: Connection, kind: str, keys: Collection[str]) -> list[tuple[str, str]]:
    """Which id follows which. The lower goes first, as every laptop writes it; anything else joins nothing."""
    j = joined_by.c
    wanted = [(row.entity, row.entry) for row in connection.execute(select(j.entity, j.entry).where(j.kind == kind))]
    of = _entities_of(connection, {one for _, one in wanted})
    found = [(entity, of[one]) for entity, one in wanted if one in of]
    return [(one, other) for one, other in found if one < other and one in keys and other in keys]


def _groups(keys: Iterable[str], pairs: Iterable[tuple[str, str]]) -> dict[str, Group]:
    root = {entity: entity for entity in keys}

    def top(entity: str) -> str:
        while root[entity] != entity:
            root[entity] = entity = root[root[entity]]
        return entity

    for one, other in pairs:
        low, high = sorted((top(one), top(other)))
        root[high] = low
    found: dict[str, list[str]] = {}
    for entity in sorted(root):
        found.setdefault(top(entity), []).append(entity)
    return {entity: tuple(group) for group in found.values() for entity in group}


def _as_projected(connection: Connection, kind: str) -> dict[str, Group]:
    c = TABLES[kind].c
    found: dict[str, list[str]] = {}
    for row in connection.execute(select(c.id, c.alias_of).order_by(c.id)):
        found.setdefault(row.alias_of or row.id, []).append(row.id)
    return {entity: tuple(group) for group in found.values() for entity in group}


def _fixed_keys(connection: Connection, kind: str, entities: Collection[str]) -> list[str]:
    """The natural keys under which these ids have rows."""
    if not entities:
        return []
    c = TABLES[kind].c
    if kind == "case":
        return list(connection.scalars(select(c.number).where(c.id.in_(_each(entities)))))
    return [
        _key_of_tool(row.tool, row.version) for row in connection.execute(_tools().where(c.id.in_(_each(entities))))
    ]


def _with_keys(connection: Connection, kind: str, keys: Collection[str]) -> list[tuple[str, str]]:
    """The ids, each with its natural key, that have rows under these keys."""
    if kind != "case":
        rows = connection.execute(_tools()).all()
        return [(row.id, key) for row in rows if (key := _key_of_tool(row.tool, row.version)) in keys]
    c = directory.case_.c
    query = select(c.id, c.number)
    first = connection.execute(query.where(c.number.in_(_each(keys)), c.alias_of.is_(None))).all()
    if not first:
        return []
    others = connection.execute(query.where(c.alias_of.in_(_each([row.id for row in first])))).all()
    return [(row.id, row.number) for row in (*first, *others)]


def _tools() -> Select[Any]:
    c = directory.tool_version.c
    return select(c.id, c.tool, c.version)


def _key_of_tool(tool: str, version: str) -> str:
    return json.dumps([tool, version])


def _each(texts: Collection[str]) -> Select[Any]:
    """Many texts as one parameter of a query."""
    return select(func.json_each(json.dumps(sorted(texts))).table_valued("value").c.value)


def _entities_of(connection: Connection, ids: Collection[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    every = sorted(bytes.fromhex(one) for one in ids if _is_id(one))
    for at in range(0, len(every), _AT_ONCE):
        query = select(entries.c.id, entries.c.entity).where(has_id(every[at : at + _AT_ONCE]))
        found |= {row.id.hex(): row.entity.hex() for row in connection.execute(query)}
    return found


def _is_id(text: str) -> bool:
    return len(text) == 64 and all(one in "0123456789abcdef" for one in text)


def in_one(group: Group, told: Mapping[str, Told]) -> Told:
    """The entries of a group as one history."""
    if len(group) == 1:
        return told[group[0]]
    events = {entry.id: event for one in group for entry, event in told[one]}
    ordered = in_order([entry for one in group for entry, _ in told[one]], void=True)
    return [(entry, events[entry.id]) for entry in ordered]
