"""A clock that is set back, or far ahead: nothing is lost and nothing changes its order."""

import datetime as dt
from pathlib import Path

import pytest

from qaf_desktop.clock import FixedClock
from qaf_desktop.errors import Refused
from qaf_desktop.services import audits
from qaf_desktop.store.verify import verify
from qaf_desktop.store.workspace import open_workspace
from tests.services import council


@pytest.mark.parametrize("days", [-1, -400, -20_000, 20_000])
def test_an_audit_goes_on_whatever_the_clock_says_between_its_steps(tmp_path: Path, days: int) -> None:
    ws = council.make(tmp_path)
    key = council.begun(ws)
    council.later(ws, days=days)
    audits.fill(ws, key, {"b_voice": {"b_day_ev": "after"}})
    assert audits.draft(ws, key).answers["b_voice"]["b_day_ev"] == "after"
    council.later(ws, days=-days)
    audits.submit(ws, key)
    council.later(ws, days=-2)
    audits.correct(ws, key, "The date of the visit", "A. Shah")
    ws.close()
    again = open_workspace(ws.folder, "a long passphrase", FixedClock(council.NOW - dt.timedelta(days=3_000)))
    assert [row.number for row in audits.list_audits(again, audits.AuditFilter(), limit=5).items] == ["104482"]
    assert verify(again).problems == ()
    again.close()


def test_dates_that_lie_ahead_of_a_clock_set_back_are_pointed_out_and_the_draft_stays(tmp_path: Path) -> None:
    ws = council.make(tmp_path)
    key = council.begun(ws)
    council.later(ws, days=-400)
    before = audits.draft(ws, key).answers
    with pytest.raises(Refused, match="Enter a date between the start of the period and today"):
        audits.submit(ws, key)
    assert audits.draft(ws, key).answers == before
