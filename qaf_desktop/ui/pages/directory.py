"""The directory: cases, people and teams; added by hand, or cases from a file that is dragged in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QButtonGroup, QFileDialog, QHBoxLayout, QLineEdit, QListView, QPushButton, QWidget

from qaf_desktop.domain.words import AGE_BANDS, PLAN_TYPES, ROLES
from qaf_desktop.errors import QafError
from qaf_desktop.services import case_import, cases, directory
from qaf_desktop.services.page import Page
from qaf_desktop.ui.dialogs.ask import Ask, Field
from qaf_desktop.ui.list_view import Line, LineDelegate, PagedModel
from qaf_desktop.ui.pages.form.kit import button, label
from qaf_desktop.ui.widgets.body import body, head

if TYPE_CHECKING:
    from qaf_desktop.store.workspace import Workspace
    from qaf_desktop.ui.shell import Shell

KINDS = {"cases": ("Cases", "Add case"), "people": ("People", "Add person"), "teams": ("Teams", "Add team")}
MOST_ERRORS = 12


class DirectoryPage(QWidget):
    """One list at a time."""

    title = "Directory"

    def __init__(self, ws: Workspace, shell: Shell) -> None:
        super().__init__()
        self._ws, self._shell, self._kind = ws, shell, "cases"
        self.setAcceptDrops(True)
        self.filter, self.list = QLineEdit(), QListView()
        self.filter.setAccessibleName("Find in the directory")
        self.filter.setPlaceholderText("Number or name")
        self.filter.setClearButtonEnabled(True)
        self.filter.textChanged.connect(lambda: self.refresh())
        self.model, self._delegate = PagedModel(self._read, _line), LineDelegate(shell.theme)
        self.list.setModel(self.model)
        self.list.setItemDelegate(self._delegate)
        self.list.setUniformItemSizes(True)
        self._add = button("Add case", self._ask, "primary")
        self._kinds: dict[str, QPushButton] = {}
        self._none = label("Nobody and nothing here has that number or name. Add one, or change the words.", "hint")
        column = body()
        column.addLayout(head("Directory", button("Import cases", self._choose_file), self._add))
        column.addWidget(label("Drag a CSV or Excel file of cases in here. No child's name belongs in it.", "hint"))
        column.addLayout(self._controls())
        column.addWidget(self._none)
        column.addWidget(self.list, 1)
        self.setLayout(column)

    def open(self, text: str) -> None:
        """Shows the people that fit the text."""
        self.show_kind("people")
        self.filter.setText(text)

    def show_kind(self, kind: str) -> None:
        """Shows cases, people or teams."""
        self._kind = kind
        self._kinds[kind].setChecked(True)
        self.refresh()

    def refresh(self, changed: frozenset[str] | None = None) -> None:
        """Reads the list again."""
        words, add = KINDS[self._kind]
        self.list.setAccessibleName(words)
        self._add.setText(add)
        self._add.setAccessibleName(add)
        self.model.reload()
        self._none.setVisible(self.model.total == 0)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Takes one file."""
        if len(event.mimeData().urls()) == 1 and event.mimeData().urls()[0].isLocalFile():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Shows what the file would change."""
        self.preview(Path(event.mimeData().urls()[0].toLocalFile()))

    def preview(self, path: Path) -> None:
        """Shows what an import would do, and carries it out when told so."""
        try:
            found = case_import.preview_import(self._ws, path)
        except (QafError, OSError) as error:
            self._shell.notice(f"{path.name} was not read: {error}")
            return
        if found.errors:
            rows = [f"Row {one.row}: {one.message}" for one in found.errors[:MOST_ERRORS]]
            more = len(found.errors) - MOST_ERRORS
            said = "\n".join([*rows, f"And {more:,} more." if more > 0 else ""])
            self._shell.notice(f"Nothing was imported. Correct these rows of {path.name}, then try again.\n{said}")
            return
        about = f"{found.added:,} new, {found.changed:,} changed, {found.unchanged:,} as they are."
        if found.ignored_columns:
            about += f" Left out: {', '.join(found.ignored_columns)}."
        Ask(self, f"Import {path.name}", (), "Import cases", lambda _said: self._import(found), about).open()

    def _import(self, found: case_import.ImportPreview) -> None:
        done = case_import.carry_out_import(self._ws, found)
        self._shell.notice(f"Imported: {done.added:,} new cases, {done.changed:,} changed.")

    def _controls(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(6)
        line.addWidget(self.filter, 1)
        group = QButtonGroup(self)
        for kind, (words, _add) in KINDS.items():
            one = button(words, self._shows(kind), "toggle")
            one.setCheckable(True)
            one.setChecked(kind == self._kind)
            group.addButton(one)
            self._kinds[kind] = one
            line.addWidget(one)
        return line

    def _shows(self, kind: str) -> Callable[[], None]:
        return lambda: self.show_kind(kind)

    def _read(self, offset: int, limit: int) -> Page[Any]:
        text = self.filter.text().strip()
        if self._kind == "cases":
            return cases.cases(self._ws, text, offset, limit)
        if self._kind == "people":
            return directory.people(self._ws, text, offset, limit)
        found = tuple(one for one in directory.teams(self._ws) if text.lower() in one.name.lower())
        return Page(found[offset : offset + limit], len(found))

    def _choose_file(self) -> None:
        name, _kind = QFileDialog.getOpenFileName(self, "Import cases", "", "Cases (*.csv *.xlsx)")
        if name:
            self.preview(Path(name))

    def _ask(self) -> None:
        ws, add = self._ws, KINDS[self._kind][1]
        teams = (("", "No team"), *((one.id, one.name) for one in directory.teams(ws)))
        team = Field("team", "Team", "choice", choices=teams)
        if self._kind == "cases":
            plans, ages = tuple(PLAN_TYPES.items()), (("", "Not recorded"), *AGE_BANDS.items())
            fields: tuple[Field, ...] = (
                Field("number", "Case number"), Field("plan", "Plan", "choice", choices=plans),
                Field("age", "Age band", "choice", choices=ages), Field("worker", "Worker", hint="Name as in the list"),
                team,
            )  # fmt: skip
        elif self._kind == "people":
            roles = tuple(ROLES.items())
            fields = (Field("name", "Name"), Field("role", "Role", "choice", choices=roles), team,
                      Field("manager", "Managed by", hint="Name as in the list"))  # fmt: skip
        else:
            fields = (Field("name", "Team"), Field("service", "Service", hint="A new name makes a new service"))
        Ask(self, add, fields, add, lambda said: _add(ws, self._kind, said)).open()


def _add(ws: Workspace, kind: str, said: dict[str, str]) -> None:
    if kind == "cases":
        team, age = said["team"] or None, said["age"] or None
        cases.add_case(ws, said["number"], said["plan"], said["worker"].strip() or None, team, age)
    elif kind == "people":
        roles, manager = (directory.grant(ws, said["role"]),), said["manager"].strip() or None
        directory.add_person(ws, said["name"], team=said["team"] or None, manager=manager, roles=roles)
    else:
        directory.add_team(ws, said["name"], said["service"])


def _line(one: Any) -> Line:
    if isinstance(one, cases.CaseRow):
        plan, age = PLAN_TYPES.get(one.plan, one.plan), AGE_BANDS.get(one.age_band or "", "")
        small = ", ".join(part for part in (one.worker, one.team, one.service) if part)
        return Line(f"Case {one.number}", small or "No worker yet", f"Age {age}" if age else "", state=plan)
    if isinstance(one, directory.PersonRow):
        roles = ", ".join(ROLES[grant.role].lower() for grant in one.roles) or "no role"
        managed = f"Managed by {one.manager}" if one.manager else ""
        small = ". ".join(part for part in (one.team, roles.capitalize(), managed) if part)
        return Line(one.name, small, state="Left" if one.left else "")
    return Line(one.name, one.service)
