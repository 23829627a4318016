"""Re-reads everything: the database's pages, every entry's bytes, the order, and projections against journal."""

from collections.abc import Callable
from dataclasses import dataclass

import msgspec
from sqlalchemy import select

from qaf_desktop.domain.entries import Entry, commitment, entry_id, read_header
from qaf_desktop.models.audits import audit_text
from qaf_desktop.store import journal, projection
from qaf_desktop.store.workspace import Workspace


@dataclass(frozen=True)
class Verified:
    """What was found: problems are bytes or projections that do not match; notices are for information."""

    entries: int
    entities: int
    problems: tuple[str, ...]
    notices: tuple[str, ...]


class _LetGo(Exception):
    """Ends the check's transaction without keeping anything of it."""


EVERY = 200


def verify(workspace: Workspace, progress: Callable[[int, int], None] | None = None) -> Verified:
    """Checks the whole workspace and changes nothing; says now and then how many entries are read, of how many."""
    problems: list[str] = []
    notices: list[str] = []
    with workspace.reading() as connection:
        problems += [str(row[0]) for row in connection.exec_driver_sql("PRAGMA cipher_integrity_check")]
        # Only a read lets a connection see what another one did to the searched text; the check alone is misled.
        connection.execute(select(audit_text.c.rowid).limit(1)).all()
        problems += [str(row[0]) for row in connection.exec_driver_sql("PRAGMA integrity_check") if row[0] != "ok"]
        ids: set[str] = set()
        wanted: set[str] = set()
        entities: set[str] = set()
        numbers: dict[str, set[int]] = {}
        total = journal.count(connection)
        for at, entry in enumerate(journal.everything(connection)):
            if progress is not None and at % EVERY == 0:
                progress(at, total)
            problems += _wrong_with(entry)
            ids.add(entry.id)
            wanted.update(entry.header.after)
            entities.add(entry.header.entity)
            seen = numbers.setdefault(entry.header.device, set())
            if entry.header.seq in seen:
                notices.append(
                    f"Device {entry.header.device[:8]} wrote entry {entry.header.seq} twice: it was restored."
                )
            seen.add(entry.header.seq)
        if (found := journal.count_of_ids(connection)) != total:
            problems.append(f"Of {total:,} entries {found:,} can be found by their id.")
        notices += [f"Entry {missing[:16]} has not come yet: others follow it." for missing in sorted(wanted - ids)]
        for device, seen in sorted(numbers.items()):
            if len(seen) != max(seen):
                notices.append(f"Device {device[:8]} has {max(seen) - len(seen)} entries that are not here.")
    problems += _projections_that_differ(workspace)
    return Verified(len(ids), len(entities), tuple(problems), tuple(notices))


def _wrong_with(entry: Entry) -> list[str]:
    wrong = []
    if entry_id(entry.raw_header) != entry.id:
        wrong.append(f"Entry {entry.id[:16]}: its bytes do not match its id.")
    try:
        read_header(entry.raw_header)
    except msgspec.DecodeError:
        wrong.append(f"Entry {entry.id[:16]}: its header cannot be read.")
    if entry.raw_body is not None and commitment(entry.salt, entry.raw_body) != entry.header.commitment:
        wrong.append(f"Entry {entry.id[:16]}: its content was changed after it was written.")
    return wrong


def _projections_that_differ(workspace: Workspace) -> list[str]:
    differing: list[str] = []
    try:
        with workspace.writing() as writing:
            before = projection.digest(writing.connection)
            projection.refold(writing.connection)
            after = projection.digest(writing.connection)
            differing = [
                f"The table {name} differs from the journal." for name in before if before[name] != after[name]
            ]
            raise _LetGo
    except _LetGo:
        return differing
