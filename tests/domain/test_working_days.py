"""Working days of England, bank holidays among them."""

import datetime as dt

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qaf_desktop.domain.working_days import (
    add_working_days,
    bank_holidays,
    is_working_day,
    overdue_by,
    working_days_between,
)


def test_good_friday_is_a_working_day_neither_in_england_nor_scotland() -> None:
    assert not is_working_day(dt.date(2026, 4, 3))


def test_easter_monday_is_a_working_day_in_scotland_alone() -> None:
    assert not is_working_day(dt.date(2026, 4, 6))
    assert is_working_day(dt.date(2026, 4, 6), "Scotland")


def test_ten_working_days_over_christmas_skip_the_bank_holidays() -> None:
    assert add_working_days(dt.date(2026, 12, 18), 10) == dt.date(2027, 1, 6)


def test_nothing_is_overdue_on_its_day() -> None:
    assert overdue_by(dt.date(2026, 8, 3), dt.date(2026, 8, 3)) == 0
    assert overdue_by(dt.date(2026, 7, 31), dt.date(2026, 8, 3)) == 1


@given(st.dates(dt.date(2020, 1, 1), dt.date(2035, 1, 1)), st.integers(0, 60))
def test_adding_and_counting_agree(day: dt.date, count: int) -> None:
    assert working_days_between(day, add_working_days(day, count)) == count


@pytest.mark.parametrize(("calendar", "code"), [("England", "ENG"), ("Wales", "WLS"), ("Scotland", "SCT"),
                                                ("Northern Ireland", "NIR")])  # fmt: skip
def test_bank_holidays_are_those_that_a_library_of_all_countries_knows(calendar: str, code: str) -> None:
    known = holidays.country_holidays("GB", subdiv=code, years=range(2019, 2061))
    ours = {day for year in range(2019, 2061) for day in bank_holidays(calendar, year)}
    assert ours == {day for day in known if day.weekday() < 5}
