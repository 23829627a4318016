"""Joining a workspace: which folder, who, a passphrase; then eight words to read out, until somebody approves them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from qaf_desktop.ui.dialogs.ask import Field, Fields
from qaf_desktop.ui.pages.form.kit import button, label
from qaf_desktop.ui.pages.start import middle
from qaf_desktop.ui.widgets.eight_words import EightWords

FIELDS = (
    Field("folder", "Shared folder", hint="The folder that the laptops of the workspace share. Ask an administrator."),
    Field("person", "Your name"),
    Field("passphrase", "Passphrase", "secret", "For this laptop. At least 8 characters. Several words are best."),
    Field("again", "Passphrase again", "secret"),
)
ASKING = "Setting this laptop up, and asking to join. This takes a few seconds."
WHAT_TO_DO = (
    "Read these to an administrator by telephone. They see the same eight words beside your name, and approve this "
    "laptop where all are the same."
)
LEAVE = "You can close the window meanwhile: the words stay the same."


class JoinPage(QWidget):
    """What is needed to ask."""

    def __init__(self, join: Callable[[dict[str, str]], None], back: Callable[[], None]) -> None:
        super().__init__()
        column = middle(self)
        self.fields, self.problem, self._join = Fields(FIELDS), label("", "late"), join
        self._choose = button("Choose folder", self._choose_folder, name="Choose the shared folder")
        column.addWidget(label("Join a workspace", "page"))
        column.addWidget(self.fields)
        column.addWidget(self.problem)
        self._ask_button, self._back_button = button("Ask to join", self._try, "primary"), button("Back", back)
        foot = QHBoxLayout()
        foot.addWidget(self._ask_button)
        foot.addWidget(self._back_button)
        foot.addStretch(1)
        column.addLayout(foot)
        for editor in self.fields.editors.values():
            if isinstance(editor, QLineEdit):
                editor.returnPressed.connect(self._try)
        self._first = self.fields.editors["folder"]
        self._put_beside_folder()
        self.setFocusProxy(self._first)

    def wait(self, waiting: bool) -> None:
        """While it is asked nothing can be changed."""
        self.problem.setProperty("role", "hint" if waiting else "late")
        self.problem.style().polish(self.problem)
        self.problem.setText(ASKING if waiting else "")
        for one in (self.fields, self._choose, self._ask_button, self._back_button):
            one.setEnabled(not waiting)

    def say(self, problem: str) -> None:
        """Says why it was refused; what was entered stays."""
        self.wait(False)
        self.problem.setText(problem)
        self._first.setFocus()

    def choose(self, folder: Path) -> None:
        """Enters the folder that was chosen."""
        editor = self.fields.editors["folder"]
        assert isinstance(editor, QLineEdit)
        editor.setText(str(folder))

    def _put_beside_folder(self) -> None:
        """The button stands below the field that it fills in."""
        lines = self.fields.layout()
        assert isinstance(lines, QVBoxLayout)
        line = QHBoxLayout()
        line.addWidget(self._choose)
        line.addStretch(1)
        lines.insertLayout(lines.indexOf(self._first) + 1, line)
        self.setTabOrder(self._first, self._choose)
        self.setTabOrder(self._choose, self.fields.editors["person"])

    def _choose_folder(self) -> None:
        dialog = QFileDialog(self, "Choose the shared folder")
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(lambda name: self.choose(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _try(self) -> None:
        if not self._ask_button.isEnabled():
            return
        said = self.fields.values()
        if not said["folder"].strip():
            self.say("Enter the shared folder, or choose it.")
        elif said["passphrase"] != said["again"]:
            self.say("The two passphrases differ. Enter the same one twice.")
        else:
            self._join(said)


class WaitingPage(QWidget):
    """The eight words, and what goes on until they are approved."""

    def __init__(self, words: Sequence[str], person: str, look: Callable[[], None]) -> None:
        super().__init__()
        column = middle(self)
        column.addWidget(label("Waiting to be approved", "page"))
        column.addWidget(label(WHAT_TO_DO))
        column.addWidget(EightWords(words))
        column.addWidget(label(f"You asked to join as {person}. {LEAVE}", "hint"))
        self.state = label("Looking whether this laptop was approved.", "hint")
        self.state.setAccessibleName("State")
        column.addWidget(self.state)
        foot = QHBoxLayout()
        again = button("Look now", look)
        foot.addWidget(again)
        foot.addStretch(1)
        column.addLayout(foot)
        self.setFocusProxy(again)

    def say(self, words: str, trouble: bool = False) -> None:
        """Says how it stands."""
        role = "late" if trouble else "hint"
        if self.state.property("role") != role:
            self.state.setProperty("role", role)
            self.state.style().polish(self.state)
        self.state.setText(words)
        self.state.setAccessibleName(words)
