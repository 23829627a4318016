"""What is known before an audit begins."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from qaf_desktop.services import audits
from qaf_desktop.services.todo import todo
from qaf_desktop.store.workspace import Workspace
from tests.services import council
from tests.services.council import begun, later, submitted


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    made = council.make(tmp_path)
    yield made
    made.close()


def test_what_is_outstanding_from_earlier_audits_is_shown_without_their_grades(ws: Workspace) -> None:
    submitted(ws, i_judgement={"i_overall": "inadequate"})
    found = audits.before_beginning(ws, "104482")
    assert {one.what for one in found.outstanding} >= {"Respond to the findings"}
    assert not any("inadequate" in one.what.lower() for one in found.outstanding)


def test_a_last_audit_under_twelve_months_old_is_said(ws: Workspace) -> None:
    submitted(ws)
    assert audits.before_beginning(ws, "104482").note == (
        "The last audit of this case is less than twelve months old: 4 August 2026."
    )
    later(ws, days=365)
    assert audits.before_beginning(ws, "104482").note == ""


def test_grades_of_earlier_audits_are_held_back_until_ones_own_is_submitted(ws: Workspace) -> None:
    case = audits.show(ws, submitted(ws)).case.case
    own = begun(ws)
    assert audits.held_back(ws) == {case}
    audits.submit(ws, own)
    assert audits.held_back(ws) == frozenset()


def test_an_audit_of_ones_own_that_is_not_submitted_is_offered(ws: Workspace) -> None:
    assert audits.before_beginning(ws, "104482").draft_id is None
    key = audits.begin(ws, "104482")
    assert audits.before_beginning(ws, "104482").draft_id == key


@pytest.mark.parametrize(
    ("plan", "purpose", "first"),
    [
        ("child_in_need", "routine_cycle", "standard"),
        ("child_in_need", "further_cases", "further_cases"),
        ("contact_or_referral", "routine_cycle", "front_door"),
    ],
)
def test_the_tool_that_fits_case_and_purpose_best_comes_first(
    ws: Workspace, plan: str, purpose: str, first: str
) -> None:
    fitting = audits.fitting_tools(ws, plan, purpose)
    assert fitting[0].id == first and "standard" in {one.id for one in fitting}


def test_to_do_says_where_a_draft_stands(ws: Workspace) -> None:
    begun(ws)
    (draft,) = todo(ws)
    assert draft.title.startswith("Continue: case 104482, section 1 of 9")
    assert 0 < draft.answered <= draft.asked
    assert draft.detail.endswith("answered. Saved 10:00am")
