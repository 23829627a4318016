"""Questions about conflicts, and about the things that they are about. Answers are plain rows."""

import hashlib
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, select

from qaf_desktop.models.conflicts import conflict
from qaf_desktop.models.directory import case_, tool_version
from qaf_desktop.store.aliases import members


def conflicts(connection: Connection) -> Sequence[Any]:
    """Every conflict, those about one thing beside each other."""
    c = conflict.c
    return connection.execute(select(conflict).order_by(c.entity_kind, c.entity, c.slot)).all()


def case_number(connection: Connection, entity: str) -> str:
    """The number of a case."""
    return connection.scalar(select(case_.c.number).where(case_.c.id == entity)) or ""


def tool_contents(connection: Connection, entity: str) -> dict[str, Any]:
    """The rows of a tool version (tool, version, title, file_name, added) by the SHA-256 of its content, in hex."""
    c = tool_version.c
    query = select(c.tool, c.version, c.title, c.file_name, c.added, c.source)
    rows = connection.execute(query.where(c.id.in_(members(connection, "tool_version", entity))).order_by(c.id))
    return {hashlib.sha256(row.source).hexdigest(): row for row in rows}
