"""A laptop that asks to join: its words compared by telephone, whose it is, and what that person may do."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QVBoxLayout, QWidget

from qaf_desktop.domain.events import RoleGrant
from qaf_desktop.errors import Refused
from qaf_desktop.services import directory, joining
from qaf_desktop.ui.bars import CalmCombo
from qaf_desktop.ui.dialogs.ask import Ask, Field
from qaf_desktop.ui.widgets.eight_words import EightWords
from qaf_desktop.ui.widgets.roles_editor import RolesEditor

if TYPE_CHECKING:
    from qaf_desktop.services.joining import Asked
    from qaf_desktop.store.workspace import Workspace
    from qaf_desktop.ui.shell import Shell

ACTION = "The words are the same: approve"
ABOUT = (
    "Telephone them on a number that you know, and have them read their eight words. Where a word differs, do not "
    "approve: somebody has changed the request. Refuse it, and have them ask anew."
)
REFUSES: Final = (
    "Their request goes, and their laptop says that an administrator refused it. Nothing of the workspace is on it. "
    "They can ask anew, with other words."
)


class Approve(Ask):
    """Approves nothing that was not compared: the button says that it was."""

    def __init__(self, parent: QWidget, ws: Workspace, shell: Shell, asked: Asked, done: Callable[[], None]) -> None:
        self._ws, self._shell, self._asked = ws, shell, asked
        people = [one for one in directory.people(ws, limit=100_000).items if not one.left]
        self._people = {one.id: one for one in people}
        called = [one.id for one in people if one.name.casefold() == asked.person.strip().casefold()]
        own = called[0] if len(called) == 1 else ""
        choices = [("", "Somebody new"), *((one.id, _told_apart(one)) for one in people)]
        fields = (
            Field("who", "Whose laptop it is", "choice", value=own, choices=choices),
            Field("name", "Name", hint="Of somebody new, as it is to stand in the directory", value=asked.person),
        )
        self._below, self._roles = QWidget(), None
        column = QVBoxLayout(self._below)
        column.setContentsMargins(0, 0, 0, 0)
        self.editor = self._roles_of(own)
        column.addWidget(self.editor)
        super().__init__(
            parent, f"Approve {asked.label}", fields, ACTION, self._approve,
            f"{asked.person} asks to join on {asked.label}. {ABOUT}", first=EightWords(asked.words), extra=self._below,
            background=shell.background, then=lambda _key: done(), may_hang=True, told=shell.notice,
        )  # fmt: skip
        self.setMinimumWidth(min(shell.theme.px(700), max(560, parent.window().width() - 60)))
        who = self.fields.editors["who"]
        assert isinstance(who, CalmCombo)
        who.currentIndexChanged.connect(lambda _at: self._show(str(who.currentData())))
        self.fields.editors["name"].setEnabled(not own)
        self._given: tuple[RoleGrant, ...] | None = None

    def values(self) -> dict[str, str]:
        """What was entered; the roles only where they are others than the person has."""
        said = super().values()
        held = self._people[said["who"]].roles if said["who"] else ()
        given = self.editor.value()
        self._given = given if not said["who"] or set(given) != set(held) else None
        return said

    def _approve(self, said: dict[str, str]) -> str:
        person = said["who"] or said["name"].strip()
        if not person:
            raise Refused("Enter the name, or choose somebody of the directory.")
        if not said["who"]:
            if any(one.name.casefold() == person.casefold() for one in self._people.values()):
                raise Refused(f"The directory has a {person}. Choose them, or enter a name that tells the two apart.")
            if not self._given:
                raise Refused("Tick at least one role: what they may do follows from it.")
        return joining.approve(self._ws, self._asked.request, self._asked.words, person=person, roles=self._given)

    def _show(self, who: str) -> None:
        self.fields.editors["name"].setEnabled(not who)
        column = self._below.layout()
        assert column is not None
        column.removeWidget(self.editor)
        self.editor.hide()
        self.editor.deleteLater()
        self.editor = self._roles_of(who)
        column.addWidget(self.editor)

    def _roles_of(self, who: str) -> RolesEditor:
        held = self._people[who].roles if who else ()
        return RolesEditor(held, directory.services(self._ws), directory.teams(self._ws), self._shell.theme)


def ask_refuse(parent: QWidget, ws: Workspace, shell: Shell, asked: Asked, done: Callable[[], None]) -> None:
    """Asks once more, says what follows, and refuses."""

    def then(_request: str) -> None:
        shell.notice(f"{asked.person}'s request for {asked.label} was refused. The laptop says so at its next look.")
        done()

    Ask(
        parent, f"Refuse {asked.label}", (), "Refuse request", lambda _said: joining.refuse(ws, asked.request),
        f"{asked.person} asks to join with it. {REFUSES}", background=shell.background, then=then, may_hang=True,
        told=shell.notice,
    ).open()  # fmt: skip


def _told_apart(one: directory.PersonRow) -> str:
    return f"{one.name}, {one.team}" if one.team else one.name
