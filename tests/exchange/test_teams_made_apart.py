"""A role that is limited to a team holds for every id of that team, on every laptop, whatever arrived first."""

import pytest

from qaf_desktop.domain.events import (
    AuditSubmitted,
    CaseAdded,
    CaseAtStart,
    Event,
    RoleGrant,
    ServiceAdded,
    TeamAdded,
    TeamChanged,
)
from qaf_desktop.services import directory, exchange, exchange_status, workspaces
from qaf_desktop.store.workspace import Workspace
from tests.exchange.laptops import ADMINISTRATOR, Office, entries, state

LOW, HIGH = "1" * 32, "2" * 32
SERVICE, OTHER = "a" * 32, "b" * 32


def record(ws: Workspace, kind: str, key: str, *events: Event, batch: str = "") -> None:
    with ws.writing() as writing:
        for event in events:
            writing.record(kind, key, event, batch)


def limited(team: str) -> tuple[RoleGrant, ...]:
    return (RoleGrant("auditor", teams=(team,)),)


def add(ws: Workspace, team: str, number: str = "1001") -> str:
    key = ws.new_id()
    record(ws, "case", key, CaseAdded(number, "child_in_need", team=team))
    return key


def audit_of(auditor: str, team: str | None = None) -> AuditSubmitted:
    start = CaseAtStart("c" * 32, "1001", "child_in_need", None, None, "", team, "", None, "", None, "")
    return AuditSubmitted(
        start, "standard", "1", "d" * 32, "routine_cycle", auditor, "An auditor", "2026-09-01", {}, "good", {}
    )


def two_administrators(office: Office) -> tuple[Workspace, Workspace]:
    first, second = office.laptops["A. Admin"], office.join("B. Admin", ADMINISTRATOR)
    record(first, "service", SERVICE, ServiceAdded("Help"))
    office.exchange_all()
    return first, second


def nothing_is_void(office: Office) -> bool:
    return not any(exchange_status.void(ws) for ws in office.laptops.values())


def all_agree(office: Office) -> bool:
    first, *others = office.laptops.values()
    assert not any(workspaces.verify(ws).problems for ws in office.laptops.values())
    return all(entries(ws) == entries(first) and state(ws) == state(first) for ws in others)


@pytest.mark.parametrize("limit", [LOW, HIGH])
@pytest.mark.parametrize("named", [LOW, HIGH])
def test_a_role_limited_to_one_id_of_a_team_holds_for_all_of_them(office: Office, limit: str, named: str) -> None:
    first, second = two_administrators(office)
    record(first, "team", LOW, TeamAdded("North", SERVICE))
    record(second, "team", HIGH, TeamAdded("north", SERVICE))
    office.exchange_all()
    third = office.join("C. Auditor", limited(limit))
    add(third, named)
    record(third, "audit", third.new_id(), audit_of(third.person_id, named))
    office.exchange_all()
    assert nothing_is_void(office) and all_agree(office)


@pytest.mark.parametrize("seen_by_the_author", [True, False])
def test_what_was_void_counts_once_its_team_turns_out_to_be_that_of_the_role(
    office: Office, seen_by_the_author: bool
) -> None:
    first, second = two_administrators(office)
    third = office.join("C. Auditor", limited(HIGH))
    record(second, "team", HIGH, TeamAdded("North", SERVICE))
    add(third, LOW)
    for ws in (third, second, first):
        exchange.now(ws)
    assert all(exchange_status.void(ws) for ws in (third, first, second))
    record(first, "team", LOW, TeamAdded("North", SERVICE))
    if seen_by_the_author:
        exchange.now(third)
    office.exchange_all()
    assert nothing_is_void(office) and all_agree(office)


def test_what_counted_is_void_once_its_team_and_that_of_the_role_are_parted(office: Office) -> None:
    first, second = two_administrators(office)
    record(first, "team", LOW, TeamAdded("North", SERVICE))
    third = office.join("C. Auditor", limited(HIGH))
    office.exchange_all()
    record(second, "team", HIGH, TeamAdded("South", SERVICE))
    for name in ("South", "North"):  # what the first does not know yet it does not join for good
        record(first, "team", LOW, TeamChanged(name, SERVICE))
        exchange.export(first, office.base / f"{name}.qaf")
    exchange.now(second)
    exchange.now(third)
    exchange.import_(third, office.base / "South.qaf")
    add(third, LOW)
    exchange.now(third)
    assert not exchange_status.void(third)
    exchange.import_(third, office.base / "North.qaf")
    assert exchange_status.void(third)
    office.exchange_all()
    assert all_agree(office) and exchange_status.void(first)


def test_teams_are_joined_whether_or_not_a_case_of_the_same_act_counts(office: Office) -> None:
    first, second = two_administrators(office)
    record(first, "team", LOW, TeamAdded("North", SERVICE))
    office.exchange_all()
    with second.writing() as writing:
        writing.record("team", HIGH, TeamAdded("North", SERVICE), "one act")
        writing.record("audit", second.new_id(), audit_of("f" * 32), "one act")
    office.exchange_all()
    assert [one.kind for one in exchange_status.void(first)] == ["AuditSubmitted"]
    assert directory.find_team(first, HIGH).id == LOW and all_agree(office)
