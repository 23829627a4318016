"""A laptop that asks to join: asked behind the first window, then looked every few seconds whether it was approved."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

from qaf_desktop.errors import QafError
from qaf_desktop.ui.background import Background
from qaf_desktop.ui.dialogs.ask import Ask
from qaf_desktop.ui.idle import Idle
from qaf_desktop.ui.pages.form.kit import clock_time
from qaf_desktop.ui.pages.join import GIVE_UP, REFUSED, WaitingPage

if TYPE_CHECKING:
    from qaf_desktop.services.joining import Asked
    from qaf_desktop.store.workspace import Workspace
    from qaf_desktop.ui.pages.join import JoinPage

LOOK_MS: Final = 10_000
WITHDRAW_SECONDS: Final = 8.0  # longer than one waits for an exchange that is under way
WHAT_GOES: Final = (
    "The request is taken out of the shared folder, where that can be reached, and nobody can approve it any more. The "
    "workspace that was set up on this laptop is removed; there is nothing in it yet. You can join again later, with "
    "other words."
)
ONLY_HERE: Final = (
    "The workspace that was set up on this laptop is removed; there is nothing in it. You can join again afterwards, "
    "with other words."
)
NOT_WITHDRAWN: Final = (
    "This laptop's workspace was removed. The shared folder could not be reached, so the request is still in it: ask "
    "the administrators not to approve it."
)


def ask(page: JoinPage, folder: Path, said: dict[str, str], asked: Callable[[Workspace], None]) -> None:
    """Sets this laptop up and asks to join; where the folder goes away meanwhile, the request is written later."""
    from qaf_desktop.services import joining, workspaces

    def work(_job: object) -> Workspace:
        try:
            made = joining.ask(folder, Path(said["folder"].strip()), said["person"], said["passphrase"])
        except QafError:
            if workspaces.there(folder):
                return workspaces.open_(folder, said["passphrase"])
            raise
        return made.workspace

    Background(page).run(work, asked, page.failed, owner=page, may_hang=True)


class Waiting(QObject):
    """One workspace that waits; `approved` is called once it does no longer.

    `lock` is called once the computer was idle for long enough; `given_up` once nobody wants to join any more.
    """

    def __init__(
        self,
        ws: Workspace,
        approved: Callable[[Workspace], None],
        lock: Callable[[], None],
        given_up: Callable[[str], None],
    ) -> None:
        from qaf_desktop.services import joining, settings

        super().__init__()
        found = joining.asked_here(ws)
        assert found is not None
        self.ws, self._approved, self._looking = ws, approved, False
        self.asked = found
        self._given_up = given_up
        self.page = WaitingPage(found.words, found.person, self.look, self.give_up)
        self.idle = Idle(lambda: settings.get(ws).lock_after_minutes, lock, self)
        self._background = Background(self)
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self.look)
        if found.refused:
            self.page.refuse()
        else:
            self._timer.start()

    def look(self) -> None:
        """Looks into the folder, behind the window; never twice at once, for it may hang."""
        ws = self.ws
        if not self._looking and not self.asked.refused:
            self._looking = True
            self._background.run(lambda _job: _asked(ws), self._looked, self._not_looked, owner=self, may_hang=True)

    def give_up(self) -> None:
        """Asks whether to; then withdraws the request, where the folder answers, and removes the workspace."""
        ws, about = self.ws, ONLY_HERE if self.asked.refused else WHAT_GOES
        self._timer.stop()
        asked = Ask(
            self.page, GIVE_UP, (), GIVE_UP, lambda _said: _withdrawn(ws), about, background=self._background,
            then=self._withdrew,
        )  # fmt: skip
        if not self.asked.refused:
            asked.rejected.connect(self._timer.start)
        asked.open()

    def end(self) -> None:
        """Looks no more; the workspace is whoever's it is now."""
        self._timer.stop()
        self.idle.deleteLater()
        self._background.end()

    def _withdrew(self, trouble: str) -> None:
        if self.ws.person_id:  # approved meanwhile
            self._looked(None)
            return
        self.end()
        self._given_up(trouble)

    def _looked(self, asked: Asked | None) -> None:
        self._looking = False
        if asked is None:
            self.end()
            self._approved(self.ws)
        elif asked.refused:
            self.asked = asked
            self._timer.stop()
            self.page.refuse()
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.page, REFUSED))
        else:
            self._say(f"Not approved yet. Looked at {self._time()}.")

    def _not_looked(self, error: Exception) -> None:
        self._looking = False
        if not isinstance(error, QafError):
            raise error
        self._say(f"{error} Looked at {self._time()}.", trouble=True)

    def _say(self, words: str, trouble: bool = False) -> None:
        changed = trouble != (self.page.state.property("role") == "late")
        self.page.say(words, trouble)
        if changed:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.page, words))

    def _time(self) -> str:
        return clock_time(self.ws.now().astimezone())


def _asked(ws: Workspace) -> Asked | None:
    """What this laptop still asks, once it has looked; None where it takes part now."""
    from qaf_desktop.services import joining

    return None if joining.look(ws) else joining.asked_here(ws)


def _withdrawn(ws: Workspace) -> str:
    """Withdraws the request; the sentence where the folder does not answer in time, or cannot be used."""
    from qaf_desktop.services import exchange, joining

    ended: list[str] = []

    def withdraw() -> None:
        with suppress(QafError, exchange.Closed):
            joining.withdraw(ws)
            ended.append("")

    one = threading.Thread(target=withdraw, daemon=True)
    one.start()
    one.join(WITHDRAW_SECONDS)
    return ended[0] if ended else NOT_WITHDRAWN
