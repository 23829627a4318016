"""Asks the table of rights for the person at this laptop, and refuses in words."""

from qaf_desktop.domain.rights import RIGHTS, may
from qaf_desktop.domain.words import ROLES
from qaf_desktop.errors import Refused
from qaf_desktop.services import directory
from qaf_desktop.store.workspace import Workspace


def allowed(ws: Workspace, kind: str) -> bool:
    """Whether the person at this laptop may record an entry of this kind."""
    return may(kind, (grant.role for grant in directory.me(ws).roles))


def require(ws: Workspace, kind: str, what: str) -> None:
    """Raises Refused where the person may not; `what` completes "You cannot ..."."""
    if not allowed(ws, kind):
        who = " or ".join(sorted(ROLES[role].lower() for role in RIGHTS[kind]))
        raise Refused(f"You cannot {what}: that needs the role {who}. Ask an administrator.")
