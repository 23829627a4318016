"""Before an audit begins: is it the right case, and what is still to be done from earlier audits?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from qaf_desktop.domain.words import AGE_BANDS, PLAN_TYPES, PURPOSES
from qaf_desktop.errors import QafError
from qaf_desktop.services import audits
from qaf_desktop.ui.bars import CalmCombo
from qaf_desktop.ui.pages.form.kit import button, label, long_date
from qaf_desktop.ui.widgets.body import body, card, fill, head, row, scroll_area

if TYPE_CHECKING:
    from qaf_desktop.store.workspace import Workspace
    from qaf_desktop.ui.shell import Shell


class BeginPage(QWidget):
    """The case confirmed, or why its audit cannot begin."""

    title = "Begin an audit"

    def __init__(self, ws: Workspace, shell: Shell) -> None:
        super().__init__()
        self._ws, self._shell = ws, shell
        self.case, self.purpose = QLineEdit(), CalmCombo()
        self.case.setAccessibleName("Case number")
        self.case.setPlaceholderText("Case number")
        self.case.returnPressed.connect(self._find)
        self.purpose.setAccessibleName("Purpose")
        for value, words in PURPOSES.items():
            self.purpose.addItem(words, value)
        self.purpose.activated.connect(lambda: self._find())
        top = body()
        top.addLayout(head("Begin an audit", button("Back", shell.back)))
        line = QHBoxLayout()
        line.addWidget(self.case, 1)
        line.addWidget(self.purpose)
        line.addWidget(button("Find case", self._find))
        top.addLayout(line)
        self._below = QWidget()
        self._area = scroll_area(self._below)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addLayout(top)
        whole.addWidget(self._below, 1)
        self.setFocusProxy(self.case)

    def refresh(self, changed: frozenset[str] | None = None) -> None:
        """What was found stays."""

    def open(self, number: str) -> None:
        """Shows the case."""
        self.case.setText(number)
        self._find()

    def _find(self) -> None:
        if not self.case.text().strip():
            return
        column = body()
        try:
            self._show(column, audits.before_beginning(self._ws, self.case.text().strip(), self.purpose.currentData()))
        except QafError as error:
            column.addWidget(label(str(error), "late"))
        fill(self._area, column)

    def _show(self, column: QVBoxLayout, found: audits.Beginning) -> None:
        case = found.case
        column.addWidget(label("Is this the case?", "section"))
        facts = (
            ("Case", case.number), ("Worker", case.worker), ("Team", case.team),
            ("Plan", PLAN_TYPES.get(case.plan, case.plan)), ("Age band", AGE_BANDS.get(case.age_band or "", "")),
        )  # fmt: skip
        column.addWidget(card(row(words, "", label(value or "Not recorded yet")) for words, value in facts))
        if found.note:
            column.addWidget(label(found.note, "strong"))
        if found.outstanding:
            column.addWidget(label("Still to be done from earlier audits", "section"))
            column.addWidget(card(row(one.what, f"Since {long_date(one.since)}") for one in found.outstanding))
        if found.refusal:
            column.addWidget(label(found.refusal, "late"))
            return
        line = QHBoxLayout()
        line.addWidget(button("Begin audit", lambda: self._begin(case.id), "primary"))
        line.addStretch(1)
        column.addLayout(line)

    def _begin(self, case: str) -> None:
        try:
            self._shell.open("form", audits.begin(self._ws, case, purpose=self.purpose.currentData()))
        except QafError as error:
            self._shell.notice(str(error))
