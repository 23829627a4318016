"""The workspace's settings: periods, calendar, telephone numbers. They are entries, so that all laptops count alike."""

import json
from dataclasses import dataclass, fields

from qaf_desktop.domain.events import SettingsChanged
from qaf_desktop.domain.working_days import CALENDARS
from qaf_desktop.errors import Refused
from qaf_desktop.store import query_directory
from qaf_desktop.store.workspace import Workspace


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


def get(ws: Workspace) -> Settings:
    """The settings as they stand."""
    with ws.reading() as connection:
        stored = query_directory.settings(connection)
    known = {field.name for field in fields(Settings)}
    return Settings(**{name: json.loads(value) for name, value in stored.items() if name in known})


def change(ws: Workspace, **values: str | int | bool) -> Settings:
    """Gives settings these values. Raises Refused for a name or value that is none."""
    from qaf_desktop.services.rights import require

    require(ws, "SettingsChanged", "change the settings")
    types = {field.name: type(getattr(Settings(), field.name)) for field in fields(Settings)}
    for name, value in values.items():
        if name not in types:
            raise Refused(f"There is no setting called {name}.")
        if type(value) is not types[name]:
            raise Refused(f"The setting {name} takes a {types[name].__name__}.")
        if isinstance(value, int) and not isinstance(value, bool) and not 1 <= value <= 365:
            raise Refused(f"Enter a number from 1 to 365 for {name.replace('_', ' ')}.")
    if values.get("calendar", "England") not in CALENDARS:
        raise Refused(f"Choose one of these calendars: {', '.join(CALENDARS)}.")
    with ws.writing() as writing:
        writing.record("workspace", ws.id, SettingsChanged(dict(values)))
    return get(ws)
