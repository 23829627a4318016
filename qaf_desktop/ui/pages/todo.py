"""To do: everything that a person owes, the most pressing first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QLayout, QWidget

from qaf_desktop.domain.words import TODO_GROUPS
from qaf_desktop.services import exchange_status
from qaf_desktop.services.todo import TodoItem, todo
from qaf_desktop.ui import icons
from qaf_desktop.ui.exchange_words import as_of
from qaf_desktop.ui.pages import asking
from qaf_desktop.ui.pages.form.kit import button, label, long_date, panel
from qaf_desktop.ui.widgets.body import body, card, fill, scroll_area
from qaf_desktop.ui.widgets.empty import empty
from qaf_desktop.ui.widgets.ring import ShareRing
from qaf_desktop.ui.widgets.side_line import said_line, title_line

if TYPE_CHECKING:
    from qaf_desktop.store.workspace import Workspace
    from qaf_desktop.ui.shell import Shell

MOST_ROWS = 60


@dataclass(frozen=True)
class _Row:
    """What is shown: an item, or the recommendations of one audit together."""

    item: TodoItem
    title: str


class TodoPage(QWidget):
    """What is owed, by group."""

    title = "To do"

    def __init__(self, ws: Workspace, shell: Shell) -> None:
        super().__init__()
        self._ws, self._shell = ws, shell
        self._shown = MOST_ROWS
        self._area = scroll_area(self)

    def refresh(self, changed: frozenset[str] | None = None) -> None:
        """Reads the list again."""
        column, items = body(), list(todo(self._ws))
        day = label(f"{self._ws.today():%A} {long_date(self._ws.today())}", "hint", False)
        concerns = button("Urgent concerns", lambda: self._shell.open("concern"), "quiet")
        column.addLayout(title_line("To do", day, concerns))
        first = next((item for item in items if item.group == "draft"), None)
        if first is not None:
            items.remove(first)
            column.addWidget(self._continue(first))
        rows = list(_together(items))
        left = self._shown
        for group, words in TODO_GROUPS.items():
            here = [one for one in rows if one.item.group == group]
            if here and left > 0:
                column.addSpacing(4)
                column.addLayout(_title(words, len(here)))
                column.addWidget(card(self._row(one) for one in here[:left]))
                left -= len(here)
        if len(rows) > self._shown:
            column.addLayout(_line(button(f"Show all {len(rows):,}", self._show_all)))
        if not items and first is None:
            go = button("Open audits", lambda: self._shell.open("audits"))
            column.addWidget(empty("Nothing to do", "You owe nothing, and no audit of yours is unfinished.", go))
        said = as_of(exchange_status.as_of(self._ws), self._ws.now())
        if said:
            column.addWidget(label(said, "hint"))
        fill(self._area, column)

    def _show_all(self) -> None:
        self._shown = 100_000
        self.refresh()

    def _continue(self, item: TodoItem) -> QWidget:
        go = button("Continue", lambda: self._go(item), "primary", f"Continue {item.about}")
        ring = ShareRing(item.answered / max(item.asked, 1), self._shell.theme)
        return panel("cardAccent", said_line(f"Continue the audit of {item.about}", item.detail, go, mark=ring))

    def _row(self, one: _Row) -> QLayout:
        item = one.item
        mark = label("", wrap=False)
        mark.setFixedWidth(self._shell.theme.px(18))
        if item.group in ("urgent", "overdue"):
            mark.setPixmap(icons.pixmap("alert", self._shell.theme.tokens.error, self._shell.theme.px(16)))
        right: list[QWidget] = []
        if item.due:
            right.append(label(_when(item), "late" if item.overdue_by else "small", wrap=False))
        right.append(button(item.button, self._goes(item), name=f"{item.button}: {one.title}"))
        return said_line(one.title, item.detail, *right, mark=mark)

    def _goes(self, item: TodoItem) -> Callable[[], None]:
        return lambda: self._go(item)

    def _go(self, item: TodoItem) -> None:
        key = item.ref_id
        if item.ref_kind == "concern":
            self._shell.open("concern", key)
        elif item.kind == "filing":
            asking.record_filing(self, self._ws, key)
        elif item.kind == "voice":
            asking.add_voice(self, self._ws, key, "child" if "the child" in item.title else "family")
        elif item.kind == "worker_view":
            asking.add_view(self, self._ws, key)
        else:
            self._shell.open("form" if item.ref_kind == "draft" else "record", key)


def _together(items: Iterable[TodoItem]) -> Iterable[_Row]:
    """The rows: what is to be agreed about one audit is one of them."""
    listed = list(items)
    count = Counter(item.ref_id for item in listed if item.kind == "recommendation")
    seen: set[str] = set()
    for item in listed:
        if item.kind == "draft":
            yield _Row(item, f"Continue the audit of {item.about}")
        elif item.kind != "recommendation" or count[item.ref_id] == 1:
            yield _Row(item, f"{item.title}, {item.about}")
        elif item.ref_id not in seen:
            seen.add(item.ref_id)
            whom = item.title.partition(":")[0]
            yield _Row(item, f"{whom}: {count[item.ref_id]} recommendations, {item.about}")


def _title(words: str, count: int) -> QHBoxLayout:
    return _line(label(words, "section", wrap=False), label(f"{count:,}", "hint", wrap=False))


def _line(*widgets: QWidget) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setSpacing(6)
    for one in widgets:
        line.addWidget(one)
    line.addStretch(1)
    return line


def _when(item: TodoItem) -> str:
    if item.overdue_by:
        return f"Overdue {item.overdue_by:,} working day{'s' if item.overdue_by != 1 else ''}"
    return f"{item.due:%A} {long_date(item.due)}" if item.due else ""
