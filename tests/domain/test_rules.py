"""The framework's rules, each by its number and name in DOMAIN.md."""

import datetime as dt

import pytest

from qaf_desktop.domain import concern
from qaf_desktop.domain.audit import AuditState, Periods, Said, correction_closes, fold, starts_dip_sample, waiting_for
from qaf_desktop.domain.entries import Header
from qaf_desktop.domain.events import (
    AuditCorrected,
    AuditFiled,
    AuditSubmitted,
    AuditWithdrawn,
    CaseAtStart,
    Event,
    Recommendation,
    VoiceAdded,
    WorkerViewAdded,
)
from qaf_desktop.domain.gates import Asked, gaps
from qaf_desktop.domain.independence import AuditedCase, Auditor, refusal

CASE = AuditedCase("c1", "104482", "shah", "A. Shah", "north")
AT_START = CaseAtStart(
    "c1", "104482", "child_in_need", None, "shah", "A. Shah", "north", "North", "s", "S", "moss", "J. Moss"
)


def make_submitted(overall: str = "good", purpose: str = "routine_cycle") -> AuditSubmitted:
    return AuditSubmitted(
        case=AT_START,
        tool="standard",
        tool_version="1",
        tool_entity="t",
        purpose=purpose,
        auditor="patel",
        auditor_name="R. Patel",
        begun="2026-08-03T09:00:00Z",
        answers={},
        overall=overall,
        sections={},
        recommendations=(Recommendation("r1", "Record the child's views"),),
    )


def make_state(*events: Event) -> AuditState:
    header = Header("e", "audit", "k", "patel", "d", 1, "2026-08-03T09:00:00Z", (), "")
    return fold((str(n), header, event) for n, event in enumerate(events))


def test_rule_1_independence_refuses_the_case_of_a_worker_whom_one_supervises() -> None:
    said = refusal(Auditor("patel", {}, supervises={"shah"}), CASE)
    assert said == (
        "You cannot audit case 104482 because you supervise A. Shah. Ask the quality officer to reallocate it."
    )


def test_rule_1_independence_refuses_a_case_of_ones_own_team() -> None:
    said = refusal(Auditor("patel", {"north": "North"}), CASE)
    assert said is not None and "your own team, North" in said


def test_rule_1_independence_refuses_a_case_that_one_held() -> None:
    said = refusal(Auditor("patel", {}, held={"c1"}), CASE, "further_cases")
    assert said is not None and "you held or supervised it" in said


def test_rule_1_independence_lets_the_team_manager_look_at_further_cases() -> None:
    manager = Auditor("moss", {"north": "North"}, supervises={"shah"})
    assert refusal(manager, CASE, "further_cases") is None
    assert refusal(manager, CASE, "routine_cycle") is not None


def test_rule_1_independence_allows_a_case_of_another_team() -> None:
    assert refusal(Auditor("patel", {"south": "South"}), CASE) is None


def test_rule_2_submitted_is_final_and_a_correction_stands_beside_it() -> None:
    state = make_state(make_submitted(), AuditCorrected("The visit was on 3 June"))
    assert state.submitted == make_submitted()
    assert [one.event for one in state.corrections] == [AuditCorrected("The visit was on 3 June")]


def test_rule_2_a_withdrawn_audit_stays_in_sight_and_owes_nothing() -> None:
    state = make_state(make_submitted(), AuditWithdrawn("Wrong case"))
    assert state.state == "closed" and state.submitted is not None
    assert waiting_for(state, Periods()) == ()


def test_rule_2_corrections_close_after_five_working_days() -> None:
    assert correction_closes(make_state(make_submitted()), Periods()) == dt.date(2026, 8, 10)


@pytest.mark.parametrize("purpose", ["further_cases", "caseload", "assurance", "re_test"])
def test_rule_3_dip_sample_is_not_started_by_audits_that_follow_one(purpose: str) -> None:
    assert not starts_dip_sample(make_submitted("inadequate", purpose))


