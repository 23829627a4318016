"""Projected tables of audits: the list, findings, recommendations, concerns, and the text that is searched."""

from sqlalchemy import DDL, BigInteger, Boolean, Column, Index, Integer, String, Table, column, event, table

from qaf_desktop.models.base import OWN_TO_A_LAPTOP, projected

audit = Table(
    "audit",
    projected,
    Column("id", String, primary_key=True),
    Column("text_row", BigInteger, nullable=False, unique=True, info={OWN_TO_A_LAPTOP: True}),
    Column("case_id", String, nullable=False),
    Column("number", String, nullable=False),
    Column("plan", String, nullable=False),
    Column("worker_id", String),
    Column("worker", String, nullable=False),
    Column("team_id", String),
    Column("team", String, nullable=False),
    Column("manager_id", String),
    Column("manager", String, nullable=False),
    Column("auditor_id", String, nullable=False),
    Column("auditor", String, nullable=False),
    Column("purpose", String, nullable=False),
    Column("state", String, nullable=False),
    Column("overall", String, nullable=False),
    Column("date", String, nullable=False),
    Column("filed", String),
    Column("withdrawn", Boolean, nullable=False),
    Column("voice_owed", Boolean, nullable=False),
    Column("view_owed", Boolean, nullable=False),
    Column("begins", String, nullable=False),
    Index("audit_by_date", "date", "id", "begins", "state"),
    Index("audit_by_case", "case_id", "date"),
    Index("audit_by_manager", "manager_id", "filed", "date"),
    Index("audit_by_auditor", "auditor_id", "date", "id", "state"),
)

finding = Table(
    "finding",
    projected,
    Column("audit_id", String, primary_key=True),
    Column("id", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("place", Integer, nullable=False),
    Column("what", String, nullable=False),
    Column("evidence", String, nullable=False),
    Column("themes", String, nullable=False),
    Column("question", String, nullable=False),
)

recommendation = Table(
    "recommendation",
    projected,
    Column("audit_id", String, primary_key=True),
    Column("id", String, primary_key=True),
    Column("place", Integer, nullable=False),
    Column("what", String, nullable=False),
    Column("evidence", String, nullable=False),
    Column("themes", String, nullable=False),
    Column("urgency", String, nullable=False),
    Column("question", String, nullable=False),
)

concern = Table(
    "concern",
    projected,
    Column("id", String, primary_key=True),
    Column("case_id", String, nullable=False),
    Column("number", String, nullable=False),
    Column("concern", String, nullable=False),
    Column("told", String, nullable=False),
    Column("when_told", String, nullable=False),
    Column("tonight", String, nullable=False),
    Column("audit_id", String),
    Column("raised", String, nullable=False),
    Column("raised_by", String, nullable=False),
    Index("concern_by_audit", "audit_id"),
    Index("concern_by_person", "raised_by", "told"),
)

audit_text = table("audit_text", column("rowid"), column("words"))

event.listen(
    audit,
    "after_create",
    DDL(
        "CREATE VIRTUAL TABLE IF NOT EXISTS audit_text USING fts5"
        "(words, content='', contentless_delete=1, tokenize='trigram')"
    ),
)
