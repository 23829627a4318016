"""The workspace's settings: periods, calendar, telephone numbers. They are entries, so that all laptops count alike.

`ABOUT` says of each what it is called on screen, in which unit it counts, and where it belongs.
"""

import json
from dataclasses import dataclass, fields
from typing import Final

from qaf_desktop.clock import is_zone
from qaf_desktop.domain.events import SettingsChanged
from qaf_desktop.domain.working_days import CALENDARS
from qaf_desktop.errors import Refused
from qaf_desktop.store import query_directory
from qaf_desktop.store.workspace import Workspace

LONGEST_TEXT: Final = 200


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting with its default. Days are working days: this product's defaults, not the framework's."""

    organisation: str = ""
    response_days: int = 10
    filing_days: int = 5
    correction_days: int = 5
    concern_answer_days: int = 1
    dip_sample_days: int = 20
    moderation_days: int = 10
    moderation_inadequate_days: int = 5
    feedback_days: int = 10
    supervision_calendar_days: int = 28
    any_section_starts_dip_sample: bool = False
    duty_number: str = ""
    out_of_hours_number: str = ""
    designated_officer_number: str = ""
    zone: str = "Europe/London"
    calendar: str = "England"
    lock_after_minutes: int = 15
    retention_years: int = 6


@dataclass(frozen=True, slots=True)
class About:
    """What a setting is called, what it counts (one, many), and a sentence where its name does not say enough."""

    group: str
    words: str
    units: tuple[str, str] = ("", "")
    hint: str = ""
    most: int = 365


_KINDS: Final = {str: "text", int: "whole number", bool: "yes or no"}
_WORKING: Final = ("working day", "working days")
GROUPS: Final = {
    "numbers": "Telephone numbers",
    "periods": "Periods",
    "counting": "How days are counted",
    "workspace": "This workspace",
}
ABOUT: Final[dict[str, About]] = {
    "organisation": About("workspace", "Organisation", hint="Stands on every summary"),
    "lock_after_minutes": About(
        "workspace", "Lock when idle for", ("minute", "minutes"), "The computer, not just this window"
    ),
    "retention_years": About(
        "workspace",
        "Keep closed cases for",
        ("year", "years"),
        "From the last entry; after that they are listed",
        most=99,
    ),
    "duty_number": About("numbers", "Duty team"),
    "out_of_hours_number": About("numbers", "Out of hours"),
    "designated_officer_number": About(
        "numbers", "Designated officer", hint="For a concern about someone who works with the child"
    ),
    "response_days": About("periods", "Response to findings", _WORKING, "From the day of submission"),
    "filing_days": About("periods", "Filing in the child's own record", _WORKING, "From the day of submission"),
    "correction_days": About("periods", "Factual corrections", _WORKING, "From the day of submission"),
    "concern_answer_days": About("periods", "Answers to an urgent concern", _WORKING),
    "dip_sample_days": About("periods", "Further cases", _WORKING),
    "moderation_inadequate_days": About("periods", "Moderation of an inadequate audit", _WORKING),
    "moderation_days": About("periods", "Moderation of other audits", _WORKING),
    "feedback_days": About("periods", "Feedback after moderation", _WORKING),
    "supervision_calendar_days": About("periods", "From one supervision to the next", ("day", "days")),
    "any_section_starts_dip_sample": About(
        "periods",
        "Further cases where any section is inadequate",
        hint="And not only where the overall grade asks for it",
    ),
    "calendar": About("counting", "Working days of"),
    "zone": About("counting", "Time zone", hint="Such as Europe/London"),
}


def get(ws: Workspace) -> Settings:
    """The settings as they stand; one that was given a value which it cannot have stands as it does at first."""
    with ws.reading() as connection:
        stored = query_directory.settings(connection)
    known = {field.name for field in fields(Settings)}
    values = {name: json.loads(value) for name, value in stored.items() if name in known}
    return Settings(**{name: value for name, value in values.items() if _can_be(name, value)})


def _can_be(name: str, value: object) -> bool:
    if name == "organisation":
        return isinstance(value, str)
    try:
        check(name, value)
    except Refused:
        return False
    return True


def in_words(name: str, value: object) -> str:
    """A setting's value as people read it: "10 working days"."""
    about = ABOUT[name]
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, int):
        return f"{value:,} {about.units[value != 1]}".strip()
    return str(value) or "Not recorded yet"


def change(ws: Workspace, **values: str | int | bool) -> Settings:
    """Gives settings these values, those that differ. Raises Refused for a name or value that is none."""
    from qaf_desktop.services.rights import require

    require(ws, "SettingsChanged", "change the settings")
    for name, value in values.items():
        check(name, value)
    now = get(ws)
    differing = {name: value for name, value in values.items() if getattr(now, name) != value}
    if differing:
        with ws.writing() as writing:
            writing.record("workspace", ws.id, SettingsChanged(dict(differing)))
    return get(ws)


def check(name: str, value: object) -> None:
    """Raises Refused for a name or a value that is none."""
    if name not in ABOUT:
        raise Refused(f"There is no setting called {name}.")
    about, kind = ABOUT[name], type(getattr(Settings(), name))
    if type(value) is not kind:
        raise Refused(f"The setting {about.words} takes a {_KINDS[kind]}.")
    if kind is int and not 1 <= int(str(value)) <= about.most:
        raise Refused(f"Enter a number from 1 to {about.most} for {about.words.lower()}.")
    if kind is str and len(str(value)) > LONGEST_TEXT:
        raise Refused(f"Enter at most {LONGEST_TEXT} characters for {about.words.lower()}.")
    if name == "organisation" and not str(value).strip():
        raise Refused("Enter the name of the organisation.")
    if name == "calendar" and value not in CALENDARS:
        raise Refused(f"Choose one of these calendars: {', '.join(CALENDARS)}.")
    if name == "zone" and not is_zone(value):
        raise Refused(f"{value} is no time zone. Enter one such as Europe/London.")
