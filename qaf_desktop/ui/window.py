"""The window: navigation, the page in hand, a bar for notices, and the status."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from qaf_desktop.domain.words import ROLES
from qaf_desktop.services import directory, settings
from qaf_desktop.services.todo import todo
from qaf_desktop.ui.background import Background
from qaf_desktop.ui.bars import Banner, Notice, Status
from qaf_desktop.ui.commands import make_menu, show_keys
from qaf_desktop.ui.dialogs.goto import GoTo
from qaf_desktop.ui.idle import Idle
from qaf_desktop.ui.navigation import Navigation
from qaf_desktop.ui.pages.form.kit import clock_time
from qaf_desktop.ui.theme import Theme

if TYPE_CHECKING:
    from qaf_desktop.store.workspace import Workspace

NAVIGATION = (
    ("todo", "To do"), ("audits", "Audits"), ("directory", "Directory"), ("tools", "Audit tools"),
    ("settings", "Settings"),
)  # fmt: skip


class Window(QMainWindow):
    """One workspace, unlocked."""

    changed = Signal(object)
    lock_wanted = Signal()

    def __init__(self, ws: Workspace, theme: Theme, makers: dict[str, Callable[..., QWidget]]) -> None:
        super().__init__()
        self.ws, self.theme, self.background = ws, theme, Background(self)
        self._makers = makers
        self._behind: list[tuple[str, str | None]] = []
        self._here: tuple[str, str | None] = ("", None)
        self.setWindowTitle("QAF Desktop")
        self.resize(1093, 614)
        places = tuple(place for place in NAVIGATION if place[0] in makers)
        self.menu = make_menu(self, self._commands(places))
        self.navigation = Navigation(places, theme, self.open, self._show_menu)
        self._pages, self._notice, self._status = QStackedWidget(), Notice(), Status(theme)
        self._put_together()
        self._counting = QTimer(self, singleShot=True, interval=400)
        self._counting.timeout.connect(self._count)
        self.changed.connect(self._take_change)
        self._unsubscribe = ws.subscribe(self.changed.emit)
        if not ws.practice:
            Idle(settings.get(ws).lock_after_minutes, self.lock_wanted.emit, self)
        self._status.saved.setText("Everything is saved on this laptop")
        self._show_person()
        self.open("todo")
        self._count()

    def open(self, page_name: str, ref: str | None = None) -> None:
        """Shows a page."""
        if self._here[0] and self._here != (page_name, ref):
            self._behind = [*self._behind[-30:], self._here]
        self._notice.clear()
        self._show(page_name, ref)

    def back(self) -> None:
        """Shows the page before."""
        if self._behind:
            self._notice.clear()
            self._show(*self._behind.pop())

    def notice(self, text: str, action_text: str | None = None, action: Callable[[], None] | None = None) -> None:
        """Says something that stays until the next action."""
        self._notice.say(text, action_text, action)

    def flush(self) -> bool:
        """Saves what the page in hand has not saved yet; False where it cannot be."""
        saver = getattr(self._pages.currentWidget(), "saver", None)
        return saver is None or saver.flush() is not False

    def end(self) -> None:
        """Lets go of the workspace."""
        self._unsubscribe()
        self.flush()
        self.ws.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closes once what was typed is saved."""
        if self.flush():
            event.accept()
        else:
            event.ignore()

    def _put_together(self) -> None:
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        if self.ws.practice:
            people = [(one.id, f"{one.name}, {_roles(one)}") for one in directory.people(self.ws, limit=500).items]
            right.addWidget(Banner(people, self.ws.person_id, self._switch))
        right.addWidget(self._pages, 1)
        right.addWidget(self._notice)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.navigation)
        middle.addLayout(right, 1)
        whole = QVBoxLayout()
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(middle, 1)
        whole.addWidget(self._status)
        centre = QWidget()
        centre.setObjectName("page")
        centre.setLayout(whole)
        self.setCentralWidget(centre)

    def _commands(self, places: tuple[tuple[str, str], ...]) -> list[tuple[str, str, Callable[[], None]]]:
        def go(name: str) -> Callable[[], None]:
            return lambda: self.open(name)

        found = [(words, f"Ctrl+{at}", go(name)) for at, (name, words) in enumerate(places, 1)]
        return [
            *found,
            ("Begin audit", "Ctrl+N", lambda: self.open("begin")),
            ("", "", self.back),
            ("Go to", "Ctrl+K", self._go_to),
            ("Back", "Esc", self.back),
            ("", "", self.back),
            ("Larger text", "Ctrl++ Ctrl+=", lambda: self._resize_text(10)),
            ("Smaller text", "Ctrl+-", lambda: self._resize_text(-10)),
            ("Text as it was", "Ctrl+0", lambda: self._resize_text(0)),
            ("Keys and help", "F1", lambda: show_keys(self, self.menu)),
            ("Lock now", "Ctrl+L", self.lock_wanted.emit),
        ]

    def _show(self, name: str, ref: str | None) -> None:
        old = self._pages.currentWidget()
        if old is not None and not self.flush():
            return
        page: Any = self._makers[name](self.ws, self)
        if ref is not None:
            page.open(ref)
        page.refresh()
        self._pages.setCurrentIndex(self._pages.addWidget(page))
        if old is not None:
            self._pages.removeWidget(old)
            old.deleteLater()
        self._here = (name, ref)
        self.navigation.fold(name == "form")
        self.navigation.show_place(
            {"form": "audits", "record": "audits", "begin": "audits", "summary": "audits"}.get(name, name)
        )
        self._counting.start()

    def _take_change(self, kinds: frozenset[str]) -> None:
        self._status.saved.setText(f"Saved on this laptop {clock_time(self.ws.now().astimezone())}")
        page: Any = self._pages.currentWidget()
        if page is not None and self._here[0] != "form":
            page.refresh(kinds)
            self._counting.start()

    def _count(self) -> None:
        if self._here[0] != "form":
            self.navigation.show_count("todo", len(todo(self.ws)))

    def _switch(self, person: str) -> None:
        if self.flush():
            directory.switch_person(self.ws, person)
            self._behind = []
            self._show_person()
            self.open("todo")

    def _show_person(self) -> None:
        me = directory.me(self.ws)
        self._status.person.setText(f"{me.name}, {_roles(me)}")

    def _go_to(self) -> None:
        commands = [(one.text(), one.trigger) for one in self.menu.actions() if one.text() not in ("", "Go to")]
        GoTo(self, self.ws, commands, lambda n: self.open("audits", n), lambda n: self.open("directory", n)).open()

    def _show_menu(self) -> None:
        at = self.navigation.menu_button.mapToGlobal(QPoint(0, 0))
        self.menu.popup(QPoint(at.x(), at.y() - self.menu.sizeHint().height()))

    def _resize_text(self, step: int) -> None:
        app = QApplication.instance()
        self.theme.scale = max(100, min(200, self.theme.scale + step)) if step else 100
        if isinstance(app, QApplication):
            self.theme.apply(app)
            self.navigation.fit()


def _roles(person: directory.PersonRow) -> str:
    first = next((ROLES[grant.role].lower() for grant in person.roles), "no role")
    return first if len(person.roles) < 2 else f"{first} and more"
