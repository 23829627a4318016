"""Drafts as whole rows, for their backup: read, known by the first half of their id, and taken in."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, insert, select

from qaf_desktop.models.journal import draft, entry


def rows(connection: Connection, auditor: str) -> Sequence[Any]:
    """The drafts of an auditor, whole."""
    query = select(draft).where(draft.c.auditor_id == auditor, draft.c.state == "draft")
    return connection.execute(query.order_by(draft.c.id)).all()


def is_known(connection: Connection, draft16: str) -> bool:
    """Whether a draft is here, in whatever state, or was submitted; by the first half of its id."""
    if connection.scalar(select(draft.c.id).where(draft.c.id.startswith(draft16)).limit(1)) is not None:
        return True
    low = bytes.fromhex(draft16)
    between = entry.c.entity.between(low + b"\x00" * 8, low + b"\xff" * 8)
    return connection.scalar(select(entry.c.number).where(between).limit(1)) is not None


def take_in(connection: Connection, values: dict[str, Any]) -> None:
    """Keeps a draft as it was on another laptop."""
    connection.execute(insert(draft), values)
