"""Who held a case and who managed them, and when: what independence is asked of, from the journal itself [29]."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection

from qaf_desktop.domain.entries import in_order
from qaf_desktop.domain.events import CaseAdded, CaseChanged, PersonAdded, PersonChanged
from qaf_desktop.store import journal
from qaf_desktop.store.project_directory import event_of

NOW = "9999"


@dataclass(frozen=True, slots=True)
class Span:
    """A person by id, from one moment (ISO, UTC) until another; `NOW` where it still is so."""

    person: str
    start: str
    end: str

    @property
    def over(self) -> bool:
        """Whether it has ended."""
        return self.end != NOW


def held(connection: Connection, case: str, since: str) -> tuple[Span, ...]:
    """Who held the case, and when, as far as it reaches past `since`."""
    told = []
    for entry in in_order(journal.of_entity(connection, case)):
        event = event_of(entry)
        if isinstance(event, CaseAdded | CaseChanged):
            told.append((entry.header.time, event.worker))
    return _spans(told, since)


def managed(connection: Connection, person: str, since: str) -> tuple[Span, ...]:
    """Who managed the person, and when, as far as it reaches past `since`."""
    told = []
    for entry in in_order(journal.of_entity(connection, person)):
        event = event_of(entry)
        if isinstance(event, PersonAdded | PersonChanged):
            told.append((entry.header.time, event.manager))
    return _spans(told, since)


def supervised(connection: Connection, manager: str, holding: Iterable[Span], since: str) -> bool:
    """Whether this manager supervised one of those who held the case, while they held it, and no longer does."""
    for hold in holding:
        for span in managed(connection, hold.person, since):
            meets = span.start < hold.end and hold.start < span.end
            if span.person == manager and meets and (span.over or hold.over):
                return True
    return False


def _spans(told: list[tuple[str, str | None]], since: str) -> tuple[Span, ...]:
    spans: list[Span] = []
    for (start, person), (end, _) in zip(told, [*told[1:], (NOW, None)], strict=True):
        if person is None or end < since:
            continue
        if spans and spans[-1].person == person and spans[-1].end == start:
            start = spans.pop().start
        spans.append(Span(person, start, end))
    return tuple(spans)
