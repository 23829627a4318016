"""What ODK's own functions do, as lxml calls them; values arrive as texts, numbers, truths, or lists of elements."""

import contextlib
import datetime as dt
import functools
import math
import re
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from qaf_desktop.tool import xpath_dates as dates

NAMESPACE = "urn:qaf:expression"


@dataclass
class Scene:
    """What the functions see beyond their arguments while one expression is evaluated."""

    root: Any
    now: dt.datetime
    secondary: Mapping[str, Any]
    choice_label: Callable[[str, Any], str] | None
    token: Callable[[int], bytes]
    node: Any = None


class _Stage(threading.local):
    scene: Scene


stage = _Stage()


def text(value: Any) -> str:
    """Any value as XForms text; of nodes, the first."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return dates.number_to_text(value)
    if isinstance(value, list):
        return text_of(value[0]) if value else ""
    return str(value)


def text_of(node: Any) -> str:
    """The text of an element, all of it."""
    if not len(node):
        return node.text or ""
    return "".join(node.itertext())


def number(value: Any) -> float:
    """Any value as a number; a date is its days since 1970."""
    if isinstance(value, (bool, float)):
        return float(value)
    return dates.text_to_number(text(value), stage.scene.now.tzinfo or dt.UTC)


def truth(value: Any) -> bool:
    """Any value as true or false; an empty answer is false."""
    if isinstance(value, list):
        return bool(text(value))
    return bool(value) and value == value


def texts(values: tuple[Any, ...]) -> list[str]:
    """All texts of values and nodes, one for each node."""
    found: list[str] = []
    for value in values:
        found.extend(map(text_of, value)) if isinstance(value, list) else found.append(text(value))
    return found


def numbers(values: tuple[Any, ...]) -> list[float]:
    """All numbers of values and nodes; what is not answered is left out."""
    return [number(one) for one in texts(values) if one.strip()]


def moment(value: Any) -> dt.datetime | None:
    """The moment that a text, or a number of days, stands for."""
    zone = stage.scene.now.tzinfo or dt.UTC
    if not isinstance(value, (bool, float)):
        found = dates.read_moment(text(value).strip(), zone)
        if found is not None:
            return found
    days = number(value)
    return None if math.isnan(days) else dates.moment_of_days(days, zone)


def _iso(value: Any) -> str:
    found = moment(value)
    return text(value) if found is None else found.date().isoformat()


def _iso_moment(value: Any) -> str:
    found = moment(value)
    return text(value) if found is None else found.isoformat(timespec="milliseconds")


def _format(value: Any, pattern: Any, with_time: bool) -> str:
    found = moment(value)
    return "" if found is None else dates.format_moment(found, text(pattern), with_time)


def _decimal_date_time(value: Any) -> float:
    found = moment(value)
    return math.nan if found is None else dates.days_since_1970_utc(found)


def _round(value: Any, places: Any = 0.0) -> float:
    amount, digits = number(value), number(places)
    if math.isnan(amount) or math.isinf(amount) or math.isnan(digits) or abs(digits) > 30:
        return amount
    with contextlib.suppress(InvalidOperation):
        step = Decimal(1).scaleb(-int(digits))
        return float(Decimal(format(amount, ".15g")).quantize(step, ROUND_HALF_UP))
    return amount


def _int(value: Any) -> float:
    amount = number(value)
    return amount if math.isnan(amount) or math.isinf(amount) else float(math.trunc(amount))


def _substr(value: Any, start: Any, end: Any = math.inf) -> str:
    whole = text(value)

    def place(at: Any) -> int:
        amount = number(at)
        return 0 if math.isnan(amount) else int(max(-len(whole), min(amount, len(whole))))

    return whole[place(start) : len(whole) if end == math.inf else place(end)]


@functools.lru_cache(maxsize=512)
def _pattern(source: str) -> re.Pattern[str] | None:
    try:
        return re.compile(source)
    except (re.error, OverflowError, RecursionError):
        return None


def _regex(value: Any, source: Any) -> bool:
    pattern = _pattern(text(source))
    return pattern is not None and pattern.fullmatch(text(value)) is not None


def _selected_at(value: Any, index: Any) -> str:
    words, at = text(value).split(), number(index)
    return words[int(at)] if 0 <= at < len(words) else ""


def _coalesce(*values: Any) -> Any:
    return next((one for one in map(text, values) if one), "")


def _once(value: Any) -> Any:
    return text_of(stage.scene.node) or value


def _uuid(length: Any = None) -> str:
    import uuid

    if length is None:
        return str(uuid.UUID(bytes=stage.scene.token(16), version=4))
    size = number(length)
    signs = "0123456789abcdefghijklmnopqrstuvwxyz"
    return "".join(signs[byte % 36] for byte in stage.scene.token(int(min(max(size, 0), 1000)) if size == size else 0))


def _instance(name: Any) -> list[Any]:
    found = stage.scene.secondary.get(text(name))
    return [] if found is None else [found]


def _choice_name(value: Any, question: Any) -> str:
    label = stage.scene.choice_label
    if label is None:
        return text(value)
    scene, node = stage.scene, stage.scene.node
    named = label(text(value), question[0] if question else None)
    stage.scene, scene.node = scene, node  # the label may have asked for other expressions
    return named


def _within(least: Any, most: Any, total: float) -> bool:
    low, high = number(least), number(most)
    return (low == -1 or total >= low) and (high == -1 or total <= high)


def _checklist(least: Any, most: Any, *values: Any) -> bool:
    return _within(least, most, float(sum(number(one) > 0 for one in texts(values))))


def _weighted(least: Any, most: Any, *values: Any) -> bool:
    answers, weights = texts(values[::2]), texts(values[1::2])
    pairs = zip(answers, weights, strict=False)
    return _within(least, most, sum(number(weight) for answer, weight in pairs if number(answer) > 0))


def _numeric(function: Callable[..., float]) -> Callable[..., float]:
    def carried_out(*values: Any) -> float:
        try:
            return float(function(*map(number, values)))
        except (ValueError, OverflowError, ZeroDivisionError, TypeError):
            return math.nan

    return carried_out


def _over(function: Callable[[list[float]], float]) -> Callable[..., float]:
    def carried_out(*values: Any) -> float:
        found = numbers(values)
        return math.nan if not found or any(map(math.isnan, found)) else float(function(found))

    return carried_out


def _sum(nodes: Any) -> float:
    return math.fsum(numbers((nodes,)))


def _random() -> float:
    return (int.from_bytes(stage.scene.token(8)) >> 11) / 2**53


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "days": number,
    "truth": truth,
    "current": lambda: [stage.scene.node],
    "form": lambda: [stage.scene.root],
    "instance": _instance,
    "if": lambda condition, then, otherwise: then if truth(condition) else otherwise,
    "once": _once,
    "coalesce": _coalesce,
    "concat": lambda *values: "".join(texts(values)),
    "join": lambda separator, *values: text(separator).join(texts(values)),
    "ends-with": lambda value, end: text(value).endswith(text(end)),
    "substr": _substr,
    "regex": _regex,
    "upper-case": lambda value: text(value).upper(),
    "lower-case": lambda value: text(value).lower(),
    "uuid": _uuid,
    "selected-at": _selected_at,
    "count-selected": lambda value: float(len(text(value).split())),
    "count-non-empty": lambda nodes: float(sum(map(bool, texts((nodes,))))),
    "choice-name": _choice_name,
    "checklist": _checklist,
    "weighted-checklist": _weighted,
    "sum": _sum,
    "min": _over(min),
    "max": _over(max),
    "avg": _over(lambda found: math.fsum(found) / len(found)),
    "round": _round,
    "int": _int,
    "abs": _numeric(abs),
    "pow": _numeric(math.pow),
    "sqrt": _numeric(math.sqrt),
    "exp": _numeric(math.exp),
    "exp10": _numeric(lambda value: math.pow(10, value)),
    "log": _numeric(math.log),
    "log10": _numeric(math.log10),
    "pi": lambda: math.pi,
    "sin": _numeric(math.sin),
    "cos": _numeric(math.cos),
    "tan": _numeric(math.tan),
    "asin": _numeric(math.asin),
    "acos": _numeric(math.acos),
    "atan": _numeric(math.atan),
    "atan2": _numeric(math.atan2),
    "random": _random,
    "today": lambda: stage.scene.now.date().isoformat(),
    "now": lambda: stage.scene.now.isoformat(timespec="milliseconds"),
    "today-days": lambda: float(stage.scene.now.toordinal() - dates.EPOCH),
    "now-days": lambda: dates.days_of(stage.scene.now),
    "date": _iso,
    "date-time": _iso_moment,
    "format-date": lambda value, pattern: _format(value, pattern, False),
    "format-date-time": lambda value, pattern: _format(value, pattern, True),
    "decimal-date-time": _decimal_date_time,
    "decimal-time": lambda value: dates.time_of_day(text(value), stage.scene.now),
}


def _without_context(function: Callable[..., Any]) -> Callable[..., Any]:
    return lambda _, *values: function(*values)


EXTENSIONS = {(NAMESPACE, name): _without_context(function) for name, function in FUNCTIONS.items()}
