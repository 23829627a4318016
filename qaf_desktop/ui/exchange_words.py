"""How the exchange is said: in the status bar, on its page, to a screen reader. Pure: words in, words out."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from qaf_desktop.ui.pages.form.kit import clock_time, long_date

if TYPE_CHECKING:
    from qaf_desktop.services.exchange_status import Glance

# What stands in the way, by the code of its error.
TROUBLES: Final = {
    "unreachable": "Shared folder not reachable",
    "denied": "Shared folder denies access",
    "disk_full": "Shared folder full",
}
UNUSABLE: Final = "Shared folder cannot be used"
NO_FOLDER: Final = "No shared folder yet"
REMOVED: Final = "This laptop was removed. It sends nothing any more"
NEVER: Final = "Not exchanged yet"


@dataclass(frozen=True, slots=True)
class Said:
    """What is said: whole, in short where there is no room; and the trouble that it is, "" where it is none."""

    words: str
    short: str
    trouble: str = ""


def moment(when: dt.datetime, now: dt.datetime) -> str:
    """11:05am; of another day, Monday 27 July 11:05am."""
    there, here = when.astimezone(), now.astimezone()
    return clock_time(there) if there.date() == here.date() else f"{day(when, now)} {clock_time(there)}"


def today_at(when: dt.datetime, now: dt.datetime) -> str:
    """Today 11:05am; of another day the day alone, Monday 27 July."""
    there, here = when.astimezone(), now.astimezone()
    return f"today {clock_time(there)}" if there.date() == here.date() else day(when, now)


def heard(last: str, now: dt.datetime) -> str:
    """When a laptop was last heard from, by its ISO moment; a gap is said too."""
    return f"last heard from {today_at(dt.datetime.fromisoformat(last), now)}" if last else "not heard from yet"


def as_of(when: dt.datetime | None, now: dt.datetime) -> str:
    """What a list says of itself: as of when all that is in it was received; "" where nothing is exchanged."""
    return f"As of {today_at(when, now)}" if when is not None else ""


def day(when: dt.datetime, now: dt.datetime) -> str:
    """Monday 27 July; of another year with the year."""
    there = when.astimezone().date()
    in_full = f"{there:%A} {long_date(there)}"
    return in_full if there.year != now.astimezone().year else in_full.removesuffix(f" {there.year}")


def bar(glance: Glance, now: dt.datetime, silent: int = 0) -> Said:
    """What the status bar says. "All sent" only where nothing waits and nothing stands in the way.

    `silent` laptops have not been heard from for long: what is received may lack what they did.
    """
    said = _of_folder(glance, now)
    if not silent:
        return said
    return Said(f"{said.words}. {silent:,} {'laptop' if silent == 1 else 'laptops'} silent", said.short, said.trouble)


def _of_folder(glance: Glance, now: dt.datetime) -> Said:
    status = glance.status
    if status.removed:
        return Said(REMOVED, "Removed", REMOVED)
    waits = _waits(status.to_send)
    if not status.folder:
        return Said(_joined(NO_FOLDER, waits), NO_FOLDER)
    if status.trouble:
        what = trouble(glance)
        since = f"{what} since {moment(status.trouble_since, now)}" if status.trouble_since else what
        return Said(_joined(since, waits), since, what)
    last = moment(status.last, now) if status.last else ""
    as_of = f"Received as of {moment(glance.received, now)}" if glance.received else NEVER
    if status.to_send:
        whole = f"{waits} to be sent. {f'Last exchange {last}' if last else NEVER}"
        said = Said(whole, waits)
    else:
        said = Said(f"All sent. {as_of}" if status.last else NEVER, as_of)
    if status.problems:
        count = len(status.problems)
        what = f"{count:,} {'problem' if count == 1 else 'problems'} in the shared folder"
        return Said(f"{what}. {said.words}", f"{what}", what)
    return said


def trouble(glance: Glance) -> str:
    """What stands in the way, in a few words."""
    if glance.trouble == "disk_full" and not glance.status.trouble.startswith("The shared folder"):
        return "This laptop's disk full"
    return TROUBLES.get(glance.trouble, UNUSABLE)


def announced(before: Said | None, now: Said) -> str:
    """What a screen reader is told when trouble comes, changes or ends; "" where there is nothing to tell."""
    was = before.trouble if before is not None else ""
    if was == now.trouble:
        return ""
    return now.words if now.trouble else f"The exchange works again. {now.words}"


def under_way(done: int, of: int) -> str:
    """What is said while one is under way."""
    return f"Exchanging, {done:,} of {of:,}" if of else "Exchanging"


def hangs(since: dt.datetime, now: dt.datetime) -> Said:
    """What is said where the folder has not answered for long."""
    what = "Shared folder does not answer"
    return Said(f"{what} since {moment(since, now)}. Work goes on", what, what)


def silence(days: int) -> str:
    """Silent for 6 working days."""
    return f"Silent for {days:,} working days"


def _waits(count: int) -> str:
    return f"{count:,} {'change' if count == 1 else 'changes'} waiting" if count else ""


def _joined(*parts: str) -> str:
    return ". ".join(one for one in parts if one)
