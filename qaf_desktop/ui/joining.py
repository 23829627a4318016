"""A laptop that asks to join: asked behind the first window, then looked every few seconds whether it was approved."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

from qaf_desktop.errors import QafError
from qaf_desktop.ui.background import Background
from qaf_desktop.ui.pages.form.kit import clock_time
from qaf_desktop.ui.pages.join import WaitingPage

if TYPE_CHECKING:
    from qaf_desktop.store.workspace import Workspace
    from qaf_desktop.ui.pages.join import JoinPage

LOOK_MS: Final = 10_000


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
    """One workspace that waits; `approved` is called once it does no longer."""

    def __init__(self, ws: Workspace, approved: Callable[[Workspace], None]) -> None:
        from qaf_desktop.services import joining

        super().__init__()
        found = joining.asked_here(ws)
        assert found is not None
        self.ws, self._approved, self._looking = ws, approved, False
        self.asked = found
        self.page = WaitingPage(found.words, found.person, self.look)
        self._background = Background(self)
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Looks into the folder, behind the window; never twice at once, for it may hang."""
        from qaf_desktop.services import joining

        ws = self.ws
        if not self._looking:
            self._looking = True
            self._background.run(
                lambda _job: joining.look(ws), self._looked, self._not_looked, owner=self, may_hang=True
            )

    def end(self) -> None:
        """Looks no more; the workspace is whoever's it is now."""
        self._timer.stop()
        self._background.end()

    def _looked(self, approved: bool) -> None:
        self._looking = False
        if approved:
            self.end()
            self._approved(self.ws)
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
