"""Single answers: how they are written in XForms, and what is said of one that cannot stand."""

import datetime as dt
import re
from collections.abc import Callable, Iterable

from qaf_desktop.tool.definition import Question

_HALF = re.compile("[\ud800-\udfff]")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")


def as_text(value: object) -> str:
    """An answer of JSON as XForms writes it: lists joined by spaces, whole numbers without a point.

    Half a character (a lone surrogate), which no file can hold, becomes the mark for what cannot be shown.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, list | tuple):
        return " ".join(as_text(one) for one in value)
    text = str(value)
    return text if text.isascii() else text.encode("utf-8", "replace").decode() if _HALF.search(text) else text


def wrong_type(question: Question, label: str, value: str) -> str | None:
    """What is wrong with an answer of the wrong kind, in words."""
    kind = question.kind
    if kind == "integer" and not re.fullmatch(r"-?\d{1,15}", value):
        return f"Enter a whole number: {label}"
    if kind == "decimal" and not _NUMBER.fullmatch(value):
        return f"Enter a number: {label}"
    if kind == "date" and not _parses(dt.date.fromisoformat, value):
        return f"Enter a date, such as 4 August 2026: {label}"
    if kind == "time" and not _parses(dt.time.fromisoformat, value):
        return f"Enter a time, such as 2:32pm: {label}"
    if kind == "datetime" and not _parses(dt.datetime.fromisoformat, value):
        return f"Enter a date and a time: {label}"
    return None


def not_a_choice(label: str, value: str, choices: Iterable[str], *, several: bool) -> str | None:
    """What is said where an answer is none of the choices."""
    given = value.split() if several else [value]
    known = set(choices)
    return None if all(one in known for one in given) else f"Choose one of the answers given: {label}"


def missing(question: Question, label: str, message: str) -> str:
    """What is said where an answer is needed and not there."""
    if message:
        return message
    verb = "Choose" if question.kind in ("select_one", "select_multiple") else "Enter"
    return f"{verb} an answer: {label}"


def _parses(read: Callable[[str], object], value: str) -> bool:
    try:
        read(value)
    except ValueError:
        return False
    return True
