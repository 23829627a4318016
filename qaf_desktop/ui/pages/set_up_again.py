"""A forgotten passphrase: what can still be done about it, and this laptop set up again, to join once more."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from qaf_desktop.services import workspaces
from qaf_desktop.ui.dialogs.ask import Ask

ABOUT = (
    "Nobody can open this workspace without its passphrase. This laptop can join again through the shared folder: once "
    "an administrator has approved it on another laptop, all that was sent comes back. What was not sent yet does not: "
    "it stays in the workspace that is here now, which is set aside beside its folder, never deleted. Where no other "
    "administrator has a laptop, do not do this: unlock with the recovery key."
)


def ask_set_up_again(parent: QWidget, folder: Path, release: Callable[[], None], done: Callable[[], None]) -> None:
    """Says what follows; `release` lets go of the folder before it is set aside, `done` goes on to join."""

    def aside(_said: dict[str, str]) -> Path:
        release()
        return workspaces.set_aside(folder)

    Ask(parent, "Passphrase forgotten", (), "Set up again", aside, ABOUT, then=lambda _where: done()).open()
