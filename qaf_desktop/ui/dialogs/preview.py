"""What an import would do, row by row, before it is carried out: added, changed, unchanged, and what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QButtonGroup, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from qaf_desktop.errors import QafError
from qaf_desktop.ui.background import Background
from qaf_desktop.ui.dialogs.sizes import fit
from qaf_desktop.ui.list_view import Line, LineDelegate
from qaf_desktop.ui.pages.form.kit import button, label
from qaf_desktop.ui.theme import Theme
from qaf_desktop.ui.widgets.line_list import LineList
from qaf_desktop.ui.widgets.toggles import toggle

Index = QModelIndex | QPersistentModelIndex
WORDS = {"added": "Added", "changed": "Changed", "unchanged": "Unchanged"}


@dataclass(frozen=True)
class Plan:
    """An import that was read: its lines by outcome, its errors, and what stands beside them."""

    file_name: str
    what: str
    lines: dict[str, list[Line]]
    errors: list[Line]
    notes: Sequence[str]
    carry_out: Callable[[], Any]


def plan_of(file_name: str, what: str, found: Any, notes: Sequence[str], carry_out: Callable[[], Any]) -> Plan:
    """The plan of a preview as the services give it."""
    lines: dict[str, list[Line]] = {outcome: [] for outcome in WORDS}
    for row in found.rows:
        about = row.about or "As it is recorded"
        lines[row.outcome].append(Line(row.title, about, f"Row {row.row:,}", state=WORDS[row.outcome]))
    errors = [Line(f"Row {one.row:,}", one.message) for one in found.errors]
    left_out = (f"Not read: {', '.join(found.ignored_columns)}.",) if found.ignored_columns else ()
    return Plan(file_name, what, lines, errors, (*notes, *left_out), carry_out)


class Lines(QAbstractListModel):
    """Lines that are all at hand."""

    def __init__(self, lines: Sequence[Line]) -> None:
        super().__init__()
        self._lines = lines

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Shows other lines."""
        self.beginResetModel()
        self._lines = lines
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """How many there are."""
        return 0 if parent is not None and parent.isValid() else len(self._lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Words for the eye and for the screen reader."""
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return line
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return ". ".join(one for one in (line.title, line.state, line.small, line.right) if one)
        return line.small if role == Qt.ItemDataRole.ToolTipRole else None


class Preview(QDialog):
    """The rows, and one button that takes them all in; with errors there is none, and they are listed."""

    def __init__(
        self, parent: QWidget, plan: Plan, theme: Theme, background: Background, done: Callable[[Any], None]
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"Import {plan.file_name}")
        self.finished.connect(self.deleteLater)
        self._plan, self._background, self._done = plan, background, done
        shown = plan.errors or [line for lines in plan.lines.values() for line in lines]
        self.model, self._delegate = Lines(shown), LineDelegate(theme)
        self.list = LineList("Rows of the file", self.model, self._delegate)
        self.problem, self._wait = label("", "late"), label("One moment.", "hint", False)
        self.problem.hide()
        self._wait.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(8)
        column.addWidget(label(f"Import {plan.file_name}", "section"))
        for words in (self._summary(), *plan.notes):
            column.addWidget(label(words, "hint"))
        if not plan.errors:
            column.addLayout(self._filters())
        column.addWidget(self.list, 1)
        self._whole = label("", "hint")
        self.list.selectionModel().currentChanged.connect(self._show_whole)
        column.addWidget(self._whole)
        column.addWidget(self.problem)
        column.addLayout(self._foot())
        fit(self, 760, 560)

    def _show_whole(self, index: QModelIndex) -> None:
        """The row in hand, whole: a long sentence is cut in the list."""
        line = index.data(Qt.ItemDataRole.UserRole) if index.isValid() else None
        self._whole.setText(f"{line.title}: {line.small}" if line is not None else "")

    def _summary(self) -> str:
        if self._plan.errors:
            count = len(self._plan.errors)
            return (
                f"Nothing was imported: {count:,} row{' is' if count == 1 else 's are'} wrong. "
                "Correct the file, then import it again."
            )
        added, changed, unchanged = (len(self._plan.lines[one]) for one in WORDS)
        return f"{added:,} to add, {changed:,} to change, {unchanged:,} unchanged. Nothing is imported yet."

    def _filters(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(6)
        group = QButtonGroup(self)
        every = [line for lines in self._plan.lines.values() for line in lines]
        for words, lines in (("All", every), *((WORDS[one], self._plan.lines[one]) for one in WORDS)):
            show = partial(self.model.show_lines, lines)
            line.addWidget(toggle(group, f"{words} {len(lines):,}", show, on=words == "All"))
        line.addStretch(1)
        return line

    def _foot(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.addWidget(self._wait)
        line.addStretch(1)
        changes = len(self._plan.lines["added"]) + len(self._plan.lines["changed"])
        if self._plan.errors or not changes:
            self.main = button("Close", self.reject, "primary")
            line.addWidget(self.main)
            return line
        line.addWidget(button("Cancel", self.reject))
        self.main = button(f"Import {self._plan.what}", self._carry_out, "primary")
        self.main.setDefault(True)
        line.addWidget(self.main)
        return line

    def _carry_out(self) -> None:
        self.main.setEnabled(False)
        self._wait.show()
        self._background.run(lambda _job: self._plan.carry_out(), self._succeeded, self._refused, owner=self)

    def _succeeded(self, report: Any) -> None:
        self.main.setEnabled(True)
        self.accept()
        self._done(report)

    def _refused(self, error: Exception) -> None:
        self.main.setEnabled(True)
        self._wait.hide()
        if not isinstance(error, QafError | OSError):
            raise error
        self.problem.setText(str(error))
        self.problem.show()

    def reject(self) -> None:
        """Closes, unless the import is under way."""
        if self.main.isEnabled():
            super().reject()
