"""Projected tables of what was written apart: conflicts, and by what two ids are known to be one thing."""

from sqlalchemy import Column, Index, String, Table

from qaf_desktop.models.base import projected

conflict = Table(
    "conflict",
    projected,
    Column("id", String, primary_key=True),
    Column("entity", String, nullable=False),
    Column("entity_kind", String, nullable=False),
    Column("slot", String, nullable=False),
    Column("writes", String, nullable=False),
    Index("conflict_by_entity", "entity"),
)

# By what a thing that can be renamed is known, by its own entries alone. A case and a tool version keep theirs for
# good: their own rows tell it.
natural_key = Table(
    "natural_key",
    projected,
    Column("entity", String, primary_key=True),
    Column("kind", String, primary_key=True),
    Column("key", String, nullable=False),
)

# An entry of `entity` that was recorded with `entry`, of another entity, in sight: both are one from then on.
joined_by = Table(
    "joined_by",
    projected,
    Column("entity", String, primary_key=True),
    Column("entry", String, primary_key=True),
    Column("kind", String, nullable=False),
)
