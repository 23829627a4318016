"""A segment: entries of one device, signed, and sealed to the keys of the workspace.

Its hash is that of its outer header alone. The outer header commits to the entries' headers, and these to their
bodies through salts; so the sealing can be made anew, and bodies can go (a lawful erasure), while the segment stays
what it was. docs/exchange-format.md describes the bytes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import msgspec

from qaf_desktop.exchange import crypto, names, wire
from qaf_desktop.exchange.wire import Reader, Unread

MAGIC: Final = b"QAFSEG1\n"
PURPOSE: Final = b"qaf segment 1"
MOST_ENTRIES: Final = 250_000
MOST_OUTER: Final = 1 << 20

Body = tuple[bytes, bytes] | None
Seen = tuple[str, int, str]


class Outer(msgspec.Struct, frozen=True):
    """What a segment says in the clear, signed: whose it is, what it follows, and what its device knew by then.

    `prev` is the hash of the device's segment before it, "" in the first. `rosters` are the newest rosters that the
    device knew. `seen` tells device, number and hash of every segment head of others that changed since its last one.
    `content` is the hash of its entries' headers.
    """

    workspace: str
    device: str
    n: int
    prev: str
    rosters: tuple[str, ...]
    seen: tuple[Seen, ...]
    count: int
    content: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A segment, open. A body is (salt, bytes), or None where it is not there."""

    hash: str
    outer: Outer
    raw_outer: bytes
    signature: bytes
    headers: tuple[bytes, ...]
    bodies: tuple[Body, ...]

    @property
    def name(self) -> names.SegmentName:
        """Its name in a shared folder."""
        return names.segment_name(self.outer.device, self.outer.n, self.hash)


@dataclass(frozen=True, slots=True)
class Envelope:
    """A segment as it lies in a file: the outer header and its signature can be read, the rest is sealed."""

    hash: str
    outer: Outer
    raw_outer: bytes
    signature: bytes
    epochs: tuple[str, ...]
    sealed: bytes

    @property
    def name(self) -> names.SegmentName:
        """Its name in a shared folder."""
        return names.segment_name(self.outer.device, self.outer.n, self.hash)

    def is_signed_by(self, public: str) -> bool:
        """Whether the laptop with this key signed it."""
        return is_signed_by(public, self.raw_outer, self.signature)


class _Payload(msgspec.Struct, frozen=True, array_like=True):
    headers: msgspec.Raw
    bodies: msgspec.Raw


def hash_of(raw_outer: bytes) -> str:
    """The hash that is a segment's name."""
    return wire.sha256(PURPOSE + b"\n", raw_outer)


def is_signed_by(public: str, raw_outer: bytes, signature: bytes) -> bool:
    """Whether the laptop with this key signed this outer header."""
    return crypto.is_signed(public, PURPOSE, raw_outer, signature)


def content_of(headers: Sequence[bytes]) -> str:
    """What an outer header commits to."""
    return wire.sha256(*(wire.with_length(one) for one in headers))


def make(
    keys: crypto.SecretKeys,
    *,
    workspace: str,
    device: str,
    n: int,
    prev: str,
    rosters: Sequence[str],
    seen: Sequence[Seen],
    headers: Sequence[bytes],
    bodies: Sequence[Body],
) -> Segment:
    """A new segment of the device that holds these keys."""
    outer = Outer(
        workspace, device, n, prev, tuple(sorted(rosters)), tuple(sorted(seen)), len(headers), content_of(headers)
    )
    raw = wire.encode(outer)
    signature = crypto.sign(keys.sign, PURPOSE, raw)
    return Segment(hash_of(raw), outer, raw, signature, tuple(headers), tuple(bodies))


def to_file(segment: Segment, epochs: Mapping[str, str]) -> bytes:
    """The file of a segment, sealed to each of these epochs (id to recipient), one inside the other."""
    sealed = wire.squeeze(msgspec.msgpack.encode((segment.headers, segment.bodies)), 1)
    for epoch in sorted(epochs, reverse=True):
        sealed = crypto.seal(sealed, [epochs[epoch]])
    said = wire.encode(tuple(sorted(epochs)))
    parts = wire.with_length(segment.raw_outer) + segment.signature + wire.with_length(said)
    return MAGIC + parts + sealed


