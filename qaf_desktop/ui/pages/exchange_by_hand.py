"""The exchange by hand: export to a file, import one, repair the folder, restore drafts of an earlier laptop."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from PySide6.QtWidgets import QWidget

from qaf_desktop.services import devices, draft_backup, exchange, exchange_repair
from qaf_desktop.ui.dialogs.ask import Ask, Field
from qaf_desktop.ui.dialogs.files import ask_open, ask_save
from qaf_desktop.ui.dialogs.said import Said

if TYPE_CHECKING:
    from qaf_desktop.services.draft_backup import Restorable
    from qaf_desktop.services.exchange_repair import Repaired
    from qaf_desktop.services.intake_lists import Tally
    from qaf_desktop.store.workspace import Workspace
    from qaf_desktop.ui.background import Job
    from qaf_desktop.ui.shell import Shell

T = TypeVar("T")
FILES: Final = "Exchange file (*.pack)"


class ByHand:
    """What is done with files and the folder as a whole, behind the window."""

    def __init__(self, page: QWidget, ws: Workspace, shell: Shell) -> None:
        self._page, self._ws, self._shell = page, ws, shell

    def export(self) -> None:
        """Asks for a file to export to."""
        name = f"qaf-exchange-{self._ws.today().isoformat()}.pack"
        ask_save(self._page, "Export to a file", name, FILES, self.export_to)

    def export_to(self, path: Path) -> None:
        """Writes all that this laptop holds into a file."""

        def done(count: int | None) -> None:
            if count is None:
                self._shell.notice("Cancelled. No file was written.")
            else:
                self._shell.notice(f"{count:,} entries are in {path}. Import it on a laptop of this workspace.")

        work = _cancelled_or(lambda progress: exchange.export(self._ws, path, progress))
        self._shell.working.run(f"Writing {path.name}", work, done, self._page, may_hang=True)

    def choose_import(self) -> None:
        """Asks for a file to take in."""
        ask_open(self._page, "Import a file", f"{FILES};;All files (*)", self.take_in)

    def take_in(self, path: Path) -> None:
        """Takes in a file that was carried by hand."""

        work = _cancelled_or(lambda progress: exchange.import_(self._ws, path, progress))
        done = partial(self._taken_in, path)
        self._shell.working.run(f"Importing {path.name}", work, done, self._page, may_hang=True)

    def _taken_in(self, path: Path, tally: Tally | None) -> None:
        if tally is None:
            self._shell.notice(f"Cancelled. What was taken in of {path.name} is kept.")
            return
        said = f"{tally.received:,} entries were taken in from {path.name}." if tally.received else ""
        said = said or f"All that is in {path.name} was here already."
        held = f" {tally.held:,} wait for something that is not here yet." if tally.held else ""
        if tally.problems:
            rows = [(one.message, one.file) for one in tally.problems]
            Said(self._page, f"Import {path.name}", f"{said}{held} These could not be read:", rows).open()
        else:
            self._shell.notice(f"{said}{held}")

    def repair(self) -> None:
        """Makes the folder whole again, as far as this laptop holds what it lacks."""

        def work(_job: Job) -> Repaired:
            return exchange_repair.repair(self._ws)

        def done(found: Repaired) -> None:
            said = f"{found.read:,} files were read, {found.written:,} written again."
            if found.problems:
                rows = [(one, "") for one in found.problems]
                Said(self._page, "Repair the shared folder", f"{said} These were damaged:", rows).open()
            else:
                self._shell.notice(f"{said} Nothing was damaged.")

        self._shell.working.run("Repairing the shared folder", work, done, self._page, may_hang=True)

    def restore(self, one: Restorable) -> None:
        """Takes in drafts of one's own earlier laptop."""
        if not one.locked:

            def work(_job: Job) -> int:
                return draft_backup.restore(self._ws)

            self._shell.working.run("Restoring drafts", work, self._restored, self._page, may_hang=True)
            return
        hint = f"Of {devices.device(self._ws, one.device).label}, as it was when the drafts were last saved there"
        Ask(
            self._page, "Restore drafts", (Field("passphrase", "Passphrase", "secret", hint),), "Restore drafts",
            lambda said: draft_backup.restore(self._ws, said["passphrase"]), background=self._shell.background,
            then=self._restored, may_hang=True, told=self._shell.notice,
        ).open()  # fmt: skip

    def _restored(self, count: int) -> None:
        self._shell.notice(f"{count:,} draft{' was' if count == 1 else 's were'} restored. Continue under To do.")
        if self._shell.exchange is not None:
            self._shell.exchange.look_into_folder()


def _cancelled_or(act: Callable[[exchange.Progress], T]) -> Callable[[Job], T | None]:
    """Work that says how far it is; None where it was cancelled."""

    def work(job: Job) -> T | None:
        def progress(done: int, of: int) -> bool:
            job.step(done, of)
            return not job.cancelled()

        try:
            return act(progress)
        except exchange.Cancelled:
            return None

    return work
