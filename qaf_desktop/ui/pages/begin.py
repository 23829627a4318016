"""Before an audit begins: is it the right case, and what is still to be done from earlier audits?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from qaf_desktop.errors import QafError
from qaf_desktop.services import audits
from qaf_desktop.ui.pages.form.kit import button, label, long_date

if TYPE_CHECKING:
    from qaf_desktop.store.workspace import Workspace
    from qaf_desktop.ui.shell import Shell


class BeginPage(QWidget):
    """The case confirmed, or why its audit cannot begin."""

    title = "Begin an audit"

    def __init__(self, ws: Workspace, shell: Shell) -> None:
        super().__init__()
        self._ws, self._shell = ws, shell
        self._column = QVBoxLayout(self)

    def refresh(self, changed: frozenset[str] | None = None) -> None:
        """What was shown stays."""

    def open(self, number: str) -> None:
        """Shows the case."""
        found = audits.before_beginning(self._ws, number)
        case, put = found.case, self._column.addWidget
        put(label(f"Is this the case? Case {case.number}", "page"))
        for name, value in (("Worker", case.worker), ("Team", case.team), ("Plan", case.plan.replace("_", " ")),
                            ("Age band", case.age_band)):  # fmt: skip
            put(label(f"{name}: {value or 'Not recorded yet'}"))
        if found.note:
            put(label(found.note, "strong"))
        for item in found.outstanding:
            put(label(f"Still to be done since {long_date(item.since)}: {item.what}"))
        if found.refusal:
            put(label(found.refusal, "late"))
        else:
            put(button("Begin audit", lambda: self._begin(case.id), "primary"))
        put(button("Back", self._shell.back))
        self._column.addStretch(1)

    def _begin(self, case: str) -> None:
        try:
            self._shell.open("form", audits.begin(self._ws, case))
        except QafError as error:
            self._shell.notice(str(error))
