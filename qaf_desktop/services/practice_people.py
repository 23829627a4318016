"""The made-up council of the practice workspace: its services, teams, people and cases. Plain data, from a seed."""

import random
from dataclasses import dataclass
from typing import Final

SERVICES: Final = ("Help and protection", "Children looked after and leaving care")
TEAMS: Final = (
    ("Assessment", 0),
    ("Family support North", 0),
    ("Family support South", 0),
    ("Court and permanence", 1),
    ("Looked after children", 1),
    ("Leaving care", 1),
)
WORKERS_PER_TEAM: Final = 4
CASES: Final = 300
FIRST_NUMBER: Final = 100200
_PLANS: Final = (
    ("in_assessment", "contact_or_referral", "early_help"),
    ("child_in_need", "child_protection", "early_help", "closed"),
    ("child_in_need", "child_protection", "child_protection", "closed"),
    ("pre_proceedings", "child_protection", "child_looked_after"),
    ("child_looked_after",),
    ("care_leaver", "child_looked_after"),
)
_MANAGERS: Final = ("S. Okafor", "J. Whitfield", "M. Rahman", "C. Doyle", "P. Nowak", "L. Achebe")
_SERVICE_MANAGERS: Final = ("H. Lindqvist", "T. Mensah")
_WORKERS: Final = (
    "A. Shah", "B. Carver", "D. Osei", "E. Fenwick", "F. Hussain", "G. Tanner", "H. Marsh", "I. Kovacs",
    "J. Adeyemi", "K. Lowe", "L. Petrov", "M. Dunne", "N. Chowdhury", "O. Brandt", "P. Sissoko", "R. Ashby",
    "S. Venn", "T. Quaye", "U. Farrow", "V. Jankowski", "W. Idris", "Y. Coles", "Z. Barrow", "A. Mbeki",
)  # fmt: skip
_OTHERS: Final = (
    ("D. Harcourt", "head_of_service"),
    ("N. Abara", "standards_lead"),
    ("V. Stone", "moderator"),
    ("C. Ellery", "quality_officer"),
    ("F. Banerjee", "quality_officer"),
    ("W. Hartley", "reader"),
    ("I. Grove", "administrator"),
)


@dataclass(frozen=True, slots=True)
class PlannedPerson:
    """A person: team and manager by name; roles as (role, teams, services), also by name."""

    name: str
    team: str | None
    manager: str | None
    roles: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class PlannedCase:
    """A case: worker and team by name."""

    number: str
    plan: str
    age_band: str
    worker: str
    team: str


def people() -> tuple[PlannedPerson, ...]:
    """Thirty-nine people: with the one who starts the workspace, forty. Managers come before those they manage."""
    found = [PlannedPerson(name, None, None, ((role, (), ()),)) for name, role in _OTHERS]
    for index, name in enumerate(_SERVICE_MANAGERS):
        limited = ("service_manager", (), (SERVICES[index],))
        found.append(PlannedPerson(name, None, _OTHERS[0][0], (limited, ("auditor", (), ()))))
    for index, name in enumerate(_MANAGERS):
        team, service = TEAMS[index]
        roles = (("team_manager", (team,), ()), ("auditor", (), ()))
        found.append(PlannedPerson(name, team, _SERVICE_MANAGERS[service], roles))
    for index, name in enumerate(_WORKERS):
        place = index // WORKERS_PER_TEAM
        found.append(PlannedPerson(name, TEAMS[place][0], _MANAGERS[place], (("social_worker", (), ()),)))
    return tuple(found)


def cases(rng: random.Random) -> tuple[PlannedCase, ...]:
    """Three hundred cases, numbered from 100200, each with a plan that its team holds and an age that fits."""
    found = []
    for index in range(CASES):
        worker = index % len(_WORKERS)
        place = worker // WORKERS_PER_TEAM
        plan = rng.choice(_PLANS[place])
        number = str(FIRST_NUMBER + index)
        found.append(PlannedCase(number, plan, _age(rng, plan), _WORKERS[worker], TEAMS[place][0]))
    return tuple(found)


def manager_of(team: str) -> str:
    """The team manager of a team."""
    return _MANAGERS[[name for name, _ in TEAMS].index(team)]


def service_of(team: str) -> str:
    """The service that a team belongs to."""
    return SERVICES[dict(TEAMS)[team]]


def auditors_for(case: PlannedCase, starter: str) -> tuple[str, ...]:
    """Who can audit the case: managers of other teams, service managers, and whoever started the workspace."""
    others = tuple(name for name in _MANAGERS if name != manager_of(case.team))
    return (*others, *_SERVICE_MANAGERS, starter)


def _age(rng: random.Random, plan: str) -> str:
    if plan == "care_leaver":
        return rng.choice(("16_17", "18_25", "18_25"))
    bands = ("0_4", "5_9", "5_9", "10_15", "10_15", "10_15", "16_17")
    if plan in ("child_protection", "in_assessment") and rng.random() < 0.06:
        return "unborn"
    return rng.choice(bands)
