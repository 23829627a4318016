"""From entries to the tables that the window shows: one projector for each kind of entity.

A projector is pure: the entity's entries in, in the order in which every laptop folds them, and rows out. Writing is in
bulk, once for all entities that a transaction touched. Projections hold nothing that the journal does not.
"""

import hashlib
import itertools
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from sqlalchemy import BindParameter, ColumnElement, Connection, TableClause, bindparam, delete, insert, select

from qaf_desktop.domain.entries import Entry, in_order
from qaf_desktop.models import audits, devices, directory
from qaf_desktop.models.base import PROJECTION_VERSION, projected
from qaf_desktop.store import journal
from qaf_desktop.store.devices import project_device
from qaf_desktop.store.project_audits import project_audit, project_concern
from qaf_desktop.store.project_directory import (
    project_case,
    project_person,
    project_service,
    project_team,
    project_tool_version,
    project_workspace,
)
from qaf_desktop.store.rows import Rows

_CHUNK = 2_000

Fold = Callable[[str, list[Entry], Rows], None]
Owned = tuple[TableClause, ColumnElement[bool]]
_STALE: Final[BindParameter[str]] = bindparam("stale")


@dataclass(frozen=True)
class Projector:
    """How one kind of entity becomes rows, and which rows are its own: in which table, and by what they are found."""

    fold: Fold
    owns: tuple[Owned, ...]


def _own(*owned: tuple[TableClause, str]) -> tuple[Owned, ...]:
    return tuple((table, table.c[column] == _STALE) for table, column in owned)


PROJECTORS: Final[dict[str, Projector]] = {
    "workspace": Projector(project_workspace, _own((directory.setting, "workspace_id"))),
    "service": Projector(project_service, _own((directory.service, "id"))),
    "team": Projector(project_team, _own((directory.team, "id"))),
    "person": Projector(project_person, _own((directory.person, "id"), (directory.person_role, "person_id"))),
    "case": Projector(project_case, _own((directory.case_, "id"))),
    "tool_version": Projector(project_tool_version, _own((directory.tool_version, "id"))),
    "audit": Projector(
        project_audit,
        (
            (
                audits.audit_text,
                audits.audit_text.c.rowid.in_(select(audits.audit.c.text_row).where(audits.audit.c.id == _STALE)),
            ),
            *_own((audits.audit, "id"), (audits.finding, "audit_id"), (audits.recommendation, "audit_id")),
        ),
    ),
    "device": Projector(project_device, _own((devices.device, "id"))),
    "concern": Projector(project_concern, _own((audits.concern, "id"))),
}


@dataclass(frozen=True, slots=True)
class Touched:
    """An entity whose rows are to be written anew; `fresh` where it has none yet."""

    kind: str
    entity: str
    entries: list[Entry]
    fresh: bool = False


def project(connection: Connection, touched: Iterable[Touched]) -> None:
    """Writes the rows of these entities anew, table by table. A kind that this program does not know has none."""
    rows = Rows()
    stale: dict[str, list[dict[str, object]]] = {}
    for one in touched:
        projector = PROJECTORS.get(one.kind)
        if projector is None:
            continue
        projector.fold(one.entity, in_order(one.entries), rows)
        if not one.fresh:
            stale.setdefault(one.kind, []).append({"stale": one.entity})
    for kind, entities in stale.items():
        for table, found in PROJECTORS[kind].owns:
            connection.execute(delete(table).where(found), entities)
    for table, new in rows.by_table.items():
        if new:
            connection.execute(insert(table), new)


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
    """A digest of each projected table's rows, whatever their order."""
    digests = {}
    for table in projected.sorted_tables:
        rows = sorted(repr(tuple(row)) for row in connection.execute(table.select()))
        digests[table.name] = hashlib.sha256("\n".join(rows).encode("utf-8", "surrogatepass")).hexdigest()
    return digests
