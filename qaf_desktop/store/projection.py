"""From entries to the tables that the window shows: one projector for each kind of entity.

A projector is pure: the entries of a thing in, in the order in which every laptop folds them, and rows out. Writing is
in bulk, once for all that a transaction touched. Projections hold nothing that the journal does not.
"""

import hashlib
import itertools
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, Final

from sqlalchemy import BindParameter, ColumnElement, Connection, TableClause, bindparam, delete, select

from qaf_desktop.domain.entries import Entry, in_order
from qaf_desktop.domain.slots import Told
from qaf_desktop.models import audits, conflicts, devices, directory
from qaf_desktop.models.base import OWN_TO_A_LAPTOP, PROJECTION_VERSION, projected
from qaf_desktop.store import aliases, journal
from qaf_desktop.store.devices import project_device
from qaf_desktop.store.project_audits import project_audit, project_concern
from qaf_desktop.store.project_directory import (
    project_case,
    project_person,
    project_service,
    project_team,
    project_tool_version,
    project_workspace,
    told,
)
from qaf_desktop.store.rows import Rows

_CHUNK = 2_000

Fold = Callable[[str, list[Entry], Rows], None]
FoldSlots = Callable[[Sequence[str], Told, Rows], None]
Owned = tuple[TableClause, ColumnElement[bool]]
_STALE: Final[BindParameter[str]] = bindparam("stale")


@dataclass(frozen=True)
class Projector:
    """How one kind of entity becomes rows, and which rows are its own: in which table, and by what they are found.

    `fold` takes what counts of one id; `slots` all that was told of one thing, whatever ids it goes by.
    """

    owns: tuple[Owned, ...]
    fold: Fold | None = None
    slots: FoldSlots | None = None


def _own(*owned: tuple[TableClause, str]) -> tuple[Owned, ...]:
    return tuple((table, table.c[column] == _STALE) for table, column in owned)


def _by_slots(slots: FoldSlots, *owned: tuple[TableClause, str]) -> Projector:
    return Projector(_own(*owned, (conflicts.conflict, "entity")), slots=slots)


PROJECTORS: Final[dict[str, Projector]] = {
    "workspace": _by_slots(project_workspace, (directory.setting, "workspace_id")),
    "service": _by_slots(project_service, (directory.service, "id")),
    "team": _by_slots(project_team, (directory.team, "id")),
    "person": _by_slots(project_person, (directory.person, "id"), (directory.person_role, "person_id")),
    "case": _by_slots(project_case, (directory.case_, "id")),
    "tool_version": _by_slots(project_tool_version, (directory.tool_version, "id")),
    "audit": Projector(
        (
            (
                audits.audit_text,
                audits.audit_text.c.rowid.in_(select(audits.audit.c.text_row).where(audits.audit.c.id == _STALE)),
            ),
            *_own((audits.audit, "id"), (audits.finding, "audit_id"), (audits.recommendation, "audit_id")),
        ),
        project_audit,
    ),
    "concern": Projector(_own((audits.concern, "id")), project_concern),
    "device": Projector(_own((devices.device, "id")), project_device),
}


@dataclass(frozen=True, slots=True)
class Touched:
    """An entity whose rows are to be written anew, with its own entries; `fresh` where it has none yet."""

    kind: str
    entity: str
    entries: list[Entry]
    fresh: bool = False


def project(connection: Connection, touched: Iterable[Touched]) -> None:
    """Writes the rows of these entities anew, table by table. A kind that this program does not know has none."""
    by_kind: dict[str, list[Touched]] = {}
    for one in touched:
        by_kind.setdefault(one.kind, []).append(one)
    if "service" in by_kind:
        by_kind.setdefault("team", [])
    for kind, projector in PROJECTORS.items():
        if kind in by_kind:
            _project_kind(connection, kind, projector, by_kind[kind])


def _project_kind(connection: Connection, kind: str, projector: Projector, touched: list[Touched]) -> None:
    rows = Rows()
    fresh = {one.entity for one in touched if one.fresh}
    known = {one.entity for one in touched}
    if projector.slots is not None:
        known |= _fold_slots(connection, kind, projector.slots, touched, fresh, rows)
    elif projector.fold is not None:
        for one in touched:
            projector.fold(one.entity, in_order(one.entries), rows)
    stale = [{"stale": entity} for entity in known if entity not in fresh]
    if stale:
        for table, found in projector.owns:
            connection.execute(delete(table).where(found), stale)
    _in_places_of_their_own(connection, rows)
    for table, new in rows.by_table.items():
        if new:
            _write(connection, table, new)


