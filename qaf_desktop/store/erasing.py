"""The ledger of erasures: asked before any body is stored, and carried out on what is stored already.

Bodies and their salts go; headers, ids and commitments stay, and with them every chain and signature.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

import msgspec
from sqlalchemy import ColumnElement, Connection, delete, func, select

from qaf_desktop.domain.entries import Entry
from qaf_desktop.domain.events import (
    UNREADABLE,
    AuditSubmitted,
    CaseErased,
    Event,
    PassageRedacted,
    UrgentConcernRaised,
)
from qaf_desktop.domain.redaction import content_of, thing_of
from qaf_desktop.domain.rights import BY_CONTENT
from qaf_desktop.models.audits import audit, concern
from qaf_desktop.models.exchange import erased
from qaf_desktop.models.journal import draft, entry
from qaf_desktop.store import exchange_facts, journal, query_directory, segments

TO_CLEAN: Final = "erasures_to_clean"
TO_JUDGE: Final = "devices_to_judge"
VOID: Final = "void"
NAMES_CASE: Final = frozenset({AuditSubmitted.__name__, UrgentConcernRaised.__name__})


class _OfCase(msgspec.Struct):
    case: object = None


@dataclass
class Ledger:
    """What may not be stored: entries by id, all entries of an entity, and whatever is about an erased case."""

    entries: set[str] = field(default_factory=set)
    entities: set[str] = field(default_factory=set)

    def __bool__(self) -> bool:
        """Whether anything was ever erased."""
        return bool(self.entries or self.entities)

    def forbids(self, entry_id: str, entity: str, kind: str, body: bytes | None) -> bool:
        """Whether the body of this entry may not be stored."""
        if entry_id in self.entries or entity in self.entities:
            return True
        return body is not None and kind in NAMES_CASE and case_in(body) in self.entities


def case_in(body: bytes) -> str | None:
    """The id of the case that the body of an audit or of a concern is about."""
    try:
        case = msgspec.json.decode(body, type=_OfCase).case
    except UNREADABLE:
        return None
    if isinstance(case, dict):
        case = case.get("case")
    return case if isinstance(case, str) else None


def ledger(connection: Connection) -> Ledger:
    """The ledger as it stands."""
    found = Ledger()
    for kind, key in connection.execute(select(erased.c.kind, erased.c.id).where(erased.c.kind != VOID)):
        (found.entries if kind == "entry" else found.entities).add(key)
    return found


def note(connection: Connection, event: Event) -> frozenset[str]:
    """Enters an erasure into the ledger and carries it out; answers the entities whose rows have to be made anew."""
    if isinstance(event, CaseErased | PassageRedacted):
        _keep_void(connection, event.void)
    if isinstance(event, CaseErased):
        return erase(connection, {event.case, *event.entities})
    if isinstance(event, PassageRedacted):
        touched = _erase(connection, "entry", {event.entry})
        put_in_place(connection, {event.entry})
        return touched
    return frozenset()


def _keep_void(connection: Connection, void: Sequence[tuple[str, str]]) -> None:
    sound = [(device, one) for device, one in void if len(device) == 32 and _is_hex(device) and _is_hex(one)]
    if sound:
        rows = [(VOID, commitment) for _, commitment in sound]
        connection.exec_driver_sql("INSERT OR IGNORE INTO erased (kind, id) VALUES (?, ?)", rows)
        to_judge(connection, {device for device, _ in sound})


def stays_void(connection: Connection) -> frozenset[str]:
    """The commitments of entries that did not count because of what they said, before that was erased."""
    return frozenset(connection.scalars(select(erased.c.id).where(erased.c.kind == VOID)))


def to_judge(connection: Connection, devices: Collection[str]) -> None:
    """Notes devices of which something lost the content by which it was judged, or was given it back."""
    if devices:
        known = exchange_facts.note(connection, TO_JUDGE, [])
        exchange_facts.set_note(connection, TO_JUDGE, sorted({*known, *devices}))


def redactions(connection: Connection, entry_id: str) -> list[Entry]:
    """All redactions of an entry that are here."""
    return journal.of_entities(connection, [thing_of(entry_id)]).get(thing_of(entry_id), [])


def put_in_place(connection: Connection, entries: Collection[str]) -> set[str]:
    """Puts what redactions left in the place of these entries' bodies, whichever came first; answers the things."""
    touched: set[str] = set()
    for one in sorted(filter(_is_hex, entries)):
        content = content_of(one, redactions(connection, one))
        of = connection.scalar(select(entry.c.entity).where(journal.has_id([bytes.fromhex(one)])))
        gone = of is not None and connection.scalar(select(erased.c.id).where(erased.c.id == of.hex())) is not None
        if content is not None and of is not None and not gone:
            touched.add(of.hex())
            sql = f"UPDATE entry SET redacted = ? WHERE {journal.HAS_ID} AND raw_body IS NULL"
            connection.exec_driver_sql(sql, (content, bytes.fromhex(one)))
    return touched


