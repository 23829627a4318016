"""The plan of the practice workspace: what will be recorded, when and by whom. The same for a seed and a day."""

import datetime as dt
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
_GRADES: Final = ("outstanding",) * 6 + ("good",) * 29 + ("requires_improvement",) * 22 + ("inadequate",) * 9
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
    """Forty people (with the one who starts), three hundred cases, eighty audits of the nine months up to today."""
    rng = random.Random(seed)
    all_cases = cases(rng)
    fit = [case for case in all_cases if case.plan not in _UNFIT and case.age_band != "unborn"]
    chosen = rng.sample(fit, SUBMITTED + DRAFTS + ABANDONED)
    writer = AuditWriter(rng)
    grades = list(_GRADES)
    rng.shuffle(grades)
    audits = [
        _submitted(rng, writer, chosen[index], grade, starter, _moment(rng, today, 270 - index * 4))
        for index, grade in enumerate(grades)
    ]
    for index, case in enumerate(chosen[SUBMITTED:]):
        stage = "draft" if index < DRAFTS else "abandoned"
        audits.append(_unfinished(rng, writer, case, stage, index, starter, today))
    return Plan(people(), all_cases, tuple(audits))


def _moment(rng: random.Random, today: dt.date, back: int) -> dt.datetime:
    day = today - dt.timedelta(days=max(back, 2))
    while day.weekday() > 4:
        day -= dt.timedelta(days=1)
    return dt.datetime.combine(day, dt.time(rng.randint(9, 15), rng.randint(0, 59)), dt.UTC)


def _submitted(
    rng: random.Random, writer: AuditWriter, case: PlannedCase, grade: str, starter: str, ended: dt.datetime
) -> PlannedAudit:
    begun = ended - dt.timedelta(minutes=rng.randint(62, 95))
    urgent = None
    if grade == "inadequate" and rng.random() < 0.6:
        told = rng.choice(("Duty manager, help and protection", "Team manager on call", "Head of service"))
        urgent = (told, (ended - dt.timedelta(minutes=25)).isoformat())
    answers = writer.write(case, grade, begun.date(), urgent)
    auditor = rng.choice(auditors_for(case, starter))
    purpose = rng.choice(("routine_cycle", "routine_cycle", "routine_cycle", "themed", "practice_learning_week"))
    after = _afterwards(rng, answers, ended)
    return PlannedAudit(case, auditor, purpose, "submitted", begun, ended, answers, after)


def _afterwards(
    rng: random.Random, answers: dict[str, Any], ended: dt.datetime
) -> tuple[tuple[str, dt.datetime, str], ...]:
    latest = ended + dt.timedelta(hours=30)
    hand = Hand(rng, ended.date(), 30)
    high = answers["i_judgement"]["i_overall"] in ("outstanding", "good")
    found = []
    if rng.random() < 0.12:
        found.append(("correction", ended + dt.timedelta(hours=20), hand.pick("correction")))
    if rng.random() < 0.05:
        return (*found, ("withdrawal", latest, hand.pick("withdrawn")))
    if rng.random() < 0.6:
        found.append(("filing", latest, latest.date().isoformat()))
    for who in ("child", "family"):
        if answers["a_setting_up"][f"a_{who}_contact"] == "not_yet" and rng.random() < 0.5:
            said = hand.pick(f"{who}_{'good' if high else 'weak'}")
            found.append((who, latest + dt.timedelta(minutes=10), said))
    if answers["i_judgement"]["i_worker_agrees"] == "later" and rng.random() < 0.6:
        found.append(("worker_view", latest + dt.timedelta(minutes=20), hand.pick("view_agrees")))
    return tuple(found)


def _unfinished(
    rng: random.Random, writer: AuditWriter, case: PlannedCase, stage: str, index: int, starter: str, today: dt.date
) -> PlannedAudit:
    begun = _moment(rng, today, 3 + index * 2)
    grade = rng.choice(("good", "requires_improvement"))
    whole = writer.write(case, grade, begun.date(), None)
    kept = (1, 3, 5, 8, 9)[index % 5]
    answers = {name: group for place, (name, group) in enumerate(whole.items()) if place < kept}
    if kept == 9:
        del answers["i_judgement"]["i_overall"]
    auditor = starter if index < 3 else rng.choice(auditors_for(case, starter)[:-1])
    after: tuple[tuple[str, dt.datetime, str], ...] = ()
    if stage == "abandoned":
        reason = Hand(rng, begun.date(), 30).pick("abandoned")
        after = (("reason", begun + dt.timedelta(hours=2), reason),)
    ended = begun + dt.timedelta(minutes=12 * kept)
    return PlannedAudit(case, auditor, "routine_cycle", stage, begun, ended, answers, after)
