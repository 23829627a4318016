"""The two sets of tables: what is kept (journal, drafts), and what is projected from it (all else).

Kept tables are made and changed by the numbered steps of store/migrate.py alone. Projected tables are made from
their definitions here, and dropped and folded anew when `PROJECTION_VERSION` changes.
"""

from typing import Final

from sqlalchemy import MetaData

PROJECTION_VERSION: Final = 5
OWN_TO_A_LAPTOP: Final = "own to a laptop"  # marks a column that may differ where all entries are the same

kept = MetaData()
projected = MetaData()
metadata = projected
