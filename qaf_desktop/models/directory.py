"""Projected tables of the directory: services, teams, people with their roles, cases, tool versions, settings.

What two laptops made apart from each other, and is one thing, has a row for each of its ids; `alias_of` names the one
that lists show.
"""

from sqlalchemy import Boolean, Column, Index, Integer, LargeBinary, String, Table

from qaf_desktop.models.base import projected

setting = Table(
    "setting",
    projected,
    Column("workspace_id", String, primary_key=True),
    Column("name", String, primary_key=True),
    Column("value", String, nullable=False),
)

service = Table(
    "service",
    projected,
    Column("id", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("alias_of", String),
)

team = Table(
    "team",
    projected,
    Column("id", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("service_id", String, nullable=False),
    Column("alias_of", String),
)

person = Table(
    "person",
    projected,
    Column("id", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("team_id", String),
    Column("manager_id", String),
    Column("left", Boolean, nullable=False),
    Index("person_by_name", "name"),
)

person_role = Table(
    "person_role",
    projected,
    Column("person_id", String, primary_key=True),
    Column("role", String, primary_key=True),
    Column("scope_kind", String, primary_key=True),
    Column("scope_id", String, primary_key=True),
    Column("place", Integer, nullable=False),
)

case_ = Table(
    "case_",
    projected,
    Column("id", String, primary_key=True),
    Column("number", String, nullable=False),
    Column("plan", String, nullable=False),
    Column("worker_id", String),
    Column("team_id", String),
    Column("age_band", String),
    Column("alias_of", String),
    Index("case_by_worker", "worker_id"),
)
Index("case_by_number", case_.c.number, sqlite_where=case_.c.alias_of.is_(None))
Index("case_by_alias", case_.c.alias_of, sqlite_where=case_.c.alias_of.is_not(None))

tool_version = Table(
    "tool_version",
    projected,
    Column("id", String, primary_key=True),
    Column("tool", String, nullable=False),
    Column("version", String, nullable=False),
    Column("title", String, nullable=False),
    Column("purpose", String, nullable=False),
    Column("status", String, nullable=False),
    Column("file_name", String, nullable=False),
    Column("left_out", String, nullable=False),
    Column("added", String, nullable=False),
    Column("source", LargeBinary, nullable=False),
    Column("alias_of", String),
)
