"""The plan of the practice workspace: what will be recorded, when and by whom. The same for a seed and a day."""

import datetime as dt
import math
import random
from dataclasses import dataclass
from typing import Any, Final

from qaf_desktop.services.practice_audits import AuditWriter
from qaf_desktop.services.practice_people import PlannedCase, PlannedPerson, auditors_for, cases, people
from qaf_desktop.services.practice_text import Hand

SEED: Final = 20260
SUBMITTED: Final = 66
DRAFTS: Final = 11
ABANDONED: Final = 3
RE_TESTS: Final = 4
JUST_IN: Final = 4
UNFILED: Final = 16
UNTOLD: Final = (1, 3)
_GRADES: Final = ("outstanding",) * 6 + ("good",) * 29 + ("requires_improvement",) * 22 + ("inadequate",) * 9
_TOLD: Final = (
    "Duty manager, help and protection",
    "Team manager on call",
    "Head of service",
    "Duty social worker, and the service manager",
)
_UNFIT: Final = ("contact_or_referral", "closed")


@dataclass(frozen=True, slots=True)
class PlannedAudit:
    """An audit: `stage` is submitted, draft or abandoned; `answers` as far as they go; `after` what came later.

    `after` holds (kind, moment, text) with kind correction, withdrawal, filing, child, family or worker_view.
    """

    case: PlannedCase
    auditor: str
    purpose: str
    stage: str
    begun: dt.datetime
    ended: dt.datetime
    answers: dict[str, Any]
    after: tuple[tuple[str, dt.datetime, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole practice workspace."""

    people: tuple[PlannedPerson, ...]
    cases: tuple[PlannedCase, ...]
    audits: tuple[PlannedAudit, ...]


def plan(today: dt.date, starter: str, seed: int = SEED) -> Plan:
    """Forty people (with the one who starts), three hundred cases, eighty audits of the fourteen weeks up to today."""
    rng = random.Random(seed)
    all_cases = cases(rng)
    fit = [case for case in all_cases if case.plan not in _UNFIT and case.age_band != "unborn"]
    chosen = rng.sample(fit, SUBMITTED + DRAFTS + ABANDONED - RE_TESTS)
    chosen[SUBMITTED - RE_TESTS : SUBMITTED - RE_TESTS] = chosen[:RE_TESTS]
    writer = AuditWriter(rng)
    grades = list(_GRADES)
    rng.shuffle(grades)
    audits = [
        _submitted(rng, writer, chosen[index], grade, starter, _moment(rng, today, _days_back(index)), index)
        for index, grade in enumerate(grades)
    ]
    for index, case in enumerate(chosen[SUBMITTED:]):
        stage = "draft" if index < DRAFTS else "abandoned"
        audits.append(_unfinished(rng, writer, case, stage, index, starter, today))
    return Plan(people(), all_cases, tuple(audits))


def _days_back(index: int) -> int:
    """How long ago an audit was submitted: the nearer, the more of them, so that lists have work of each age."""
    left = (SUBMITTED - 1 - index) / (SUBMITTED - 1)
    return 1 + round(97 * left * math.sqrt(left))


def _moment(rng: random.Random, today: dt.date, back: int) -> dt.datetime:
    day = today - dt.timedelta(days=max(back, 1))
    while day.weekday() > 4:
        day -= dt.timedelta(days=1)
    return dt.datetime.combine(day, dt.time(rng.randint(9, 15), rng.randint(0, 59)), dt.UTC)


def _submitted(
    rng: random.Random,
    writer: AuditWriter,
    case: PlannedCase,
    grade: str,
    starter: str,
    ended: dt.datetime,
    index: int,
) -> PlannedAudit:
    begun = ended - dt.timedelta(minutes=rng.randint(62, 95))
    urgent = None
    if grade == "inadequate" and rng.random() < 0.6:
        urgent = (rng.choice(_TOLD), (ended - dt.timedelta(minutes=25)).isoformat())
    again = index >= SUBMITTED - RE_TESTS
    answers = writer.write(case, grade, begun.date(), urgent, again)
    auditor = rng.choice(auditors_for(case, starter))
    purpose = rng.choice(("routine_cycle", "routine_cycle", "routine_cycle", "themed", "practice_learning_week"))
    after = _afterwards(rng, writer.hand(case, ended.date()), answers, ended, SUBMITTED - 1 - index)
    return PlannedAudit(case, auditor, "re_test" if again else purpose, "submitted", begun, ended, answers, after)


def _afterwards(
    rng: random.Random, hand: Hand, answers: dict[str, Any], ended: dt.datetime, newer: int
) -> tuple[tuple[str, dt.datetime, str], ...]:
    """What came after an audit that `newer` others followed: on the next working day, so never after today."""
    if newer < JUST_IN:
        return ()
    soon, latest = _next_day(ended, 20), _next_day(ended, 24)
    high = answers["i_judgement"]["i_overall"] in ("outstanding", "good")
    found = []
    if rng.random() < 0.12:
        found.append(("correction", soon, hand.pick("correction")))
    if rng.random() < 0.05:
        return (*found, ("withdrawal", latest, hand.pick("withdrawn")))
    if rng.random() < (0.9 if newer > UNFILED else 0.4):
        found.append(("filing", latest, latest.date().isoformat()))
    for who in ("child", "family"):
        if answers["a_setting_up"][f"a_{who}_contact"] == "not_yet" and rng.random() < 0.6:
            said = hand.pick(f"{who}_{'good' if high else 'weak'}")
            found.append((who, latest + dt.timedelta(minutes=10), said))
    if answers["i_judgement"]["i_worker_agrees"] == "later" and rng.random() < 0.6:
        found.append(("worker_view", latest + dt.timedelta(minutes=20), hand.pick("view_agrees")))
    return tuple(found)


def _next_day(ended: dt.datetime, hours: int) -> dt.datetime:
    moment = ended + dt.timedelta(hours=hours)
    return moment + dt.timedelta(days=7 - moment.weekday() if moment.weekday() > 4 else 0)


def _unfinished(
    rng: random.Random, writer: AuditWriter, case: PlannedCase, stage: str, index: int, starter: str, today: dt.date
) -> PlannedAudit:
    untold = stage == "draft" and index in UNTOLD
    begun = _moment(rng, today, 1 if untold else 1 + index * 2)
    grade = rng.choice(("good", "requires_improvement"))
    whole = writer.write(case, grade, begun.date(), ("", "") if untold else None)
    kept = (8, 5, 3, 4, 9, 1)[index % 6]
    answers = {name: group for place, (name, group) in enumerate(whole.items()) if place < kept}
    if kept == 9:
        del answers["i_judgement"]["i_overall"]
    auditor = starter if index < 3 else rng.choice(auditors_for(case, starter)[:-1])
    after: tuple[tuple[str, dt.datetime, str], ...] = ()
    ended = begun + dt.timedelta(minutes=12 * kept)
    if stage == "abandoned":
        after = (("reason", ended, writer.hand(case, begun.date()).pick("abandoned")),)
    return PlannedAudit(case, auditor, "routine_cycle", stage, begun, ended, answers, after)
