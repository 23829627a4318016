"""A page before a workspace is open that asks for a few things: what is wrong stands beside what it is about."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from qaf_desktop.errors import QafError
from qaf_desktop.ui.dialogs.ask import Field, Fields
from qaf_desktop.ui.pages.form.kit import button, label
from qaf_desktop.ui.pages.start import middle

DIFFER = "The two passphrases differ. Enter the same one twice."


def passphrase_fields(hint: str = "") -> tuple[Field, Field]:
    """A new passphrase, entered twice."""
    about = f"{hint} At least 8 characters. Several words are best.".strip()
    return Field("passphrase", "Passphrase", "secret", about), Field("again", "Passphrase again", "secret")


class FirstAsking(QWidget):
    """Fields, a main button and the way back. `carry_out` gets what was entered, and answers by `say` or another page.

    `waits` is what is said while it is done.
    """

    def __init__(
        self,
        title: str,
        fields: Sequence[Field],
        action: str,
        waits: str,
        carry_out: Callable[[dict[str, str]], None],
        back: Callable[[], None],
    ) -> None:
        super().__init__()
        column = middle(self)
        self.fields, self.problem = Fields((*fields,)), label("", "late")
        self._waits, self._carry_out = waits, carry_out
        column.addWidget(label(title, "page"))
        column.addWidget(self.fields)
        column.addWidget(self.problem)
        self._main, self._back = button(action, self._try, "primary"), button("Back", back)
        foot = QHBoxLayout()
        foot.addWidget(self._main)
        foot.addWidget(self._back)
        foot.addStretch(1)
        column.addLayout(foot)
        for editor in self.fields.editors.values():
            if isinstance(editor, QLineEdit):
                editor.returnPressed.connect(self._try)
        self._first = next(iter(self.fields.editors.values()))
        self.setFocusProxy(self._first)

    def wait(self, waiting: bool) -> None:
        """While it is done nothing can be changed."""
        self.problem.setProperty("role", "hint" if waiting else "late")
        self.problem.style().polish(self.problem)
        self.problem.setText(self._waits if waiting else "")
        for one in (self.fields, self._main, self._back):
            one.setEnabled(not waiting)

    def say(self, problem: str, field: str = "") -> None:
        """Says why it was refused, beside the field that it is about; what was entered stays."""
        self.wait(False)
        if not self.fields.say(problem, field):
            self.problem.setText(problem)
            self._first.setFocus()

    def failed(self, error: Exception) -> None:
        """Says what went wrong behind the window."""
        if not isinstance(error, QafError | OSError):
            raise error
        self.say(str(error), getattr(error, "field", ""))

    def check(self, said: dict[str, str]) -> tuple[str, str] | None:
        """What is wrong before anything is tried, and with which field."""
        return (DIFFER, "again") if said["passphrase"] != said["again"] else None

    def _try(self) -> None:
        if not self._main.isEnabled():
            return
        said = self.fields.values()
        wrong = self.check(said)
        if wrong is not None:
            self.say(*wrong)
            return
        self.fields.say()
        self.wait(True)
        self._carry_out(said)
