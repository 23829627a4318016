"""How bytes lie in the files of an exchange: lengths before parts, JSON in one order, and nothing read past a bound."""

import hashlib
import zlib
from typing import Any, Final, TypeVar

import msgspec

from qaf_desktop.domain.events import UNREADABLE
from qaf_desktop.errors import Damaged

T = TypeVar("T")
MOST_FILE: Final = 256 << 20
MOST_PLAIN: Final = 128 << 20
_encoder: Final = msgspec.json.Encoder(order="deterministic")


class Unread(Damaged):
    """These bytes are not what they say they are, or not whole; they were left where they are."""

    code = "unread"


def encode(value: object) -> bytes:
    """JSON, the same bytes for the same value."""
    return _encoder.encode(value)


def decode(raw: bytes, type_: type[T], what: str) -> T:
    """The value of that shape in these bytes. Raises Unread."""
    try:
        return msgspec.json.decode(raw, type=type_)
    except UNREADABLE as error:
        raise Unread(f"{what} is damaged: it does not have the shape that it should.") from error


def decode_packed(raw: bytes, type_: Any, what: str) -> Any:
    """The same for MessagePack, which holds bytes as they are."""
    try:
        return msgspec.msgpack.decode(raw, type=type_)
    except UNREADABLE as error:
        raise Unread(f"{what} is damaged: it does not have the shape that it should.") from error


def count_in(packed: bytes) -> int:
    """How many items the list in these bytes of MessagePack says that it has, without reading any; -1 for no list."""
    view = memoryview(packed)
    first = view[0] if view else 0
    if 0x90 <= first <= 0x9F:
        return first & 0x0F
    size = {0xDC: 2, 0xDD: 4}.get(first)
    return -1 if size is None or len(view) <= size else int.from_bytes(view[1 : 1 + size], "big")


def squeeze(plain: bytes, level: int = 6) -> bytes:
    """Compressed."""
    return zlib.compress(plain, level)


def unsqueeze(squeezed: bytes, what: str, most: int = MOST_PLAIN) -> bytes:
    """What was compressed; refuses to grow past `most` bytes. Raises Unread."""
    opened = zlib.decompressobj()
    try:
        plain = opened.decompress(squeezed, most)
    except zlib.error as error:
        raise Unread(f"{what} is damaged: its content cannot be read.") from error
    if opened.unconsumed_tail or not opened.eof:
        raise Unread(f"{what} holds more than it may, or is cut short.")
    return plain


def sha256(*parts: bytes) -> str:
    """The hash in hex of these parts, one after the other."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part)
    return digest.hexdigest()


def with_length(part: bytes) -> bytes:
    """The part with its length in four bytes before it."""
    return len(part).to_bytes(4, "big") + part


class Reader:
    """Reads a file's parts from its start. Raises Unread where it is cut short."""

    def __init__(self, raw: bytes, what: str) -> None:
        self._raw, self._at, self._what = raw, 0, what

    def magic(self, wanted: bytes) -> None:
        """The file's first bytes, which say what it is."""
        if self.take(len(wanted)) != wanted:
            raise Unread(f"{self._what} is not what its name says.")

    def take(self, size: int) -> bytes:
        """The next `size` bytes."""
        part = self._raw[self._at : self._at + size]
        if len(part) != size:
            raise Unread(f"{self._what} is cut short.")
        self._at += size
        return part

    def part(self, most: int = MOST_FILE) -> bytes:
        """The next part that has its length before it."""
        size = int.from_bytes(self.take(4), "big")
        if size > most:
            raise Unread(f"{self._what} holds more than it may.")
        return self.take(size)

    def rest(self, most: int = MOST_FILE) -> bytes:
        """All that is left."""
        size = len(self._raw) - self._at
        if size > most:
            raise Unread(f"{self._what} holds more than it may.")
        return self.take(size)
