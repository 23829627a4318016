"""Unlocks a workspace. Imports nothing of the store, so that it is painted before anything heavy."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from qaf_desktop.ui.pages.form.kit import button, label


class UnlockPage(QWidget):
    """A passphrase and a button."""

    def __init__(self, unlock: Callable[[str], None], restore: Callable[[], None]) -> None:
        super().__init__()
        self.setObjectName("page")
        self.passphrase = QLineEdit()
        self.passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self.passphrase.setAccessibleName("Passphrase")
        self.problem = label("", "late")
        self.passphrase.returnPressed.connect(lambda: unlock(self.passphrase.text()))
        inner = QWidget()
        inner.setMaximumWidth(440)
        column = QVBoxLayout(inner)
        column.setSpacing(10)
        column.addStretch(1)
        column.addWidget(label("QAF Desktop", "brand"))
        column.addWidget(label("Unlock your workspace", "page"))
        column.addWidget(label("Passphrase", "strong"))
        column.addWidget(self.passphrase)
        column.addWidget(label("The recovery key is taken in its place.", "small"))
        column.addWidget(self.problem)
        column.addWidget(button("Unlock", lambda: unlock(self.passphrase.text()), "primary"))
        column.addWidget(button("Restore a backup", restore, "quiet"))
        column.addStretch(2)
        across = QHBoxLayout(self)
        across.addStretch(1)
        across.addWidget(inner, 4)
        across.addStretch(1)
        self.setFocusProxy(self.passphrase)
