"""Audit tools: each with its versions and their status; add one from an XLSForm, give one out."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QLayout, QWidget

from qaf_desktop.errors import BadInput, QafError
from qaf_desktop.services import tools
from qaf_desktop.services.rights import allowed
from qaf_desktop.ui.dialogs.ask import Ask, Field
from qaf_desktop.ui.dialogs.files import ask_open, ask_save
from qaf_desktop.ui.dialogs.said import Said
from qaf_desktop.ui.pages.form.kit import button, label
from qaf_desktop.ui.widgets.body import body, card, fill, scroll_area
from qaf_desktop.ui.widgets.empty import empty
from qaf_desktop.ui.widgets.side_line import said_line, title_line
from qaf_desktop.ui.widgets.takes_a_file import TakesAFile

if TYPE_CHECKING:
    from qaf_desktop.store.workspace import Workspace
    from qaf_desktop.tool.compile import ToolCheck
    from qaf_desktop.ui.shell import Shell

FORMS = "XLSForm (*.xlsx *.xls *.csv *.md)"
STATUSES = {
    "live": "Live: audits are begun with it",
    "draft": "Draft: nobody begins an audit with it yet",
    "retired": "Retired: audits that were begun with it keep it",
}


class ToolsPage(TakesAFile):
    """The tools by title, each version with its status."""

    title = "Audit tools"

    def __init__(self, ws: Workspace, shell: Shell) -> None:
        super().__init__()
        self._ws, self._shell = ws, shell
        self._may_add, self._may_change = (allowed(ws, one) for one in ("ToolVersionAdded", "ToolStatusChanged"))
        self.setAcceptDrops(self._may_add)
        self._area = scroll_area(self)

    def refresh(self, changed: frozenset[str] | None = None) -> None:
        """Reads the list again."""
        column, found = body(), tools.tools(self._ws)
        add = [button("Add tool", self._choose, "primary")] if self._may_add else []
        column.addLayout(title_line("Audit tools", *add))
        hint = label("A tool is an XLSForm, written in Excel. Export one to adapt it, then drag it in here.", "hint")
        column.addWidget(hint)
        for key in dict.fromkeys(one.id for one in sorted(found, key=lambda one: one.purpose != "case_audit")):
            versions = [one for one in found if one.id == key]
            title = next((one.title for one in versions if one.status == "live"), versions[0].title)
            column.addSpacing(4)
            column.addWidget(label(title, "section"))
            column.addWidget(card(self._row(one) for one in versions))
        if not found:
            column.addWidget(empty("No tool yet", "Audits are begun with a tool. Add the council's own.", *add))
        fill(self._area, column)

    def add(self, path: Path, leave_out: bool = False) -> None:
        """Checks and compiles the form behind the window; adds it, or lists what stands in the way."""

        def work(_job: Any) -> tools.ToolRow | ToolCheck:
            if not leave_out and not (check := tools.check(path)).ok:
                return check
            return tools.add(self._ws, path, leave_out)

        words = f"Checking and compiling {path.name}"
        self._shell.working.run(words, work, partial(self._came, path), self, partial(self._failed, path))

    def take_file(self, path: Path) -> None:
        """Adds the tool in it."""
        self.add(path)

    def _came(self, path: Path, made: tools.ToolRow | ToolCheck) -> None:
        if isinstance(made, tools.ToolRow):
            out = f" {_questions(len(made.left_out))} left out." if made.left_out else ""
            self._shell.notice(f"{made.title}, version {made.version}, was added and is live.{out}")
            return
        rows = [(_without_row(one.message), f"Row {one.row:,}" if one.row else "The form") for one in made.problems]
        about = "It was not added. Correct these rows, then add it again."
        if all(one.code == "unsupported" for one in made.problems):
            about = "It was not added. What cannot be shown may be left out: the tool then says so, for good."
            action = f"Leave out {_questions(len(rows)).lower()} and add"
            Said(self, f"Add {path.name}", about, rows, action, partial(self.add, path, True)).open()
        else:
            Said(self, f"Add {path.name}", about, rows).open()

    def _failed(self, path: Path, error: Exception) -> None:
        if isinstance(error, BadInput) and error.problems:
            rows = [(_without_row(one), _row_of(one)) for one in error.problems]
            Said(self, f"Add {path.name}", "It was not added. Correct the form, then add it again.", rows).open()
        elif isinstance(error, QafError | OSError):
            self._shell.notice(f"{path.name} was not added: {error}")
        else:
            raise error

    def _row(self, one: tools.ToolRow) -> QLayout:
        named = f"{one.title}, version {one.version}"
        status = label(one.status.capitalize(), "strong" if one.status == "live" else "hint", wrap=False)
        right: list[QWidget] = [status]
        if one.left_out:
            show = partial(self._show_left_out, one)
            right.append(button("Left out", show, name=f"What was left out of {named}"))
        if self._may_change:
            right.append(button("Change status", partial(self._status, one), name=f"Change the status of {named}"))
        right.append(button("Export", partial(self._export, one), name=f"Export {named}"))
        out = f". {_questions(len(one.left_out))} left out" if one.left_out else ""
        return said_line(f"Version {one.version}", f"{one.id}{out}", *right)

    def _show_left_out(self, one: tools.ToolRow) -> None:
        rows = [(_without_row(words), _row_of(words)) for words in one.left_out]
        about = "These could not be shown, and were left out when the tool was added."
        Said(self, f"Left out of {one.title} {one.version}", about, rows).open()

    def _status(self, one: tools.ToolRow) -> None:
        def change(said: dict[str, str]) -> tools.ToolRow:
            return tools.set_status(self._ws, one.id, one.version, said["status"])

        about = "One version of a tool is live at a time: making one live retires the one before."
        fields = [Field("status", "Status", "choice", value=one.status, choices=tuple(STATUSES.items()))]
        title = f"Status of {one.title} {one.version}"
        Ask(self, title, fields, "Save status", change, about).open()

    def _choose(self) -> None:
        ask_open(self, "Add tool", FORMS, self.add)

    def _export(self, one: tools.ToolRow) -> None:
        ask_save(self, "Export tool", f"{one.id}-{one.version}.xlsx", "XLSForm (*.xlsx)", partial(self.export, one))

    def export(self, one: tools.ToolRow, path: Path) -> None:
        """Writes this version as a workbook, behind the window."""

        def work(_job: Any) -> tools.ToolRow:
            return tools.export(self._ws, one.entity, path)

        self._shell.working.run(
            f"Writing {path.name}", work, lambda _row: self._shell.notice(f"Saved in {path}."), self
        )


def _questions(count: int) -> str:
    return f"{count:,} question{'' if count == 1 else 's'}"


def _without_row(message: str) -> str:
    start, _, rest = message.partition(": ")
    if not start.startswith("Row ") or not start[4:].isdigit():
        return message
    return rest[:1].upper() + rest[1:]


def _row_of(message: str) -> str:
    start = message.partition(": ")[0]
    return start if start.startswith("Row ") and start[4:].isdigit() else "The form"
