"""Cases: one child's record, known by its number. Held as little as the job allows; no child's name."""

import re
from dataclasses import dataclass
from typing import Any

from qaf_desktop.domain.events import CaseAdded, CaseChanged
from qaf_desktop.domain.words import AGE_BANDS, PLAN_TYPES
from qaf_desktop.errors import Ambiguous, NotFound, Refused
from qaf_desktop.services import directory
from qaf_desktop.services.page import Page
from qaf_desktop.store import query_directory
from qaf_desktop.store.workspace import Workspace

_NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9/._-]{0,39}")


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case with its worker, team and service."""

    id: str
    number: str
    plan: str
    age_band: str | None
    worker_id: str | None
    worker: str
    team_id: str | None
    team: str
    service_id: str | None
    service: str


def cases(ws: Workspace, text: str = "", offset: int = 0, limit: int = 200) -> Page[CaseRow]:
    """A page of cases by number; `text` begins the number, or is in the worker's or team's name."""
    with ws.reading() as connection:
        rows, total = query_directory.cases(connection, text, offset, limit)
    return Page(tuple(_case(row) for row in rows), total)


def held_by(ws: Workspace, person_id: str) -> int:
    """How many cases this person is the worker of."""
    with ws.reading() as connection:
        return query_directory.cases_held(connection, person_id)


def case(ws: Workspace, number_or_id: str) -> CaseRow:
    """The case with this number or id. Raises NotFound, Ambiguous."""
    with ws.reading() as connection:
        rows = query_directory.case_called(connection, number_or_id)
    if not rows:
        raise NotFound(f"There is no case {number_or_id}. Add it: case add {number_or_id} --plan PLAN --worker WORKER")
    if len(rows) > 1:
        raise Ambiguous(f"{len(rows)} cases have the number {number_or_id}. Name one by id: case list.")
    return _case(rows[0])


def add_case(
    ws: Workspace,
    number: str,
    plan: str,
    worker: str | None = None,
    team: str | None = None,
    age_band: str | None = None,
) -> str:
    """Adds a case; answers its id. The team is the worker's where none is named."""
    from qaf_desktop.services.rights import require, require_event

    require(ws, "CaseAdded", "add a case")
    number = a_number(number)
    with ws.reading() as connection:
        if query_directory.case_called(connection, number):
            raise Refused(f"There is a case {number} already.")
    worker_row = directory.person(ws, worker) if worker else None
    team_id = directory.find_team(ws, team).id if team else (worker_row.team_id if worker_row else None)
    event = CaseAdded(number, a_plan(plan), worker_row.id if worker_row else None, team_id, an_age_band(age_band))
    require_event(ws, event, "add a case of this team")
    identity = ws.new_id()
    with ws.writing() as writing:
        writing.record("case", identity, event)
    return identity


def change_case(
    ws: Workspace,
    number_or_id: str,
    *,
    plan: str | None = None,
    worker: str | None = None,
    team: str | None = None,
    age_band: str | None = None,
) -> CaseRow:
    """Changes what is given and keeps the rest; an empty worker, team or age band takes it away."""
    from qaf_desktop.services.rights import require, require_event

    require(ws, "CaseChanged", "change a case")
    old = case(ws, number_or_id)
    worker_id = old.worker_id if worker is None else (directory.person(ws, worker).id if worker else None)
    team_id = old.team_id if team is None else (directory.find_team(ws, team).id if team else None)
    band = old.age_band if age_band is None else an_age_band(age_band)
    event = CaseChanged(old.plan if plan is None else a_plan(plan), worker_id, team_id, band)
    require_event(ws, event, "change a case into one of this team")
    with ws.writing() as writing:
        writing.record("case", old.id, event)
    return case(ws, old.id)


def a_number(text: str) -> str:
    """A case number as it is stored. Raises Refused for what cannot be one, a name among it."""
    number = text.strip()
    if not number:
        raise Refused("Enter the case number.")
    if not _NUMBER.fullmatch(number) or not any(letter.isdigit() for letter in number):
        raise Refused(f"{number} is no case number. Enter the number of the social care system, never a child's name.")
    return number


def a_plan(text: str) -> str:
    """A plan type by its value or its words. Raises Refused."""
    return _one_of(text, PLAN_TYPES, "plan")


def an_age_band(text: str | None) -> str | None:
    """An age band by its value or its words; None where nothing is said. Raises Refused."""
    return _one_of(text, AGE_BANDS, "age band") if text and text.strip() else None


def _one_of(text: str, words: dict[str, str], what: str) -> str:
    plain = re.sub(r"[\s_-]+", "_", text.strip().lower().replace(" to ", "-"))
    for value, label in words.items():
        if plain in (value, re.sub(r"[\s_-]+", "_", label.lower().replace(" to ", "-"))):
            return value
    raise Refused(f"{text.strip() or 'Nothing'} is no {what}. Enter one of: {', '.join(words)}.")


def _case(row: Any) -> CaseRow:
    return CaseRow(
        row.id,
        row.number,
        row.plan,
        row.age_band,
        row.worker_id,
        row.worker or "",
        row.team_id,
        row.team or "",
        row.service_id,
        row.service or "",
    )
