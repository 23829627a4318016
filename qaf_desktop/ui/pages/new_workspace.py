"""A new workspace: what it needs to know, and the recovery key, shown once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from qaf_desktop.ui.dialogs.ask import Field, Fields
from qaf_desktop.ui.pages.form.kit import button, label
from qaf_desktop.ui.pages.start import middle
from qaf_desktop.ui.widgets.recovery_key import RecoveryKey

FIELDS = (
    Field("organisation", "Organisation"),
    Field("person", "Your name", hint="You become the first administrator."),
    Field("passphrase", "Passphrase", "secret", "At least 8 characters. Several words are best."),
    Field("again", "Passphrase again", "secret"),
)


class NewWorkspacePage(QWidget):
    """Organisation, name and passphrase."""

    def __init__(self, start: Callable[[dict[str, str]], None], back: Callable[[], None]) -> None:
        super().__init__()
        column = middle(self)
        self.fields, self.problem = Fields(FIELDS), label("", "late")
        self._start = start
        column.addWidget(label("Start a workspace", "page"))
        column.addWidget(self.fields)
        column.addWidget(self.problem)
        self._start_button, self._back_button = button("Start workspace", self._try, "primary"), button("Back", back)
        foot = QHBoxLayout()
        foot.addWidget(self._start_button)
        foot.addWidget(self._back_button)
        foot.addStretch(1)
        column.addLayout(foot)
        for editor in self.fields.editors.values():
            if isinstance(editor, QLineEdit):
                editor.returnPressed.connect(self._try)

        self._first = self.fields.editors["organisation"]
        self.setFocusProxy(self._first)

    def wait(self, waiting: bool) -> None:
        """While the workspace is made nothing can be changed."""
        self.problem.setProperty("role", "hint" if waiting else "late")
        self.problem.style().polish(self.problem)
        self.problem.setText("Making the workspace and its audit tools. This takes a few seconds." if waiting else "")
        for one in (self.fields, self._start_button, self._back_button):
            one.setEnabled(not waiting)

    def say(self, problem: str) -> None:
        """Says why it was refused; what was entered stays."""
        self.wait(False)
        self.problem.setText(problem)
        self._first.setFocus()

    def _try(self) -> None:
        if not self._start_button.isEnabled():
            return
        said = self.fields.values()
        if said["passphrase"] != said["again"]:
            self.say("The two passphrases differ. Enter the same one twice.")
            return
        self._start(said)


class RecoveryPage(QWidget):
    """The recovery key, once."""

    def __init__(self, key: str, organisation: str, save: Callable[[Path], None], done: Callable[[], None]) -> None:
        super().__init__()
        column = middle(self)
        column.addWidget(label("Keep this recovery key", "page"))
        column.addWidget(label("It opens the workspace when the passphrase is forgotten. It is shown only now: "
                               "print it or save it, and keep it in a safe."))  # fmt: skip
        column.addWidget(RecoveryKey(key, organisation, save))
        foot = QHBoxLayout()
        foot.addWidget(button("I have kept it", done, "primary"))
        foot.addStretch(1)
        column.addLayout(foot)
