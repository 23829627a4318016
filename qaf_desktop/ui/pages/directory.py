"""The directory: cases, people, teams and services; added by hand, or taken from a file that is dragged in."""

from __future__ import annotations

from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QButtonGroup, QPushButton, QVBoxLayout, QWidget

from qaf_desktop.domain.words import AGE_BANDS, PLAN_TYPES
from qaf_desktop.services import cases, directory, exchange_status
from qaf_desktop.services.page import Page
from qaf_desktop.services.rights import allowed
from qaf_desktop.ui.dialogs.directory import ask_case, ask_person, ask_service, ask_team
from qaf_desktop.ui.dialogs.files import ask_open
from qaf_desktop.ui.exchange_words import as_of
from qaf_desktop.ui.list_view import Line, LineDelegate, PagedModel
from qaf_desktop.ui.pages.form.kit import button, label
from qaf_desktop.ui.pages.importing import KINDS, import_file
from qaf_desktop.ui.widgets.body import body
from qaf_desktop.ui.widgets.empty import empty
from qaf_desktop.ui.widgets.find_line import find_line
from qaf_desktop.ui.widgets.line_list import LineList
from qaf_desktop.ui.widgets.side_line import SideLine, title_line
from qaf_desktop.ui.widgets.takes_a_file import TakesAFile
from qaf_desktop.ui.widgets.toggles import toggle

if TYPE_CHECKING:
    from qaf_desktop.store.workspace import Workspace
    from qaf_desktop.ui.shell import Shell

SHOWN = {
    "cases": ("Cases", "case", "CaseAdded", "Number, worker or team"),
    "people": ("People", "person", "PersonAdded", "Name"),
    "teams": ("Teams", "team", "TeamAdded", "Team or service"),
}
WHY_EMPTY = {
    "cases": "Cases come from a file that the social care system gives out, or are added one by one.",
    "people": "People come from a file with their teams, roles and managers, or are added one by one.",
    "teams": "Services and their teams say who works where. Cases, people and roles refer to them.",
}
FILES = "Tables (*.csv *.xlsx)"


