"""The printed summary of an audit: what is printed is gathered here, from the record and its tool."""

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from qaf_desktop.domain import words
from qaf_desktop.domain.events import TakenOut
from qaf_desktop.errors import NotFound, Unreachable
from qaf_desktop.files import make_folder, write_whole
from qaf_desktop.reports.summary import Grade, Part, SummaryData, render
from qaf_desktop.services import answers_in_words as in_words
from qaf_desktop.services import exchange_status, settings, tools
from qaf_desktop.services.audit_answers import questions, text_at
from qaf_desktop.services.audit_records import AuditFilter, AuditRecord, AuditRow, Beside, list_audits, show
from qaf_desktop.store.workspace import Workspace
from qaf_desktop.tool.definition import Question, Tool

WHO: Final = {"child": "The child", "family": "The parents or carers"}
PAGE: Final = 200


@dataclass(frozen=True, slots=True)
class Saved:
    """The files that were written, and whether one stopped before the last."""

    files: tuple[Path, ...]
    cancelled: bool


def summary_pdf(ws: Workspace, key: str) -> bytes:
    """The summary of one audit as a PDF; of a draft too, which it then says."""
    return render(summary_data(ws, key))


def save_summary(ws: Workspace, key: str, path: Path) -> None:
    """Writes the summary to a file, whole or not at all, and records that it left the program."""
    record = show(ws, key)
    write_whole(path, render(_data(ws, record)))
    _taken_out(ws, record, "summary saved as PDF")


def printed(ws: Workspace, key: str) -> None:
    """Records that the summary of a submitted audit was printed."""
    _taken_out(ws, show(ws, key), "summary printed")


def save_summaries(
    ws: Workspace,
    folder: Path,
    since: dt.date | None = None,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    wanted: AuditFilter | Collection[str] | None = None,
) -> Saved:
    """The summaries of the submitted audits that are wanted (by filter or ids), or of those since a day, a file each.

    Each file is whole, and what was written stays, whatever ends it before the last. Raises DiskFull, Unreachable.
    """
    rows = [row for row in _submitted(ws, wanted) if since is None or row.date >= since]
    files: list[Path] = []
    try:
        make_folder(folder)
        for row in rows:
            if cancelled is not None and cancelled():
                return Saved(tuple(files), True)
            path = folder / file_name(row.number, row.date, row.id)
            save_summary(ws, row.id, path)
            files.append(path)
            if progress is not None:
                progress(len(files), len(rows))
    except Unreachable as error:
        said = f"{len(files):,} of {len(rows):,} summaries are in {folder}, each whole."
        raise type(error)(f"{error} {said}") from error
    return Saved(tuple(files), False)


def file_name(number: str, date: dt.date, key: str) -> str:
    """The name of a summary's file: case, day, and enough of the audit's id to tell two of one day apart."""
    case = "".join(c if c.isalnum() or c in "-_" else "-" for c in number) or "audit"
    return f"{case}-{date.isoformat()}-{key[:8]}.pdf"


def summary_data(ws: Workspace, key: str) -> SummaryData:
    """All that is printed of an audit."""
    return _data(ws, show(ws, key))


def _data(ws: Workspace, record: AuditRecord) -> SummaryData:
    try:
        tool = tools.definition(ws, record.tool_entity)
    except NotFound:
        tool = Tool(record.tool, record.tool_version, record.tool, ())
    said = settings.get(ws)
    zone = ZoneInfo(said.zone)
    labels = in_words.labels(tool)
    return SummaryData(
        organisation=said.organisation,
        case_number=record.case.number,
        auditor=record.auditor,
        as_of=exchange_status.as_of_in_words(ws, zone),
        facts=_facts(record, tool, zone),
        overall=_overall(record, tool),
        sections=_section_grades(record, tool),
        strengths=tuple(in_words.item(one, labels) for one in record.strengths),
        improvements=tuple(in_words.item(one, labels) for one in record.improvements),
        recommendations=tuple(in_words.item(one, labels) for one in record.recommendations),
        concerns=_concerns(record, zone),
        beside=_beside(record, zone),
        answers=in_words.by_section(record.answers, tool, zone),
        withdrawn=f"{record.withdrawn.text} ({_by(record.withdrawn, zone)})" if record.withdrawn else "",
        respond=_respond(record),
        draft=record.submitted is None,
    )


def _respond(record: AuditRecord) -> str:
    owed = next((one for one in record.waiting_for if one.kind == "response"), None)
    if owed is None or owed.due is None:
        return ""
    return f"{owed.person} responds to these findings by {in_words.day(owed.due)}, and agrees actions with the worker."


