"""The projected table of laptops: what people call each, and whose it is. Keys and rights stand in the roster."""

from sqlalchemy import Column, String, Table

from qaf_desktop.models.base import projected

device = Table(
    "device",
    projected,
    Column("id", String, primary_key=True),
    Column("label", String, nullable=False),
    Column("person_id", String, nullable=False),
)
