"""The practice workspace: all there, the same each time, and true to the rules."""

import datetime as dt
import re
from collections import Counter
from pathlib import Path

import pytest

from qaf_desktop.clock import FixedClock
from qaf_desktop.domain.independence import AuditedCase, Auditor, refusal
from qaf_desktop.domain.words import GRADES
from qaf_desktop.errors import DiskFull
from qaf_desktop.services.practice import make
from qaf_desktop.services.practice_audits import has_words_for
from qaf_desktop.services.practice_plan import Plan, plan
from qaf_desktop.services.practice_text import _rows, phrases, suits, threads

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


@pytest.mark.parametrize("day", [TODAY + dt.timedelta(days=past) for past in range(0, 14, 3)])
def test_lists_are_alive_on_whatever_day_it_is_made(day: dt.date) -> None:
    audits = [one for one in plan(day, "R. Patel").audits if one.stage == "submitted"]
    recent = [one for one in audits if (day - one.ended.date()).days <= 14]
    unfiled = [one for one in recent if "filing" not in {kind for kind, _, _ in one.after}]
    assert 8 <= len(recent) < 30 and len(unfiled) >= 4
    drafts = [one for one in plan(day, "R. Patel").audits if one.stage == "draft"]
    untold = [one for one in drafts if one.answers.get("d_safety", {}).get("d_urgent") == "yes"]
    assert {one.auditor == "R. Patel" for one in untold} == {True, False}
    assert all((day - one.begun.date()).days <= 3 for one in untold)


def test_some_cases_were_audited_before(planned: Plan) -> None:
    again = [one for one in planned.audits if one.purpose == "re_test"]
    earlier = {one.case.number for one in planned.audits if one.purpose != "re_test" and one.stage == "submitted"}
    assert len(again) == 4 and {one.case.number for one in again} <= earlier


def test_there_are_words_for_each_child(planned: Plan) -> None:
    beside = ("child_contact", "family_contact")  # said instead of the ones for both, where they fit
    kinds = {row[0] for row in _rows("phrases") if not row[0].startswith(beside)}
    for plan_type, age_band in {(a.case.plan, a.case.age_band) for a in planned.audits}:
        asked = {kind for kind in kinds if not (kind.startswith("child_") and age_band == "0_4")}
        mute = [kind for kind in asked if not any(suits(when, plan_type, age_band) for _, when in phrases(kind))]
        assert mute == [], (plan_type, age_band)
        assert len({one.question for one in threads() if suits(one.when, plan_type, age_band)}) >= 22


def test_no_sentence_is_worn_out(planned: Plan) -> None:
    said: Counter[str] = Counter()
    for audit in planned.audits:
        said.update(text for group in audit.answers.values() for text in group.values() if _is_long(text))
    assert max(said.values()) <= 16
    assert sum(said[text] == 1 for text in said) > 900


def _is_long(text: object) -> bool:
    return isinstance(text, str) and len(text) > 30


def test_nobody_is_called_a_child_who_is_grown_up(planned: Plan) -> None:
    for audit in planned.audits:
        if audit.case.age_band == "18_25":
            texts = [text for group in audit.answers.values() for text in group.values() if _is_long(text)]
            assert not [text for text in texts if re.search(r"\bthe child(?!\w)", text)]


def test_making_it_leaves_all_or_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("qaf_desktop.services.practice.populate", fails)
    with pytest.raises(DiskFull):
        make(tmp_path / "practice", FixedClock(NOW))
    assert list(tmp_path.iterdir()) == []


def test_nothing_happens_after_today(planned: Plan) -> None:
    moments = [moment for audit in planned.audits for _, moment, _ in audit.after]
    moments += [audit.ended for audit in planned.audits]
    assert max(moments) < NOW and min(moments) > NOW - dt.timedelta(days=108)
    assert all(moment.weekday() < 5 for moment in moments)


def test_it_is_recorded_and_says_who_is_there(tmp_path: Path) -> None:
    from qaf_desktop.services import directory

    ws = make(tmp_path / "practice", FixedClock(NOW))
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
