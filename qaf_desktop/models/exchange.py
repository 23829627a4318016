"""Kept tables of the exchange: segments and what waits, rosters, keys, packs, and the ledger of erasures."""

from sqlalchemy import Column, Integer, LargeBinary, String, Table

from qaf_desktop.models.base import kept

# `state`: own, accepted, or closed (sealed to keys that this laptop does not hold; `file` keeps it as it came).
# `members` holds entry ids where they are not simply those of `entry.segment`, as where a copied workspace wrote too.
segment = Table(
    "segment",
    kept,
    Column("number", Integer, primary_key=True),
    Column("hash", LargeBinary(32), unique=True, nullable=False),
    Column("device", LargeBinary(16), nullable=False),
    Column("n", Integer, nullable=False),
    Column("prev", LargeBinary(32)),
    Column("state", String, nullable=False),
    Column("raw_outer", LargeBinary, nullable=False),
    Column("signature", LargeBinary(64), nullable=False),
    Column("members", LargeBinary),
    Column("published", Integer, nullable=False),
    Column("packed", Integer, nullable=False),
    Column("file", LargeBinary),
)

held = Table(
    "held",
    kept,
    Column("hash", LargeBinary(32), primary_key=True),
    Column("device", LargeBinary(16), nullable=False),
    Column("n", Integer, nullable=False),
    Column("why", String, nullable=False),
    Column("file", LargeBinary, nullable=False),
    Column("count", Integer, nullable=False),
)

tip = Table(
    "tip",
    kept,
    Column("hash", LargeBinary(32), primary_key=True),
    Column("device", LargeBinary(16), nullable=False),
    Column("n", Integer, nullable=False),
)

roster = Table(
    "roster",
    kept,
    Column("path", String, primary_key=True),
    Column("hash", String, nullable=False),
    Column("file", LargeBinary, nullable=False),
)

epoch_key = Table(
    "epoch_key", kept, Column("epoch", String, primary_key=True), Column("identity", String, nullable=False)
)

key_file = Table(
    "key_file",
    kept,
    Column("path", String, primary_key=True),
    Column("said", LargeBinary, nullable=False),
    Column("file", LargeBinary, nullable=False),
)

pack = Table(
    "pack",
    kept,
    Column("path", String, primary_key=True),
    Column("level", Integer, nullable=False),
    Column("segments", LargeBinary, nullable=False),
)

heard = Table(
    "heard", kept, Column("device", LargeBinary(16), primary_key=True), Column("moment", String, nullable=False)
)

stale = Table(
    "stale", kept, Column("entity", LargeBinary(16), primary_key=True), Column("entity_kind", String, nullable=False)
)

erased = Table("erased", kept, Column("kind", String, primary_key=True), Column("id", String, primary_key=True))