def _submitted(ws: Workspace, wanted: AuditFilter | Collection[str] | None) -> Iterator[AuditRow]:
    listed = wanted if isinstance(wanted, AuditFilter) else AuditFilter()
    only = None if wanted is None or isinstance(wanted, AuditFilter) else frozenset(wanted)
    offset = 0
    while True:
        page = list_audits(ws, listed, offset, PAGE)
        submitted = (row for row in page.items if row.state not in ("draft", "abandoned"))
        yield from (row for row in submitted if only is None or row.id in only)
        offset += len(page.items)
        if not page.items or offset >= page.total:
            return


def _taken_out(ws: Workspace, record: AuditRecord, what: str) -> None:
    """A draft is private and no entry yet: only what was submitted is recorded as taken out."""
    if record.submitted is None:
        return
    with ws.writing() as writing:
        writing.record("audit", record.id, TakenOut(what))


def _by(one: Beside, zone: ZoneInfo) -> str:
    return f"{one.by}, {in_words.day_of(one.time, zone)}"


def _facts(record: AuditRecord, tool: Tool, zone: ZoneInfo) -> tuple[tuple[str, str], ...]:
    case = record.case
    begun = in_words.day_of(record.begun, zone)
    ended = in_words.day_of(record.submitted, zone) if record.submitted else "not submitted yet"
    days = [in_words.by_role(tool, record.answers, role, zone) for role in ("period_from", "period_to")]
    period = " to ".join(day for day in days if day)
    said = (
        ("Case number", case.number),
        ("Purpose", words.PURPOSES.get(record.purpose, record.purpose)),
        ("Plan", words.PLAN_TYPES.get(case.plan, case.plan)),
        ("Age band", words.AGE_BANDS.get(case.age_band or "", case.age_band or "")),
        ("Social worker", case.worker_name),
        ("Auditor", record.auditor),
        ("Team", case.team_name),
        ("Team manager", case.manager_name),
        ("Service", case.service_name),
        ("Audit tool", f"{tool.title or record.tool}, version {record.tool_version}"),
        ("Period read", period),
        ("Audit begun", begun),
        ("Submitted", ended),
        ("Filed in the child's record", in_words.day_of(record.filed.text, zone) if record.filed else ""),
    )
    return tuple((label, text) for label, text in said if text)


def _reason(tool: Tool, answers: Mapping[str, Any], grade: Question) -> str:
    section = grade.path.split("/")[0]
    mine = (one for one in questions(tool) if one.role == "reasons" and one.path.split("/")[0] == section)
    return "\n".join(text for one in mine if (text := text_at(answers, one.path)))


def _overall(record: AuditRecord, tool: Tool) -> Grade:
    question = next((one for one in questions(tool) if one.role == "overall_grade"), None)
    return Grade("Overall", record.overall or "", _reason(tool, record.answers, question) if question else "")


def _section_grades(record: AuditRecord, tool: Tool) -> tuple[Grade, ...]:
    titles = {section.name: section.label or section.name for section in tool.sections}
    found, known = [], set()
    for one in questions(tool):
        if one.role == "section_grade":
            name = one.path.split("/")[0]
            known.add(name)
            found.append(
                Grade(titles.get(name, name), record.sections.get(name, ""), _reason(tool, record.answers, one))
            )
    found.extend(Grade(titles.get(name, name), value) for name, value in record.sections.items() if name not in known)
    return tuple(found)


def _concerns(record: AuditRecord, zone: ZoneInfo) -> tuple[Part, ...]:
    return tuple(
        (
            f"Raised by {one.raised_by}, {in_words.moment(one.raised, zone)}",
            (
                ("What the concern is", one.concern),
                ("Who was told", one.told or "Not recorded"),
                ("When", in_words.moment_of(one.when, zone) or "Not recorded"),
                ("What they will do", one.tonight or "Not recorded"),
            ),
        )
        for one in record.concerns
    )


def _beside(record: AuditRecord, zone: ZoneInfo) -> tuple[Part, ...]:
    def on_behalf(one: Beside) -> str:
        return f"{_by(one, zone)}" + (f", on behalf of {one.who}" if one.who else "")

    parts: tuple[Part, ...] = (
        ("Factual corrections", tuple((on_behalf(one), one.text) for one in record.corrections)),
        (
            "Asked after the audit was submitted",
            tuple((f"{WHO.get(one.who, one.who)} (recorded by {_by(one, zone)})", one.text) for one in record.voices),
        ),
        ("What the worker took from the audit", tuple((_by(one, zone), one.text) for one in record.worker_views)),
        ("Answers that have no place in this version of the tool", record.left_behind),
        ("Why the draft was abandoned", (("", record.abandoned_because),) if record.abandoned_because else ()),
    )
    return tuple(part for part in parts if part[1])
