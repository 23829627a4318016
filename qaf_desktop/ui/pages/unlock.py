"""The first page: unlock a workspace. Imports nothing of the store before it is painted."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from qaf_desktop.ui.pages.form.kit import button, label


class UnlockPage(QWidget):
    """A passphrase and a button."""

    def __init__(self, unlock: Callable[[str], None]) -> None:
        super().__init__()
        self.setObjectName("page")
        self.passphrase = QLineEdit()
        self.passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self.passphrase.setAccessibleName("Passphrase")
        self.passphrase.setMaximumWidth(420)
        self.problem = label("", "late")
        self.passphrase.returnPressed.connect(lambda: unlock(self.passphrase.text()))
        column = QVBoxLayout(self)
        column.addStretch(1)
        column.addWidget(label("Unlock your workspace", "page"))
        column.addWidget(label("Passphrase", "strong"))
        for widget in (self.passphrase, self.problem):
            column.addWidget(widget)
        column.addWidget(button("Unlock", lambda: unlock(self.passphrase.text()), "primary"))
        column.addStretch(2)
