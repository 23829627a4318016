"""The entries of a segment that was opened: each read, and held against what it commits to."""

import datetime as dt
import hashlib
import re
from dataclasses import dataclass
from typing import Final

from qaf_desktop.domain.entries import Header, read_header
from qaf_desktop.domain.events import UNREADABLE
from qaf_desktop.exchange.segment import Segment
from qaf_desktop.exchange.wire import Unread

MOST_NAMES: Final = 192
FIRST_YEAR, LAST_YEAR = 1900, 2999  # whatever a clock says, days can be counted from it
_HEX: Final = re.compile("[0-9a-f]+")
_MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z")


@dataclass(frozen=True, slots=True)
class EntryIn:
    """An entry as it came: its id, header and bytes; salt and body where they came too."""

    id: bytes
    header: Header
    raw_header: bytes
    salt: bytes
    body: bytes | None


def entries_in(segment: Segment, what: str = "The segment") -> tuple[EntryIn, ...]:
    """The segment's entries. Raises Unread where one is not its device's own, or a body is not the one committed to."""
    device = segment.outer.device
    found: list[EntryIn] = []
    for raw, body in zip(segment.headers, segment.bodies, strict=True):
        try:
            header = read_header(raw)
        except UNREADABLE as error:
            raise Unread(f"{what} is damaged: an entry in it cannot be read.") from error
        if header.device != device:
            raise Unread(f"{what} holds an entry that its laptop did not write.")
        if not is_sound(header):
            raise Unread(f"{what} is damaged: an entry in it says what no entry says.")
        if body is None:
            found.append(EntryIn(hashlib.sha256(raw).digest(), header, raw, b"", None))
            continue
        salt, content = body
        if hashlib.sha256(salt + content).hexdigest() != header.commitment:
            raise Unread(f"{what} is damaged: the content of an entry was changed.")
        found.append(EntryIn(hashlib.sha256(raw).digest(), header, raw, salt, content))
    return tuple(found)


def is_sound(header: Header) -> bool:
    """Whether what an entry says of itself can be stored and ordered: ids of their form, a moment, a number."""
    ids, after = header.entity + header.author + header.device, header.after
    return (
        len(header.entity) == len(header.author) == len(header.device) == 32
        and len(header.commitment) == 64
        and (not after or {*map(len, after)} == {64})
        and _HEX.fullmatch(ids + header.commitment + "".join(after)) is not None
        and 0 < header.seq < 1 << 62
        and len(header.kind) + len(header.entity_kind) + len(header.batch) <= MOST_NAMES
        and _is_moment(header.time)
    )


def _is_moment(text: str) -> bool:
    if not _MOMENT.fullmatch(text):
        return False
    try:
        year = dt.datetime.fromisoformat(text).year
    except ValueError:
        return False
    return FIRST_YEAR <= year <= LAST_YEAR
