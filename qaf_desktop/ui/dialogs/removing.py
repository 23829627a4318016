"""Removing a lost laptop or a leaver's: what it could already read, what stays, and who must agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qaf_desktop.services import devices
from qaf_desktop.ui.dialogs.ask import Ask, Field

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from qaf_desktop.services.devices import Removed
    from qaf_desktop.services.exchange_overview import Laptop
    from qaf_desktop.store.workspace import Workspace
    from qaf_desktop.ui.shell import Shell

STAYS = (
    "What it sent so far stays and counts; nothing that it sends from now on does, and it is given no further key. "
    "What it had received can still be read on it by whoever knows its passphrase: nothing can take that back."
)
SECOND = (
    "It is an administrator's: another administrator has to agree before it is removed. Where none is left, enter "
    "the recovery key."
)


def ask_remove(parent: QWidget, ws: Workspace, shell: Shell, laptop: Laptop, heard: str) -> None:
    """Asks once more, says what follows, and removes."""
    row = laptop.row

    def remove(said: dict[str, str]) -> Removed:
        key = said.get("recovery", "").strip()
        return devices.recover(ws, key, [row.id]) if key else devices.remove(ws, row.id)

    def then(removed: Removed) -> None:
        if removed.waits:
            shell.notice(f"{row.label} is removed once another administrator agrees, on this page of their laptop.")
        else:
            count = f"up to {removed.entries:,} entries" if removed.entries else "what it had received"
            shell.notice(f"{row.label} was removed. It can still read {count}.")

    hint = "Only where no other administrator is left to agree"
    fields = (Field("recovery", "Recovery key", "line", hint),) if laptop.administers else ()
    about = " ".join([f"{row.person}'s, {heard}.", STAYS, *([SECOND] if laptop.administers else [])])
    Ask(
        parent, f"Remove {row.label}", fields, "Remove laptop", remove, about,
        background=shell.background, then=then, may_hang=True, told=shell.notice,
    ).open()  # fmt: skip
