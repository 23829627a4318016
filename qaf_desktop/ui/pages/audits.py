"""Audits: find one, open it, begin another, save the summaries of many."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QAbstractItemView, QFileDialog, QHBoxLayout, QWidget

from qaf_desktop.domain.words import AUDIT_STATES, PLAN_TYPES, PURPOSES
from qaf_desktop.services import audits, exchange_status
from qaf_desktop.services.page import Page
from qaf_desktop.services.rights import allowed
from qaf_desktop.ui.bars import CalmCombo
from qaf_desktop.ui.exchange_words import as_of
from qaf_desktop.ui.list_view import Line, LineDelegate, PagedModel
from qaf_desktop.ui.pages.form.kit import button, label, long_date
from qaf_desktop.ui.widgets.body import body
from qaf_desktop.ui.widgets.empty import empty
from qaf_desktop.ui.widgets.find_line import find_line
from qaf_desktop.ui.widgets.line_list import LineList
from qaf_desktop.ui.widgets.side_line import SideLine, title_line

if TYPE_CHECKING:
    from qaf_desktop.services.summaries import Saved
    from qaf_desktop.store.workspace import Workspace
    from qaf_desktop.ui.background import Job
    from qaf_desktop.ui.shell import Shell

SHOWN = (
    ("All audits", None), ("Drafts", "draft"), ("Submitted", "submitted"), ("Withdrawn", "withdrawn"),
    ("Abandoned drafts", "abandoned"),
)  # fmt: skip
UNSEEN = "Grade shown after your own"


@dataclass
class _Place:
    """Where one was in the list, so that Back comes to the same place."""

    person: str
    text: str = ""
    state: int = 0
    mine: bool = False
    row: int = -1
    scrolled: int = 0


_places: WeakKeyDictionary[Any, _Place] = WeakKeyDictionary()


class AuditsPage(QWidget):
    """All audits that fit, whatever their number."""

    title = "Audits"

    def __init__(self, ws: Workspace, shell: Shell) -> None:
        super().__init__()
        self._ws, self._shell = ws, shell
        self._unseen, self._as_of = audits.held_back(ws), ""
        self.filter, self.state = find_line("Find audits", "Case, worker, team or words in findings"), CalmCombo()
        self.state.setAccessibleName("Which audits")
        for words, _ in SHOWN:
            self.state.addItem(words)
        self.mine = button("Mine", lambda: None, "toggle", "Only audits of which you are the auditor")
        self.mine.setCheckable(True)
        self.mine.toggled.connect(lambda _on: self._find())  # a screen reader turns it over without a click
        self.model, self._delegate = PagedModel(self._read, self._line), LineDelegate(shell.theme)
        self.list = LineList("Audits", self.model, self._delegate)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.opened.connect(self._open)
        self.model.rowsInserted.connect(self._say_count)
        self._count = label("", "small", wrap=False)
        self.save = button("Save summaries", self._choose_folder, "quiet", "Save the summaries of these audits as PDF")
        everything = button("Show all audits", self._show_all)
        self._empty = empty("No audit fits", "Nothing here has that case, worker, team or text.", everything)
        self._put_together()
        self._restore()
        self.filter.textChanged.connect(lambda: self._find())
        self.state.activated.connect(lambda: self._find())
        self.list.selectionModel().selectionChanged.connect(lambda: self._say_count())

    def open(self, text: str) -> None:
        """Shows the audits that fit the text."""
        self.state.setCurrentIndex(0)
        self.mine.setChecked(False)
        self.filter.setText(text)

    def refresh(self, changed: frozenset[str] | None = None) -> None:
        """Reads the list again; what is chosen stays chosen."""
        self._read_as_of()
        if changed and not changed & {"audit", "draft", "case", "person", "team"}:
            self._say_count()
            return
        at, scrolled = self.list.currentIndex().row(), self.list.verticalScrollBar().value()
        self._unseen = audits.held_back(self._ws)
        self.model.reload()
        if 0 <= at < self.model.total:
            self.list.setCurrentIndex(self.model.index(at))
            self.list.verticalScrollBar().setValue(scrolled)
        self._say_count()
        self.list.setVisible(self.model.total > 0)
        self._empty.setVisible(self.model.total == 0)

    def _find(self) -> None:
        self.list.setCurrentIndex(self.model.index(-1))
        self.refresh()

    def _put_together(self) -> None:
        begin = button("Begin audit", lambda: self._shell.open("begin"), "primary")
        column, below = body(), QHBoxLayout()
        column.addLayout(title_line("Audits", *([begin] if allowed(self._ws, "AuditSubmitted") else [])))
        below.addWidget(self._count)
        below.addStretch(1)
        below.addWidget(self.save)
        column.addLayout(SideLine(self.filter, (self.state, self.mine), (0, 0, 0, 0), 8))
        column.addLayout(below)
        column.addWidget(self.list, 1)
        column.addWidget(self._empty, 1)
        self.setLayout(column)

    def _say_count(self) -> None:
        total, more = self.model.total, "More than " if self.model.more else ""
        chosen = self._how_many_chosen()
        said = f"{more}{total:,} audit{'s' if total != 1 else ''}"
        self._count.setText(f"{said}, {chosen:,} chosen" if chosen > 1 else f"{said}{self._as_of}")
        self.save.setText(f"Save {chosen:,} summaries" if chosen > 1 else "Save all summaries")
        self.save.setAccessibleName(self.save.text())
        self.save.setEnabled(total > 0 and SHOWN[self.state.currentIndex()][1] not in ("draft", "abandoned"))

    def _read_as_of(self) -> None:
        """As of when this laptop knows what others did; where nothing is exchanged all there is was done here."""
        said = as_of(exchange_status.as_of(self._ws), self._ws.now())
        self._as_of = f". {said}" if said else ""

    def _show_all(self) -> None:
        self.open("")
        self._find()
        self.list.setFocus()

    def _wanted(self) -> audits.AuditFilter:
        state = SHOWN[self.state.currentIndex()][1]
        return audits.AuditFilter(state=state, text=self.filter.text().strip(), mine=self.mine.isChecked())

    def _read(self, offset: int, limit: int) -> Page[audits.AuditRow]:
        return audits.list_audits(self._ws, self._wanted(), offset, limit, exact=False)

    def _how_many_chosen(self) -> int:
        ranges = self.list.selectionModel().selection()
        return sum(ranges.at(place).height() for place in range(ranges.count()))

    def _to_save(self) -> audits.AuditFilter | list[str]:
        if not 1 < self._how_many_chosen() < self.model.total:
            return self._wanted()
        found = (self.model.item(index.row()) for index in self.list.selectedIndexes())
        return [row.id for row in found if row is not None]

    def _open(self, at: int) -> None:
        row = self.model.item(at)
        if row is not None:
            self._remember()
            mine = row.state == "draft" and row.auditor_id == self._ws.person_id
            self._shell.open("form" if mine else "record", row.id)

    def _remember(self) -> None:
        text, state, mine = self.filter.text(), self.state.currentIndex(), self.mine.isChecked()
        at, scrolled = self.list.currentIndex().row(), self.list.verticalScrollBar().value()
        _places[self._ws] = _Place(self._ws.person_id, text, state, mine, at, scrolled)

    def _restore(self) -> None:
        place = _places.pop(self._ws, None)
        if place is None or place.person != self._ws.person_id:
            return
        self.filter.setText(place.text)
        self.state.setCurrentIndex(place.state)
        self.mine.setChecked(place.mine)
        self.model.reload()
        if 0 <= place.row < self.model.total:
            self.list.setCurrentIndex(self.model.index(place.row))
            self.list.verticalScrollBar().setValue(place.scrolled)
        self.setFocusProxy(self.list)

    def _choose_folder(self) -> None:
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        dialog = QFileDialog(self, "Folder for the summaries", documents)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(lambda name: self.save_into(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def save_into(self, folder: Path) -> None:
        """Saves the summaries of the audits that are chosen, or of all that fit, behind the window."""
        from qaf_desktop.services import summaries

        ws, wanted = self._ws, self._to_save()

        def work(job: Job) -> Saved:
            return summaries.save_summaries(ws, folder, None, job.step, job.cancelled, wanted)

        self._shell.working.run("Saving summaries", work, lambda saved: self._saved(folder, saved), self)

    def _saved(self, folder: Path, saved: Saved) -> None:
        count = len(saved.files)
        said = f"{count:,} summar{'ies are' if count != 1 else 'y is'} in {folder}."
        if saved.cancelled:
            self._shell.notice(f"Cancelled. {said} Each is whole.")
        elif count:
            self._shell.notice(f"{said} They are not encrypted: keep the folder safe.")
        else:
            self._shell.notice("No submitted audit fits, so no summary was saved.")

    def _line(self, row: audits.AuditRow) -> Line:
        unseen = row.case_id in self._unseen and row.state not in ("draft", "abandoned")
        plan, purpose = PLAN_TYPES.get(row.plan, row.plan), PURPOSES.get(row.purpose, row.purpose)
        who = ", ".join(one for one in (row.worker, row.team) if one)
        state = AUDIT_STATES.get(row.state, row.state.capitalize())
        if row.withdrawn:
            state = "Withdrawn"
        grade = "" if row.withdrawn or unseen else row.overall or ""
        small = ". ".join(one for one in (plan, who, f"By {row.auditor}", purpose) if one)
        shown = UNSEEN if unseen and not row.withdrawn else "" if grade else state
        return Line(f"Case {row.number}", small, long_date(row.date), grade, shown)
