"""The entries of a segment that was opened: each read, and held against what it commits to."""

import datetime as dt
import re
from collections.abc import Iterable
from typing import Final

from qaf_desktop.domain.entries import Entry, Header, commitment, entry_id, read_header
from qaf_desktop.domain.events import UNREADABLE
from qaf_desktop.exchange.segment import Segment
from qaf_desktop.exchange.wire import Unread

NO_BODY: Final[tuple[bytes, bytes | None]] = (b"", None)
MOST_NAMES: Final = 192
FIRST_YEAR, LAST_YEAR = 1900, 2999  # whatever a clock says, days can be counted from it
_HEX: Final = re.compile("[0-9a-f]+")
_MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z")


def entries_in(segment: Segment, what: str = "The segment") -> tuple[Entry, ...]:
    """The segment's entries. Raises Unread where one is not its device's own, or a body is not the one committed to."""
    device = segment.outer.device
    found: list[Entry] = []
    for raw, body in zip(segment.headers, segment.bodies, strict=True):
        try:
            header = read_header(raw)
        except UNREADABLE as error:
            raise Unread(f"{what} is damaged: an entry in it cannot be read.") from error
        if header.device != device:
            raise Unread(f"{what} holds an entry that its laptop did not write.")
        if not is_sound(header):
            raise Unread(f"{what} is damaged: an entry in it says what no entry says.")
        salt, content = body if body is not None else NO_BODY
        if content is not None and commitment(salt, content) != header.commitment:
            raise Unread(f"{what} is damaged: the content of an entry was changed.")
        found.append(Entry(entry_id(raw), header, raw, salt, content))
    return tuple(found)


def with_ids(segment: Segment, ids: Iterable[str]) -> tuple[Entry, ...]:
    """The same, where `entries_in` found them sound before and these are their ids."""
    parts = zip(ids, segment.headers, segment.bodies, strict=True)
    return tuple(
        Entry(id_, read_header(raw), raw, *(body if body is not None else NO_BODY)) for id_, raw, body in parts
    )


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
