"""Dialogs for what is recorded beside an audit: filing, what was said, a correction, a withdrawal, whom one told."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from qaf_desktop.errors import Refused
from qaf_desktop.services import audits, concerns
from qaf_desktop.ui.dialogs.ask import Ask, Field
from qaf_desktop.ui.pages.form.kit import long_date

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget

    from qaf_desktop.store.workspace import Workspace

WHO = (("child", "The child"), ("family", "The parents or carers"))
SHAPES = ("%d/%m/%Y", "%d/%m/%y", "%Y-%m-%d", "%d %B %Y", "%d %b %Y")
TOLD = (
    Field("told", "Who was told", hint="Name, job title and team"),
    Field("when", "When they were told", hint="Day and time"),
    Field("tonight", "What they will do, and what keeps the child safe tonight", "text"),
)


def correct(parent: QWidget, ws: Workspace, record: audits.AuditRecord) -> None:
    """Asks for a factual correction, and who makes it."""
    case = record.case
    people = [(one, name) for one, name in ((case.worker, case.worker_name), (case.manager, case.manager_name)) if one]
    own = next((one for one, _ in people if one == ws.person_id), None)
    who = [(("" if one == own else one), name) for one, name in people]
    fields = (
        Field("text", "What is to be corrected", "text", "Which fact, and what is right instead"),
        Field(
            "for", "Whose correction it is", "choice", choices=who, value="" if own else (people or [("", "")])[0][0]
        ),
    )
    until = f" Until {long_date(record.corrections_until)}." if record.corrections_until else ""
    about = f"The audit stays as it is; the correction stands beside it, here and in the summary.{until}"
    _ask(parent, "Correct a fact", fields, lambda s: audits.correct(ws, record.id, s["text"], s["for"]), about)


def withdraw(parent: QWidget, ws: Workspace, record: audits.AuditRecord) -> None:
    """Asks why the audit is withdrawn."""
    about = "The audit stays in sight of all, marked as withdrawn. Nobody owes anything on it any more."
    if record.filed:
        about += f" Its summary was filed on {_filed(record)}: have it taken out of the child's own record."
    fields = (Field("reason", "Why the audit is withdrawn", "text"),)
    _ask(parent, "Withdraw audit", fields, lambda s: audits.withdraw(ws, record.id, s["reason"]), about)


def record_filing(parent: QWidget, ws: Workspace, key: str) -> None:
    """Asks when the summary was filed in the child's own record, and by whom."""
    today = ws.today()
    fields = (
        Field("day", "Day of filing", hint="Day/month/year", value=f"{today.day}/{today.month}/{today.year}"),
        Field("by", "Who filed it", hint="Empty where it was you"),
    )
    about = "The summary was put into the child's own record, in the social care system."

    def carry_out(said: dict[str, str]) -> None:
        audits.file_in_record(ws, key, a_day(said["day"]), said["by"].strip())

    _ask(parent, "Record filing", fields, carry_out, about)


def add_voice(parent: QWidget, ws: Workspace, key: str, who: str = "child") -> None:
    """Asks what the child, or the parents or carers, said."""
    fields = (
        Field("who", "Who was asked", "choice", choices=WHO, value=who),
        Field("said", "What they said", "text", "In their own words where you can"),
    )
    about = "It stands beside the audit, with your name and today's date."
    _ask(parent, "Add what was said", fields, lambda s: audits.add_voice(ws, key, s["who"], s["said"]), about)


def add_view(parent: QWidget, ws: Workspace, key: str) -> None:
    """Asks what the worker took from the audit."""
    fields = (Field("view", "What the worker took from the audit", "text", "In the worker's own words"),)
    about = "It stands beside the audit, with your name and today's date."
    _ask(parent, "Add worker's view", fields, lambda s: audits.add_worker_view(ws, key, s["view"]), about)


def told(parent: QWidget, ws: Workspace, one: concerns.ConcernRow) -> None:
    """Asks whom one told of an urgent concern, when, and what they will do."""
    known = {"told": one.told, "when": one.when, "tonight": one.tonight}
    fields = [Field(f.name, f.words, f.kind, f.hint, known[f.name]) for f in TOLD]

    def carry_out(said: dict[str, str]) -> None:
        concerns.told(ws, one.id, said["told"], said["when"], said["tonight"])

    _ask(parent, "Record whom you told", fields, carry_out, concerns.alert_notice(ws).sentence)


def raise_concern(parent: QWidget, ws: Workspace, case: str = "", audit: str | None = None) -> None:
    """Asks what the urgent concern is; whom one told can be said now or afterwards."""
    notice = concerns.alert_notice(ws)
    fields = (
        *([] if case else [Field("case", "Case number")]),
        Field("concern", "What the urgent concern is", "text"),
        *TOLD,
    )

    def carry_out(said: dict[str, str]) -> None:
        where = case or said["case"].strip()
        if not where:
            raise Refused("Enter the case number.")
        concerns.raise_concern(ws, where, said["concern"], said["told"], said["when"], said["tonight"], audit)

    about = f"{notice.sentence} {notice.about_a_worker}"
    _ask(parent, "Record urgent concern", fields, carry_out, about)


def a_day(text: str) -> dt.date:
    """The day that was entered. Raises Refused."""
    for shape in SHAPES:
        try:
            return dt.datetime.strptime(text.strip(), shape).date()
        except ValueError:
            continue
    raise Refused("Enter the day as day/month/year, such as 4/8/2026.")


def _filed(record: audits.AuditRecord) -> str:
    return long_date(dt.date.fromisoformat(record.filed.text)) if record.filed else ""


def _ask(
    parent: QWidget, title: str, fields: Sequence[Field], attempt: Callable[[dict[str, str]], object], about: str
) -> None:
    Ask(parent, title, fields, title, attempt, about).open()
