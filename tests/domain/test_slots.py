"""Slots: who wrote each field of a thing last, and where two wrote apart from each other."""

import pytest

from qaf_desktop.domain import slots
from qaf_desktop.domain.entries import Entry, Header, commitment, encode_body, in_order, seal
from qaf_desktop.domain.events import (
    CaseAdded,
    CaseChanged,
    ConflictDecided,
    Event,
    PersonAdded,
    PersonChanged,
    RoleGrant,
    SettingsChanged,
    ToolStatusChanged,
)

ENTITY = "ab" * 16
ADDED = CaseAdded("1001", "child_in_need", "w1")


class History:
    """Entries of one thing, as laptops that may not have met record them."""

    def __init__(self, kind: str) -> None:
        self.kind, self.events, self.entries = kind, dict[str, Event](), list[Entry]()

    def record(self, event: Event, *after: Entry, time: int | None = None, void: str = "") -> Entry:
        seq = len(self.entries) + 1
        body, salt = encode_body(event), bytes(16)
        header = Header(
            ENTITY, self.kind, type(event).__name__, "ef" * 16, "cd" * 16, seq, f"{time or seq:04}",
            tuple(one.id for one in after), commitment(salt, body),
        )  # fmt: skip
        sealed = seal(header, salt, body)
        entry = Entry(sealed.id, header, sealed.raw_header, salt, body, void)
        self.entries.append(entry)
        self.events[entry.id] = event
        return entry

    @property
    def told(self) -> slots.Told:
        return [(e, None if e.void else self.events[e.id]) for e in in_order(self.entries, void=True)]

    @property
    def folded(self) -> slots.Folded:
        return slots.fold(self.kind, self.told)

    def rivals(self, slot: str) -> list[object]:
        return [one.value for one in self.folded.rivals.get(slot, ())]


@pytest.fixture
def case() -> History:
    return History("case")


def test_two_who_change_different_fields_both_keep_their_change(case: History) -> None:
    added = case.record(ADDED)
    case.record(CaseChanged("child_protection", "w1"), added)
    case.record(CaseChanged("child_in_need", "w2"), added)
    assert (case.folded.values["plan"], case.folded.values["worker"]) == ("child_protection", "w2")
    assert not case.folded.rivals


def test_two_who_give_one_field_different_values_are_in_conflict_and_the_later_holds_meanwhile(case: History) -> None:
    added = case.record(ADDED)
    case.record(CaseChanged("closed", "w1"), added, time=9)
    case.record(CaseChanged("early_help", "w1"), added, time=8)
    assert case.rivals("plan") == ["early_help", "closed"]
    assert case.folded.values["plan"] == "closed"


def test_two_who_give_one_field_the_same_value_agree(case: History) -> None:
    added = case.record(ADDED)
    for _ in range(2):
        case.record(CaseChanged("closed", "w1"), added)
    assert not case.folded.rivals


def test_a_decision_ends_the_conflict_whatever_the_clock_says(case: History) -> None:
    added = case.record(ADDED, time=5)
    one = case.record(CaseChanged("closed", "w1"), added, time=9)
    other = case.record(CaseChanged("early_help", "w1"), added, time=8)
    case.record(ConflictDecided("plan", "early_help", other.id), one, other, time=1)
    assert (case.folded.values["plan"], case.rivals("plan")) == ("early_help", [])


def test_changing_another_field_leaves_the_conflict_and_changing_the_field_itself_ends_it(case: History) -> None:
    added = case.record(ADDED)
    one = case.record(CaseChanged("closed", "w1"), added)
    other = case.record(CaseChanged("early_help", "w1"), added)
    third = case.record(CaseChanged("early_help", "w2"), one, other)
    assert case.rivals("plan") == ["closed", "early_help"]
    case.record(CaseChanged("care_leaver", "w2"), third)
    assert case.rivals("plan") == []


