"""A new recovery key, shown once in a dialog that ends when it was kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from qaf_desktop.ui.dialogs.sizes import fit
from qaf_desktop.ui.pages.form.kit import button, label
from qaf_desktop.ui.widgets.recovery_key import RecoveryKey


class Recovery(QDialog):
    """The key, what it is for, and how to keep it."""

    def __init__(self, parent: QWidget, key: str, organisation: str, save: Callable[[Path], None]) -> None:
        super().__init__(parent)
        self.setWindowTitle("New recovery key")
        self.finished.connect(self.deleteLater)
        self.key = RecoveryKey(key, organisation, save)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(8)
        column.addWidget(label("Keep this recovery key", "section"))
        column.addWidget(
            label(
                "It opens the workspace when the passphrase is forgotten. It is shown only now: print it or save it.",
                "hint",
            )
        )
        column.addWidget(self.key)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(button("I have kept it", self.accept, "primary"))
        column.addLayout(foot)
        fit(self, 560, 320)
