"""What a projector answers: rows for tables. Writing them in bulk is the business of `projection` alone."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import TableClause


@dataclass
class Rows:
    """Rows to insert, table by table."""

    by_table: dict[TableClause, list[dict[str, Any]]] = field(default_factory=dict)

    def add(self, table: TableClause, *rows: dict[str, Any]) -> None:
        """Adds rows for a table."""
        self.by_table.setdefault(table, []).extend(rows)
