"""Settings: each has words, a value that is none is refused, and only what differs is recorded."""

import datetime as dt
from dataclasses import fields
from pathlib import Path

import pytest

from qaf_desktop.clock import FixedClock
from qaf_desktop.domain.events import SettingsChanged
from qaf_desktop.errors import Refused
from qaf_desktop.services import directory, settings
from qaf_desktop.store import journal
from qaf_desktop.store.project_directory import event_of
from qaf_desktop.store.workspace import Workspace
from tests.store.test_workspace import make_workspace


@pytest.fixture
def ws(tmp_path: Path) -> Workspace:
    return make_workspace(tmp_path / "w")


def test_every_setting_has_words_and_a_group() -> None:
    assert set(settings.ABOUT) == {field.name for field in fields(settings.Settings)}
    assert {about.group for about in settings.ABOUT.values()} == set(settings.GROUPS)


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("response_days", 1, "1 working day"),
        ("supervision_calendar_days", 28, "28 days"),
        ("any_section_starts_dip_sample", False, "No"),
        ("duty_number", "", "Not recorded yet"),
    ],
)
def test_a_value_is_said_with_its_unit(name: str, value: object, words: str) -> None:
    assert settings.in_words(name, value) == words


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"response_days": 0}, "from 1 to 365 for response to findings"),
        ({"response_days": "ten"}, "takes a whole number"),
        ({"calendar": "Mars"}, "Choose one of these calendars"),
        ({"zone": "Europe/Nowhere"}, "is no time zone"),
        ({"zone": "../etc/passwd"}, "is no time zone"),
        ({"organisation": " "}, "Enter the name of the organisation"),
        ({"duty_number": "1" * 201}, "at most 200 characters"),
        ({"colour": "red"}, "no setting called colour"),
    ],
)
def test_a_value_that_is_none_is_refused_and_nothing_changes(ws: Workspace, values: dict, words: str) -> None:
    before = settings.get(ws)
    with pytest.raises(Refused, match=words):
        settings.change(ws, **values)
    assert settings.get(ws) == before


def test_only_what_differs_is_recorded(ws: Workspace) -> None:
    settings.change(ws, response_days=10, filing_days=7)
    with ws.reading() as connection:
        last = journal.of_entity(connection, ws.id)[-1]
        count = journal.count(connection)
    assert event_of(last) == SettingsChanged({"filing_days": 7})
    settings.change(ws, filing_days=7)
    with ws.reading() as connection:
        assert journal.count(connection) == count


def test_only_an_administrator_changes_settings(ws: Workspace) -> None:
    ws.person_id = directory.add_person(ws, "A. Shah")
    with pytest.raises(Refused, match="You cannot change the settings"):
        settings.change(ws, filing_days=7)


def test_today_is_the_day_in_the_councils_zone(ws: Workspace) -> None:
    clock = ws.clock
    assert isinstance(clock, FixedClock)
    clock.moment = dt.datetime(2026, 9, 1, 23, 30, tzinfo=dt.UTC)
    settings.change(ws, zone="Pacific/Auckland")
    assert ws.today() == dt.date(2026, 9, 2)
    settings.change(ws, zone="America/New_York")
    assert ws.today() == dt.date(2026, 9, 1)
