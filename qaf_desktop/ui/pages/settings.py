"""Settings: telephone numbers, passphrase, recovery key, backup, verify, lock."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QWidget

from qaf_desktop.errors import QafError, Refused
from qaf_desktop.services import settings, workspaces
from qaf_desktop.ui.dialogs.ask import Ask, Field
from qaf_desktop.ui.pages.form.kit import button, label
from qaf_desktop.ui.widgets.body import body, card, fill, head, row, scroll_area

if TYPE_CHECKING:
    from qaf_desktop.store.verify import Verified
    from qaf_desktop.store.workspace import Workspace
    from qaf_desktop.ui.shell import Shell

NUMBERS = (
    ("duty_number", "Duty team"), ("out_of_hours_number", "Out of hours"),
    ("designated_officer_number", "Designated officer"),
)  # fmt: skip


class SettingsPage(QWidget):
    """What holds for the whole workspace, and for this laptop."""

    title = "Settings"

    def __init__(self, ws: Workspace, shell: Shell) -> None:
        super().__init__()
        self._ws, self._shell = ws, shell
        self._area = scroll_area(self)

    def refresh(self, changed: frozenset[str] | None = None) -> None:
        """Reads the settings again."""
        now, column = settings.get(self._ws), body()
        column.addLayout(head("Settings"))
        column.addWidget(label("Telephone numbers", "section"))
        column.addWidget(label("Shown wherever an urgent concern is recorded: this laptop alerts nobody.", "hint"))
        numbers = [row(words, getattr(now, name) or "Not recorded yet") for name, words in NUMBERS]
        change = button("Change numbers", self._numbers)
        column.addWidget(card([*numbers, row("Change them", "", change)]))
        column.addWidget(label("This workspace", "section"))
        verify, backup = button("Verify workspace", self._verify), button("Back up", self._backup)
        rows = [
            row("Organisation", now.organisation),
            row("Backup", "One file, encrypted as the workspace is", backup),
            row("Verify", "Reads everything again and changes nothing", verify),
        ]
        if not self._ws.practice:
            secret = button("Change passphrase", self._passphrase)
            new_key = button("New recovery key", self._recovery)
            rows += [row("Passphrase", "", secret), row("Recovery key", "Opens it without the passphrase", new_key)]
        column.addWidget(card(rows))
        fill(self._area, column)

    def _numbers(self) -> None:
        now = settings.get(self._ws)
        fields = [Field(name, words, value=getattr(now, name)) for name, words in NUMBERS]
        Ask(self, "Change numbers", fields, "Save numbers", lambda said: settings.change(self._ws, **said)).open()

    def _passphrase(self) -> None:
        fields = (
            Field("old", "Passphrase now", "secret"),
            Field("new", "New passphrase", "secret", "At least 8 characters. Several words are best."),
            Field("again", "New passphrase again", "secret"),
        )
        Ask(self, "Change passphrase", fields, "Change passphrase", self._change).open()

    def _change(self, said: dict[str, str]) -> None:
        if said["new"] != said["again"]:
            raise Refused("The two new passphrases differ. Enter the same one twice.")
        workspaces.change_passphrase(self._ws, said["old"], said["new"])
        self._shell.notice("The passphrase was changed.")

    def _recovery(self) -> None:
        def make(said: dict[str, str]) -> None:
            key = workspaces.new_recovery_key(self._ws, said["passphrase"])
            self._shell.notice(f"The new recovery key, shown only now: {key}", "Save", lambda: self._keep(key))

        about = "The key before it opens nothing from then on."
        Ask(self, "New recovery key", (Field("passphrase", "Passphrase", "secret"),), "Make key", make, about).open()

    def _keep(self, key: str) -> None:
        name, _kind = QFileDialog.getSaveFileName(self, "Save recovery key", "recovery-key.txt")
        if name:
            workspaces.write_recovery_key(key, settings.get(self._ws).organisation, Path(name))
            self._shell.notice(f"Saved in {name}. Print it, then delete the file.")

    def _backup(self) -> None:
        proposed = f"qaf-backup-{self._ws.today().isoformat()}.qafbackup"
        name, _kind = QFileDialog.getSaveFileName(self, "Back up", proposed)
        if not name:
            return
        try:
            workspaces.backup(self._ws, Path(name))
            self._shell.notice(f"Backed up to {name}.")
        except (QafError, OSError) as error:
            self._shell.notice(f"No backup was written: {error}")

    def _verify(self) -> None:
        self._shell.notice("Reading everything again.")
        self._shell.background.run(lambda job: workspaces.verify(self._ws), self._verified, self._failed, owner=self)

    def _verified(self, found: Verified) -> None:
        said = f"{found.entries:,} entries of {found.entities:,} things were read."
        good = "Everything is as it was recorded."
        self._shell.notice(f"{said} {' '.join(found.problems) if found.problems else good}")

    def _failed(self, error: Exception) -> None:
        self._shell.notice(f"The check could not be finished: {error}")
