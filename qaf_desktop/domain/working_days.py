"""Working days: Monday to Friday but for the calendar's bank holidays. Pure: the calendar is passed in by name.

The bank holidays follow the Banking and Financial Dealings Act 1971 and what was proclaimed for single years. A library
knows them too, and every other country's, which took 16 MB and half of the time in which the window opens.
"""

import datetime as dt
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

CALENDARS: Final = ("England", "Wales", "Scotland", "Northern Ireland")
ALL: Final = frozenset(CALENDARS)

_MOVED: Final = {dt.date(2020, 5, 4): dt.date(2020, 5, 8), dt.date(2022, 5, 30): dt.date(2022, 6, 2)}
_PROCLAIMED: Final = {
    dt.date(2022, 6, 3): ALL,
    dt.date(2022, 9, 19): ALL,
    dt.date(2023, 5, 8): ALL,
    dt.date(2026, 6, 15): frozenset({"Scotland"}),
}


@lru_cache(maxsize=64)
def bank_holidays(calendar: str, year: int) -> frozenset[dt.date]:
    """The bank holidays of a year in this part of the United Kingdom, on the days on which they are kept."""
    if calendar not in ALL:
        raise KeyError(calendar)
    scotland, easter = calendar == "Scotland", _easter(year)
    fixed = [(1, 1), (1, 2)] if scotland else [(1, 1)]
    fixed += {"Scotland": [(11, 30)], "Northern Ireland": [(3, 17), (7, 12)]}.get(calendar, [])
    kept = {easter - dt.timedelta(days=2), _monday(year, 5, 1), _monday(year, 5, 25)}
    kept |= {_monday(year, 8, 1)} if scotland else {easter + dt.timedelta(days=1), _monday(year, 8, 25)}
    kept = {_MOVED.get(day, day) for day in kept}
    days = [dt.date(year, month, day) for month, day in (*fixed, (12, 25), (12, 26))]
    kept |= {day for day in days if day.weekday() < 5}
    for day in days:
        if day.weekday() >= 5:
            kept.add(next(other for other in _after(day) if other.weekday() < 5 and other not in kept))
    return frozenset(kept) | {day for day, where in _PROCLAIMED.items() if day.year == year and calendar in where}


def _after(day: dt.date) -> Iterator[dt.date]:
    return (day + dt.timedelta(days=n) for n in range(1, 8))


def _monday(year: int, month: int, day: int) -> dt.date:
    """The first Monday from that day on."""
    start = dt.date(year, month, day)
    return start + dt.timedelta(days=-start.weekday() % 7)


def _easter(year: int) -> dt.date:
    """Easter Sunday, by the anonymous Gregorian algorithm."""
    golden, (century, rest) = year % 19, divmod(year, 100)
    epact = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    week = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (golden + 11 * epact + 22 * week) // 451
    month, day = divmod(epact + week - 7 * late + 114, 31)
    return dt.date(year, month, day + 1)


def is_working_day(day: dt.date, calendar: str = "England") -> bool:
    """Whether people are at work on that day."""
    return day.weekday() < 5 and day not in bank_holidays(calendar, day.year)


def add_working_days(day: dt.date, count: int, calendar: str = "England") -> dt.date:
    """The day that lies `count` working days after `day`; the day itself does not count."""
    left = count
    while left > 0:
        day += dt.timedelta(days=1)
        if is_working_day(day, calendar):
            left -= 1
    return day


def working_days_between(start: dt.date, end: dt.date, calendar: str = "England") -> int:
    """How many working days lie after `start` up to and with `end`; 0 where `end` is not later."""
    days = (start + dt.timedelta(days=n) for n in range(1, max((end - start).days, 0) + 1))
    return sum(is_working_day(day, calendar) for day in days)


def overdue_by(due: dt.date, today: dt.date, calendar: str = "England") -> int:
    """By how many working days something due then is overdue today; 0 where it is not."""
    return working_days_between(due, today, calendar)
