"""Asks the table of rights for the person at this laptop, and refuses in words."""

from qaf_desktop.domain.events import Event
from qaf_desktop.domain.rights import Place, Same, may, needed_for, permits, permits_at
from qaf_desktop.domain.words import ROLES
from qaf_desktop.errors import Refused
from qaf_desktop.services import directory
from qaf_desktop.store import aliases
from qaf_desktop.store.workspace import Workspace


def allowed(ws: Workspace, kind: str, entity_kind: str = "") -> bool:
    """Whether the person at this laptop may record an entry of this kind, about this kind of thing."""
    return may(kind, (grant.role for grant in directory.me(ws).roles), entity_kind)


def who_may(kind: str, entity_kind: str = "") -> str:
    """The roles of which an entry of this kind needs one, in words: "administrator or quality officer"."""
    return " or ".join(sorted(ROLES[role].lower() for role in needed_for(kind, entity_kind) or ()))


def require(ws: Workspace, kind: str, what: str, entity_kind: str = "") -> None:
    """Raises Refused where the person may not; `what` completes "You cannot ..."."""
    if not allowed(ws, kind, entity_kind):
        who = who_may(kind, entity_kind)
        raise Refused(f"You cannot {what}: that needs the role {who}. Ask an administrator.")


def require_at(ws: Workspace, kind: str, what: str, place: Place) -> None:
    """Raises Refused where the person may not there: another laptop would hold it void, and it would be lost."""
    require(ws, kind, what)
    if not permits_at(kind, directory.me(ws).roles, place, same=_same(ws)):
        raise Refused(_elsewhere(what))


def require_event(ws: Workspace, event: Event, what: str) -> None:
    """The same for an event as it is about to be recorded, asked as every other laptop will ask it."""
    kind = type(event).__name__
    require(ws, kind, what)
    if not permits(kind, directory.me(ws).roles, ws.person_id, event, same=_same(ws)):
        raise Refused(_elsewhere(what))


def _same(ws: Workspace) -> Same:
    with ws.reading() as connection:
        return Same(aliases.firsts(connection, "team"), aliases.firsts(connection, "service"))


def _elsewhere(what: str) -> str:
    return f"You cannot {what}: your role is limited to other teams. Ask an administrator."
