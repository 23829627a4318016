"""Lawful erasure of a case, redaction of a passage, and what the retention rules say is due. Administrators only.

What is erased is erased on every laptop that hears of it, in the folder, and for good: an old stick or backup brings
nothing back. Headers, signatures and commitments stay, so that everything can still be verified.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qaf_desktop.domain import redaction
from qaf_desktop.domain.events import CaseErased, PassageRedacted
from qaf_desktop.errors import NotFound, QafError, Refused
from qaf_desktop.services import cases, cleaning, exchange, exchange_state, judging, settings
from qaf_desktop.services.intake_lists import Tally
from qaf_desktop.services.rights import require
from qaf_desktop.store import devices, erasing, journal, receiving

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from qaf_desktop.domain.entries import Entry
    from qaf_desktop.store.workspace import Workspace, Writing


@dataclass(frozen=True, slots=True)
class Erased:
    """What an erasure did here: entries whose content went, and files of the folder that were written anew."""

    entries: int
    files: int


@dataclass(frozen=True, slots=True)
class Due:
    """A case whose retention has ended: closed, and nothing recorded about it since that day."""

    id: str
    number: str
    last: dt.date


def erase_case(ws: Workspace, number: str, reason: str) -> Erased:
    """Erases a case: its own entries, its audits, its concerns, drafts about it. Raises Refused, NotFound."""
    require(ws, "CaseErased", "erase a case")
    if not reason.strip():
        raise Refused("Say why the case is erased: the reason is kept, and must not name the child.")
    row = cases.case(ws, number)
    _judge(ws)
    with ws.reading() as connection:
        about = erasing.about(connection, row.id)
        void = _void(ws, connection, erasing.reached(connection, {row.id, *about}))
    with ws.writing() as writing:
        event = CaseErased(row.id, tuple(sorted(about)), reason.strip(), void)
        writing.record("erasure", ws.new_id(), event)
        writing.flush()
        count = _carry_out(writing, event)
    _judge(ws)
    return Erased(count, _clean(ws))


def redact(ws: Workspace, audit: str, passage: str, reason: str) -> Erased:
    """Takes a passage, such as a name that slipped in, out of everything recorded of an audit or concern."""
    require(ws, "PassageRedacted", "redact a passage")
    if len(passage.strip()) < 2:
        raise Refused("Enter the passage as it stands, two letters at least.")
    if not reason.strip():
        raise Refused("Say why the passage is redacted, without repeating it.")
    with ws.reading() as connection:
        entries = [one for one in journal.of_entity(connection, _id(audit)) if one.body is not None]
    found = [(one, redaction.without(one.body or b"", passage)) for one in entries]
    changed = [(one, content) for one, content in found if content is not None]
    if not changed:
        raise NotFound("That passage stands in no entry of this audit. Enter it exactly as it is written.")
    count = 0
    _judge(ws)
    with ws.reading() as connection:
        earlier = [one for entry, _ in changed for one in erasing.redactions(connection, entry.id) if one.body]
        void = {one.id: _void(ws, connection, [one]) for one, _ in changed}
    events = [PassageRedacted(one.id, content, reason.strip(), void[one.id]) for one, content in changed]
    events += [PassageRedacted(one.id, redaction.NOTHING, reason.strip()) for one in earlier]
    with ws.writing() as writing:
        batch = ws.new_id()
        for event in events:
            writing.record("erasure", redaction.thing_of(event.entry), event, batch)
        writing.flush()
        for event in events:
            count += _carry_out(writing, event)
    _judge(ws)
    return Erased(count - len(earlier), _clean(ws))


def due(ws: Workspace) -> tuple[Due, ...]:
    """Closed cases about which nothing was recorded for as long as the retention setting says."""
    years = settings.get(ws).retention_years
    today = ws.today()
    before = today.replace(year=today.year - years, day=min(today.day, 28))
    with ws.reading() as connection:
        rows = devices.closed_cases(connection)
        last = {key: journal.last_moment(connection, [key, *erasing.about(connection, key)]) for key, _ in rows}
    found = [Due(key, number, dt.date.fromisoformat(last[key][:10])) for key, number in rows if last[key]]
    return tuple(sorted((one for one in found if one.last < before), key=lambda one: (one.last, one.number)))


def _void(ws: Workspace, connection: Connection, entries: Sequence[Entry]) -> tuple[tuple[str, str], ...]:
    """Those that do not count because of what they say: nobody who comes later can see that any more."""
    x = exchange_state.load(ws)
    return () if x is None else judging.void_by_content(connection, x.rosters, entries)


def _judge(ws: Workspace) -> None:
    x = exchange_state.load(ws)
    if x is not None:
        judging.catch_up(ws, x.rosters)


def _carry_out(writing: Writing, event: CaseErased | PassageRedacted) -> int:
    touched = erasing.note(writing.connection, event)
    kinds = {entity: receiving.kind_of(writing.connection, entity) for entity in touched}
    receiving.fold_touched(writing.connection, kinds.items())
    for kind in kinds.values():
        writing.changed(kind)
    if isinstance(event, PassageRedacted):
        return 1
    return journal.count_of(writing.connection, list(touched))


def _clean(ws: Workspace) -> int:
    """Nothing is left in the database's spare pages and log, nor in the folder's files, where it is there."""
    ws.compact()
    x, folder = exchange_state.load(ws), exchange_state.folder_of(ws)
    if x is None or folder is None:
        return 0
    try:
        with exchange.alone(ws):
            folder.checked(ws.id, x.rosters.root or "")
            count = cleaning.clean(ws, x, folder)
            if x.approved:
                exchange.send(ws, x, folder, Tally())
            return count
    except QafError:
        return 0


def _id(text: str) -> str:
    if len(text) != 32 or any(one not in "0123456789abcdef" for one in text):
        raise NotFound(f"There is no audit {text}. See which there are: audit list.")
    return text
