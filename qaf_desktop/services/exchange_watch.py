"""A cheap look at the shared folder: whether it is there, and by what one sees that something in it has changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qaf_desktop.exchange import names
from qaf_desktop.services import exchange_state
from qaf_desktop.store import exchange_facts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qaf_desktop.store.workspace import Workspace

Marks = dict[str, tuple[int, int] | None]
MOST_FILES: Final = 20


def look(ws: Workspace, files: Sequence[str], closely: bool = False) -> Marks:
    """The marks of these files; `closely`, also of what others change when they send or ask to join.

    A few file operations, nothing is read whole. Raises Unreachable, Refused where the folder cannot be used.
    """
    folder = exchange_state.folder_of(ws)
    if folder is None:
        return {}
    with ws.reading() as connection:
        root = exchange_facts.note(connection, exchange_state.ROOT, "")
    folder.checked(ws.id, root)
    watched = [one for one in files if one.partition("/")[0] in names.FOLDERS][:MOST_FILES]
    watched += [names.HEADS, names.JOIN] if closely else []
    return {one: folder.mark(one) for one in watched}
