"""What the status bar says, state by state."""

import datetime as dt
from typing import Any

import pytest

from qaf_desktop.services.exchange_status import ExchangeStatus, Glance, Waiting
from qaf_desktop.services.intake_lists import Problem
from qaf_desktop.ui import exchange_words as words

AT = dt.datetime(2026, 8, 4, 11, 5, tzinfo=dt.UTC)
LATER = dt.datetime(2026, 8, 4, 14, 32, tzinfo=dt.UTC)
NOTHING = ExchangeStatus("/shared", True, False, (), 0, 0, AT, "", None, (), (), 0)
CASE = Waiting("CaseAdded", "1 case", 1)


def glance(code: str = "", **said: Any) -> Glance:
    known = {name: getattr(NOTHING, name) for name in NOTHING.__slots__}
    return Glance(ExchangeStatus(**(known | said)), AT, code)


TROUBLE = {"trouble": "The shared folder /shared is not there now.", "trouble_since": AT}


@pytest.mark.parametrize(
    ("code", "said", "sentence"),
    [
        ("", {}, "All sent. Received as of 11:05am"),
        ("", {"waiting": (CASE,)}, "1 change waiting to be sent. Last exchange 11:05am"),
        ("", {"waiting": (Waiting("", "", 1200),)}, "1,200 changes waiting to be sent. Last exchange 11:05am"),
        ("", {"folder": ""}, "No shared folder yet"),
        ("", {"folder": "", "waiting": (CASE,)}, "No shared folder yet. 1 change waiting"),
        ("", {"last": None}, "Not exchanged yet"),
        ("", {"last": None, "waiting": (CASE,)}, "1 change waiting to be sent. Not exchanged yet"),
        ("unreachable", TROUBLE, "Shared folder not reachable since 11:05am"),
        ("unreachable", {**TROUBLE, "waiting": (CASE,)}, "Shared folder not reachable since 11:05am. 1 change waiting"),
        ("denied", TROUBLE, "Shared folder denies access since 11:05am"),
        ("disk_full", TROUBLE, "Shared folder full since 11:05am"),
        ("disk_full", {**TROUBLE, "trouble": "The disk is full."}, "This laptop's disk full since 11:05am"),
        ("refused", TROUBLE, "Shared folder cannot be used since 11:05am"),
        ("", {"removed": True, "approved": False}, "This laptop was removed. It sends nothing any more"),
        ("", {"problems": (Problem("f", "", "m"),)},
         "1 problem in the shared folder. All sent. Received as of 11:05am"),
        ("", {"problems": (Problem("f", "", "m"),), "waiting": (CASE,)},
         "1 problem in the shared folder. 1 change waiting to be sent. Last exchange 11:05am"),
    ],
)  # fmt: skip
def test_each_state_has_its_sentence(code: str, said: dict[str, Any], sentence: str) -> None:
    assert words.bar(glance(code, **said), LATER).words == sentence


def test_all_sent_is_said_only_where_nothing_waits() -> None:
    for said in ({"waiting": (CASE,)}, TROUBLE, {"folder": ""}, {"last": None}, {"removed": True}):
        assert "All sent" not in words.bar(glance("unreachable", **said), LATER).words  # type: ignore[arg-type]


def test_a_moment_of_another_day_has_its_day_and_of_another_year_its_year() -> None:
    assert words.moment(dt.datetime(2026, 7, 27, 11, 5, tzinfo=dt.UTC), LATER) == "Monday 27 July 11:05am"
    assert words.today_at(dt.datetime(2025, 7, 28, 11, 5, tzinfo=dt.UTC), LATER) == "Monday 28 July 2025"
    assert words.today_at(AT, LATER) == "today 11:05am"
    assert words.heard("", LATER) == "not heard from yet"


def test_trouble_is_announced_when_it_comes_and_when_it_ends_and_not_in_between() -> None:
    fine, bad = words.bar(glance(), LATER), words.bar(glance("unreachable", **TROUBLE), LATER)
    assert words.announced(fine, bad) == "Shared folder not reachable since 11:05am"
    assert words.announced(bad, bad) == ""
    assert words.announced(bad, fine) == "The exchange works again. All sent. Received as of 11:05am"
    assert words.announced(None, fine) == ""
