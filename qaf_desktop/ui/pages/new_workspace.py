"""A new workspace: what it needs to know, and the recovery key, shown once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication, QFileDialog, QHBoxLayout, QLineEdit, QWidget

from qaf_desktop.ui.dialogs.ask import Field, Fields
from qaf_desktop.ui.pages.form.kit import button, label
from qaf_desktop.ui.pages.start import middle

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
        self.setObjectName("page")
        column = middle(self)
        self.fields, self.problem = Fields(FIELDS), label("", "late")
        self._start = start
        column.addWidget(label("Start a workspace", "page"))
        column.addWidget(self.fields)
        column.addWidget(self.problem)
        foot = QHBoxLayout()
        foot.addWidget(button("Start workspace", self._try, "primary"))
        foot.addWidget(button("Back", back))
        foot.addStretch(1)
        column.addLayout(foot)
        column.addStretch(1)
        for editor in self.fields.editors.values():
            if isinstance(editor, QLineEdit):
                editor.returnPressed.connect(self._try)

    def _try(self) -> None:
        said = self.fields.values()
        if said["passphrase"] != said["again"]:
            self.problem.setText("The two passphrases differ. Enter the same one twice.")
            return
        self._start(said)


class RecoveryPage(QWidget):
    """The recovery key, once."""

    def __init__(self, key: str, save: Callable[[Path], None], done: Callable[[], None]) -> None:
        super().__init__()
        self.setObjectName("page")
        self._key, self._save = key, save
        column = middle(self)
        column.addWidget(label("Keep this recovery key", "page"))
        column.addWidget(label("It opens the workspace when the passphrase is forgotten. It is shown only now: "
                               "print it or write it down, and keep it in a safe."))  # fmt: skip
        shown = QLineEdit(key)
        shown.setReadOnly(True)
        shown.setAccessibleName("Recovery key")
        self.said = label("", "hint")
        line = QHBoxLayout()
        line.addWidget(button("Copy", self._copy))
        line.addWidget(button("Save", self._choose))
        line.addStretch(1)
        line.addWidget(button("I have kept it", done, "primary"))
        column.addWidget(shown)
        column.addLayout(line)
        column.addWidget(self.said)
        column.addStretch(1)

    def _copy(self) -> None:
        QApplication.clipboard().setText(self._key)
        self.said.setText("Copied.")

    def _choose(self) -> None:
        name, _kind = QFileDialog.getSaveFileName(self, "Save recovery key", "recovery-key.txt")
        if name:
            self._save(Path(name))
            self.said.setText(f"Saved in {name}. Print it, then delete the file.")
