"""Named steps that make and change the kept tables, each recorded in its own transaction.

A database that has a step which this program does not know was written by a newer one, and is refused in words.
Projected tables are not migrated: when their version differs, they are dropped and everything is folded anew.
"""

from typing import Final

from sqlalchemy import Engine

from qaf_desktop.errors import TooNew

STEPS: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    (
        "0001-journal",
        (
            "CREATE TABLE entry (number INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, entity BLOB NOT NULL,"
            " entity_kind TEXT NOT NULL, kind TEXT NOT NULL, device BLOB NOT NULL, seq INTEGER NOT NULL,"
            " raw_header BLOB NOT NULL, salt BLOB NOT NULL, raw_body BLOB)",
            "CREATE INDEX entry_by_entity ON entry (entity)",
            "CREATE INDEX entry_by_device ON entry (device, seq)",
            "CREATE TABLE head (entity BLOB NOT NULL, entry BLOB NOT NULL, PRIMARY KEY (entity, entry)) WITHOUT ROWID",
            "CREATE TABLE laptop (name TEXT PRIMARY KEY, value TEXT NOT NULL)",
        ),
    ),
    (
        "0002-drafts",
        (
            "CREATE TABLE draft (id TEXT PRIMARY KEY, case_id TEXT NOT NULL, auditor_id TEXT NOT NULL,"
            " state TEXT NOT NULL, begun TEXT NOT NULL, saved_at TEXT NOT NULL, number TEXT NOT NULL,"
            " purpose TEXT NOT NULL, tool_entity TEXT NOT NULL, content BLOB NOT NULL, answers BLOB NOT NULL)",
            "CREATE INDEX draft_by_auditor ON draft (auditor_id, state)",
        ),
    ),
    ("0003-compiled-tools", ("CREATE TABLE compiled_tool (id TEXT PRIMARY KEY, form BLOB NOT NULL)",)),
    (
        "0004-exchange",
        (
            "ALTER TABLE entry ADD COLUMN segment INTEGER",
            "ALTER TABLE entry ADD COLUMN void TEXT",
            "ALTER TABLE entry ADD COLUMN redacted BLOB",
            "CREATE INDEX entry_by_segment ON entry (segment)",
            "CREATE TABLE segment (number INTEGER PRIMARY KEY, hash BLOB NOT NULL UNIQUE, device BLOB NOT NULL,"
            " n INTEGER NOT NULL, prev BLOB, state TEXT NOT NULL, raw_outer BLOB NOT NULL, signature BLOB NOT NULL,"
            " members BLOB, published INTEGER NOT NULL, packed INTEGER NOT NULL, file BLOB)",
            "CREATE INDEX segment_loose ON segment (device, n) WHERE packed = 0",
            "CREATE INDEX segment_by_device ON segment (device, n)",
            "CREATE INDEX segment_unpublished ON segment (published) WHERE published = 0",
            "CREATE TABLE held (hash BLOB PRIMARY KEY, device BLOB NOT NULL, n INTEGER NOT NULL, why TEXT NOT NULL,"
            " file BLOB NOT NULL) WITHOUT ROWID",
            "CREATE TABLE tip (hash BLOB PRIMARY KEY, device BLOB NOT NULL, n INTEGER NOT NULL) WITHOUT ROWID",
            "CREATE TABLE roster (path TEXT PRIMARY KEY, hash TEXT NOT NULL, file BLOB NOT NULL)",
            "CREATE TABLE epoch_key (epoch TEXT PRIMARY KEY, identity TEXT NOT NULL)",
            "CREATE TABLE key_file (path TEXT PRIMARY KEY, said BLOB NOT NULL, file BLOB NOT NULL)",
            "CREATE TABLE pack (path TEXT PRIMARY KEY, level INTEGER NOT NULL, segments BLOB NOT NULL)",
            "CREATE TABLE heard (device BLOB PRIMARY KEY, moment TEXT NOT NULL) WITHOUT ROWID",
            "CREATE TABLE stale (entity BLOB PRIMARY KEY, entity_kind TEXT NOT NULL) WITHOUT ROWID",
            "CREATE TABLE erased (kind TEXT NOT NULL, id TEXT NOT NULL, PRIMARY KEY (kind, id)) WITHOUT ROWID",
        ),
    ),
    ("0005-void-entries", ("CREATE INDEX entry_void ON entry (number) WHERE void IS NOT NULL",)),
    ("0006-entries-that-wait", ("ALTER TABLE held ADD COLUMN count INTEGER NOT NULL DEFAULT 1",)),
    (
        "0007-ids-apart",
        (
            "CREATE TABLE id_recent (id BLOB PRIMARY KEY, number INTEGER NOT NULL) WITHOUT ROWID",
            "CREATE TABLE id_settled (id BLOB PRIMARY KEY, number INTEGER NOT NULL) WITHOUT ROWID",
            "INSERT INTO id_settled (id, number) SELECT id, number FROM entry ORDER BY id",
            "CREATE VIEW entry_number (id, number) AS"
            " SELECT id, number FROM id_recent UNION ALL SELECT id, number FROM id_settled",
            "CREATE TABLE entry_anew (number INTEGER PRIMARY KEY, id BLOB NOT NULL, entity BLOB NOT NULL,"
            " entity_kind TEXT NOT NULL, kind TEXT NOT NULL, device BLOB NOT NULL, seq INTEGER NOT NULL,"
            " raw_header BLOB NOT NULL, salt BLOB NOT NULL, raw_body BLOB, segment INTEGER, void TEXT, redacted BLOB)",
            "INSERT INTO entry_anew SELECT number, id, entity, entity_kind, kind, device, seq, raw_header, salt,"
            " raw_body, segment, void, redacted FROM entry",
            "DROP TABLE entry",
            "ALTER TABLE entry_anew RENAME TO entry",
            "CREATE INDEX entry_by_entity ON entry (entity)",
            "CREATE INDEX entry_by_device ON entry (device, seq)",
            "CREATE INDEX entry_by_segment ON entry (segment)",
            "CREATE INDEX entry_void ON entry (number) WHERE void IS NOT NULL",
            "CREATE TRIGGER entry_is_numbered_no_more AFTER DELETE ON entry"
            " BEGIN DELETE FROM id_recent WHERE id = old.id; DELETE FROM id_settled WHERE id = old.id; END",
        ),
    ),
    ("0008-ids-all-at-once", ("DROP TRIGGER IF EXISTS entry_is_numbered",)),
)


def migrate(engine: Engine, moment: str) -> None:
    """Takes every step that is not yet taken. Raises TooNew, having changed nothing."""
    with engine.execution_options(writing=True).begin() as connection:
        connection.exec_driver_sql("CREATE TABLE IF NOT EXISTS migration (name TEXT PRIMARY KEY, taken TEXT NOT NULL)")
        taken = {name for (name,) in connection.exec_driver_sql("SELECT name FROM migration")}
    if taken - {name for name, _ in STEPS}:
        raise TooNew("This workspace was last opened by a newer version of QAF Desktop. Install that version here.")
    for name, statements in STEPS:
        if name in taken:
            continue
        with engine.execution_options(writing=True).begin() as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)
            connection.exec_driver_sql("INSERT INTO migration (name, taken) VALUES (?, ?)", (name, moment))
