"""One audit as it stands: grades, findings, recommendations, who must do what next, and what is recorded beside it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QLayout, QVBoxLayout, QWidget

from qaf_desktop.domain.words import AUDIT_STATES, PLAN_TYPES, PURPOSES
from qaf_desktop.errors import NotFound, Refused
from qaf_desktop.services import audits, tools
from qaf_desktop.ui.dialogs.ask import Ask, Field
from qaf_desktop.ui.pages.form.kit import button, label, long_date
from qaf_desktop.ui.widgets.body import body, card, fill, head, row, scroll_area
from qaf_desktop.ui.widgets.grade_chip import GradeChip

if TYPE_CHECKING:
    from qaf_desktop.domain.events import Finding, Recommendation
    from qaf_desktop.store.workspace import Workspace
    from qaf_desktop.ui.shell import Shell

WHO = (("child", "The child"), ("family", "The parents or carers"))


class RecordPage(QWidget):
    """An audit, whole."""

    title = "Audit record"

    def __init__(self, ws: Workspace, shell: Shell) -> None:
        super().__init__()
        self._ws, self._shell, self._key = ws, shell, ""
        self._area = scroll_area(self)

    def open(self, key: str) -> None:
        """Which audit to show."""
        self._key = key

    def refresh(self, changed: frozenset[str] | None = None) -> None:
        """Shows the audit as it stands now."""
        if self._key and (changed is None or changed & {"audit", "concern"}):
            fill(self._area, self._whole(audits.show(self._ws, self._key)))

    def _whole(self, record: audits.AuditRecord) -> QVBoxLayout:
        column = body()
        print_it = button("Print summary", lambda: self._shell.open("summary", record.id), "primary")
        column.addLayout(head(f"Case {record.case.number}", button("Back", self._shell.back), print_it))
        column.addWidget(label(_about(record), "hint"))
        if record.withdrawn:
            column.addWidget(label(f"Withdrawn by {record.withdrawn.by}: {record.withdrawn.text}", "late"))
        self._section(column, "Next", _waiting(record), "Nobody must do anything next.")
        self._section(column, "Grades", self._grades(record), "Not graded yet")
        self._section(column, "Strengths", _found(record.strengths), "None recorded")
        self._section(column, "Areas for improvement", _found(record.improvements), "None recorded")
        self._section(column, "Recommendations", _found(record.recommendations), "None recorded")
        beside = list(_beside(record))
        if beside:
            self._section(column, "Recorded beside it", beside, "")
        if record.submitted:
            column.addLayout(self._actions(record))
        return column

    def _section(self, column: QVBoxLayout, title: str, rows: Sequence[QLayout], none: str) -> None:
        column.addSpacing(6)
        column.addWidget(label(title, "section"))
        column.addWidget(card(rows) if rows else label(none, "hint"))

    def _grades(self, record: audits.AuditRecord) -> list[QLayout]:
        try:
            known = tools.definition(self._ws, record.tool_entity).sections
        except NotFound:
            known = ()
        titles = {one.name: one.label or one.name for one in known}
        graded = [
            ("Overall", record.overall),
            *[(titles.get(name, name), one) for name, one in record.sections.items()],
        ]
        return [row(words, "", GradeChip(grade, self._shell.theme)) for words, grade in graded if grade]

    def _actions(self, record: audits.AuditRecord) -> QVBoxLayout:
        made: list[tuple[str, Callable[[], None]]] = [
            ("Record filing", self._file), ("Add what was said", self._voice), ("Add worker's view", self._view),
            ("Correct a fact", self._correct),
        ]  # fmt: skip
        if record.withdrawn is None:
            made.append(("Withdraw audit", self._withdraw))
        column = QVBoxLayout()
        column.setContentsMargins(0, 12, 0, 0)
        for start in range(0, len(made), 3):
            line = QHBoxLayout()
            for words, do in made[start : start + 3]:
                line.addWidget(button(words, do))
            line.addStretch(1)
            column.addLayout(line)
        return column

    def _ask(
        self, title: str, fields: Sequence[Field], attempt: Callable[[dict[str, str]], object], about: str = ""
    ) -> None:
        Ask(self, title, fields, title, attempt, about).open()

    def _correct(self) -> None:
        fields = (
            Field("text", "What is to be corrected", "text"),
            Field("for", "On behalf of", hint="Leave empty where you speak for yourself"),
        )
        about = "The audit stays as it is; the correction stands beside it."
        self._ask("Correct a fact", fields, lambda s: audits.correct(self._ws, self._key, s["text"], s["for"]), about)

    def _withdraw(self) -> None:
        fields = (Field("reason", "Why the audit is withdrawn", "text"),)
        about = "The audit stays in sight, marked as withdrawn."
        self._ask("Withdraw audit", fields, lambda s: audits.withdraw(self._ws, self._key, s["reason"]), about)

    def _file(self) -> None:
        today = self._ws.today()
        fields = (
            Field("day", "Day of filing", hint="Day/month/year", value=f"{today.day}/{today.month}/{today.year}"),
        )
        about = "The summary was put into the child's own record."
        self._ask("Record filing", fields, lambda s: audits.file_in_record(self._ws, self._key, _day(s["day"])), about)

    def _voice(self) -> None:
        fields = (Field("who", "Who was asked", "choice", choices=WHO), Field("said", "What they said", "text"))
        self._ask("Add what was said", fields, lambda s: audits.add_voice(self._ws, self._key, s["who"], s["said"]))

    def _view(self) -> None:
        fields = (Field("view", "What the worker took from the audit", "text"),)
        self._ask("Add worker's view", fields, lambda s: audits.add_worker_view(self._ws, self._key, s["view"]))


def _about(record: audits.AuditRecord) -> str:
    case = record.case
    who = ", ".join(one for one in (case.worker_name, case.team_name) if one)
    when = (
        f"Submitted {long_date(_local(record.submitted))}" if record.submitted else AUDIT_STATES.get(record.state, "")
    )
    said = (
        PLAN_TYPES.get(case.plan, case.plan), who, f"Audited by {record.auditor}",
        PURPOSES.get(record.purpose, record.purpose), f"{record.tool} {record.tool_version}", when,
    )  # fmt: skip
    return ". ".join(one for one in said if one)


def _local(moment: str) -> dt.date:
    return dt.datetime.fromisoformat(moment).astimezone().date()


def _waiting(record: audits.AuditRecord) -> list[QLayout]:
    return [
        row(one.what, one.person, *([label(f"Due {long_date(one.due)}", "small", wrap=False)] if one.due else []))
        for one in record.waiting_for
    ]


def _found(found: Sequence[Finding | Recommendation]) -> list[QLayout]:
    rows: list[QLayout] = []
    for one in found:
        urgency = getattr(one, "urgency", "").replace("_", " ").capitalize()
        themes = ", ".join(theme.replace("_", " ") for theme in one.themes)
        rows.append(row(one.what, ". ".join(part for part in (one.evidence, themes, urgency) if part)))
    return rows


def _beside(record: audits.AuditRecord) -> Iterator[QLayout]:
    for words, items in (
        ("Factual correction", record.corrections),
        ("What was said", record.voices),
        ("Worker's view", record.worker_views),
        ("Filed in the child's record", (record.filed,) if record.filed else ()),
        ("Taken out", record.taken_out),
    ):
        for one in items:
            yield row(one.text or words, f"{words}. {one.by}, {long_date(_local(one.time))}")
    for concern in record.concerns:
        yield row(concern.concern, f"Urgent concern. {concern.told or 'Not recorded yet who was told'}")


def _day(text: str) -> dt.date:
    for shape in ("%d/%m/%Y", "%Y-%m-%d", "%d %B %Y"):
        try:
            return dt.datetime.strptime(text.strip(), shape).date()
        except ValueError:
            continue
    raise Refused("Enter the day as day/month/year, such as 4/8/2026.")
