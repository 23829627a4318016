"""From entries to the tables that the window shows: one projector for each kind of entity.

A projector deletes the entity's rows and writes them anew from its entries, given in the order in which every laptop
folds them. Projections hold nothing that the journal does not: they can be dropped at any time.
"""

import hashlib
import itertools
from collections.abc import Callable
from typing import Final

from sqlalchemy import Connection

from qaf_desktop.domain.entries import Entry, in_order
from qaf_desktop.models import audits as _audits  # noqa: F401 - its tables belong to the projected set
from qaf_desktop.models import directory as _directory  # noqa: F401 - likewise
from qaf_desktop.models.base import PROJECTION_VERSION, projected
from qaf_desktop.store import journal
from qaf_desktop.store.project_audits import project_audit, project_concern
from qaf_desktop.store.project_directory import (
    project_case,
    project_person,
    project_service,
    project_team,
    project_tool_version,
    project_workspace,
)

Projector = Callable[[Connection, str, list[Entry]], None]

PROJECTORS: Final[dict[str, Projector]] = {
    "workspace": project_workspace,
    "service": project_service,
    "team": project_team,
    "person": project_person,
    "case": project_case,
    "tool_version": project_tool_version,
    "audit": project_audit,
    "concern": project_concern,
}


def project(connection: Connection, kind: str, entity: str, entries: list[Entry]) -> None:
    """Writes the entity's rows anew. A kind that this program does not know has no rows."""
    projector = PROJECTORS.get(kind)
    if projector is not None:
        projector(connection, entity, in_order(entries))


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
    order = list(PROJECTORS)
    for kind in order:
        _fold_kind(connection, kind)


def _fold_kind(connection: Connection, kind: str) -> None:
    entries = journal.everything(connection, kind)
    for entity, group in itertools.groupby(entries, key=lambda e: e.header.entity):
        project(connection, kind, entity, list(group))


def digest(connection: Connection) -> dict[str, str]:
    """A digest of each projected table's rows, whatever their order."""
    digests = {}
    for table in projected.sorted_tables:
        rows = sorted(repr(tuple(row)) for row in connection.execute(table.select()))
        digests[table.name] = hashlib.sha256("\n".join(rows).encode("utf-8", "surrogatepass")).hexdigest()
    return digests