def _write(connection: Connection, table: TableClause, rows: list[dict[str, Any]]) -> None:
    """Inserts these rows by the driver alone: binding the parameters of many rows takes as long as storing them."""
    if table is audits.audit_text:
        rows = sorted(rows, key=itemgetter("rowid"))  # else every step back makes the index write out what it holds
    columns = tuple(rows[0])
    places = ", ".join("?" * len(columns))
    values = [tuple(map(row.__getitem__, columns)) for row in rows]
    connection.exec_driver_sql(f"INSERT INTO {table.name} ({', '.join(columns)}) VALUES ({places})", values)


def _in_places_of_their_own(connection: Connection, rows: Rows) -> None:
    """Moves audits in the searched text whose place is taken: a laptop may make up two ids that begin alike."""
    found = rows.by_table.get(audits.audit, [])
    place = audits.audit.c.text_row
    wanted = [row["text_row"] for row in found]
    taken: set[int] = set()
    for at in range(0, len(wanted), journal.AT_ONCE):
        taken.update(connection.scalars(select(place).where(place.in_(wanted[at : at + journal.AT_ONCE]))))
    for row, text in zip(found, rows.by_table.get(audits.audit_text, []), strict=True):
        while row["text_row"] in taken:
            row["text_row"] += 1
            if connection.scalar(select(place).where(place == row["text_row"])) is not None:
                taken.add(row["text_row"])
        text["rowid"] = row["text_row"]
        taken.add(row["text_row"])


def _fold_slots(
    connection: Connection, kind: str, slots: FoldSlots, touched: list[Touched], fresh: set[str], rows: Rows
) -> set[str]:
    """Folds things slot by slot; answers the ids that are of one thing with those that were touched."""
    histories = {one.entity: told(kind, one.entries) for one in touched}
    if kind not in aliases.TABLES:
        for entity, history in histories.items():
            slots((entity,), history, rows)
        return set()
    own = {entity: aliases.own(kind, history) for entity, history in histories.items()}
    groups = aliases.regroup(connection, kind, own, fresh)
    others = {entity for group in groups for entity in group if entity not in histories}
    if others:
        found = journal.of_entities(connection, others)
        histories |= {entity: told(kind, found.get(entity, [])) for entity in others}
    for group in groups:
        slots(group, aliases.in_one(group, histories), rows)
    return others


def ensure(connection: Connection) -> bool:
    """Makes the projected tables, and folds everything anew where their version is another. True where it did."""
    if journal.fact(connection, "projection_version") == str(PROJECTION_VERSION):
        return False
    refold(connection)
    journal.set_fact(connection, "projection_version", str(PROJECTION_VERSION))
    return True


def refold(connection: Connection) -> None:
    """Drops all projected tables and folds the whole journal anew."""
    for (name,) in connection.exec_driver_sql(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE 'CREATE VIRTUAL TABLE%'"
    ).all():
        connection.exec_driver_sql(f'DROP TABLE "{name}"')
    projected.drop_all(connection)
    projected.create_all(connection)
    for kind in PROJECTORS:
        _fold_kind(connection, kind)


def _fold_kind(connection: Connection, kind: str) -> None:
    entries = journal.everything(connection, kind)
    groups = itertools.groupby(entries, key=lambda e: e.header.entity)
    touched = (Touched(kind, entity, list(group), fresh=True) for entity, group in groups)
    while chunk := list(itertools.islice(touched, _CHUNK)):
        project(connection, chunk)


def digest(connection: Connection) -> dict[str, str]:
    """A digest of each projected table's rows, whatever their order, without what each laptop chooses for itself."""
    digests = {}
    for table in projected.sorted_tables:
        alike = [one for one in table.columns if OWN_TO_A_LAPTOP not in one.info]
        rows = sorted(repr(tuple(row)) for row in connection.execute(select(*alike)))
        digests[table.name] = hashlib.sha256("\n".join(rows).encode("utf-8", "surrogatepass")).hexdigest()
    return digests
