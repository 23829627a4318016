"""A new workspace: what it needs to know, and the recovery key, shown once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QWidget

from qaf_desktop.ui.dialogs.ask import Field
from qaf_desktop.ui.pages.first_asking import FirstAsking, passphrase_fields
from qaf_desktop.ui.pages.form.kit import button, label
from qaf_desktop.ui.pages.start import middle
from qaf_desktop.ui.widgets.recovery_key import RecoveryKey

FIELDS = (
    Field("organisation", "Organisation"),
    Field("person", "Your name", hint="You become the first administrator."),
    *passphrase_fields(),
    Field("folder", "Shared folder, if there is one yet", "folder",
          "Other laptops join through it. An empty folder on a drive that all of them reach; it can be chosen later."),
)  # fmt: skip


class NewWorkspacePage(FirstAsking):
    """Organisation, name, passphrase, and where the other laptops will meet it."""

    def __init__(self, start: Callable[[dict[str, str]], None], back: Callable[[], None]) -> None:
        waits = "Making the workspace and its audit tools. This takes a few seconds."
        super().__init__("Start a workspace", FIELDS, "Start workspace", waits, start, back)


class RecoveryPage(QWidget):
    """The recovery key, once."""

    def __init__(self, key: str, organisation: str, save: Callable[[Path], None], done: Callable[[], None]) -> None:
        super().__init__()
        column = middle(self)
        column.addWidget(label("Keep this recovery key", "page"))
        column.addWidget(label("It opens the workspace when the passphrase is forgotten. It is shown only now: "
                               "print it or save it, and keep it in a safe."))  # fmt: skip
        column.addWidget(RecoveryKey(key, organisation, save))
        self.problem = label("", "late")
        self.problem.hide()
        column.addWidget(self.problem)
        foot = QHBoxLayout()
        foot.addWidget(button("I have kept it", done, "primary"))
        foot.addStretch(1)
        column.addLayout(foot)

    def say(self, trouble: str) -> None:
        """Says why the shared folder could not be used; nothing where it could."""
        self.problem.setText(f"{trouble} Choose it again under Exchange and devices." if trouble else "")
        self.problem.setVisible(bool(trouble))
