"""Who held a case and who managed them, and when: what independence is asked of, from the journal itself [29]."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection

from qaf_desktop.domain import slots
from qaf_desktop.store import aliases, journal
from qaf_desktop.store.project_directory import told

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
    return _spans(_written(connection, "case", case, "worker"), since)


def managed(connection: Connection, person: str, since: str) -> tuple[Span, ...]:
    """Who managed the person, and when, as far as it reaches past `since`."""
    return _spans(_written(connection, "person", person, "manager"), since)


def _written(connection: Connection, kind: str, entity: str, slot: str) -> list[tuple[str, str | None]]:
    """When which person was written into a slot, whichever of its ids the thing went by."""
    same = aliases.members(connection, kind, entity)
    found = journal.of_entities(connection, same)
    history = aliases.in_one(same, {one: told(kind, found.get(one, [])) for one in same})
    return [(one.time, one.value if isinstance(one.value, str) else None) for one in slots.history(kind, history, slot)]


def supervised(connection: Connection, manager: str, holding: Iterable[Span], since: str) -> bool:
    """Whether this manager supervised one of those who held the case, while they held it, and no longer does."""
    for hold in holding:
        for span in managed(connection, hold.person, since):
            meets = span.start < hold.end and hold.start < span.end
            if span.person == manager and meets and (span.over or hold.over):
                return True
    return False


def _spans(writes: list[tuple[str, str | None]], since: str) -> tuple[Span, ...]:
    spans: list[Span] = []
    ends = [time for time, _ in writes[1:]] + [NOW]
    for (start, person), end in zip(writes, ends, strict=False):
        if person is None or end < since:
            continue
        if spans and spans[-1].person == person and spans[-1].end == start:
            start = spans.pop().start
        spans.append(Span(person, start, end))
    return tuple(spans)
