"""To do: everything that a person owes, the most pressing first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from qaf_desktop.services import concerns
from qaf_desktop.services.todo import TodoItem, todo
from qaf_desktop.ui import icons
from qaf_desktop.ui.dialogs.ask import Ask, Field
from qaf_desktop.ui.pages.form.kit import button, label, long_date, panel
from qaf_desktop.ui.widgets.body import body, card, fill, head, row, scroll_area

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
        self._area = scroll_area(self)

    def refresh(self, changed: frozenset[str] | None = None) -> None:
        """Reads the list again."""
        column, items = body(), list(todo(self._ws))
        column.addLayout(head("To do", label(f"{self._ws.today():%A} {long_date(self._ws.today())}", "hint", False)))
        first = next((item for item in items if item.group == "draft"), None)
        if first is not None:
            items.remove(first)
            column.addWidget(self._continue(first))
        for group, words in GROUPS.items():
            rows = [item for item in items if item.group == group]
            if rows:
                column.addSpacing(4)
                column.addLayout(_title(words, len(rows)))
                column.addWidget(card(self._row(item) for item in rows))
        if not items and first is None:
            self._nothing(column)
        fill(self._area, column)

    def _nothing(self, column: QVBoxLayout) -> None:
        column.addWidget(label("Nothing to do", "section"))
        column.addWidget(label("You owe nothing, and no audit of yours is unfinished.", "hint"))
        line = QHBoxLayout()
        line.addWidget(button("Open audits", lambda: self._shell.open("audits")))
        line.addStretch(1)
        column.addLayout(line)

    def _continue(self, item: TodoItem) -> QWidget:
        about = item.title.rpartition(f"{item.about}, ")[2].capitalize()
        go = button("Continue", lambda: self._go(item), "primary", f"Continue {item.about}")
        return panel("cardAccent", row(f"Continue the audit of {item.about}", about, go))

    def _row(self, item: TodoItem) -> QHBoxLayout:
        pressing = item.group in ("urgent", "overdue")
        mark = label("", wrap=False)
        mark.setFixedWidth(self._shell.theme.px(18))
        if pressing:
            mark.setPixmap(icons.pixmap("alert", self._shell.theme.tokens.error, self._shell.theme.px(16)))
        right: list[QWidget] = []
        if item.due:
            right.append(label(_when(item), "late" if item.overdue_by else "small", wrap=False))
        name = f"{item.button}: {item.title}, {item.about}"
        right.append(button(item.button, lambda: self._go(item), name=name))
        title = item.title if item.kind != "draft" else f"Continue the audit of {item.about}"
        about = item.about if item.kind != "draft" else item.title.rpartition(f"{item.about}, ")[2]
        return row(title, about[:1].upper() + about[1:], *right, mark=mark)

    def _go(self, item: TodoItem) -> None:
        if item.ref_kind == "concern":
            self._tell(item)
        else:
            self._shell.open("form" if item.ref_kind == "draft" else "record", item.ref_id)

    def _tell(self, item: TodoItem) -> None:
        notice = concerns.alert_notice(self._ws)
        phones = (
            f"Duty: {notice.duty or 'not recorded yet'}. Out of hours: {notice.out_of_hours or 'not recorded yet'}."
        )
        Ask(
            self,
            "Whom did you tell?",
            (
                Field("told", "Who was told", hint="Name and role"),
                Field("when", "When", hint="Date and time"),
                Field("tonight", "What keeps the child safe tonight", "text"),
            ),
            "Record whom you told",
            lambda said: concerns.told(self._ws, item.ref_id, said["told"], said["when"], said["tonight"]),
            f"{notice.sentence} {phones} In an emergency telephone {notice.emergency}.",
        ).open()


def _title(words: str, count: int) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setSpacing(6)
    line.addWidget(label(words, "section", wrap=False))
    line.addWidget(label(f"{count}", "hint", wrap=False))
    line.addStretch(1)
    return line


def _when(item: TodoItem) -> str:
    if item.overdue_by:
        return f"Overdue {item.overdue_by} working day{'s' if item.overdue_by != 1 else ''}"
    return f"Due {item.due:%A} {long_date(item.due)}" if item.due else ""