@pytest.mark.parametrize(("grade", "starts"), [("good", False), ("requires_improvement", True), ("inadequate", True)])
def test_rule_3_dip_sample_starts_at_a_low_overall_grade(grade: str, starts: bool) -> None:
    assert starts_dip_sample(make_submitted(grade)) is starts


def test_rule_4_the_team_managers_response_is_due_ten_working_days_after_submission() -> None:
    found = next(w for w in waiting_for(make_state(make_submitted()), Periods()) if w.kind == "response")
    assert (found.person, found.due) == ("J. Moss", dt.date(2026, 8, 17))


def test_filing_is_owed_until_it_is_recorded() -> None:
    def kinds(state: AuditState) -> set[str]:
        return {w.kind for w in waiting_for(state, Periods())}

    assert kinds(make_state(make_submitted())) == {"response", "filing", "recommendation"}
    filed = make_state(make_submitted(), AuditFiled("2026-08-05", "J. Moss"))
    assert "filing" not in kinds(filed)


TOLD = {
    "urgent_told": "Say whom you told about the urgent concern",
    "urgent_when": "Say when you told them about the urgent concern",
    "urgent_will_do": "Say what they will do about the urgent concern",
}
COMPLETE = {
    "child_contact": "done",
    "child_contact_reason": "Old enough",
    "family_contact": "done",
    "family_contact_reason": "Both agree",
    "worker_present": "no",
    "worker_absent_reason": "On leave",
    "urgent_concern": "yes",
    **dict.fromkeys(TOLD, "said"),
}


def messages(**changed: str) -> list[str]:
    answers = COMPLETE | changed
    return [gap.message for gap in gaps({role: Asked(role, role, "", value) for role, value in answers.items()})]


@pytest.mark.parametrize(("role", "sentence"), list(TOLD.items()))
def test_rule_7_urgent_concern_needs_who_was_told_when_and_what_they_will_do(role: str, sentence: str) -> None:
    assert messages(**{role: ""}) == [sentence]


def test_rule_7_urgent_concern_asks_nothing_more_where_there_is_none() -> None:
    assert messages(urgent_concern="no", **dict.fromkeys(TOLD, "")) == []


def test_rule_7_urgent_concern_always_says_that_nobody_was_alerted() -> None:
    assert concern.ALERTED_NOBODY.startswith("This laptop has alerted nobody.")
    assert concern.untold("Duty team", "", "") == "Say when you told them about the urgent concern"


@pytest.mark.parametrize("role", ["child_contact", "child_contact_reason", "family_contact", "family_contact_reason"])
def test_rule_8_voice_of_the_child_needs_each_decision_and_its_reason(role: str) -> None:
    (sentence,) = messages(**{role: ""})
    assert ("the child" if role.startswith("child") else "the parents or carers") in sentence


def test_rule_8_a_contact_not_yet_made_is_owed_until_it_is_added() -> None:
    def owed(*events: Event) -> bool:
        state = make_state(make_submitted(), *events)
        return any(w.kind == "voice" for w in waiting_for(state, Periods(), contact={"child": "not_yet"}))

    assert owed() and not owed(VoiceAdded("child", "I like my school"))


def test_rule_9_sitting_alongside_needs_the_reason_where_the_worker_was_not_there() -> None:
    assert messages(worker_absent_reason="") == ["Say why the allocated worker did not sit alongside"]
    assert messages(worker_present="all", worker_absent_reason="") == []


def test_rule_9_the_workers_view_can_be_added_later() -> None:
    def owed(*events: Event) -> bool:
        state = make_state(make_submitted(), *events)
        return any(w.kind == "worker_view" for w in waiting_for(state, Periods(), view_later=True))

    assert owed() and not owed(WorkerViewAdded("Ask for the father's side earlier"))


def test_what_is_recorded_keeps_who_and_when() -> None:
    (version,) = make_state(make_submitted()).versions
    assert isinstance(version, Said) and (version.author, version.time) == ("patel", "2026-08-03T09:00:00Z")
