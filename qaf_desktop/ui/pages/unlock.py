"""Unlocks a workspace. Imports nothing of the store, so that it is painted before anything heavy."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from qaf_desktop.ui.pages.form.kit import button, label
from qaf_desktop.ui.pages.start import middle


class UnlockPage(QWidget):
    """A passphrase and a button; and the ways on for who has forgotten it, or wants what is in a backup."""

    def __init__(
        self, unlock: Callable[[str], None], forgotten: Callable[[], None], restore: Callable[[], None]
    ) -> None:
        super().__init__()
        self.passphrase = QLineEdit()
        self.passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self.passphrase.setAccessibleName("Passphrase")
        self.problem = label("", "late")
        self.passphrase.returnPressed.connect(lambda: unlock(self.passphrase.text()))
        column = middle(self)
        column.addWidget(label("Unlock your workspace", "page"))
        column.addSpacing(4)
        words = label("Passphrase", "strong")
        words.setBuddy(self.passphrase)
        column.addWidget(words)
        column.addWidget(self.passphrase)
        column.addWidget(label("Where this laptop has a recovery key, that is taken in its place.", "small"))
        column.addWidget(self.problem)
        foot = QHBoxLayout()
        foot.addWidget(button("Unlock", lambda: unlock(self.passphrase.text()), "primary"))
        foot.addStretch(1)
        foot.addWidget(button("Passphrase forgotten", forgotten, "quiet"))
        foot.addWidget(button("Restore a backup", restore, "quiet"))
        column.addLayout(foot)
        self.setFocusProxy(self.passphrase)
