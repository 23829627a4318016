"""Lists as people read them on a terminal: a heading over each column, the domain's words, ids last."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Final

from qaf_desktop.domain import words

LABELS: Final[dict[str, Mapping[str, str]]] = {
    "plan": words.PLAN_TYPES,
    "age_band": words.AGE_BANDS,
    "purpose": words.PURPOSES,
    "overall": words.GRADE_LABELS,
    "state": words.AUDIT_STATES,
    "group": words.TODO_GROUPS,
}
LONGEST: Final = 60


def table(rows: Sequence[Mapping[str, Any]], columns: Mapping[str, str]) -> str:
    """The rows under these headings (by key), each column as wide as what is in it."""
    cells = [list(columns.values()), *([cell(key, row[key]) for key in columns] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = ("  ".join(f"{text:<{width}}" for text, width in zip(line, widths, strict=True)) for line in cells)
    return "\n".join(line.rstrip() for line in lines)


def moment(when: dt.datetime | str | None, never: str = "-") -> str:
    """A moment to the minute, in this laptop's own time; `never` where there is none."""
    if not when:
        return never
    return f"{(dt.datetime.fromisoformat(when) if isinstance(when, str) else when).astimezone():%Y-%m-%d %H:%M}"


def cell(key: str, value: Any) -> str:
    """One value in words; what is not there is a dash."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None or value == "" or value == () or value == []:
        return "-"
    if isinstance(value, list | tuple):
        return ", ".join(cell("", one) for one in value)
    text = " ".join(str(LABELS.get(key, {}).get(value, value)).split())
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 3]}..."
