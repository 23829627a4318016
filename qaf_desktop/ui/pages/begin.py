"""Before an audit begins: is it the right case, with which tool, and what is still to be done from earlier audits?"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from qaf_desktop.domain.words import AGE_BANDS, PLAN_TYPES, PURPOSES
from qaf_desktop.errors import NotFound, QafError
from qaf_desktop.services import audits
from qaf_desktop.services.rights import allowed
from qaf_desktop.ui.bars import CalmCombo
from qaf_desktop.ui.dialogs.directory import ask_case
from qaf_desktop.ui.pages.form.kit import button, label, long_date
from qaf_desktop.ui.widgets.body import body, card, fact, fill, scroll_area
from qaf_desktop.ui.widgets.side_line import FlowLine, SideLine, said_line, title_line

if TYPE_CHECKING:
    from qaf_desktop.services.cases import CaseRow
    from qaf_desktop.store.workspace import Workspace
    from qaf_desktop.ui.shell import Shell

HINT = "Enter the number of the social care system. The case is shown before anything begins."
NO_TOOL = "No audit tool is live for such a case. Ask the quality officer to make one live: Audit tools."


class BeginPage(QWidget):
    """The case confirmed, or why its audit cannot begin."""

    title = "Begin an audit"

    def __init__(self, ws: Workspace, shell: Shell) -> None:
        super().__init__()
        self._ws, self._shell = ws, shell
        self._found = ""
        self.case, self.purpose, self.tool = QLineEdit(), CalmCombo(), CalmCombo()
        self.case.returnPressed.connect(self._find)
        self.case.textEdited.connect(lambda: self._clear())
        for value, words in PURPOSES.items():
            self.purpose.addItem(words, value)
        self.purpose.activated.connect(lambda: self._again())
        top = body()
        top.addLayout(title_line("Begin an audit", button("Back", shell.back)))
        find = _labelled(" ", button("Find case", self._find))
        right = [_held(_labelled("Purpose", self.purpose)), _held(find)]
        top.addLayout(SideLine(_held(_labelled("Case number", self.case)), right, (0, 0, 0, 0), 12))
        self._below = QWidget()
        self._area = scroll_area(self._below)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(top)
        whole.addWidget(self._below, 1)
        self.setFocusProxy(self.case)
        self._clear()

    def refresh(self, changed: frozenset[str] | None = None) -> None:
        """A case that was changed is shown as it is now."""
        if changed and changed & {"case", "person", "team", "audit", "draft"}:
            self._again()

    def open(self, number: str) -> None:
        """Shows the case."""
        self.case.setText(number)
        self._find()

    def _find(self) -> None:
        self._found = self.case.text().strip()
        if self._found:
            self._again()
        else:
            self._say("Enter the case number, then find the case.")

    def _clear(self) -> None:
        self._found = ""
        column = _below()
        column.addWidget(label(HINT, "hint"))
        fill(self._area, column)

    def _again(self) -> None:
        if not self._found:
            return
        try:
            found = audits.before_beginning(self._ws, self._found, self.purpose.currentData())
        except NotFound:
            self._say(
                f"There is no case {self._found} on this laptop. Look at the number again, or add the case.", True
            )
            return
        except QafError as error:
            self._say(str(error))
            return
        column = _below()
        self._show(column, found)
        fill(self._area, column)

    def _say(self, words: str, missing: bool = False) -> None:
        column = _below()
        column.addWidget(label(words, "late"))
        if missing and allowed(self._ws, "CaseAdded"):
            column.addLayout(FlowLine(button("Add case", lambda: ask_case(self, self._ws, then=self._added))))
        self.case.setAccessibleDescription(words)
        fill(self._area, column)

    def _added(self, case: CaseRow) -> None:
        self.open(case.number)

    def _show(self, column: QVBoxLayout, found: audits.Beginning) -> None:
        case = found.case
        title = QHBoxLayout()
        title.addWidget(label("Is this the case?", "section"), 1)
        if allowed(self._ws, "CaseChanged"):
            title.addWidget(button("Change case", partial(ask_case, self, self._ws, case), "quiet"))
        column.addLayout(title)
        facts = (
            ("Case number", case.number), ("Worker", case.worker), ("Team", case.team),
            ("Plan", PLAN_TYPES.get(case.plan, case.plan)), ("Age band", AGE_BANDS.get(case.age_band or "", "")),
        )  # fmt: skip
        column.addWidget(card(fact(words, value) for words, value in facts))
        self.case.setAccessibleDescription(found.refusal or "")
        if found.refusal:
            column.addWidget(label(found.refusal, "late"))
            return
        if found.note:
            column.addWidget(label(found.note, "strong"))
        self._choices(column, found)
        if found.outstanding:
            column.addSpacing(8)
            column.addWidget(label("Still to be done from earlier audits", "section"))
            column.addWidget(label("Their grades are shown once you have submitted your own audit.", "hint"))
            column.addWidget(card(said_line(one.what, f"Since {long_date(one.since)}") for one in found.outstanding))

    def _choices(self, column: QVBoxLayout, found: audits.Beginning) -> None:
        actions = []
        if found.draft_id is not None:
            column.addWidget(label("You have begun an audit of this case, and not submitted it yet.", "strong"))
            actions.append(button("Continue", partial(self._shell.open, "form", found.draft_id), "primary"))
        if not found.tools:
            column.addWidget(label(NO_TOOL, "late"))
        elif len(found.tools) == 1:
            only = found.tools[0]
            column.addWidget(card([fact("Audit tool", f"{only.title}, version {only.version}")]))
        else:
            self.tool = CalmCombo()
            for one in found.tools:
                self.tool.addItem(f"{one.title}, version {one.version}", one.entity)
            column.addLayout(_labelled("Audit tool", self.tool))
        if found.tools:
            kind = "plain" if found.draft_id is not None else "primary"
            words = "Begin another audit" if found.draft_id is not None else "Begin audit"
            actions.append(button(words, partial(self._begin, found), kind))
        if actions:
            column.addLayout(FlowLine(*actions))

    def _begin(self, found: audits.Beginning) -> None:
        tool = found.tools[0].entity if len(found.tools) == 1 else self.tool.currentData()
        try:
            key = audits.begin(self._ws, found.case.id, tool, self.purpose.currentData())
        except QafError as error:
            self._shell.notice(str(error))
        else:
            self._shell.open("form", key)


def _labelled(words: str, editor: QWidget) -> QVBoxLayout:
    said = label(words, "strong", False)
    if words.strip():
        said.setBuddy(editor)
        editor.setAccessibleName(words)
    column = QVBoxLayout()
    column.setSpacing(4)
    column.addWidget(said)
    column.addWidget(editor)
    return column


def _held(column: QVBoxLayout) -> QWidget:
    column.setContentsMargins(0, 0, 0, 0)
    whole = QWidget()
    whole.setLayout(column)
    return whole


def _below() -> QVBoxLayout:
    column = body()
    column.setContentsMargins(32, 4, 32, 16)
    return column
