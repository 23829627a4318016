"""What the page Exchange and devices shows: laptops and their silence, who asks to join, what somebody must decide."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from qaf_desktop.domain.working_days import working_days_between
from qaf_desktop.services import conflicts, devices, draft_backup, erasure, exchange_status, joining, settings
from qaf_desktop.store import devices as names

if TYPE_CHECKING:
    from qaf_desktop.services.conflicts import Conflict
    from qaf_desktop.services.devices import DeviceRow, Proposal
    from qaf_desktop.services.draft_backup import Restorable
    from qaf_desktop.services.erasure import Due
    from qaf_desktop.services.exchange_status import Void
    from qaf_desktop.services.joining import Asked
    from qaf_desktop.store.workspace import Workspace

# After how many working days without a word from a laptop its silence is pointed out; where there never was one, they
# count from when it was approved.
SILENT_AFTER: Final = 5
ADMINISTRATOR: Final = "administrator"


@dataclass(frozen=True, slots=True)
class Laptop:
    """A laptop, and for how many working days it has been silent where that is long enough to be said, else 0."""

    row: DeviceRow
    silent: int

    @property
    def administers(self) -> bool:
        """Whether it is an administrator's."""
        return any(grant.role == ADMINISTRATOR for grant in self.row.roles)


@dataclass(frozen=True, slots=True)
class Overview:
    """What this laptop's database knows. `due` and `proposals` are for administrators; others see none."""

    laptops: tuple[Laptop, ...]
    administers: bool
    proposals: tuple[Proposal, ...]
    conflicts: tuple[Conflict, ...]
    void: tuple[Void, ...]
    due: tuple[Due, ...]

    @property
    def silent(self) -> tuple[Laptop, ...]:
        """The laptops whose silence is to be said."""
        return tuple(one for one in self.laptops if one.silent)

    def to_attend(self) -> tuple[Laptop, ...]:
        """The laptops, this one and the silent ones first."""
        return tuple(sorted(self.laptops, key=lambda one: (one.row.state != "this", not one.silent)))


@dataclass(frozen=True, slots=True)
class InFolder:
    """What only the shared folder knows: who asks to join (for administrators), and drafts of one's own laptops."""

    requests: tuple[Asked, ...] = ()
    drafts: tuple[Restorable, ...] = ()


def overview(ws: Workspace) -> Overview:
    """What the database knows. Raises Refused in practice."""
    said = settings.get(ws)
    zone, today = ZoneInfo(said.zone), ws.today()

    rows = devices.devices(ws, live=False)
    with ws.reading() as connection:
        since = names.named_since(connection, [one.id for one in rows if one.state == "approved" and not one.heard])

    def silence(row: DeviceRow) -> int:
        moment = row.heard or since.get(row.id, "")
        if row.state != "approved" or not moment:
            return 0
        last = dt.datetime.fromisoformat(moment).astimezone(zone).date()
        days = working_days_between(last, today, said.calendar)
        return days if days > SILENT_AFTER else 0

    laptops = tuple(Laptop(_by_the_minute(row), silence(row)) for row in rows)
    mine = next((one for one in laptops if one.row.state == "this"), None)
    administers = mine is not None and mine.administers
    return Overview(
        laptops=laptops,
        administers=administers,
        proposals=devices.proposals(ws) if administers else (),
        conflicts=conflicts.list_conflicts(ws),
        void=exchange_status.void(ws),
        due=erasure.due(ws) if administers else (),
    )


def _by_the_minute(row: DeviceRow) -> DeviceRow:
    """This laptop is heard from at every moment; what is read a second later is to be the same."""
    return replace(row, heard=f"{row.heard[:16]}:00+00:00") if row.state == "this" else row


def in_folder(ws: Workspace) -> InFolder:
    """What the shared folder knows, read now. Raises Unreachable, Refused."""
    return InFolder(joining.requests(ws), draft_backup.restorable(ws))
