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
NOT_APPROVED = "Not approved"
REFUSED = (
    "An administrator refused this request to join. Ask them why. Nothing of the workspace is on this laptop. Give up "
    "joining, then you can ask anew."
)
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
        self._title, self._about = label("Waiting to be approved", "page"), label(WHAT_TO_DO)
        self._leave = label(f"You asked to join as {person}. {LEAVE}", "hint")
        self._words, self._again = EightWords(words), button("Look now", look)
        for one in (self._title, self._about, self._words, self._leave):
            column.addWidget(one)
        self.state = label("Looking whether this laptop was approved.", "hint")
        self.state.setAccessibleName("State")
        column.addWidget(self.state)
        foot = QHBoxLayout()
        foot.addWidget(self._again)
        foot.addStretch(1)
        self._give_up = button(GIVE_UP, give_up, "quiet")
        foot.addWidget(self._give_up)
        column.addLayout(foot)
        self.setFocusProxy(self._again)

    def refuse(self) -> None:
        """Says that an administrator refused the request: there is nothing to wait for any more."""
        held = self._again.hasFocus()
        self._title.setText(NOT_APPROVED)
        self._about.setText(REFUSED)
        for one in (self._words, self._leave, self.state, self._again):
            one.hide()
        self.setFocusProxy(self._give_up)
        if held:
            self._give_up.setFocus()

    def say(self, words: str, trouble: bool = False) -> None:
        """Says how it stands."""
        role = "late" if trouble else "hint"
        if self.state.property("role") != role:
            self.state.setProperty("role", role)
            self.state.style().polish(self.state)
        self.state.setText(words)
        self.state.setAccessibleName(words)
