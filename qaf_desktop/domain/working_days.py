"""Working days: Monday to Friday but for the calendar's bank holidays. Pure: the calendar is passed in by name."""

import datetime as dt
from functools import lru_cache
from typing import Final

CALENDARS: Final = {"England": "ENG", "Wales": "WLS", "Scotland": "SCT", "Northern Ireland": "NIR"}


@lru_cache(maxsize=64)
def bank_holidays(calendar: str, year: int) -> frozenset[dt.date]:
    """The bank holidays of a year in this part of the United Kingdom."""
    import holidays

    return frozenset(holidays.country_holidays("GB", subdiv=CALENDARS[calendar], years=year))


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
