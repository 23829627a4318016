"""What the database keeps of the exchange beside segments: rosters, keys, files of keys, packs, and notes by name."""

import json
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select

from qaf_desktop.models.exchange import epoch_key, key_file, pack, roster
from qaf_desktop.store import journal


def roster_files(connection: Connection) -> dict[str, bytes]:
    """The files of all rosters, by their path in the folder."""
    return {row.path: row.file for row in connection.execute(select(roster.c.path, roster.c.file))}


def rosters_known(connection: Connection) -> tuple[int, str]:
    """How many rosters are kept, and what was noted of them: changes whenever any of that does."""
    count = int(connection.scalar(select(func.count()).select_from(roster)) or 0)
    return count, journal.fact(connection, "rosters_accepted") or ""


def keep_roster(connection: Connection, path: str, hash_: str, file: bytes) -> None:
    """Keeps a roster's file."""
    connection.execute(delete(roster).where(roster.c.path == path))
    connection.execute(insert(roster), {"path": path, "hash": hash_, "file": file})


def identities(connection: Connection) -> dict[str, str]:
    """The age identity of each epoch that this laptop can open."""
    rows = connection.execute(select(epoch_key.c.epoch, epoch_key.c.identity))
    return {row.epoch: row.identity for row in rows}


def keep_identities(connection: Connection, found: dict[str, str]) -> None:
    """Keeps the identities of epochs."""
    rows = list(found.items())
    if rows:
        connection.exec_driver_sql("INSERT OR IGNORE INTO epoch_key (epoch, identity) VALUES (?, ?)", rows)


def key_files(connection: Connection) -> dict[str, tuple[bytes, bytes]]:
    """What each known file of keys says, and its bytes, by its path."""
    rows = connection.execute(select(key_file.c.path, key_file.c.said, key_file.c.file))
    return {path: (said, file) for path, said, file in rows}


def keep_key_file(connection: Connection, path: str, said: bytes, file: bytes) -> None:
    """Keeps a file of keys."""
    connection.execute(delete(key_file).where(key_file.c.path == path))
    connection.execute(insert(key_file), {"path": path, "said": said, "file": file})


def count_lists(connection: Connection) -> list[int]:
    """How many lists of laptops and files of keys are here."""
    return [int(connection.scalar(select(func.count()).select_from(one)) or 0) for one in (roster, key_file)]


def packs(connection: Connection) -> dict[str, tuple[int, bytes]]:
    """The packs that were looked into: level, and the hashes of what is in them, one after the other."""
    rows = connection.execute(select(pack.c.path, pack.c.level, pack.c.segments))
    return {path: (level, held) for path, level, held in rows}


def pack_levels(connection: Connection) -> dict[str, int]:
    """The level of each pack that was looked into, by its path."""
    return {row.path: row.level for row in connection.execute(select(pack.c.path, pack.c.level))}


def keep_pack(connection: Connection, path: str, level: int, held: bytes) -> None:
    """Notes a pack."""
    connection.execute(delete(pack).where(pack.c.path == path))
    connection.execute(insert(pack), {"path": path, "level": level, "segments": held})


def forget_pack(connection: Connection, path: str) -> None:
    """Forgets a pack that is no longer there."""
    connection.execute(delete(pack).where(pack.c.path == path))


def note(connection: Connection, name: str, otherwise: Any = None) -> Any:
    """What was noted under this name."""
    found = journal.fact(connection, name)
    return otherwise if found is None else json.loads(found)


def set_note(connection: Connection, name: str, value: Any) -> None:
    """Notes something under a name."""
    journal.set_fact(connection, name, json.dumps(value, sort_keys=True))
