"""The encrypted database: how it is opened, and how its failures are said in words."""

import shutil
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import QueuePool

from qaf_desktop.errors import Busy, Damaged, DiskFull, QafError, Unreachable

FILE_NAME = "workspace.db"
WAIT_SECONDS = 5.0
CACHE_KIB = 65536
LEAST_ROOM = 1_000_000
FULL = "The disk is full: nothing was saved. Free some room; what is on the screen is kept."


def open_engine(path: Path, key: bytes, *, wait: float = WAIT_SECONDS) -> Engine:
    """An engine on the SQLCipher database at `path`. Nothing is read yet."""
    from sqlcipher3 import dbapi2

    def connect() -> Any:
        connection = dbapi2.connect(str(path), timeout=wait, check_same_thread=False, isolation_level=None)
        cursor = connection.cursor()
        cursor.execute("PRAGMA cipher_log_level = NONE")  # it writes to standard error, which is for sentences
        cursor.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        for pragma in (
            f"cache_size = -{CACHE_KIB}",
            "temp_store = MEMORY",
            "foreign_keys = ON",
            "journal_mode = WAL",
            "synchronous = FULL",
            "secure_delete = ON",
            "wal_autocheckpoint = 4000",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()
        return connection

    engine = create_engine("sqlite+pysqlite://", module=dbapi2, creator=connect, poolclass=QueuePool, pool_size=4)
    event.listen(engine, "begin", _begin)
    event.listen(engine, "handle_error", lambda context: _say(context, path))
    return engine


def compact(engine: Engine) -> None:
    """Merges the searched text, so that it keeps no deleted word, and empties the write-ahead log."""
    tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE 'CREATE VIRTUAL TABLE%'"
    with engine.execution_options(writing=True).begin() as connection:
        for (name,) in connection.exec_driver_sql(tables).all():
            connection.exec_driver_sql(f'INSERT INTO "{name}"("{name}") VALUES (\'optimize\')')
    bare = engine.raw_connection()
    try:
        bare.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        bare.close()


def _begin(connection: Connection) -> None:
    writing = connection.get_execution_options().get("writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _say(context: Any, path: Path) -> None:
    said = in_words(context.original_exception)
    if type(said) is Unreachable and path.parent.is_dir() and shutil.disk_usage(path.parent).free < LEAST_ROOM:
        said = DiskFull(FULL)  # a full disk is met in several ways, and not all are called so
    if said is not None:
        raise said from context.original_exception


def in_words(error: BaseException | None) -> QafError | None:
    """The error for people behind a failure of the database; None for a bug of ours."""
    text = str(error).lower()
    if "full" in text and "disk" in text:
        return DiskFull(FULL)
    if "locked" in text or "busy" in text:
        return Busy("The database is busy: another program has held it for five seconds. Try again in a moment.")
    if "malformed" in text or "not a database" in text or "hmac check failed" in text:
        return Damaged(
            "The database of this workspace is damaged and was left untouched. Restore a backup: workspace restore."
        )
    if "readonly" in text or "unable to open" in text:
        return Unreachable("The database of this workspace cannot be opened for writing. Check the folder's rights.")
    if "disk i/o" in text:
        return Unreachable("The disk did not answer as it should: nothing was saved. What is on the screen is kept.")
    return None