class DirectoryPage(TakesAFile):
    """One list at a time."""

    title = "Directory"

    def __init__(self, ws: Workspace, shell: Shell) -> None:
        super().__init__()
        self._ws, self._shell, self._kind = ws, shell, "cases"
        self._may = {kind: allowed(ws, right) for kind, (_words, _one, right, _find) in SHOWN.items()}
        self._names = directory.place_names(ws)
        self.setAcceptDrops(any(self._may[kind] for kind in KINDS))
        self.filter, self._empty = find_line("Find in the directory"), QWidget()
        self.filter.textChanged.connect(lambda: self.refresh())
        self.model, self._delegate = PagedModel(self._read, self._line), LineDelegate(shell.theme)
        self.list = LineList("Cases", self.model, self._delegate)
        self.list.opened.connect(self._open)
        self._count = label("", "small")
        self._head, self._hint, self._kinds = QVBoxLayout(), label("", "hint"), dict[str, QPushButton]()
        self._column = body()
        self._column.addLayout(self._head)
        self._column.addWidget(self._hint)
        self._column.addLayout(self._controls())
        self._column.addWidget(self.list, 1)
        self.setLayout(self._column)
        self._dress()

    def open(self, ref: str) -> None:
        """Shows a kind, and what fits the text after it: "people:Shah"."""
        kind, _, text = ref.rpartition(":")
        self.filter.setText(text)
        self.show_kind(kind if kind in SHOWN else "people")

    def show_kind(self, kind: str) -> None:
        """Shows cases, people, or teams and services."""
        self._kind = kind
        if not self._kinds[kind].isChecked():
            self._kinds[kind].setChecked(True)  # which comes back here
            return
        self._dress()
        self.refresh()

    def refresh(self, changed: frozenset[str] | None = None) -> None:
        """Reads the list again."""
        at = self.list.currentIndex().row()
        self._names = directory.place_names(self._ws)
        self.model.reload()
        if changed is not None and 0 <= at < self.model.total:
            self.list.setCurrentIndex(self.model.index(at))
        for one, following in pairwise(self._order):
            self.setTabOrder(one, following)
        count = f"{self.model.total:,} {'found' if self.filter.text() else 'in all'}"
        self._count.setText(". ".join(filter(None, (count, as_of(exchange_status.as_of(self._ws), self._ws.now())))))
        self.list.setVisible(self.model.total > 0)
        self._column.removeWidget(self._empty)
        self._empty.hide()
        self._empty.deleteLater()
        self._empty = self._nothing() if self.model.total == 0 else QWidget()
        self._column.addWidget(self._empty, 1 if self.model.total == 0 else 0)
        self._empty.setVisible(self.model.total == 0)

    def preview(self, path: Path) -> None:
        """Shows what a file would change, and carries it out when told so."""
        import_file(self, self._ws, self._shell, path, self._kind)

    def add(self) -> None:
        """Asks what is to be added to the list in hand."""
        if self._kind == "cases":
            ask_case(self, self._ws, then=lambda row: self._shell.notice(f"Case {row.number} was added."))
        elif self._kind == "people":
            then = lambda row: self._shell.notice(f"{row.name} was added.")  # noqa: E731 - one word for a callback
            ask_person(self, self._ws, self._shell, then=then)
        else:
            ask_team(self, self._ws)

    def take_file(self, path: Path) -> None:
        """Shows what the file would change."""
        self.preview(path)

    def _dress(self) -> None:
        while item := self._head.takeAt(0):
            _drop(item)
        actions = self._actions()
        self._head.addLayout(title_line("Directory", *actions))
        self._order: list[QWidget] = [*actions, self.filter, *self._kinds.values(), self.list]
        words, _one, _right, find = SHOWN[self._kind]
        self.list.setAccessibleName(words)
        self.filter.setPlaceholderText(find)
        drag = (
            f"Drag a CSV or Excel file of {self._kind} in here. "
            if self._kind in KINDS and self._may[self._kind]
            else ""
        )
        self._hint.setText({"cases": f"{drag}No child's name belongs in it.", "people": drag}.get(self._kind, ""))
        self._hint.setVisible(bool(self._hint.text()))

    def _actions(self) -> list[QPushButton]:
        if not self._may[self._kind]:
            return []
        one = SHOWN[self._kind][1]
        add = button(f"Add {one}", self.add, "primary")
        if self._kind in KINDS:
            return [button(f"Import {self._kind}", self._choose_file), add]
        return [button("Add service", lambda: ask_service(self, self._ws)), add]

    def _nothing(self) -> QWidget:
        words = SHOWN[self._kind][0].lower()
        if self.filter.text():
            reason = "Nothing here has that in its name or number. Change the words, or show all."
            return empty("Nothing fits", reason, button(f"Show all {words}", self.filter.clear))
        add = [button(f"Add {SHOWN[self._kind][1]}", self.add)] if self._may[self._kind] else []
        return empty(f"No {words} yet", WHY_EMPTY[self._kind], *add)

    def _controls(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(4)
        group = QButtonGroup(self)
        for kind, (words, *_rest) in SHOWN.items():
            show = partial(self.show_kind, kind)
            self._kinds[kind] = toggle(group, words, show, f"Show {words.lower()}", kind == self._kind)
        column.addLayout(SideLine(self.filter, tuple(self._kinds.values()), (0, 0, 0, 0), 6))
        column.addWidget(self._count)
        return column

    def _read(self, offset: int, limit: int) -> Page[Any]:
        text = self.filter.text().strip()
        if self._kind == "cases":
            return cases.cases(self._ws, text, offset, limit)
        if self._kind == "people":
            return directory.people(self._ws, text, offset, limit)
        found: list[Any] = []
        teams = directory.teams(self._ws)
        for service in directory.services(self._ws):
            within = [one for one in teams if one.service_id == service.id]
            fits = text.lower() in service.name.lower()
            shown = [one for one in within if fits or text.lower() in one.name.lower()]
            found += [service, *shown] if fits or shown else []
        return Page(tuple(found[offset : offset + limit]), len(found))

    def _line(self, one: Any) -> Line:
        if isinstance(one, cases.CaseRow):
            plan, age = PLAN_TYPES.get(one.plan, one.plan), AGE_BANDS.get(one.age_band or "", "")
            small = ", ".join(part for part in (one.worker, one.team, one.service) if part)
            shown = f"Age {age}" if age[:1].isdigit() else age
            return Line(f"Case {one.number}", small or "No worker yet", shown, state=plan)
        if isinstance(one, directory.PersonRow):
            roles = directory.roles_in_words(one.roles, self._names) or "No role"
            small = ". ".join(part for part in (one.team, roles) if part)
            managed = f"Managed by {one.manager}" if one.manager else ""
            return Line(one.name, small, managed, state="Left" if one.left else "")
        if isinstance(one, directory.TeamRow):
            return Line(one.name, f"Team of {one.service}" if one.service else "Team")
        return Line(one.name, "Service")

    def _choose_file(self) -> None:
        ask_open(self, f"Import {self._kind}", FILES, self.preview)

    def _open(self, at: int) -> None:
        one = self.model.item(at)
        if isinstance(one, cases.CaseRow):
            self._shell.open("case", one.id)
        elif isinstance(one, directory.PersonRow):
            self._shell.open("person", one.id)
        elif self._may["teams"] and isinstance(one, directory.TeamRow):
            ask_team(self, self._ws, one)
        elif self._may["teams"] and isinstance(one, directory.ServiceRow):
            ask_service(self, self._ws, one)


def _drop(item: Any) -> None:
    if (inner := item.layout()) is not None:
        while child := inner.takeAt(0):
            _drop(child)
    elif (widget := item.widget()) is not None:
        widget.hide()
        widget.deleteLater()
