"""What people type for dates, times and numbers, and what was understood."""

import re
from datetime import date, datetime, time

from qaf_desktop.ui.pages.form.kit import clock_time, long_date

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def read_date(text: str) -> date | None:
    """A date typed as 4/8/2026, 4 August 2026 or 2026-08-04; day before month."""
    text = text.strip().lower()
    if found := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", text):
        year, month, day = (int(part) for part in found.groups())
    elif found := re.fullmatch(r"(\d{1,2})[/. -](\d{1,2})[/. -](\d{4}|\d{2})", text):
        day, month, year = (int(part) for part in found.groups())
    elif found := re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th)?[ -]([a-z]{3,9})\.?,?[ -](\d{4}|\d{2})", text):
        word = found[2][:3]
        if word not in _MONTHS:
            return None
        day, month, year = int(found[1]), _MONTHS.index(word) + 1, int(found[3])
    else:
        return None
    try:
        return date(year + 2000 if year < 100 else year, month, day)
    except ValueError:
        return None


def read_time(text: str) -> time | None:
    """A time typed as 2:32pm, 2pm, 14:32 or 1432."""
    found = re.fullmatch(r"(\d{1,2})(?:[:.]?(\d{2}))?(?::\d{2}(?:\.\d+)?)?\s*(am|pm)?", text.strip().lower())
    if not found or not (found[2] or found[3]):
        return None
    hour = int(found[1])
    if found[3]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if found[3] == "pm" else 0)
    try:
        return time(hour, int(found[2] or 0))
    except ValueError:
        return None


def read_moment(text: str) -> datetime | None:
    """A date and a time in one line: 4/8/2026 2:32pm."""
    text = text.strip()
    if re.match(r"\d{4}-\d\d-\d\dT", text):
        text = text.replace("T", " ", 1)[:16]
    words = text.replace(" at ", " ").replace(",", "").split()
    for cut in range(len(words) - 1, 0, -1):
        day, at = read_date(" ".join(words[:cut])), read_time(" ".join(words[cut:]))
        if day and at:
            return datetime.combine(day, at)
    return None


def to_value(kind: str, text: str) -> tuple[str, str] | None:
    """The answer as it is kept, and the words that show what was understood; None where it is not understood."""
    text = text.strip()
    if not text:
        return "", ""
    if kind == "date":
        day = read_date(text)
        return (day.isoformat(), long_date(day)) if day else None
    if kind == "time":
        at = read_time(text)
        return (at.isoformat(), clock_time(datetime.combine(date.min, at))) if at else None
    if kind == "datetime":
        moment = read_moment(text)
        return (moment.isoformat(), f"{long_date(moment)}, {clock_time(moment)}") if moment else None
    plain = text.replace(",", "")
    if kind == "integer":
        return (plain.removeprefix("+"), "") if re.fullmatch(r"[+-]?\d+", plain) else None
    found = re.fullmatch(r"\+?(-?)(\d*)(?:\.(\d*))?", plain)
    if not found or not (found[2] or found[3]):
        return None
    return f"{found[1]}{found[2] or 0}" + (f".{found[3]}" if found[3] else ""), ""


def to_words(kind: str, value: str) -> str:
    """An answer as it stands in its line: dates and times in words, numbers as they are."""
    read = to_value(kind, value) if kind in ("date", "time", "datetime") else None
    return read[1] if read else value
