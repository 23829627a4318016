"""What the buttons of the page Exchange and devices do. Whatever touches a folder is done behind the window."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from qaf_desktop.services import devices, directory, exchange
from qaf_desktop.ui.dialogs.approve import Approve, ask_refuse
from qaf_desktop.ui.dialogs.deciding import ask_decide
from qaf_desktop.ui.dialogs.directory import ask_person
from qaf_desktop.ui.dialogs.erasing import ask_erase
from qaf_desktop.ui.dialogs.files import ask_folder
from qaf_desktop.ui.dialogs.removing import ask_remove
from qaf_desktop.ui.exchange_words import heard
from qaf_desktop.ui.pages.exchange_by_hand import ByHand

if TYPE_CHECKING:
    from collections.abc import Callable

    from qaf_desktop.domain.events import RoleGrant
    from qaf_desktop.services.conflicts import Conflict
    from qaf_desktop.services.devices import Proposal
    from qaf_desktop.services.exchange_overview import Laptop
    from qaf_desktop.services.joining import Asked
    from qaf_desktop.store.workspace import Workspace
    from qaf_desktop.ui.background import Job
    from qaf_desktop.ui.shell import Shell


class Actions:
    """One thing a person does on the page, each a method."""

    def __init__(self, page: QWidget, ws: Workspace, shell: Shell) -> None:
        self._page, self._ws, self._shell = page, ws, shell
        self.hand = ByHand(page, ws, shell)

    def now(self) -> dt.datetime:
        """The moment."""
        return self._ws.now()

    def roles_in_words(self) -> Callable[[tuple[RoleGrant, ...]], str]:
        """What says roles with their limits in words: the places' names are read once, for however many laptops."""
        names = directory.place_names(self._ws)
        return lambda grants: directory.roles_in_words(grants, names)

    def name_of(self, device: str) -> str:
        """What a laptop is called."""
        return devices.device(self._ws, device).label

    def send_now(self) -> None:
        """Exchanges at once."""
        if self._shell.exchange is not None:
            self._shell.exchange.send_now()

    def stop(self) -> None:
        """Stops the exchange under way; what has arrived is kept."""
        if self._shell.exchange is not None:
            self._shell.exchange.stop()

    def choose_folder(self) -> None:
        """Asks for the shared folder."""
        ask_folder(self._page, "Choose the shared folder", self.use_folder)

    def use_folder(self, path: Path) -> None:
        """Exchanges through this folder from now on."""

        def work(_job: Job) -> None:
            exchange.use_folder(self._ws, path)

        def done(_none: None) -> None:
            self._shell.notice(f"This laptop exchanges through {path} from now on.")
            if self._shell.exchange is not None:
                self._shell.exchange.exchanger.now()

        self._shell.working.run("Looking at the folder", work, done, self._page, may_hang=True)

    def approve(self, asked: Asked) -> None:
        """Compares words, and approves."""

        def done() -> None:
            self._shell.notice(f"{asked.label} was approved. It receives everything when it next looks at the folder.")
            self._look_again()

        Approve(self._page, self._ws, self._shell, asked, done).open()

    def refuse(self, asked: Asked) -> None:
        """Refuses a request to join."""
        ask_refuse(self._page, self._ws, self._shell, asked, self._look_again)

    def remove(self, laptop: Laptop) -> None:
        """Removes a laptop."""
        ask_remove(self._page, self._ws, self._shell, laptop, heard(laptop.row.heard, self.now()))

    def change_roles(self, laptop: Laptop) -> None:
        """Changes what a laptop's person may do."""
        ask_person(self._page, self._ws, self._shell, directory.person(self._ws, laptop.row.person_id))

    def agree(self, one: Proposal) -> None:
        """Agrees, as the second administrator."""

        def work(_job: Job) -> bool:
            return devices.agree(self._ws, one.id)

        def done(counts: bool) -> None:
            self._shell.notice("It counts from now on." if counts else "It waits for a further signature.")

        self._shell.working.run("Agreeing", work, done, self._page, may_hang=True)

    def decide(self, one: Conflict) -> None:
        """Decides a conflict."""
        ask_decide(self._page, self._ws, self._shell, one)

    def _look_again(self) -> None:
        if self._shell.exchange is not None:
            self._shell.exchange.look_into_folder()

    def erase(self, number: str) -> None:
        """Erases a case, once it was confirmed."""
        ask_erase(self._page, self._ws, self._shell, number)

    def open_record(self, audit: str) -> None:
        """Shows the audit that an entry is about."""
        self._shell.open("record", audit)
