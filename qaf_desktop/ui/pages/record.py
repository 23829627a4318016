"""One audit as it stands: grades, findings, recommendations, and who must do what next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from qaf_desktop.services import audits
from qaf_desktop.ui.pages.form.kit import button, label, long_date
from qaf_desktop.ui.widgets.grade_chip import GradeChip

if TYPE_CHECKING:
    from qaf_desktop.store.workspace import Workspace
    from qaf_desktop.ui.shell import Shell


class RecordPage(QWidget):
    """An audit, whole."""

    title = "Audit record"

    def __init__(self, ws: Workspace, shell: Shell) -> None:
        super().__init__()
        self._ws, self._shell = ws, shell
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        QVBoxLayout(self).addWidget(self._area)

    def refresh(self, changed: frozenset[str] | None = None) -> None:
        """What was submitted never changes."""

    def open(self, key: str) -> None:
        """Shows the audit."""
        record = audits.show(self._ws, key)
        page = QWidget()
        page.setObjectName("page")
        column = QVBoxLayout(page)
        column.addWidget(label(f"Case {record.case.number}", "page"))
        column.addWidget(label(f"Audited by {record.auditor}. {record.tool} {record.tool_version}", "hint"))
        if record.withdrawn:
            column.addWidget(label(f"Withdrawn: {record.withdrawn.text}", "late"))
        if record.overall:
            column.addWidget(GradeChip(record.overall, self._shell.theme))
        for waiting in record.waiting_for:
            due = f" by {long_date(waiting.due)}" if waiting.due else ""
            column.addWidget(label(f"Next: {waiting.what}, {waiting.person}{due}", "strong"))
        for words, found in (("Strengths", record.strengths), ("Areas for improvement", record.improvements),
                             ("Recommendations", record.recommendations)):  # fmt: skip
            column.addWidget(label(words, "section"))
            for one in found:
                column.addWidget(label(one.what))
            if not found:
                column.addWidget(label("None recorded", "hint"))
        column.addWidget(button("Back", self._shell.back))
        column.addStretch(1)
        self._area.setWidget(page)
