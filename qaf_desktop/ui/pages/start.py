"""The first run: start a workspace, join one, practise, or restore a backup. Imports little: painted first."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from qaf_desktop.ui.pages.form.kit import button, label, panel

LINES_WIDE = 38


class StartPage(QWidget):
    """The ways to begin."""

    def __init__(
        self,
        practise: Callable[[], None],
        start: Callable[[], None],
        join: Callable[[], None],
        restore: Callable[[], None],
        problem: str = "",
    ) -> None:
        super().__init__()
        column = middle(self)
        column.addWidget(label("Welcome", "page"))
        about = "Case audits on this laptop, with or without a network, whose findings change something."
        column.addWidget(label(about, "hint"))
        self.problem = label(problem, "late")
        self.problem.setVisible(bool(problem))
        rows = QVBoxLayout()
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        for at, (words, about, do, kind) in enumerate((
            ("Start a workspace", "For your organisation. Encrypted with a passphrase of yours.", start, "primary"),
            ("Join a workspace", "One that there is already, through its shared folder.", join, "plain"),
            ("Practise with made-up cases", "Nobody in it is real, and nothing in it counts.", practise, "plain"),
            ("Restore a backup", "Brings back a workspace that was backed up to a file.", restore, "plain"),
        )):  # fmt: skip
            line = QVBoxLayout()
            line.setContentsMargins(18, 14, 18, 14)
            line.setSpacing(8)
            line.addWidget(label(about))
            choice = button(words, do, kind)
            line.addLayout(_left(choice))
            if not at:
                self.setFocusProxy(choice)
            rows.addWidget(panel("row" if at else "rowFirst", line))
        column.addSpacing(4)
        column.addWidget(panel("card", rows))
        column.addWidget(self.problem)


class SaidPage(QWidget):
    """One sentence, and perhaps a button."""

    def __init__(self, title: str, words: str, action: str = "", do: Callable[[], object] | None = None) -> None:
        super().__init__()
        column = middle(self)
        column.addWidget(label(title, "page"))
        column.addWidget(label(words))
        if action and do:
            main = button(action, do, "primary")
            column.addLayout(_left(main))
            self.setFocusProxy(main)


def middle(page: QWidget) -> QVBoxLayout:
    """The column of a page before a workspace is open: in the middle of the window, scrolling where it has no room."""
    page.setObjectName("first")
    inner = QFrame()
    inner.setObjectName("middle")
    inner.ensurePolished()
    column = QVBoxLayout(inner)
    column.setContentsMargins(36, 28, 36, 32)
    column.setSpacing(12)
    brand = label("QAF Desktop", "first", wrap=False)
    column.addWidget(brand)
    brand.ensurePolished()
    inner.setFixedWidth(min(LINES_WIDE * brand.fontMetrics().lineSpacing(), 960))
    around = QWidget()
    around.setObjectName("first")
    down = QVBoxLayout(around)
    down.setContentsMargins(16, 24, 16, 24)
    across = QHBoxLayout()
    across.addStretch(1)
    across.addWidget(inner)
    across.addStretch(1)
    down.addStretch(2)
    down.addLayout(across)
    down.addStretch(3)
    area = QScrollArea()
    area.setObjectName("first")
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(around)
    whole = QVBoxLayout(page)
    whole.setContentsMargins(0, 0, 0, 0)
    whole.addWidget(area)
    return column


def _left(widget: QWidget) -> QHBoxLayout:
    line = QHBoxLayout()
    line.addWidget(widget)
    line.addStretch(1)
    return line
