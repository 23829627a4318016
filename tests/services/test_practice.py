"""The practice workspace: all there, the same each time, and true to the rules."""

import datetime as dt
import time
from pathlib import Path

import pytest

from qaf_desktop.clock import FixedClock
from qaf_desktop.domain.independence import AuditedCase, Auditor, refusal
from qaf_desktop.domain.words import GRADES
from qaf_desktop.services.practice import make
from qaf_desktop.services.practice_audits import has_words_for
from qaf_desktop.services.practice_plan import Plan, plan
from qaf_desktop.services.practice_text import threads

TODAY = dt.date(2026, 8, 4)
NOW = dt.datetime(2026, 8, 4, 9, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def planned() -> Plan:
    return plan(TODAY, "R. Patel")


def test_it_has_forty_people_three_hundred_cases_and_eighty_audits(planned: Plan) -> None:
    assert (len(planned.people) + 1, len(planned.cases), len(planned.audits)) == (40, 300, 80)


def test_the_same_seed_and_day_give_the_same_plan(planned: Plan) -> None:
    assert plan(TODAY, "R. Patel") == planned
    assert plan(TODAY, "R. Patel", seed=7) != planned


def test_no_reasons_are_said_twice(planned: Plan) -> None:
    reasons = [
        text
        for audit in planned.audits
        for group in audit.answers.values()
        for name, text in group.items()
        if name.endswith("_reasons")
    ]
    assert len(reasons) > 550
    assert len(set(reasons)) == len(reasons)


def test_nobody_audits_their_own_team_or_worker(planned: Plan) -> None:
    people = {p.name: p for p in planned.people}
    for audit in planned.audits:
        person = people.get(audit.auditor)
        teams = {person.team: person.team} if person and person.team else {}
        supervised = {p.name for p in planned.people if p.manager == audit.auditor}
        case = AuditedCase(audit.case.number, audit.case.number, audit.case.worker, "", audit.case.team)
        assert refusal(Auditor(audit.auditor, teams, supervised), case, audit.purpose) is None


def test_every_state_is_there_and_three_drafts_are_the_starters(planned: Plan) -> None:
    kinds = {kind for audit in planned.audits for kind, _, _ in audit.after}
    assert kinds >= {"correction", "withdrawal", "filing", "child", "family", "worker_view", "reason"}
    drafts = [a for a in planned.audits if a.stage == "draft"]
    assert len(drafts) == 11 and sum(a.auditor == "R. Patel" for a in drafts) == 3
    assert any(a.answers.get("d_safety", {}).get("d_urgent") == "yes" for a in planned.audits)


def test_there_are_words_for_every_grade_and_forty_matters() -> None:
    assert all(has_words_for(grade) for grade in GRADES)
    for part in ("strength", "improvement", "recommendation"):
        assert len({getattr(one, part) for one in threads()}) >= 40


def test_nothing_happens_after_today(planned: Plan) -> None:
    moments = [moment for audit in planned.audits for _, moment, _ in audit.after]
    moments += [audit.ended for audit in planned.audits]
    assert max(moments) < NOW and min(moments) > NOW - dt.timedelta(days=280)


def test_it_is_recorded_in_time_and_says_who_is_there(tmp_path: Path) -> None:
    from qaf_desktop.services import directory

    started = time.monotonic()
    ws = make(tmp_path / "practice", FixedClock(NOW))
    assert time.monotonic() - started < 10
    assert (directory.people(ws).total, len(directory.teams(ws))) == (40, 6)
    assert directory.me(ws).name == "R. Patel"
    ws.close()


def test_every_submitted_audit_satisfies_the_tool(planned: Plan) -> None:
    from qaf_desktop import resources
    from qaf_desktop.tool.compile import compile_tool
    from qaf_desktop.tool.form import Form

    tool = compile_tool(resources.path("tools/standard.md").read_bytes(), "standard.md")
    for audit in [a for a in planned.audits if a.stage == "submitted"][::6]:
        assert Form(tool, audit.answers, now=NOW).problems() == ()
