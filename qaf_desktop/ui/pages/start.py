"""The first run: practise with made-up cases, start a workspace, or restore one. Imports little: painted first."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from qaf_desktop.ui.pages.form.kit import button, label, panel


class StartPage(QWidget):
    """The ways to begin."""

    def __init__(self, practise: Callable[[], None], start: Callable[[], None], restore: Callable[[], None]) -> None:
        super().__init__()
        self.setObjectName("page")
        column = middle(self)
        column.addWidget(label("QAF Desktop", "page"))
        column.addWidget(label("Case audits on this laptop, with or without a network.", "hint"))
        self.problem = label("", "late")
        for words, about, do, kind in (
            ("Practise with made-up cases", "Nobody in it is real. Nothing in it counts.", practise, "plain"),
            ("Start a workspace", "For your organisation. Encrypted with a passphrase of yours.", start, "primary"),
            ("Restore a backup", "A workspace that was backed up to a file.", restore, "plain"),
        ):
            line = QHBoxLayout()
            line.setContentsMargins(16, 14, 14, 14)
            line.addWidget(label(about), 1)
            line.addWidget(button(words, do, kind))
            column.addWidget(panel("card", line))
        column.addWidget(self.problem)
        column.addStretch(1)


class SaidPage(QWidget):
    """One sentence, and perhaps a button."""

    def __init__(self, title: str, words: str, action: str = "", do: Callable[[], object] | None = None) -> None:
        super().__init__()
        self.setObjectName("page")
        column = middle(self)
        column.addWidget(label(title, "page"))
        column.addWidget(label(words))
        if action and do:
            foot = QHBoxLayout()
            foot.addWidget(button(action, do, "primary"))
            foot.addStretch(1)
            column.addLayout(foot)
        column.addStretch(1)


def middle(page: QWidget) -> QVBoxLayout:
    """A column in the middle of a page."""
    inner = QWidget()
    inner.setMaximumWidth(640)
    column = QVBoxLayout(inner)
    column.setContentsMargins(32, 48, 32, 24)
    column.setSpacing(12)
    across = QHBoxLayout(page)
    across.addStretch(1)
    across.addWidget(inner, 8)
    across.addStretch(1)
    return column
