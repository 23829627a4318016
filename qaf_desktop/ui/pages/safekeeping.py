"""What keeps a workspace safe: locked, backed up, restored, verified, its passphrase and recovery key changed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QLayout, QWidget

from qaf_desktop.errors import Refused
from qaf_desktop.services import settings, workspaces
from qaf_desktop.ui.dialogs.ask import Ask, Field
from qaf_desktop.ui.dialogs.files import ask_save
from qaf_desktop.ui.dialogs.recovery import Recovery
from qaf_desktop.ui.pages.form.kit import button, clock_time
from qaf_desktop.ui.widgets.side_line import said_line

if TYPE_CHECKING:
    from qaf_desktop.store.verify import Verified
    from qaf_desktop.store.workspace import Workspace
    from qaf_desktop.ui.shell import Shell

PASSPHRASE_HINT = "At least 8 characters. Several words are best."
BACKUPS = "Backup (*.qafbackup)"


class Safekeeping:
    """The rows of the settings page, and what their buttons do."""

    def __init__(self, page: QWidget, ws: Workspace, shell: Shell) -> None:
        self._page, self._ws, self._shell = page, ws, shell
        self._found: list[tuple[str, str]] = []

    @property
    def found(self) -> list[QLayout]:
        """What the last check found."""
        return [said_line(words, about) for words, about in self._found]

    def rows(self) -> list[QLayout]:
        """One row for each; a practice workspace has no passphrase."""
        rows: list[QLayout] = [
            said_line("Back up", "One file, encrypted as the workspace is", button("Back up", self._backup)),
            said_line("Verify", "Reads everything again and changes nothing", button("Verify workspace", self.verify)),
        ]
        if self._ws.practice:
            return rows
        lock = button("Lock now", self._shell.lock)
        restore = button("Restore a backup", self._shell.restore)
        secret, new_key = button("Change passphrase", self._passphrase), button("New recovery key", self._recovery)
        return [
            said_line("Lock", "Asks for the passphrase again. Ctrl+L", lock),
            said_line("Passphrase", "The database is not written anew", secret),
            said_line("Recovery key", "Opens the workspace when the passphrase is forgotten", new_key),
            *rows,
            said_line("Restore", "What is here now is set aside, never deleted", restore),
        ]

    def back_up(self, path: Path) -> None:
        """Writes a backup behind the window."""

        def work(_job: Any) -> None:
            workspaces.backup(self._ws, path)

        said = f"Backed up to {path}. It opens with the passphrase of today."
        self._shell.working.run("Writing the backup", work, lambda _none: self._shell.notice(said), self._page)

    def verify(self) -> None:
        """Reads everything again behind the window, and says in words what was found."""

        def work(job: Any) -> Verified:
            return workspaces.verify(self._ws, job.step)

        self._shell.working.run("Verifying the workspace", work, self._verified, self._page)

    def _backup(self) -> None:
        ask_save(self._page, "Back up", f"qaf-{self._ws.today().isoformat()}.qafbackup", BACKUPS, self.back_up)

    def _verified(self, found: Verified) -> None:
        count = len(found.problems)
        good = "Everything is as it was recorded."
        bad = f"{count:,} problem{'' if count == 1 else 's'}. Nothing was changed: restore a backup, or ask for help."
        when = clock_time(self._ws.now().astimezone())
        read = f"{found.entries:,} entries of {found.entities:,} things were read at {when}."
        self._found = [(bad if count else good, read), *[(one, "Problem") for one in found.problems]]
        self._found += [(one, "For information") for one in found.notices]
        self._shell.notice(bad if count else f"Verified. {good} {read}")
        refresh = getattr(self._page, "refresh", None)
        if refresh is not None:
            refresh()

    def _passphrase(self) -> None:
        fields = (
            Field("old", "Passphrase now", "secret"),
            Field("new", "New passphrase", "secret", PASSPHRASE_HINT),
            Field("again", "New passphrase again", "secret"),
        )

        def change(said: dict[str, str]) -> None:
            if said["new"] != said["again"]:
                raise Refused("The two new passphrases differ. Enter the same one twice.")
            workspaces.change_passphrase(self._ws, said["old"], said["new"])

        def then(_none: None) -> None:
            self._shell.notice("The passphrase was changed. Backups made before it open with the one before.")

        title, background = "Change passphrase", self._shell.background
        Ask(self._page, title, fields, title, change, background=background, then=then).open()

    def _recovery(self) -> None:
        organisation = settings.get(self._ws).organisation

        def make(said: dict[str, str]) -> str:
            return workspaces.new_recovery_key(self._ws, said["passphrase"])

        def show(key: str) -> None:
            def save(path: Path) -> None:
                workspaces.write_recovery_key(key, organisation, path)

            Recovery(self._page, key, organisation, save).open()
            if self._shell.exchange is not None:
                self._shell.exchange.exchanger.now()

        about = "The key before it opens nothing from then on."
        fields = (Field("passphrase", "Passphrase", "secret"),)
        background = self._shell.background
        Ask(self._page, "New recovery key", fields, "Make key", make, about, background=background, then=show).open()
