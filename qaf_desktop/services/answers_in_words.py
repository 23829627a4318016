"""What was answered and found, in the words of the tool and as people write days and times."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any, Final
from zoneinfo import ZoneInfo

from qaf_desktop.domain.events import Finding, Recommendation
from qaf_desktop.reports.summary import Item, Part
from qaf_desktop.services.audit_answers import questions, text_at
from qaf_desktop.tool.definition import Node, Question, Tool

PRINTED_ABOVE: Final = ("strengths", "improvements", "recommendations")
WITH_THE_GRADES: Final = ("overall_grade", "section_grade", "reasons")
NOT_ANSWERS: Final = ("note", "calculate", "hidden")


def day(one: dt.date) -> str:
    """4 August 2026."""
    return f"{one.day} {one:%B %Y}"


def time(one: dt.time) -> str:
    """2:32pm."""
    return f"{one.hour % 12 or 12}:{one.minute:02d}{'am' if one.hour < 12 else 'pm'}"


def moment(when: dt.datetime, zone: ZoneInfo) -> str:
    """4 August 2026, 2:32pm, in the council's zone."""
    there = when.astimezone(zone)
    return f"{day(there.date())}, {time(there.time())}"


def day_of(text: str, zone: ZoneInfo) -> str:
    """The day of an ISO date or moment; what is none stays as it is."""
    try:
        when = dt.datetime.fromisoformat(text)
    except ValueError:
        return text
    return day((when.astimezone(zone) if when.tzinfo else when).date())


def moment_of(text: str, zone: ZoneInfo) -> str:
    """The same with its time, where it has one."""
    try:
        when = dt.datetime.fromisoformat(text)
    except ValueError:
        return text
    if len(text) <= len("2026-08-04"):
        return day(when.date())
    return moment(when, zone) if when.tzinfo else f"{day(when.date())}, {time(when.time())}"


def labels(tool: Tool) -> dict[str, str]:
    """The tool's labels by path and name, and the words of the choices in findings under `choice:VALUE`."""
    found: dict[str, str] = {}
    repeats = [one.path for one in tool.walk() if one.role in PRINTED_ABOVE]
    for one in questions(tool):
        if one.label:
            found[one.path] = one.label
            found.setdefault(one.name, one.label)
        if any(one.path.startswith(f"{path}/") for path in repeats):
            found |= {f"choice:{choice.value}": choice.label for choice in one.choices}
    return found


def item(one: Finding | Recommendation, named: Mapping[str, str]) -> Item:
    """A finding or recommendation in words; `named` are the tool's labels."""
    urgency = one.urgency if isinstance(one, Recommendation) else ""
    return Item(
        one.what,
        one.evidence,
        tuple(named.get(f"choice:{theme}", theme.replace("_", " ")) for theme in one.themes),
        named.get(f"choice:{urgency}", urgency.replace("_", " ")),
        named.get(one.question, named.get(one.question.rsplit("/", 1)[-1], one.question)),
    )


def by_role(tool: Tool, answers: Mapping[str, Any], role: str, zone: ZoneInfo) -> str:
    """The answer to the question with this role, in words."""
    question = next((one for one in questions(tool) if one.role == role), None)
    return _value(question, text_at(answers, question.path), zone) if question else ""


def by_section(answers: Mapping[str, Any], tool: Tool, zone: ZoneInfo) -> tuple[Part, ...]:
    """Every answer under its section: (question, answer), but for what stands with the grades or as a finding."""
    found = []
    for section in tool.sections:
        own = answers.get(section.name)
        values: Mapping[str, Any] = own if isinstance(own, Mapping) else answers if not section.path else {}
        lines = tuple(_lines(section.children, values, zone)) if section.role not in PRINTED_ABOVE else ()
        if lines:
            found.append((section.label or section.name, lines))
    return tuple(found)


def _lines(
    nodes: tuple[Node, ...], values: Mapping[str, Any], zone: ZoneInfo, before: str = ""
) -> Iterator[tuple[str, str]]:
    for node in nodes:
        value = values.get(node.name)
        if isinstance(node, Question):
            text = "" if node.kind in NOT_ANSWERS or node.role in WITH_THE_GRADES else _value(node, value, zone)
            if text.strip():
                yield before + (node.label or node.name), text
        elif node.role in PRINTED_ABOVE:
            continue
        elif isinstance(value, list):
            for place, one in enumerate(value, 1):
                if isinstance(one, Mapping):
                    yield from _lines(node.children, one, zone, f"{before}{node.label or node.name} {place}: ")
        elif isinstance(value, Mapping):
            yield from _lines(node.children, value, zone, before)


def _value(question: Question, value: Any, zone: ZoneInfo) -> str:
    if value is None or isinstance(value, Mapping):
        return ""
    if question.choices:
        chosen = value if isinstance(value, list) else [value]
        if question.kind == "select_multiple" and isinstance(value, str):
            chosen = value.split()
        known = {choice.value: choice.label or choice.value for choice in question.choices}
        return "; ".join(known.get(str(one), str(one)) for one in chosen)
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    if question.kind == "date":
        return day_of(text[:10], zone)
    if question.kind == "dateTime":
        return moment_of(text, zone)
    return _clock(text) if question.kind == "time" else text


def _clock(text: str) -> str:
    try:
        return time(dt.time.fromisoformat(text))
    except ValueError:
        return text