def test_two_decisions_apart_from_each_other_are_a_conflict_again(case: History) -> None:
    added = case.record(ADDED)
    one = case.record(CaseChanged("closed", "w1"), added)
    other = case.record(CaseChanged("early_help", "w1"), added)
    case.record(ConflictDecided("plan", "closed", one.id), one, other)
    case.record(ConflictDecided("plan", "early_help", other.id), one, other)
    assert case.rivals("plan") == ["closed", "early_help"]


def test_what_one_branch_wrote_over_does_not_come_back_from_the_other(case: History) -> None:
    added = case.record(ADDED)
    closed = case.record(CaseChanged("closed", "w1"), added)
    moved = case.record(CaseChanged("child_in_need", "w2"), added)
    again = case.record(CaseChanged("early_help", "w1"), closed)
    case.record(CaseChanged("early_help", "w3"), again, moved)
    assert (case.folded.values["plan"], case.folded.values["worker"]) == ("early_help", "w3")
    assert not case.folded.rivals


def test_a_void_entry_writes_nothing_and_hides_nothing(case: History) -> None:
    added = case.record(ADDED)
    void = case.record(CaseChanged("closed", "w1"), added, void="not on the roster")
    case.record(CaseChanged("child_in_need", "w2"), void)
    case.record(CaseChanged("early_help", "w1"), added)
    assert (case.folded.values["plan"], case.folded.values["worker"]) == ("early_help", "w2")
    assert not case.folded.rivals


def test_what_was_not_said_at_first_stands_against_nothing() -> None:
    person = History("person")
    person.record(PersonAdded("A. Shah"))
    person.record(PersonAdded("A. Shah", "t1", "m1", (RoleGrant("auditor"),)))
    assert not person.folded.rivals
    assert (person.folded.values["team"], person.folded.values["manager"]) == ("t1", "m1")


def test_limits_of_a_role_in_another_order_are_no_change() -> None:
    person = History("person")
    added = person.record(PersonAdded("A. Shah", roles=(RoleGrant("auditor", ("t1", "t2")),)))
    person.record(PersonChanged("A. Shah", "t1", roles=(RoleGrant("auditor", ("t2", "t1")),)), added)
    person.record(PersonChanged("A. Shah", roles=(RoleGrant("moderator"),)), added)
    assert not person.folded.rivals
    assert person.folded.values["roles"] == (RoleGrant("moderator"),)


def test_settings_write_every_name_that_they_carry() -> None:
    workspace = History("workspace")
    first = workspace.record(SettingsChanged({"response_days": 10, "filing_days": 5}))
    workspace.record(SettingsChanged({"response_days": 7}), first)
    workspace.record(SettingsChanged({"response_days": 12, "filing_days": 6}), first)
    assert workspace.rivals("response_days") == [7, 12]
    assert workspace.folded.values["filing_days"] == 6


@pytest.mark.parametrize(
    "event",
    [
        ConflictDecided("plan", {"not": "a plan"}, ""),
        ConflictDecided("plan", None, ""),
        ConflictDecided("number", "1002", ""),
        SettingsChanged({"plan": "closed"}),
        ToolStatusChanged("retired"),
        PersonChanged("A. Shah", "t1"),
    ],
)
def test_what_no_case_can_have_writes_nothing(case: History, event: Event) -> None:
    added = case.record(ADDED)
    case.record(event, added)
    assert {name: value for name, value in case.folded.values.items() if value is not None} == {
        "plan": "child_in_need", "worker": "w1"
    }  # fmt: skip


def test_one_after_the_other_folds_as_the_general_rule_does(case: History) -> None:
    last = case.record(ADDED)
    for plan, worker in (("closed", "w1"), ("closed", None), ("early_help", "w3")):
        last = case.record(CaseChanged(plan, worker, age_band="5_9"), last)
    quick = case.folded.values
    assert dict(slots._Web("case", case.told).folded().values) == {k: v for k, v in quick.items() if k != "team"}


def test_the_history_of_a_field_holds_those_entries_that_changed_it(case: History) -> None:
    added = case.record(ADDED)
    closed = case.record(CaseChanged("closed", "w1"), added)
    case.record(CaseChanged("closed", "w2"), closed)
    assert [one.value for one in slots.history("case", case.told, "worker")] == ["w1", "w2"]