def read(raw: bytes, what: str = "The segment") -> Envelope:
    """The envelope in a file's bytes. Raises Unread."""
    reader = Reader(raw, what)
    reader.magic(MAGIC)
    raw_outer, signature = reader.part(MOST_OUTER), reader.take(crypto.SIGNATURE_SIZE)
    epochs = wire.decode(reader.part(1 << 16), tuple[str, ...], what)
    return Envelope(hash_of(raw_outer), read_outer(raw_outer, what), raw_outer, signature, epochs, reader.rest())


def read_outer(raw: bytes, what: str = "The segment") -> Outer:
    """What a segment says in the clear, once it contradicts nothing. Raises Unread."""
    if len(raw) > MOST_OUTER:
        raise Unread(f"{what} holds more than it may.")
    outer = wire.decode(raw, Outer, what)
    if not 0 < outer.n < 10**9 or not 0 < outer.count <= MOST_ENTRIES or (outer.n == 1) != (outer.prev == ""):
        raise Unread(f"{what} is damaged: its header contradicts itself.")
    if not _is_sound(outer):
        raise Unread(f"{what} is damaged: its header says what no header says.")
    return outer


def _is_sound(outer: Outer) -> bool:
    """Whether what a header names are ids and hashes; whoever writes to the folder can write another one."""
    hashes = (outer.content, *outer.rosters, *(hash_ for _, _, hash_ in outer.seen), *filter(None, (outer.prev,)))
    return all(map(names.is_hash, hashes)) and all(map(names.is_id, (outer.device, *(one[0] for one in outer.seen))))


def can_open(envelope: Envelope, identities: Mapping[str, str]) -> bool:
    """Whether the laptop holds the keys that it is sealed to."""
    return all(epoch in identities for epoch in envelope.epochs)


def open_(envelope: Envelope, identities: Mapping[str, str], what: str = "The segment") -> Segment:
    """The segment in an envelope, by the identities of its epochs. Raises Unread where it was changed."""
    sealed: bytes | None = envelope.sealed if can_open(envelope, identities) else None
    for epoch in sorted(envelope.epochs):
        sealed = crypto.unseal(sealed, [identities[epoch]]) if sealed is not None else None
    if sealed is None or not envelope.epochs:
        raise Unread(f"{what} cannot be opened: it was changed, or is not whole.")
    payload: _Payload = wire.decode_packed(wire.unsqueeze(sealed, what), _Payload, what)
    headers, bodies = unpacked(envelope.outer, payload.headers, payload.bodies, what)
    return opened(envelope.raw_outer, envelope.outer, envelope.signature, headers, bodies, what)


def unpacked(
    outer: Outer, headers: msgspec.Raw, bodies: msgspec.Raw, what: str
) -> tuple[tuple[bytes, ...], tuple[Body, ...]]:
    """Headers and bodies out of their bytes. Before any is read, there are as many as was signed. Raises Unread.

    A list of a million nothings is a million bytes, and in memory many times that.
    """
    if wire.count_in(headers) != outer.count or wire.count_in(bodies) != outer.count:
        raise Unread(f"{what} is damaged: it holds another number of entries than was signed.")
    found: tuple[bytes, ...] = wire.decode_packed(headers, tuple[bytes, ...], what)
    content: tuple[Body, ...] = wire.decode_packed(bodies, tuple[Body, ...], what)
    return found, content


def opened(
    raw_outer: bytes,
    outer: Outer,
    signature: bytes,
    headers: tuple[bytes, ...],
    bodies: tuple[Body, ...],
    what: str = "The segment",
) -> Segment:
    """A segment from its parts, once its headers are those that the outer header commits to. Raises Unread."""
    if len(headers) != outer.count or len(bodies) != outer.count or content_of(headers) != outer.content:
        raise Unread(f"{what} is damaged: its entries are not those that were signed.")
    return Segment(hash_of(raw_outer), outer, raw_outer, signature, headers, bodies)
