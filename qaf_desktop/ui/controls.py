"""What the window does for every page: its menu and keys, panes, text size, appearance, where to go."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QPushButton

from qaf_desktop.services.rights import allowed
from qaf_desktop.ui.commands import Command, make_menu, show_keys
from qaf_desktop.ui.dialogs.goto import GoTo
from qaf_desktop.ui.panes import Panes
from qaf_desktop.ui.places import WITHIN, Place
from qaf_desktop.ui.widgets.line_list import SINGLE_KEYS

if TYPE_CHECKING:
    from qaf_desktop.ui.window import Window

LARGEST, SMALLEST = 200, 100
ROOM = 720
TOGETHER = (
    "Next pane",
    "Previous pane",
    "Larger text",
    "Smaller text",
    "Text as it was",
    "Keys and help",
    "Lock now",
)


class Controls:
    """Keys and commands of one window."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self._panes = Panes(window.panes)
        self.menu, self._here = QMenu(), ""
        window.setProperty(SINGLE_KEYS, window.preferences.single_keys)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._system_changed)

    def make_menu(self, places: Sequence[Place]) -> QMenu:
        """The menu of a person who sees these places."""
        window = self._window
        for action in window.actions():
            window.removeAction(action)
        self.menu.deleteLater()
        self.menu = make_menu(window, self._commands(places), lambda: window.page)
        return self.menu

    def show_menu(self) -> None:
        """Opens the menu above its button."""
        at = self._window.navigation.menu_button.mapToGlobal(QPoint(0, 0))
        self.menu.popup(QPoint(at.x(), at.y() - self.menu.sizeHint().height()))

    def arrived(self, page: str) -> None:
        """The form has its own main action; two keys that are the same would do neither."""
        self._enable("Main action", page != "form")
        self._here = page
        self.fit()
        self._window.navigation.show_place(WITHIN.get(page, page))
        self._window.setWindowTitle(f"{self._window.page.title}, QAF Desktop")

    def fit(self) -> None:
        """Folds the navigation in the audit form, and where the window is narrow for this text size."""
        narrow = self._window.width() < self._window.theme.px(ROOM)
        self._window.navigation.fold(narrow or self._here == "form")

    def sit_together(self, on: bool) -> None:
        """While two people read one audit, no key leads to other cases or workers: the form's, and these, stay."""
        for action in self._window.actions():
            if on or action.text() != "Main action":
                action.setEnabled(not on or action.text() in TOGETHER)

    def _enable(self, words: str, enabled: bool) -> None:
        for action in self._window.actions():
            if action.text() == words:
                action.setEnabled(enabled)

    def wear(self, appearance: str) -> None:
        """Takes on an appearance, and keeps it for this laptop."""
        window = self._window
        window.preferences.appearance = appearance
        window.preferences.keep()
        window.theme.wear(appearance)
        self._apply()

    def resize_text(self, step: int) -> None:
        """Makes text larger or smaller by so many per cent; 0 is as it was."""
        theme, preferences = self._window.theme, self._window.preferences
        theme.scale = max(SMALLEST, min(LARGEST, theme.scale + step)) if step else SMALLEST
        preferences.text_size = theme.scale
        preferences.keep()
        self._apply()

    def allow_single_keys(self, allowed: bool) -> None:
        """Switches single-letter and number keys on or off for this laptop."""
        self._window.preferences.single_keys = allowed
        self._window.preferences.keep()
        self._window.setProperty(SINGLE_KEYS, allowed)

    def _system_changed(self) -> None:
        if self._window.theme.appearance == "system":
            self._window.theme.wear("system")
            self._apply()

    def _apply(self) -> None:
        app = QApplication.instance()
        if isinstance(app, QApplication):
            self._window.theme.apply(app)
        self._window.dress()

    def _commands(self, places: Sequence[Place]) -> list[Command]:
        window = self._window
        line: Command = ("", "", window.back)
        go = [(one.words, f"Ctrl+{at}", partial(window.open, one.name)) for at, one in enumerate(places, 1)]
        begin: list[Command] = [("Begin audit", "Ctrl+N", partial(window.open, "begin"))]
        lock: list[Command] = [("Lock now", "Ctrl+L", window.lock)]
        return [
            *go,
            *(begin if allowed(window.ws, "AuditSubmitted") else []),
            line,
            ("Go to", "Ctrl+K", self._go_to),
            ("Find here", "Ctrl+F", self._find_here),
            ("Back", "Esc", window.back),
            ("Next pane", "F6", partial(self._panes.go, 1)),
            ("Previous pane", "Shift+F6", partial(self._panes.go, -1)),
            ("Main action", "Ctrl+Return", self._main_action),
            ("Print", "Ctrl+P", self._print),
            *([("Send now", "F5", window.exchange.send_now)] if window.exchange is not None else []),
            line,
            ("Larger text", "Ctrl++ Ctrl+=", partial(self.resize_text, 10)),
            ("Smaller text", "Ctrl+-", partial(self.resize_text, -10)),
            ("Text as it was", "Ctrl+0", partial(self.resize_text, 0)),
            line,
            ("Keys and help", "F1", lambda: show_keys(window, self.menu)),
            *lock,
        ]

    def _find_here(self) -> None:
        fields = [one for one in self._window.page.findChildren(QLineEdit) if one.isVisible() and not one.isReadOnly()]
        if fields:
            fields[0].setFocus()
            fields[0].selectAll()
        else:
            self._go_to()

    def _main_action(self) -> None:
        """Presses the page's primary button."""
        for one in self._window.page.findChildren(QPushButton):
            if one.isVisible() and one.isEnabled() and one.property("kind") == "primary":
                one.click()
                return

    def _print(self) -> None:
        print_page = getattr(self._window.page, "print_page", None)
        if print_page is not None:
            print_page()
        else:
            self._window.notice("Nothing here can be printed. Open an audit, then print its summary.")

    def _go_to(self) -> None:
        window = self._window
        commands = [(one.text(), one.trigger) for one in self.menu.actions() if self._can_be_gone_to(one)]
        GoTo(window, window.ws, commands, partial(window.open, "case"), partial(window.open, "person")).open()

    def _can_be_gone_to(self, action: QAction) -> bool:
        return bool(action.text()) and action.text() != "Go to" and not action.property("page")