def erase(connection: Connection, keys: Collection[str]) -> frozenset[str]:
    """Erases things, and what is about them where they are cases; answers the entities whose rows have to be made anew.

    Asked too when something about a case arrives that was erased before: what stands beside it goes with it.
    """
    every = new = {key for key in keys if _is_hex(key)}
    while new := _naming(connection, new) - every:
        every = every | new
    touched = _erase(connection, "entity", every | _redactions_of(connection, every))
    return touched | _erase(connection, "entry", _claiming(connection, every))


def reached(connection: Connection, keys: Collection[str]) -> list[Entry]:
    """The entries whose content goes with these things, as far as they are here, the void ones too."""
    found = [one for each in journal.of_entities(connection, keys).values() for one in each]
    claiming = journal.with_ids(connection, [bytes.fromhex(one) for one in sorted(_claiming(connection, keys))])
    return list({one.id: one for one in (*found, *claiming)}.values())


def forbid(connection: Connection, entries: Collection[str]) -> frozenset[str]:
    """Erases the redactions of these entries, which are of an erased case: what was left of a body stands in them."""
    return _erase(connection, "entity", map(thing_of, entries))


def _redactions_of(connection: Connection, entities: Collection[str]) -> set[str]:
    raw = [bytes.fromhex(one) for one in entities]
    return {thing_of(row[0].hex()) for row in connection.execute(select(entry.c.id).where(entry.c.entity.in_(raw)))}


def about(connection: Connection, case: str) -> set[str]:
    """The other ids of a case, and the audits and concerns about it, that this laptop knows."""
    same = query_directory.ids_of_cases(connection, [case])
    return {*same - {case}, *_naming(connection, same)}


def _naming(connection: Connection, cases: Collection[str]) -> set[str]:
    """The audits and concerns of these cases that this laptop knows, whether or not whoever erased them knew them."""
    return {
        row[0]
        for table in (audit, concern)
        for row in connection.execute(select(table.c.id).where(table.c.case_id.in_(cases)))
    }


def _claiming(connection: Connection, keys: Collection[str]) -> set[str]:
    """The entries that name any of these as their case, the void ones too: these stand in no table, and go one by one.

    Nothing else goes with a void entry: it may claim to be about another audit.
    """
    c = entry.c
    found: set[str] = set()
    for key in keys:
        query = select(c.id, c.raw_body).where(c.kind.in_(NAMES_CASE), func.instr(c.raw_body, key.encode()) > 0)
        found |= {id_.hex() for id_, body in connection.execute(query) if case_in(body) == key}
    return found


def _erase(connection: Connection, kind: str, keys: Iterable[str]) -> frozenset[str]:
    wanted = sorted({key for key in keys if _is_hex(key)})
    if not wanted:
        return frozenset()
    rows = [(kind, key) for key in wanted]
    connection.exec_driver_sql("INSERT OR IGNORE INTO erased (kind, id) VALUES (?, ?)", rows)
    which = journal.HAS_ID if kind == "entry" else "entity = ?"
    _note_to_clean(connection, kind, wanted)
    clear = f"UPDATE entry SET raw_body = NULL, salt = x'', redacted = NULL WHERE {which}"
    connection.exec_driver_sql(clear, [(bytes.fromhex(key),) for key in wanted])
    c, those = entry.c, _those(kind, wanted)
    whose = select(c.device).where(those, c.kind.in_(BY_CONTENT)).distinct()
    to_judge(connection, {one.hex() for one in connection.scalars(whose)})
    if kind == "entity":
        connection.execute(delete(draft).where(draft.c.case_id.in_(wanted)))
    found = connection.execute(select(c.entity).where(those).distinct())
    return frozenset(row[0].hex() for row in found)


def _those(kind: str, keys: Sequence[str]) -> ColumnElement[bool]:
    raw = [bytes.fromhex(one) for one in keys]
    return journal.has_id(raw) if kind == "entry" else entry.c.entity.in_(raw)


def _note_to_clean(connection: Connection, kind: str, keys: Sequence[str]) -> None:
    """Notes the segments of what goes, whose files in the folder have to go too."""
    query = select(entry.c.id).where(_those(kind, keys), entry.c.raw_body.is_not(None))
    going = set(connection.scalars(query))
    to_clean(connection, segments.holding(connection, going) if going else ())


def to_clean(connection: Connection, hashes: Collection[str]) -> None:
    """Notes segments whose files in the folder hold what was erased."""
    if hashes:
        known = exchange_facts.note(connection, TO_CLEAN, [])
        exchange_facts.set_note(connection, TO_CLEAN, sorted({*known, *hashes}))


def _is_hex(text: str) -> bool:
    return len(text) in (32, 64) and all(one in "0123456789abcdef" for one in text)
