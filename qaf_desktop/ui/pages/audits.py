"""Audits: find one, open a draft, begin another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from qaf_desktop.errors import QafError
from qaf_desktop.services import audits
from qaf_desktop.ui.pages.form.kit import button, label, long_date
from qaf_desktop.ui.theme import GRADES

if TYPE_CHECKING:
    from qaf_desktop.store.workspace import Workspace
    from qaf_desktop.ui.shell import Shell

WORDS = {value: f"{shape} {word}" for value, shape, word in GRADES}


class AuditsPage(QWidget):
    """The first hundred audits that fit, and a field to begin one."""

    title = "Audits"

    def __init__(self, ws: Workspace, shell: Shell) -> None:
        super().__init__()
        self._ws, self._shell = ws, shell
        self.filter, self.case, self.list = QLineEdit(), QLineEdit(), QListWidget()
        self.filter.setAccessibleName("Find audits")
        self.filter.setPlaceholderText("Case, worker, team or words in findings")
        self.case.setAccessibleName("Case number")
        self.case.setPlaceholderText("Case number")
        self.list.setAccessibleName("Audits")
        self.list.setWordWrap(True)
        self.filter.textChanged.connect(lambda: self.refresh())
        self.list.itemActivated.connect(self._open)
        begin = QHBoxLayout()
        begin.addWidget(self.case)
        begin.addWidget(button("Begin audit", self._begin, "primary"))
        self._count = label("", "small")
        whole = QVBoxLayout(self)
        whole.addWidget(label("Audits", "page"))
        whole.addLayout(begin)
        for widget in (self.filter, self._count, self.list):
            whole.addWidget(widget)

    def refresh(self, changed: frozenset[str] | None = None) -> None:
        """Reads the list again."""
        page = audits.list_audits(self._ws, audits.AuditFilter(text=self.filter.text()))
        self.list.clear()
        for row in page.items:
            grade = WORDS.get(row.overall or "", row.state.replace("_", " ").capitalize())
            text = f"Case {row.number}. {grade}\n{row.worker}, {row.team}. By {row.auditor}, {long_date(row.date)}"
            item = QListWidgetItem(text, self.list)
            item.setData(Qt.ItemDataRole.UserRole, row)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, text.replace("\n", ". "))
        self._count.setText(f"{len(page.items):,} of {page.total:,} shown")

    def _open(self, item: QListWidgetItem) -> None:
        row: audits.AuditRow = item.data(Qt.ItemDataRole.UserRole)
        self._shell.open("form" if row.state == "draft" else "record", row.id)

    def _begin(self) -> None:
        self._shell.open("begin", self.case.text().strip()) if self._known() else None

    def _known(self) -> bool:
        try:
            audits.before_beginning(self._ws, self.case.text().strip())
        except QafError as error:
            self._shell.notice(str(error))
            return False
        return True
