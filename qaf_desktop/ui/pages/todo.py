"""To do: everything that a person owes, the most pressing first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from qaf_desktop.services.todo import TodoItem, todo
from qaf_desktop.ui.pages.form.kit import button, label, long_date, panel

if TYPE_CHECKING:
    from qaf_desktop.store.workspace import Workspace
    from qaf_desktop.ui.shell import Shell

GROUPS = {
    "urgent": "Urgent", "overdue": "Overdue", "due_soon": "Due within 5 working days",
    "returned": "Returned to you", "draft": "Audits to continue", "later": "Later",
}  # fmt: skip


class TodoPage(QWidget):
    """What is owed, by group."""

    title = "To do"

    def __init__(self, ws: Workspace, shell: Shell) -> None:
        super().__init__()
        self._ws, self._shell = ws, shell
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QScrollArea.Shape.NoFrame)
        QVBoxLayout(self).addWidget(self._area)

    def refresh(self, changed: frozenset[str] | None = None) -> None:
        """Reads the list again."""
        column = QVBoxLayout()
        column.addWidget(label("To do", "page"))
        column.addWidget(label(long_date(self._ws.today()), "hint"))
        items = todo(self._ws)
        for group, words in GROUPS.items():
            rows = [item for item in items if item.group == group]
            if rows:
                column.addWidget(label(f"{words} {len(rows)}", "section"))
                card = QVBoxLayout()
                for item in rows:
                    card.addLayout(self._row(item))
                column.addWidget(panel("card", card))
        if not items:
            column.addWidget(label("Nothing to do", "section"))
            column.addWidget(label("You owe nothing, and no audit of yours is unfinished."))
            column.addWidget(button("Open audits", lambda: self._shell.open("audits")))
        column.addStretch(1)
        page = QWidget()
        page.setObjectName("page")
        page.setLayout(column)
        self._area.setWidget(page)

    def _row(self, item: TodoItem) -> QHBoxLayout:
        words = QVBoxLayout()
        words.addWidget(label(item.title, "strong"))
        words.addWidget(label(item.about, "small"))
        line = QHBoxLayout()
        line.addLayout(words, 1)
        if item.due:
            late = item.overdue_by > 0
            days = f"{item.overdue_by} working day{'s' if item.overdue_by != 1 else ''}"
            when = f"Overdue {days}" if late else f"Due {long_date(item.due)}"
            line.addWidget(label(when, "late" if late else "small"))
        page = "form" if item.group == "draft" else "audits"
        ref = item.ref_id if page == "form" else None
        line.addWidget(button(item.button, lambda: self._shell.open(page, ref), name=f"{item.button}: {item.title}"))
        return line
