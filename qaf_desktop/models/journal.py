"""The journal's tables: every entry byte for byte, the heads of each entity, and facts about this laptop."""

from sqlalchemy import Column, Index, Integer, LargeBinary, String, Table, column, table

from qaf_desktop.models.base import kept

entry = Table(
    "entry",
    kept,
    Column("number", Integer, primary_key=True),
    Column("id", LargeBinary(32), nullable=False),
    Column("entity", LargeBinary(16), nullable=False),
    Column("entity_kind", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("device", LargeBinary(16), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("raw_header", LargeBinary, nullable=False),
    Column("salt", LargeBinary(16), nullable=False),
    Column("raw_body", LargeBinary, nullable=True),
    Column("segment", Integer, nullable=True),
    Column("void", String, nullable=True),
    Column("redacted", LargeBinary, nullable=True),
    Index("entry_by_entity", "entity"),
    Index("entry_by_device", "device", "seq"),
)

# By an entry's id its number: a view over two tables, of which new entries go into the small one. Ids come in no order,
# so that an index of all would have a page written anew for nearly each of them.
entry_number = table("entry_number", column("id"), column("number"))

head = Table(
    "head",
    kept,
    Column("entity", LargeBinary(16), primary_key=True),
    Column("entry", LargeBinary(32), primary_key=True),
)

laptop = Table(
    "laptop",
    kept,
    Column("name", String, primary_key=True),
    Column("value", String, nullable=False),
)

draft = Table(
    "draft",
    kept,
    Column("id", String, primary_key=True),
    Column("case_id", String, nullable=False),
    Column("auditor_id", String, nullable=False),
    Column("state", String, nullable=False),
    Column("begun", String, nullable=False),
    Column("saved_at", String, nullable=False),
    Column("number", String, nullable=False),
    Column("purpose", String, nullable=False),
    Column("tool_entity", String, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("answers", LargeBinary, nullable=False),
    Index("draft_by_auditor", "auditor_id", "state"),
)

compiled_tool = Table(
    "compiled_tool",
    kept,
    Column("id", String, primary_key=True),
    Column("form", LargeBinary, nullable=False),
)
