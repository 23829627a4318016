"""The window: navigation, the page in hand, a bar for notices, and the status."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QWidget

from qaf_desktop.errors import QafError
from qaf_desktop.services import audits, directory, settings
from qaf_desktop.ui.background import Background
from qaf_desktop.ui.bars import Banner, Notice, Status, Working, whole
from qaf_desktop.ui.controls import Controls
from qaf_desktop.ui.exchanging import Exchanging
from qaf_desktop.ui.following import Following
from qaf_desktop.ui.idle import Idle
from qaf_desktop.ui.navigation import Navigation
from qaf_desktop.ui.panes import enter
from qaf_desktop.ui.places import WITHIN, first_place, places
from qaf_desktop.ui.preferences import Preferences
from qaf_desktop.ui.theme import Theme

if TYPE_CHECKING:
    from qaf_desktop.store.workspace import Workspace

Action = Callable[[], None]


class Window(QMainWindow):
    """One workspace, unlocked."""

    arrived = Signal(str)
    lock_wanted = Signal()
    restore_wanted = Signal()

    def __init__(
        self,
        ws: Workspace,
        theme: Theme,
        makers: dict[str, Callable[..., QWidget]],
        preferences: Preferences | None = None,
    ) -> None:
        super().__init__()
        self.ws, self.theme, self.background = ws, theme, Background(self)
        self.preferences = preferences or Preferences()
        self._makers = makers
        self._behind: list[tuple[str, str | None]] = []
        self._here: tuple[str, str | None] = ("", None)
        self.resize(1093, 614)
        self._pages, self._notice, self._status = QStackedWidget(), Notice(), Status(theme)
        self.say_saved = self._status.say_saved
        self.working = Working(self.background, self.notice)
        self.exchange = None if ws.practice else Exchanging(self, self._status)
        self.controls = Controls(self)
        self.wear, self.resize_text = self.controls.wear, self.controls.resize_text
        self.allow_single_keys = self.controls.allow_single_keys
        self.navigation = Navigation(theme, self.open, self.controls.show_menu)
        self.banner = Banner(ws, self._switch) if ws.practice else None
        middle = (self.banner, self._pages, self.working, self._notice)
        self.setCentralWidget(whole(self.navigation, [one for one in middle if one is not None], self._status))
        self.show_person()
        self.following = Following(self)
        self.idle = Idle(lambda: settings.get(ws).lock_after_minutes, self.lock, self) if not ws.practice else None
        in_hand = audits.in_hand(ws)
        self.open("form" if in_hand else first_place(ws), in_hand)
        self.following.count()

    @property
    def page(self) -> Any:
        """The page in hand."""
        return self._pages.currentWidget()

    @property
    def place(self) -> str:
        """The name of the page in hand."""
        return self._here[0]

    def panes(self) -> list[QWidget]:
        """What F6 goes round."""
        found = [self.navigation, *getattr(self.page, "panes", lambda: [self.page])(), self.banner, self._notice]
        return [one for one in found if one is not None]

    def open(self, page_name: str, ref: str | None = None) -> None:
        """Shows a page."""
        before = self._here
        self._notice.clear()
        if self._show(page_name, ref) and before[0] and before != (page_name, ref):
            self._behind = [*self._behind[-30:], before]

    def back(self) -> None:
        """Shows the page before."""
        if self._behind:
            self._notice.clear()
            if self._show(*self._behind[-1]):
                self._behind.pop()

    def notice(self, text: str, action_text: str | None = None, action: Action | None = None) -> None:
        """Says something that stays until the next action; nothing while an audit is read with its worker."""
        if not getattr(self.page, "together", False):
            self._notice.say(text, action_text, action)

    def sit_together(self, on: bool) -> None:
        """Shows nothing of other cases and workers while the audit is read with the worker."""
        for one in (self.navigation, self._status):
            one.setVisible(not on)
        if self.banner is not None:
            self.banner.show_people(not on)
        self.controls.sit_together(on)

    def lock(self) -> None:
        """Locks the workspace."""
        if self.working.busy():
            self.notice(f"{self.working.words.text()} is not done yet. Wait for it, then lock.")
        else:
            self.lock_wanted.emit()

    def restore(self) -> None:
        """Locks the workspace, and asks for a backup to restore."""
        self.restore_wanted.emit()

    def dress(self) -> None:
        """Follows the theme: what is painted by hand, and the page's pictures."""
        self.controls.fit()
        self._status.dress()
        if self.page is not None and self._here[0] != "form":
            self.page.refresh(frozenset())

    def flush(self) -> bool:
        """Saves what the page in hand has not saved yet; False where it cannot be."""
        saver = getattr(self.page, "saver", None)
        return saver is None or saver.flush() is not False

    def end(self) -> None:
        """Lets go of the workspace."""
        self.following.end()
        self.flush()
        if self.exchange is not None:
            self.exchange.end()
        self.background.end()
        self.ws.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closes once what was typed is saved."""
        event.setAccepted(self.flush())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The navigation leaves the page its room."""
        super().resizeEvent(event)
        self.controls.fit()

    def show_person(self) -> None:
        """Shows whose window it is, and the places that their roles allow."""
        me, shown = directory.me(self.ws), places(self.ws, self._makers)
        self.navigation.show_places([(one.name, one.words) for one in shown])
        self.menu = self.controls.make_menu(shown)
        self._status.person.setText(f"{me.name}, {directory.first_role(me)}")

    def _show(self, name: str, ref: str | None) -> bool:
        old, held = self.page, self.focusWidget()
        if old is not None and not self.flush():
            return False
        moved = held is None or (old is not None and old.isAncestorOf(held))
        page: Any = self._makers[name](self.ws, self)
        at = self._pages.addWidget(page)  # before it is filled: what is moved once it is full is styled twice
        try:
            if ref is not None:
                page.open(ref)
            page.refresh()
        except QafError as error:
            self._pages.removeWidget(page)
            page.deleteLater()
            self.notice(str(error))
            return False
        self._pages.setCurrentIndex(at)
        if old is not None:
            self._pages.removeWidget(old)
            old.deleteLater()
        self._here = (name, ref)
        if moved or name in WITHIN:
            enter(page)
        self.controls.arrived(name)
        self.arrived.emit(name)
        self.sit_together(getattr(page, "together", False))
        if (saver := getattr(page, "saver", None)) is not None:
            saver.failed.connect(self._status.say_unsaved)
        self.following.count_soon()
        return True

    def _switch(self, person: str) -> None:
        if self.flush():
            directory.switch_person(self.ws, person)
            self._behind = []
            self.show_person()
            self.open(first_place(self.ws))
