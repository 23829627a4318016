"""Audits: find one, open it, begin another."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLineEdit, QListView, QVBoxLayout, QWidget

from qaf_desktop.domain.words import AUDIT_STATES, PLAN_TYPES, PURPOSES
from qaf_desktop.services import audits
from qaf_desktop.services.page import Page
from qaf_desktop.ui.list_view import Line, LineDelegate, PagedModel
from qaf_desktop.ui.pages.form.kit import button, label, long_date
from qaf_desktop.ui.widgets.body import body, head

if TYPE_CHECKING:
    from qaf_desktop.store.workspace import Workspace
    from qaf_desktop.ui.shell import Shell

SHOWN = (("All", None, False), ("Drafts", "draft", False), ("Submitted", "submitted", False), ("Mine", None, True))


class AuditsPage(QWidget):
    """All audits that fit, whatever their number."""

    title = "Audits"

    def __init__(self, ws: Workspace, shell: Shell) -> None:
        super().__init__()
        self._ws, self._shell = ws, shell
        self._state: str | None = None
        self._mine = False
        self.filter, self.list = QLineEdit(), QListView()
        self.filter.setAccessibleName("Find audits")
        self.filter.setPlaceholderText("Case, worker, team or words in findings")
        self.filter.setClearButtonEnabled(True)
        self.filter.textChanged.connect(lambda: self.refresh())
        self.model, self._delegate = PagedModel(self._read, _line), LineDelegate(shell.theme)
        self.list.setAccessibleName("Audits")
        self.list.setModel(self.model)
        self.list.setItemDelegate(self._delegate)
        self.list.setUniformItemSizes(True)
        self.list.activated.connect(self._open)
        self.model.rowsInserted.connect(self._say_count)
        self._count = label("", "small", wrap=False)
        self._empty = self._nothing()
        column = body()
        column.addLayout(head("Audits", button("Begin audit", lambda: shell.open("begin"), "primary")))
        column.addLayout(self._controls())
        column.addWidget(self.list, 1)
        column.addWidget(self._empty, 1)
        self.setLayout(column)

    def open(self, text: str) -> None:
        """Shows the audits that fit the text."""
        self.filter.setText(text)

    def refresh(self, changed: frozenset[str] | None = None) -> None:
        """Reads the list again."""
        at = self.list.currentIndex().row()
        self.model.reload()
        if 0 <= at < self.model.total and changed is not None:
            self.list.setCurrentIndex(self.model.index(at))
        self._say_count()
        self.list.setVisible(self.model.total > 0)
        self._empty.setVisible(self.model.total == 0)

    def _say_count(self) -> None:
        total, more = self.model.total, "More than " if self.model.more else ""
        self._count.setText(f"{more}{total:,} audit{'s' if total != 1 else ''}")

    def _controls(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(6)
        line.addWidget(self.filter, 1)
        group = QButtonGroup(self)
        for words, state, mine in SHOWN:
            one = button(words, self._chooses(state, mine), "toggle", f"Show {words.lower()}")
            one.setCheckable(True)
            one.setChecked(words == "All")
            group.addButton(one)
            line.addWidget(one)
        line.addSpacing(8)
        line.addWidget(self._count)
        return line

    def _nothing(self) -> QWidget:
        empty = QWidget()
        column = QVBoxLayout(empty)
        column.setContentsMargins(0, 24, 0, 0)
        column.addWidget(label("No audit fits", "section"))
        column.addWidget(label("Nothing here has that case, worker, team or text, in that state.", "hint"))
        line = QHBoxLayout()
        line.addWidget(button("Show all audits", self._show_all))
        line.addStretch(1)
        column.addLayout(line)
        column.addStretch(1)
        return empty

    def _show_all(self) -> None:
        self.filter.clear()
        group = self.findChild(QButtonGroup)
        if group is not None:
            group.buttons()[0].click()

    def _chooses(self, state: str | None, mine: bool) -> Callable[[], None]:
        def choose() -> None:
            self._state, self._mine = state, mine
            self.refresh()

        return choose

    def _read(self, offset: int, limit: int) -> Page[audits.AuditRow]:
        wanted = audits.AuditFilter(state=self._state, text=self.filter.text().strip(), mine=self._mine)
        return audits.list_audits(self._ws, wanted, offset, limit, exact=False)

    def _open(self, index: QModelIndex) -> None:
        row = self.model.item(index.row())
        if row is not None:
            self._shell.open("form" if row.state == "draft" else "record", row.id)


def _line(row: audits.AuditRow) -> Line:
    plan, purpose = PLAN_TYPES.get(row.plan, row.plan), PURPOSES.get(row.purpose, row.purpose)
    who = ", ".join(one for one in (row.worker, row.team) if one)
    state = "" if row.overall else AUDIT_STATES.get(row.state, row.state.capitalize())
    small = ". ".join(one for one in (plan, who, f"By {row.auditor}", purpose) if one)
    return Line(f"Case {row.number}", small, long_date(row.date), row.overall or "", state)
