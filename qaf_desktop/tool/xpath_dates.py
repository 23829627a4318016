"""Dates and numbers as ODK's expressions see them: ISO texts that count as days since 1 January 1970."""

import datetime as dt
import math
import re

EPOCH = dt.date(1970, 1, 1).toordinal()
NUMBER = re.compile(r"\s*-?(?:\d+(?:\.\d*)?|\.\d+)\s*", re.ASCII)
DATE = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)"
    r"(?:T(\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,6})\d*)?)?(Z|[+-]\d\d:?\d\d)?)?",
    re.ASCII,
)
TIME = re.compile(r"(\d\d):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?(Z|[+-]\d\d:?\d\d)?", re.ASCII)
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]


def read_moment(text: str, zone: dt.tzinfo) -> dt.datetime | None:
    """The moment that an ISO date or dateTime names, in `zone`; None where the text is neither."""
    match = DATE.fullmatch(text)
    if match is None:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups()[:6])
    fraction = int((match[7] or "").ljust(6, "0"))
    try:
        moment = dt.datetime(year, month, day, hour, minute, second, fraction, tzinfo=zone)
        if match[8]:
            moment = moment.replace(tzinfo=dt.timezone(dt.timedelta(minutes=_minutes(match[8])))).astimezone(zone)
    except (ValueError, OverflowError):
        return None
    return moment


def days_of(moment: dt.datetime) -> float:
    """Days since 1970 by the calendar and clock of the moment's own zone; a date alone is a whole number."""
    clock = moment.hour * 3600 + moment.minute * 60 + moment.second + moment.microsecond / 1e6
    return moment.toordinal() - EPOCH + clock / 86400


def days_since_1970_utc(moment: dt.datetime) -> float:
    """Days since the first moment of 1970 in UTC, for decimal-date-time()."""
    return (moment - dt.datetime(1970, 1, 1, tzinfo=dt.UTC)) / dt.timedelta(days=1)


def text_to_number(text: str, zone: dt.tzinfo = dt.UTC) -> float:
    """The number() of ODK: a number, the days of a date, or not a number."""
    if NUMBER.fullmatch(text):
        return float(text)
    moment = read_moment(text.strip(), zone)
    return math.nan if moment is None else days_of(moment)


def moment_of_days(days: float, zone: dt.tzinfo) -> dt.datetime | None:
    """The moment that a number of days since 1970 names; None where no calendar reaches it."""
    try:
        start = dt.datetime(1970, 1, 1) + dt.timedelta(seconds=round(days * 86400, 3))
    except (ValueError, OverflowError):
        return None
    return start.replace(tzinfo=zone)


def time_of_day(text: str, now: dt.datetime) -> float:
    """The part of a day that a time, or the time of a dateTime, stands for in the zone of `now`: noon is 0.5."""
    match = TIME.fullmatch(text.strip().rpartition("T")[2])
    if match is None:
        return math.nan
    hour, minute, second = (int(part or 0) for part in match.groups()[:3])
    if hour > 23 or minute > 59 or second > 60:
        return math.nan
    here = 0.0
    if match[4]:
        here = (now.utcoffset() or dt.timedelta()) / dt.timedelta(seconds=1) - 60 * _minutes(match[4])
    return (hour * 3600 + minute * 60 + second + here) % 86400 / 86400


def _minutes(offset: str) -> int:
    """How many minutes an offset such as +01:00 is ahead of UTC."""
    plain = offset.replace(":", "")
    return 0 if plain == "Z" else int(plain[:1] + "1") * (int(plain[1:3]) * 60 + int(plain[3:]))


def format_moment(moment: dt.datetime, pattern: str, with_time: bool) -> str:
    """A moment by ODK's format signs; an unknown sign stands as it was written."""
    marks = {
        "Y": f"{moment.year:04}", "y": f"{moment.year % 100:02}", "m": f"{moment.month:02}", "n": str(moment.month),
        "b": MONTHS[moment.month - 1], "d": f"{moment.day:02}", "e": str(moment.day), "a": WEEKDAYS[moment.weekday()],
        "%": "%",
    }  # fmt: skip
    if with_time:
        marks |= {
            "H": f"{moment.hour:02}", "h": str(moment.hour), "M": f"{moment.minute:02}", "S": f"{moment.second:02}",
            "3": f"{moment.microsecond // 1000:03}",
        }  # fmt: skip
    return re.sub(r"%(.)", lambda match: marks.get(match[1], match[0]), pattern)


def number_to_text(value: float) -> str:
    """A number as XForms writes it: 3 and not 3.0, no exponent, nothing for not a number."""
    if math.isnan(value):
        return ""
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    if value == int(value):
        return str(int(value))
    text = repr(round(value, 12))
    return text if "e" not in text else (format(value, ".15f").rstrip("0").rstrip(".") or "0")
