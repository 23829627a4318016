"""One audit as it stands: who must do what next, grades, findings, answers, and what is recorded beside it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget

from qaf_desktop.domain.words import PLAN_TYPES, PURPOSES
from qaf_desktop.reports.summary import GRADES
from qaf_desktop.services import answers_in_words as in_words
from qaf_desktop.services import audits, exchange_status, settings, summaries
from qaf_desktop.services.rights import allowed
from qaf_desktop.ui.dialogs.erasing import ask_redact
from qaf_desktop.ui.pages import asking
from qaf_desktop.ui.pages import record_parts as parts
from qaf_desktop.ui.pages.form.kit import button, label, long_date
from qaf_desktop.ui.widgets.body import body, fill, scroll_area
from qaf_desktop.ui.widgets.grade_chip import GradeChip
from qaf_desktop.ui.widgets.side_line import FlowLine, said_line, title_line

if TYPE_CHECKING:
    from qaf_desktop.domain.audit import Waiting
    from qaf_desktop.reports.summary import SummaryData
    from qaf_desktop.store.workspace import Workspace
    from qaf_desktop.ui.shell import Shell

HELD_BACK = (
    "You are auditing this case yourself. The grades, answers and summary of its earlier audits are shown once you "
    "have submitted yours: they would anchor it."
)


class RecordPage(QWidget):
    """An audit, whole."""

    title = "Audit record"

    def __init__(self, ws: Workspace, shell: Shell) -> None:
        super().__init__()
        self._ws, self._shell, self._key = ws, shell, ""
        self._opened: set[str] = set()
        self._held_back = False
        self._area = scroll_area(self)

    def open(self, key: str) -> None:
        """Which audit to show."""
        self._key = key

    def refresh(self, changed: frozenset[str] | None = None) -> None:
        """Shows the audit as it stands now."""
        if self._key and (not changed or changed & {"audit", "concern", "draft", "workspace"}):
            record = audits.show(self._ws, self._key)
            earlier = record.submitted is not None
            self._held_back = earlier and record.case.case in audits.held_back(self._ws)
            fill(self._area, self._whole(record, summaries.summary_data(self._ws, self._key)))

    def _whole(self, record: audits.AuditRecord, data: SummaryData) -> QVBoxLayout:
        theme, column = self._shell.theme, body()
        column.addLayout(self._head(record))
        column.addWidget(label(_about(record, data), "hint"))
        for words in self._standing(record):
            column.addWidget(label(words, "late"))
        self._next(column, record)
        for one in record.concerns:
            go = button("Open concern", partial(self._shell.open, "concern", one.id))
            told = one.untold or f"Told: {one.told}"
            parts.section(column, "Urgent concern", [said_line(one.concern, f"{one.raised_by}. {told}", go)])
        if self._held_back:
            parts.section(column, "Grades", [], HELD_BACK)
        else:
            graded = ([data.overall] if data.overall else []) + list(data.sections)
            parts.section(column, "Grades", list(parts.grade_rows(graded, theme)), "Not graded yet")
            column.addWidget(label(GRADES, "small"))
        parts.section(column, "Strengths", list(parts.item_rows(data.strengths, theme)))
        parts.section(column, "Areas for improvement", list(parts.item_rows(data.improvements, theme)))
        parts.section(column, "Recommendations", list(parts.item_rows(data.recommendations, theme)))
        for title, lines in data.beside:
            parts.section(column, title, list(parts.text_rows(lines, theme)))
        void = [
            said_line(one.words, f"{one.author}, {self._moment(one.time.isoformat())}. {one.why}")
            for one in exchange_status.void(self._ws, record.id)
        ]
        if void:
            parts.section(column, "Does not count", void)
        if not self._held_back:
            self._answers(column, data)
            self._others(column, record)
        if record.taken_out:
            taken = [
                said_line(one.text.capitalize(), f"{one.by}, {self._moment(one.time)}") for one in record.taken_out
            ]
            parts.section(column, "Printed and saved", taken)
        if record.submitted:
            column.addSpacing(12)
            column.addLayout(FlowLine(*self._actions(record)))
        return column

    def _head(self, record: audits.AuditRecord) -> QLayout:
        raise_it = partial(asking.raise_concern, self, self._ws, record.case.number, record.id)
        right = [button("Back", self._shell.back), button("Urgent concern", raise_it, "urgent")]
        if record.state == "draft" and record.auditor_id == self._ws.person_id:
            right.append(button("Continue", partial(self._shell.open, "form", record.id), "primary"))
        elif not self._held_back:
            right.append(button("Print summary", self.print_page, "primary"))
        return title_line(f"Case {record.case.number}", *right)

    def _standing(self, record: audits.AuditRecord) -> Iterator[str]:
        if record.withdrawn:
            one = record.withdrawn
            yield f"Withdrawn by {one.by}, {self._moment(one.time)}: {one.text}"
            if record.filed:
                yield "Its summary was filed before: it is to be taken out of the child's own record."
        if record.state == "abandoned":
            yield f"Abandoned: {record.abandoned_because}"
        elif record.state == "draft":
            yield "Draft, not submitted. What it says can still change."

    def _next(self, column: QVBoxLayout, record: audits.AuditRecord) -> None:
        if not record.submitted:
            return
        calendar = settings.get(self._ws).calendar
        rows = list(parts.waiting_rows(record.waiting_for, self._ws.today(), calendar, self._act))
        nobody = "Nobody: the audit was withdrawn." if record.withdrawn else "Nothing is to be done."
        parts.section(column, "Who must do what next", rows, nobody)

    def _act(self, one: Waiting) -> QWidget | None:
        who = "child" if "the child" in one.what else "family"
        made: dict[str, tuple[str, Callable[[], None]]] = {
            "filing": ("Record filing", partial(asking.record_filing, self, self._ws, self._key)),
            "voice": ("Add what was said", partial(asking.add_voice, self, self._ws, self._key, who)),
            "worker_view": ("Add worker's view", partial(asking.add_view, self, self._ws, self._key)),
        }
        return button(*made[one.kind], name=one.what) if one.kind in made else None

    def _answers(self, column: QVBoxLayout, data: SummaryData) -> None:
        if not data.answers:
            return
        column.addSpacing(6)
        column.addWidget(label("Answers by section", "section"))
        for one in data.answers:
            column.addWidget(parts.Folded(one, self._shell.theme, one[0] in self._opened, self._remember))

    def _remember(self, title: str, opened: bool) -> None:
        (self._opened.add if opened else self._opened.discard)(title)

    def _others(self, column: QVBoxLayout, record: audits.AuditRecord) -> None:
        rows: list[QLayout] = []
        for one in audits.others_of_case(self._ws, record):
            go = button(
                "Open", partial(self._shell.open, "record", one.id), name=f"Open audit of {long_date(one.date)}"
            )
            chip = [GradeChip(one.overall, self._shell.theme)] if one.overall else []
            rows.append(
                said_line(long_date(one.date), f"{PURPOSES.get(one.purpose, one.purpose)}. By {one.auditor}", *chip, go)
            )
        if rows:
            parts.section(column, "Other audits of this case", rows)

    def _actions(self, record: audits.AuditRecord) -> Iterator[QWidget]:
        ws, key = self._ws, self._key
        if record.withdrawn is None:
            until = record.corrections_until
            if until is None or ws.today() <= until:
                yield button("Correct a fact", partial(asking.correct, self, ws, record))
            again = "Record filing" if record.filed is None else "Record filing again"
            yield button(again, partial(asking.record_filing, self, ws, key))
        yield button("Add what was said", partial(asking.add_voice, self, ws, key))
        yield button("Add worker's view", partial(asking.add_view, self, ws, key))
        if record.withdrawn is None and allowed(ws, "AuditWithdrawn"):
            yield button("Withdraw audit", partial(asking.withdraw, self, ws, record))
        if allowed(ws, "PassageRedacted"):
            yield button("Redact a passage", partial(ask_redact, self, ws, self._shell, key, record.case.number))

    def print_page(self) -> None:
        """Opens the summary, from where it is printed; not one that is held back."""
        if not self._held_back:
            self._shell.open("summary", self._key)

    def _moment(self, moment: str) -> str:
        return in_words.moment(dt.datetime.fromisoformat(moment), ZoneInfo(settings.get(self._ws).zone))


def _about(record: audits.AuditRecord, data: SummaryData) -> str:
    case, facts = record.case, dict(data.facts)
    who = ", ".join(one for one in (case.worker_name, case.team_name) if one)
    submitted = f"Submitted {facts['Submitted']}" if record.submitted else ""
    filed = facts.get("Filed in the child's record")
    said = (
        PLAN_TYPES.get(case.plan, case.plan), f"Worker {who}" if who else "", f"Audited by {record.auditor}",
        PURPOSES.get(record.purpose, record.purpose), facts.get("Audit tool", ""), submitted,
        f"Filed in the child's record {filed}" if filed else "",
    )  # fmt: skip
    return ". ".join(one for one in said if one)
