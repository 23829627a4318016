"""The places of the navigation, who sees which, and where a person begins."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from qaf_desktop.store.workspace import Workspace


@dataclass(frozen=True)
class Place:
    """A place: its page, its word, and the kinds of entry of which one must be the person's right."""

    name: str
    words: str
    rights: tuple[str, ...] = ()


PLACES: Final = (
    Place("todo", "To do"),
    Place("audits", "Audits"),
    Place("directory", "Directory", ("PersonAdded", "CaseAdded")),
    Place("tools", "Audit tools", ("ToolVersionAdded",)),
    Place("exchange", "Exchange and devices"),
    Place("settings", "Settings"),
)
WITHIN: Final = {
    "form": "audits", "record": "audits", "begin": "audits", "summary": "audits",
    "concern": "todo", "case": "directory", "person": "directory",
}  # fmt: skip


def places(ws: Workspace, there: Container[str]) -> tuple[Place, ...]:
    """The places that work and that the person's roles allow, in order."""
    from qaf_desktop.services.rights import allowed

    return tuple(
        one
        for one in PLACES
        if one.name in there and (not one.rights or any(allowed(ws, right) for right in one.rights))
    )


def first_place(ws: Workspace) -> str:
    """Where the person begins: who only reads, at the audits; who only administers, at the exchange and its devices.

    In practice nothing is exchanged: who only administers begins in the directory.
    """
    from qaf_desktop.services import directory

    roles = {grant.role for grant in directory.me(ws).roles}
    if roles == {"reader"}:
        return "audits"
    if roles == {"administrator"}:
        return "directory" if ws.practice else "exchange"
    return "todo"
