"""Joining a workspace: which folder, who, a passphrase; then eight words to read out, until somebody approves them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QHBoxLayout, QWidget

from qaf_desktop.ui.dialogs.ask import Field
from qaf_desktop.ui.pages.first_asking import FirstAsking, passphrase_fields
from qaf_desktop.ui.pages.form.kit import button, label
from qaf_desktop.ui.pages.start import middle
from qaf_desktop.ui.widgets.eight_words import EightWords

FIELDS = (
    Field("folder", "Shared folder", "folder", "The one that the workspace's laptops share. Ask an administrator."),
    Field("person", "Your name"),
    *passphrase_fields("For this laptop."),
)
ASKING = "Setting this laptop up, and asking to join. This takes a few seconds."
WHAT_TO_DO = (
    "Read these to an administrator by telephone. They see the same eight words beside your name, and approve this "
    "laptop where all are the same."
)
GIVE_UP = "Give up joining"
LEAVE = "You can close the window meanwhile: the words stay the same."


class JoinPage(FirstAsking):
    """What is needed to ask."""

    def __init__(self, join: Callable[[dict[str, str]], None], back: Callable[[], None]) -> None:
        super().__init__("Join a workspace", FIELDS, "Ask to join", ASKING, join, back)

    def check(self, said: dict[str, str]) -> tuple[str, str] | None:
        """A folder is needed."""
        if not said["folder"].strip():
            return "Enter the shared folder, or choose it.", "folder"
        return super().check(said)


class WaitingPage(QWidget):
    """The eight words, and what goes on until they are approved."""

    def __init__(
        self, words: Sequence[str], person: str, look: Callable[[], None], give_up: Callable[[], None]
    ) -> None:
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
        foot.addWidget(button(GIVE_UP, give_up, "quiet"))
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
