"""Audit tools: which there are, add one from an XLSForm, give one out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from qaf_desktop.errors import QafError
from qaf_desktop.services import tools
from qaf_desktop.ui.pages.form.kit import button, label
from qaf_desktop.ui.widgets.body import body, card, fill, head, row, scroll_area

if TYPE_CHECKING:
    from qaf_desktop.store.workspace import Workspace
    from qaf_desktop.ui.shell import Shell

FORMS = "XLSForm (*.xlsx *.xls *.csv *.md)"


class ToolsPage(QWidget):
    """The tools by title, with version and state."""

    title = "Audit tools"

    def __init__(self, ws: Workspace, shell: Shell) -> None:
        super().__init__()
        self._ws, self._shell = ws, shell
        self._problems: list[tuple[str, str]] = []
        self._area = scroll_area(self)

    def refresh(self, changed: frozenset[str] | None = None) -> None:
        """Reads the list again."""
        column = body()
        column.addLayout(head("Audit tools", button("Add tool", self._choose, "primary")))
        column.addWidget(label("Any XLSForm can be an audit tool once it passes the check.", "hint"))
        if self._problems:
            column.addWidget(label("What stands in the way", "section"))
            column.addWidget(card(row(words, about) for words, about in self._problems))
        found = tools.tools(self._ws)
        column.addWidget(label("In this workspace", "section"))
        column.addWidget(card(self._row(one) for one in found) if found else label("No tool yet. Add one.", "hint"))
        fill(self._area, column)

    def add(self, path: Path, leave_out: bool = False) -> None:
        """Checks the form and adds it, or shows what stands in the way."""
        try:
            check = tools.check(path)
            self._problems = [(one.message, f"Row {one.row}" if one.row else "") for one in check.problems]
            if check.ok:
                made = tools.add(self._ws, path, leave_out)
                self._shell.notice(f"{made.title} {made.version} was added.")
        except QafError as error:
            self._problems = [(str(error), ""), *[(str(one), "") for one in getattr(error, "problems", ())]]
        self.refresh()

    def _row(self, one: tools.ToolRow) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        give = button("Export", lambda: self._export(one), name=f"Export {one.title} {one.version}")
        column.addLayout(row(one.title, f"{one.id}. Version {one.version}. {one.status.capitalize()}", give))
        return column

    def _choose(self) -> None:
        name, _kind = QFileDialog.getOpenFileName(self, "Add tool", "", FORMS)
        if name:
            self.add(Path(name))

    def _export(self, one: tools.ToolRow) -> None:
        name, _kind = QFileDialog.getSaveFileName(self, "Export tool", f"{one.id}.xlsx", "XLSForm (*.xlsx)")
        if not name:
            return
        try:
            tools.export(self._ws, one.id, Path(name))
            self._shell.notice(f"Saved in {name}.")
        except (QafError, OSError) as error:
            self._shell.notice(f"The tool was not saved: {error}")
