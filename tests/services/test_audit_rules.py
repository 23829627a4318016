"""The rules of audits as a workspace keeps them, each by its number and name in DOMAIN.md."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from qaf_desktop.domain.events import RoleGrant
from qaf_desktop.errors import Refused
from qaf_desktop.services import audits, cases, concerns, directory
from qaf_desktop.services.todo import todo
from qaf_desktop.store.workspace import Workspace
from tests.services import council
from tests.services.council import become, begun, later, submitted

URGENT = {"d_urgent": "yes", "d_urgent_what": "A bruise, and nobody has acted"}
DESPITE = {"i_despite": "The concern began after the period that was read"}
TOLD = {"d_urgent_told": "Duty manager", "d_urgent_when": "2026-08-04T08:30", "d_urgent_will_do": "A visit at six"}


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    made = council.make(tmp_path)
    yield made
    made.close()


def refused(ws: Workspace, purpose: str = "routine_cycle") -> str:
    return audits.before_beginning(ws, "104482", purpose).refusal or ""


def test_rule_1_independence_lets_a_colleague_of_another_team_audit(ws: Workspace) -> None:
    assert refused(ws) == ""


def test_rule_1_independence_refuses_the_workers_manager_at_the_start_with_the_reason(ws: Workspace) -> None:
    become(ws, "J. Moss")
    with pytest.raises(Refused, match="because you supervise A. Shah. Ask the quality officer to reallocate it."):
        audits.begin(ws, "104482")
    assert audits.list_audits(ws, audits.AuditFilter()).total == 0


def test_rule_1_independence_lets_the_manager_look_at_further_cases(ws: Workspace) -> None:
    become(ws, "J. Moss")
    assert refused(ws, "further_cases") == ""


def test_rule_1_independence_refuses_whoever_supervised_the_worker_in_the_period_read(ws: Workspace) -> None:
    directory.change_person(ws, "A. Shah", manager="R. Patel")
    later(ws, days=30)
    directory.change_person(ws, "A. Shah", manager="J. Moss")
    assert "you held or supervised it in the period read" in refused(ws)
    later(ws, days=366)
    assert refused(ws) == ""


def test_rule_1_independence_refuses_whoever_held_the_case_in_the_period_read(ws: Workspace) -> None:
    cases.change_case(ws, "104482", worker="R. Patel")
    later(ws, days=30)
    cases.change_case(ws, "104482", worker="A. Shah")
    assert "you held or supervised it in the period read" in refused(ws, "further_cases")


@pytest.mark.parametrize("where", ["team", "service"])
def test_rule_1_independence_counts_the_teams_that_a_manager_role_is_limited_to(ws: Workspace, where: str) -> None:
    north = directory.find_team(ws, "North")
    grant = (
        RoleGrant("team_manager", (north.id,))
        if where == "team"
        else RoleGrant("team_manager", (), (north.service_id,))
    )
    directory.change_person(ws, "R. Patel", roles=[RoleGrant("administrator"), grant])
    assert "it is held in your own team, North" in refused(ws)


def test_rule_1_independence_an_unlimited_role_names_no_team(ws: Workspace) -> None:
    assert directory.me(ws).has("team_manager") and refused(ws) == ""


def test_rule_2_submitted_is_final(ws: Workspace) -> None:
    key = submitted(ws)
    before = audits.show(ws, key)
    with pytest.raises(Refused, match="submitted is final"):
        audits.fill(ws, key, {"i_judgement": {"i_overall": "inadequate"}})
    assert audits.show(ws, key).answers == before.answers


def test_rule_2_a_correction_is_the_workers_or_the_managers(ws: Workspace) -> None:
    key = submitted(ws)
    with pytest.raises(
        Refused, match="Only the worker or the team manager can correct a fact here: A. Shah or J. Moss"
    ):
        audits.correct(ws, key, "The visit was on 3 June")
    audits.correct(ws, key, "The visit was on 3 June", "A. Shah")
    become(ws, "J. Moss")
    audits.correct(ws, key, "The school is another")
    said = [(one.text, one.by, one.who) for one in audits.show(ws, key).corrections]
    assert said == [("The visit was on 3 June", "R. Patel", "A. Shah"), ("The school is another", "J. Moss", "")]


def test_rule_2_corrections_close_after_five_working_days(ws: Workspace) -> None:
    key = submitted(ws)
    later(ws, days=7)
    audits.correct(ws, key, "On the last day", "A. Shah")
    later(ws, days=1)
    with pytest.raises(Refused, match="Factual corrections closed on 11 August 2026. Tell the standards lead."):
        audits.correct(ws, key, "A day late", "A. Shah")


def test_rule_2_only_the_standards_lead_withdraws_and_the_audit_stays_in_sight(ws: Workspace) -> None:
    key = submitted(ws)
    become(ws, "J. Moss")
    with pytest.raises(Refused, match="needs the role standards lead"):
        audits.withdraw(ws, key, "The wrong case")
    become(ws, "R. Patel")
    audits.withdraw(ws, key, "The wrong case")
    (row,) = audits.list_audits(ws, audits.AuditFilter(state="withdrawn")).items
    assert (row.id, row.withdrawn) == (key, True)
    assert audits.show(ws, key).waiting_for == ()


def test_rule_2_a_withdrawn_audit_is_neither_filed_nor_corrected(ws: Workspace) -> None:
    key = submitted(ws)
    audits.withdraw(ws, key, "The wrong case")
    with pytest.raises(Refused, match="it stays in sight, and is not filed"):
        audits.file_in_record(ws, key, ws.today())
    with pytest.raises(Refused, match="it stays in sight, and is not corrected"):
        audits.correct(ws, key, "A fact", "A. Shah")


def test_filing_has_a_day_between_submission_and_today(ws: Workspace) -> None:
    key = submitted(ws)
    for day in (dt.date(2026, 8, 3), dt.date(2026, 8, 5)):
        with pytest.raises(Refused, match="Enter the day on which the summary was filed"):
            audits.file_in_record(ws, key, day)
    audits.file_in_record(ws, key, dt.date(2026, 8, 4))
    assert audits.show(ws, key).filed is not None


def test_rule_7_urgent_concern_is_an_entry_at_once_and_survives_the_abandoned_draft(ws: Workspace) -> None:
    key = begun(ws, d_safety=URGENT)
    audits.abandon(ws, key, "The worker is ill")
    (one,) = concerns.concerns(ws)
    assert (one.concern, one.number, one.untold) == (
        URGENT["d_urgent_what"],
        "104482",
        "Say whom you told about the urgent concern",
    )


def test_rule_7_urgent_concern_needs_who_was_told_before_submission(ws: Workspace) -> None:
    key = begun(ws, d_safety=URGENT, i_judgement=DESPITE)
    asked = {one.question for one in audits.check(ws, key)}
    assert asked == {"d_urgent_told", "d_urgent_when", "d_urgent_will_do"}
    audits.fill(ws, key, {"d_safety": TOLD})
    assert audits.check(ws, key) == ()


def test_rule_7_urgent_concern_raised_beside_the_form_needs_it_too_and_keeps_its_words(ws: Workspace) -> None:
    key = begun(ws, i_judgement=DESPITE)
    beside = concerns.raise_concern(ws, "104482", "Left alone at night", audit=key)
    (problem,) = audits.check(ws, key)
    assert problem.message.startswith("Say whom you told about the urgent concern that you recorded")
    concerns.told(ws, beside, "Duty manager", "Today at nine", "A visit at six")
    audits.fill(ws, key, {"d_safety": URGENT | TOLD})
    audits.submit(ws, key)
    assert {one.concern for one in concerns.concerns(ws, key)} == {"Left alone at night", URGENT["d_urgent_what"]}


def test_rule_7_urgent_concern_that_is_being_typed_is_no_entry_for_each_pause(ws: Workspace) -> None:
    key = audits.begin(ws, "104482")

    def typed(words: str, position: str = "d_safety/d_urgent_what") -> str:
        answers = {"d_safety": {"d_urgent": "yes", "d_urgent_what": words}}
        audits.save(ws, key, answers=answers, position=position)
        return concerns.concerns(ws)[0].concern

    assert typed("A bru") == "A bru"
    assert typed("A bruise") == "A bru"
    later(ws, seconds=11)
    assert typed("A bruise, and") == "A bruise, and"
    assert typed("A bruise, and more", "d_safety/d_grade") == "A bruise, and more"
    assert len(concerns.concerns(ws)) == 1


def test_rule_7_urgent_concern_is_recorded_as_it_stands_when_one_looks_at_to_do(ws: Workspace) -> None:
    key = audits.begin(ws, "104482")
    for words in ("A bru", "A bruise, and nobody has acted"):
        answers = {"d_safety": {"d_urgent": "yes", "d_urgent_what": words}}
        audits.save(ws, key, answers=answers, position="d_safety/d_urgent_what")
    first = todo(ws)[0]
    assert (first.group, first.detail) == ("urgent", "A bruise, and nobody has acted")


def test_rule_7_urgent_concern_has_a_page_that_says_whom_to_telephone(ws: Workspace) -> None:
    notice = concerns.alert_notice(ws)
    assert notice.sentence.startswith("This laptop has alerted nobody.")
    assert notice.emergency == "999"


CONTACT = ("a_child_contact", "a_child_contact_reason", "a_family_contact", "a_family_contact_reason")


@pytest.mark.parametrize("name", CONTACT)
def test_rule_8_voice_of_the_child_alone_stops_submission_with_its_own_sentence(ws: Workspace, name: str) -> None:
    key = begun(ws, a_setting_up={name: None})
    (message,) = [one.message for one in audits.check(ws, key) if one.question == name]
    assert ("the child" if "child" in name else "the family") in message
    with pytest.raises(Refused, match=message):
        audits.submit(ws, key)


def test_rule_8_what_is_not_done_yet_is_owed_and_added_after_submission(ws: Workspace) -> None:
    key = submitted(ws, a_setting_up={"a_child_contact": "not_yet"})
    assert [one.title for one in todo(ws) if one.kind == "voice"] == ["Add what the child said"]
    audits.add_voice(ws, key, "child", "I like my school")
    assert [one for one in todo(ws) if one.kind == "voice"] == []
    assert audits.show(ws, key).voices[0].text == "I like my school"


def test_rule_9_sitting_alongside_needs_why_the_worker_was_not_there(ws: Workspace) -> None:
    key = begun(ws, a_setting_up={"a_worker_present": "no"})
    assert [one.question for one in audits.check(ws, key)] == ["a_worker_absent_reason"]


def test_rule_9_what_the_worker_took_from_it_is_added_later(ws: Workspace) -> None:
    key = submitted(ws)
    become(ws, "A. Shah")
    assert [one.button for one in todo(ws)] == ["Add worker's view"]
    audits.add_worker_view(ws, key, "Ask for the father's side earlier")
    assert todo(ws) == ()


def test_no_finding_is_on_nobodys_list_where_no_manager_is_known(ws: Workspace) -> None:
    cases.add_case(ws, "104483", "child_in_need", worker="B. Wells")
    submitted(ws, "104483")
    assert {one.kind for one in todo(ws)} >= {"response", "filing", "recommendation"}
