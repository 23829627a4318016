"""The printed summary of an audit: what is printed is gathered here, from the record and its tool."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from qaf_desktop.domain import words
from qaf_desktop.domain.events import Finding, Recommendation, TakenOut
from qaf_desktop.errors import NotFound
from qaf_desktop.reports.summary import Grade, Item, Part, SummaryData, render
from qaf_desktop.services import settings, tools
from qaf_desktop.services.audit_answers import text_at
from qaf_desktop.services.audit_records import AuditFilter, AuditRecord, Beside, list_audits, show
from qaf_desktop.files import write_whole
from qaf_desktop.store.workspace import Workspace
from qaf_desktop.tool.definition import Node, Question, Tool

PRINTED_ABOVE: Final = ("strengths", "improvements", "recommendations")
WITH_THE_GRADES: Final = ("overall_grade", "section_grade", "reasons")
NOT_ANSWERS: Final = ("note", "calculate", "hidden")
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
) -> Saved:
    """The summaries of all submitted audits, or of those since a day, one file each. What was written stays."""
    folder.mkdir(parents=True, exist_ok=True)
    wanted = [row for row in _submitted(ws) if since is None or row.date >= since]
    files: list[Path] = []
    for row in wanted:
        if cancelled is not None and cancelled():
            return Saved(tuple(files), True)
        path = folder / f"{_file_name(row.number)}-{row.date.isoformat()}-{row.id[:8]}.pdf"
        save_summary(ws, row.id, path)
        files.append(path)
        if progress is not None:
            progress(len(files), len(wanted))
    return Saved(tuple(files), False)


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
    labels = _labels(tool)
    return SummaryData(
        organisation=said.organisation,
        case_number=record.case.number,
        auditor=record.auditor,
        as_of=_moment(ws.now(), zone),
        facts=_facts(record, tool, zone),
        overall=_overall(record, tool),
        sections=_section_grades(record, tool),
        strengths=tuple(_item(one, labels) for one in record.strengths),
        improvements=tuple(_item(one, labels) for one in record.improvements),
        recommendations=tuple(_item(one, labels) for one in record.recommendations),
        concerns=_concerns(record, zone),
        beside=_beside(record, zone),
        answers=_answers(record.answers, tool),
        withdrawn=f"{record.withdrawn.text} ({_by(record.withdrawn, zone)})" if record.withdrawn else "",
        draft=record.submitted is None,
    )


def _submitted(ws: Workspace) -> Iterator[Any]:
    states, offset = AuditFilter(state=None), 0
    while True:
        page = list_audits(ws, states, offset, PAGE)
        yield from (row for row in page.items if row.state not in ("draft", "abandoned"))
        offset += len(page.items)
        if not page.items or offset >= page.total:
            return


def _file_name(number: str) -> str:
    return "".join(c if c.isalnum() or c in "-_" else "-" for c in number) or "audit"


def _taken_out(ws: Workspace, record: AuditRecord, what: str) -> None:
    """A draft is private and no entry yet: only what was submitted is recorded as taken out."""
    if record.submitted is None:
        return
    with ws.writing() as writing:
        writing.record("audit", record.id, TakenOut(what))


def _day(day: dt.date) -> str:
    return f"{day.day} {day:%B %Y}"


def _moment(when: dt.datetime, zone: ZoneInfo) -> str:
    there = when.astimezone(zone)
    return f"{_day(there.date())}, {there:%H:%M}"


def _iso(text: str, zone: ZoneInfo) -> str:
    try:
        when = dt.datetime.fromisoformat(text)
    except ValueError:
        return text
    return _day((when.astimezone(zone) if when.tzinfo else when).date())


def _by(one: Beside, zone: ZoneInfo) -> str:
    return f"{one.by}, {_iso(one.time, zone)}"


def _facts(record: AuditRecord, tool: Tool, zone: ZoneInfo) -> tuple[tuple[str, str], ...]:
    case = record.case
    begun = _iso(record.begun, zone)
    ended = _iso(record.submitted, zone) if record.submitted else "not submitted yet"
    days = [_role_text(tool, record.answers, role) for role in ("period_from", "period_to")]
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
        ("Filed in the child's record", _iso(record.filed.text, zone) if record.filed else ""),
    )
    return tuple((label, text) for label, text in said if text)


def _questions(tool: Tool) -> Iterator[Question]:
    return (one for one in tool.walk() if isinstance(one, Question))


def _labels(tool: Tool) -> dict[str, str]:
    found: dict[str, str] = {}
    repeats = [one.path for one in tool.walk() if one.role in PRINTED_ABOVE]
    for one in _questions(tool):
        if one.label:
            found[one.path] = one.label
            found.setdefault(one.name, one.label)
        if any(one.path.startswith(f"{path}/") for path in repeats):
            found |= {f"choice:{choice.value}": choice.label for choice in one.choices}
    return found


def _item(one: Finding | Recommendation, labels: Mapping[str, str]) -> Item:
    urgency = one.urgency if isinstance(one, Recommendation) else ""
    return Item(
        one.what,
        one.evidence,
        tuple(labels.get(f"choice:{theme}", theme.replace("_", " ")) for theme in one.themes),
        labels.get(f"choice:{urgency}", urgency.replace("_", " ")),
        labels.get(one.question, labels.get(one.question.rsplit("/", 1)[-1], one.question)),
    )


def _role_text(tool: Tool, answers: Mapping[str, Any], role: str) -> str:
    question = next((one for one in _questions(tool) if one.role == role), None)
    return _value(question, text_at(answers, question.path)) if question else ""


def _reason(tool: Tool, answers: Mapping[str, Any], grade: Question) -> str:
    section = grade.path.split("/")[0]
    mine = (one for one in _questions(tool) if one.role == "reasons" and one.path.split("/")[0] == section)
    return "\n".join(text for one in mine if (text := text_at(answers, one.path)))


def _overall(record: AuditRecord, tool: Tool) -> Grade:
    question = next((one for one in _questions(tool) if one.role == "overall_grade"), None)
    return Grade("Overall", record.overall or "", _reason(tool, record.answers, question) if question else "")


def _section_grades(record: AuditRecord, tool: Tool) -> tuple[Grade, ...]:
    titles = {section.name: section.label or section.name for section in tool.sections}
    found, known = [], set()
    for one in _questions(tool):
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
            f"Raised by {one.raised_by}, {_moment(one.raised, zone)}",
            (
                ("What the concern is", one.concern),
                ("Who was told", one.told or "Not recorded"),
                ("When", one.when or "Not recorded"),
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


def _answers(answers: Mapping[str, Any], tool: Tool) -> tuple[Part, ...]:
    found = []
    for section in tool.sections:
        own = answers.get(section.name)
        values: Mapping[str, Any] = own if isinstance(own, Mapping) else answers if not section.path else {}
        lines = tuple(_lines(section.children, values)) if section.role not in PRINTED_ABOVE else ()
        if lines:
            found.append((section.label or section.name, lines))
    return tuple(found)


def _lines(nodes: tuple[Node, ...], values: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, str]]:
    for node in nodes:
        value = values.get(node.name)
        if isinstance(node, Question):
            text = "" if node.kind in NOT_ANSWERS or node.role in WITH_THE_GRADES else _value(node, value)
            if text.strip():
                yield before + (node.label or node.name), text
        elif node.role in PRINTED_ABOVE:
            continue
        elif isinstance(value, list):
            for place, one in enumerate(value, 1):
                if isinstance(one, Mapping):
                    yield from _lines(node.children, one, f"{before}{node.label or node.name} {place}: ")
        elif isinstance(value, Mapping):
            yield from _lines(node.children, value, before)


def _value(question: Question, value: Any) -> str:
    if value is None or isinstance(value, Mapping):
        return ""
    if question.choices:
        chosen = value if isinstance(value, list) else [value]
        if question.kind == "select_multiple" and isinstance(value, str):
            chosen = value.split()
        labels = {choice.value: choice.label or choice.value for choice in question.choices}
        return "; ".join(labels.get(str(one), str(one)) for one in chosen)
    if question.kind == "date":
        try:
            return _day(dt.date.fromisoformat(str(value)[:10]))
        except ValueError:
            return str(value)
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
