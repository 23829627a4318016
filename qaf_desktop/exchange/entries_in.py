"""The entries of a segment that was opened: each read, and held against what it commits to."""

import hashlib
from dataclasses import dataclass

import msgspec

from qaf_desktop.domain.entries import Header, read_header
from qaf_desktop.exchange.segment import Segment
from qaf_desktop.exchange.wire import Unread


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
        except msgspec.DecodeError as error:
            raise Unread(f"{what} is damaged: an entry in it cannot be read.") from error
        if header.device != device or not _is_id(header.entity):
            raise Unread(f"{what} holds an entry that its laptop did not write.")
        if body is None:
            found.append(EntryIn(hashlib.sha256(raw).digest(), header, raw, b"", None))
            continue
        salt, content = body
        if hashlib.sha256(salt + content).hexdigest() != header.commitment:
            raise Unread(f"{what} is damaged: the content of an entry was changed.")
        found.append(EntryIn(hashlib.sha256(raw).digest(), header, raw, salt, content))
    return tuple(found)


def _is_id(text: str) -> bool:
    if len(text) != 32:
        return False
    try:
        return bytes.fromhex(text).hex() == text
    except ValueError:
        return False
