"""Follows what changes in a workspace: the status, the page in hand, the counts, and what the person may do.

While an exchange is under way much arrives in little time: pages are told at most a few times a second.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from qaf_desktop.errors import QafError
from qaf_desktop.services import directory
from qaf_desktop.services.todo import todo
from qaf_desktop.ui.pages.form.kit import clock_time
from qaf_desktop.ui.places import first_place

if TYPE_CHECKING:
    from qaf_desktop.ui.window import Window

TOGETHER_MS = 400
SELDOM_MS = 400


class Following(QObject):
    """Tells a window's page what changed, in the window's own thread."""

    arrived = Signal(object)

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window, self._held = window, frozenset[str]()
        self._roles = self._me()
        self._together = QTimer(self, singleShot=True, interval=TOGETHER_MS)
        self._together.timeout.connect(self._tell_held)
        self._seldom = QTimer(self, singleShot=True, interval=SELDOM_MS)
        self._seldom.timeout.connect(self.count)
        self.arrived.connect(self._take)
        self._unsubscribe = window.ws.subscribe(self.arrived.emit)

    def count(self) -> None:
        """Counts what is to do; not while an audit is filled in, where it would take time from the keys."""
        if self._window.place != "form":
            self._window.navigation.show_count("todo", len(todo(self._window.ws)))

    def count_soon(self) -> None:
        """The same, once what goes on has come to rest."""
        self._seldom.start()

    def end(self) -> None:
        """Hears nothing more."""
        unsubscribe, self._unsubscribe = self._unsubscribe, lambda: None
        unsubscribe()
        self._together.stop()
        self._seldom.stop()

    def _take(self, kinds: frozenset[str]) -> None:
        window = self._window
        window.say_saved(f"Saved on this laptop {clock_time(window.ws.now().astimezone())}")
        if window.exchange is not None:
            window.exchange.take_change(kinds)
            if window.exchange.exchanger.under_way:
                self._held |= kinds
                if not self._together.isActive():
                    self._together.start()
                return
        self._tell(kinds)

    def _tell_held(self) -> None:
        kinds, self._held = self._held, frozenset()
        self._tell(kinds)

    def _tell(self, kinds: frozenset[str]) -> None:
        window = self._window
        if "person" in kinds and (now := self._me()) != self._roles:
            self._roles = now
            window.show_person()
        if window.page is None or window.place == "form":
            return
        try:
            window.page.refresh(kinds)
        except QafError as error:  # what it showed was erased, or is another's now
            window.open(first_place(window.ws))
            window.notice(str(error))
        self.count_soon()

    def _me(self) -> object:
        me = directory.me(self._window.ws)
        return me.id, me.name, me.roles
