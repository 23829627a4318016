"""The window: navigation, the page in hand, a bar for notices, and the status."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from qaf_desktop.ui.background import Background
from qaf_desktop.ui.pages.form.kit import button, label, panel
from qaf_desktop.ui.theme import Theme

if TYPE_CHECKING:
    from qaf_desktop.store.workspace import Workspace

NAVIGATION = (("todo", "To do"), ("audits", "Audits"))


class Window(QMainWindow):
    """One workspace, unlocked."""

    def __init__(self, ws: Workspace, theme: Theme, makers: dict[str, Callable[..., QWidget]]) -> None:
        super().__init__()
        self.ws, self.theme, self.background = ws, theme, Background(self)
        self._makers, self._behind, self._here = makers, [], ("", None)  # type: ignore[var-annotated]
        self._tabs: dict[str, QPushButton] = {}
        self.setWindowTitle("QAF Desktop")
        self.resize(1093, 614)
        self._pages = QStackedWidget()
        self._notice = QHBoxLayout()
        self._notice_bar = panel("notice", self._notice)
        self._notice_bar.hide()
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        if ws.practice:
            line = QHBoxLayout()
            line.addWidget(label("Made-up people and cases."))
            right.addWidget(panel("banner", line))
        right.addWidget(self._pages, 1)
        right.addWidget(self._notice_bar)
        whole = QHBoxLayout()
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._navigation())
        whole.addLayout(right, 1)
        centre = QWidget()
        centre.setObjectName("page")
        centre.setLayout(whole)
        self.setCentralWidget(centre)
        for key, percent in (("Ctrl++", 10), ("Ctrl+-", -10), ("Ctrl+0", 0)):
            QShortcut(QKeySequence(key), self, lambda step=percent: self._resize_text(step))
        QShortcut(QKeySequence("Esc"), self, self.back)
        self.open("todo")

    def open(self, page_name: str, ref: str | None = None) -> None:
        """Shows a page."""
        if self._here[0]:
            self._behind.append(self._here)
        self._show(page_name, ref)

    def back(self) -> None:
        """Shows the page before."""
        if self._behind:
            self._show(*self._behind.pop())

    def notice(self, text: str, action_text: str | None = None, action: Callable[[], None] | None = None) -> None:
        """Says something that stays until the next action."""
        self._clear_notice()
        said = QLabel(text)
        said.setWordWrap(True)
        self._notice.addWidget(said, 1)
        if action_text and action:
            self._notice.addWidget(button(action_text, action, "quiet"))
        self._notice.addWidget(button("Close", self._clear_notice, "quiet"))
        self._notice_bar.show()

    def _clear_notice(self) -> None:
        while item := self._notice.takeAt(0):
            if widget := item.widget():
                widget.deleteLater()
        self._notice_bar.hide()

    def _show(self, name: str, ref: str | None) -> None:
        page: Any = self._makers[name](self.ws, self)
        if ref is not None:
            page.open(ref)
        page.refresh()
        old = self._pages.currentWidget()
        self._pages.setCurrentIndex(self._pages.addWidget(page))
        if old is not None:
            self._pages.removeWidget(old)
            old.deleteLater()
        self._here = (name, ref)
        for key, tab in self._tabs.items():
            tab.setChecked(key == name)

    def _navigation(self) -> QWidget:
        column = QVBoxLayout()
        column.addWidget(label("QAF Desktop", "brand"))
        for at, (name, words) in enumerate(NAVIGATION, 1):
            tab = button(words, lambda name=name: self.open(name), "nav")  # type: ignore[misc]
            tab.setCheckable(True)
            self._tabs[name] = tab
            column.addWidget(tab)
            QShortcut(QKeySequence(f"Ctrl+{at}"), self, lambda name=name: self.open(name))
        column.addStretch(1)
        return panel("nav", column)

    def _resize_text(self, step: int) -> None:
        app = QApplication.instance()
        self.theme.scale = max(100, min(200, self.theme.scale + step)) if step else 100
        if isinstance(app, QApplication):
            self.theme.apply(app)
