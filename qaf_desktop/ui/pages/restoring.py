"""Restoring a backup: which file, its passphrase, and then the workspace in it, read behind the window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from qaf_desktop.services import workspaces
from qaf_desktop.ui.background import Background
from qaf_desktop.ui.dialogs.ask import Ask, Field
from qaf_desktop.ui.dialogs.files import ask_open

if TYPE_CHECKING:
    from qaf_desktop.store.workspace import Workspace

ABOUT = "What is in the workspace's folder now is set aside beside it, never deleted."
HINT = "Of the workspace when it was backed up. The recovery key is taken in its place."


def ask_restore(parent: QWidget, folder: Path, release: Callable[[], None], done: Callable[[Workspace], None]) -> None:
    """Asks for the file; `release` lets go of the folder before it is set aside, `done` gets the workspace."""

    def ask(source: Path) -> None:
        def restore(said: dict[str, str]) -> Workspace:
            release()
            return workspaces.restore(source, folder, said["passphrase"])

        fields = (Field("passphrase", "Passphrase", "secret", HINT),)
        background = Background(parent)
        Ask(
            parent, f"Restore {source.name}", fields, "Restore", restore, ABOUT, background=background, then=done
        ).open()

    ask_open(parent, "Restore a backup", "Backup (*.qafbackup *.qaf);;All files (*)", ask)
