"""Rule 1: who may audit which case [29]. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

EXEMPT: Final = "further_cases"
REALLOCATE: Final = "Ask the quality officer to reallocate it."


@dataclass(frozen=True, slots=True)
class Auditor:
    """What independence needs to know of the auditor: ids of own teams, of the workers managed, of cases held."""

    id: str
    own_teams: Mapping[str, str]
    supervises: Collection[str] = frozenset()
    held: Collection[str] = frozenset()


@dataclass(frozen=True, slots=True)
class AuditedCase:
    """What it needs to know of the case."""

    id: str
    number: str
    worker: str | None
    worker_name: str
    team: str | None


def refusal(auditor: Auditor, case: AuditedCase, purpose: str = "routine_cycle") -> str | None:
    """The sentence that says why this auditor cannot audit this case, or None where they can.

    Supervising is the direct manager relation: supervision sessions are held by the line manager, and a service
    manager above several teams would otherwise be barred from every practice learning week [31].
    """
    start = f"You cannot audit case {case.number} because"
    if case.worker is not None and case.worker == auditor.id:
        return f"{start} you are its allocated worker. {REALLOCATE}"
    if case.id in auditor.held:
        return f"{start} you held or supervised it in the period read. {REALLOCATE}"
    if purpose == EXEMPT:
        return None
    if case.worker is not None and case.worker in auditor.supervises:
        return f"{start} you supervise {case.worker_name}. {REALLOCATE}"
    if case.team is not None and case.team in auditor.own_teams:
        return f"{start} it is held in your own team, {auditor.own_teams[case.team]}. {REALLOCATE}"
    return None
