"""A pack: the files of an exchange in one file, and many segments in one seal. Also what is carried by hand.

It ends with an index and the hash of all before it, so that a reader can see by the end alone what is in it, and whole
whether it is sound. A pack that does not verify is refused whole.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import msgspec

from qaf_desktop.exchange import crypto, names, segment, wire
from qaf_desktop.exchange.segment import Segment
from qaf_desktop.exchange.wire import Reader, Unread

MAGIC: Final = b"QAFPACK1\n"
BUNDLE: Final = "bundle"
BUNDLE_BYTES: Final = 6 << 20
MOST_BUNDLE: Final = BUNDLE_BYTES + wire.MOST_PLAIN
MOST_IN_BUNDLE: Final = 1 << 15
MOST_INDEX: Final = 64 << 20
MOST_INDEX_IN_FOLDER: Final = 8 << 20
_TAIL: Final = 8 + 32
_Parts = tuple[bytes, bytes, msgspec.Raw, msgspec.Raw]


class Item(msgspec.Struct, frozen=True, array_like=True):
    """A part of a pack: a file's path in the folder, or a bundle, and where its bytes lie."""

    name: str
    start: int
    size: int


class Index(msgspec.Struct, frozen=True):
    """What is in a pack: its parts, and the segments in its bundles by device, number and hash."""

    workspace: str
    items: tuple[Item, ...]
    segments: tuple[tuple[str, int, str], ...]


@dataclass(frozen=True)
class Pack:
    """A pack that was read whole and is sound."""

    hash: str
    index: Index
    raw: bytes

    def files(self) -> dict[str, bytes]:
        """The files in it, by their path in a folder."""
        return {one.name: self._part(one) for one in self.index.items if one.name != BUNDLE}

    def bundles(self) -> Iterator[bytes]:
        """Its bundles, sealed."""
        return (self._part(one) for one in self.index.items if one.name == BUNDLE)

    def _part(self, item: Item) -> bytes:
        return self.raw[item.start : item.start + item.size]


def bundled(segments: Iterable[Segment], epochs: Mapping[str, str]) -> Iterator[tuple[bytes, list[Segment]]]:
    """Bundles of these segments, each sealed once to the epochs, with what is in them."""
    held: list[Segment] = []
    size = 0
    for one in segments:
        held.append(one)
        size += sum(map(len, one.headers)) + sum(len(body[1]) for body in one.bodies if body is not None)
        if size >= BUNDLE_BYTES or len(held) == MOST_IN_BUNDLE:
            yield _bundle(held, epochs), held
            held, size = [], 0
    if held:
        yield _bundle(held, epochs), held


def _bundle(segments: list[Segment], epochs: Mapping[str, str]) -> bytes:
    parts = [(one.raw_outer, one.signature, one.headers, one.bodies) for one in segments]
    sealed = wire.squeeze(msgspec.msgpack.encode(parts), 3)
    for epoch in sorted(epochs, reverse=True):
        sealed = crypto.seal(sealed, [epochs[epoch]])
    return wire.with_length(wire.encode(tuple(sorted(epochs)))) + sealed


def unbundle(raw: bytes, identities: Mapping[str, str], what: str = "The pack") -> list[Segment] | None:
    """The segments of a bundle; None where the laptop does not hold its keys. Raises Unread."""
    reader = Reader(raw, what)
    epochs = wire.decode(reader.part(1 << 16), tuple[str, ...], what)
    if not epochs or any(epoch not in identities for epoch in epochs):
        return None
    sealed: bytes | None = reader.rest()
    for epoch in sorted(epochs):
        sealed = crypto.unseal(sealed, [identities[epoch]]) if sealed is not None else None
    if sealed is None:
        raise Unread(f"{what} cannot be opened: it was changed.")
    plain = wire.unsqueeze(sealed, what, MOST_BUNDLE)
    if wire.count_in(plain) > MOST_IN_BUNDLE:
        raise Unread(f"{what} holds more than it may.")
    parts: list[_Parts] = wire.decode_packed(plain, list[_Parts], what)
    outers = [segment.read_outer(raw_outer, what) for raw_outer, *_ in parts]
    if sum(outer.count for outer in outers) > segment.MOST_ENTRIES + MOST_IN_BUNDLE:
        raise Unread(f"{what} holds more than it may.")
    return [
        segment.opened(raw_outer, outer, signature, *segment.unpacked(outer, headers, bodies, what), what)
        for outer, (raw_outer, signature, headers, bodies) in zip(outers, parts, strict=True)
    ]


def make(workspace: str, files: Mapping[str, bytes], segments: Iterable[Segment], epochs: Mapping[str, str]) -> bytes:
    """A pack of these files and segments."""
    whole = bytearray(MAGIC)
    items: list[Item] = []
    held: list[tuple[str, int, str]] = []
    for name, content in sorted(files.items()):
        items.append(Item(name, len(whole), len(content)))
        whole += content
    for bundle, inside in bundled(segments, epochs):
        items.append(Item(BUNDLE, len(whole), len(bundle)))
        whole += bundle
        held += [(one.outer.device, one.outer.n, one.hash) for one in inside]
    index = wire.squeeze(wire.encode(Index(workspace, tuple(items), tuple(held))))
    whole += index
    whole += len(index).to_bytes(8, "big")
    whole += bytes.fromhex(wire.sha256(bytes(whole)))
    return bytes(whole)


def index_size(end: bytes, what: str = "The pack") -> int:
    """How many bytes at a pack's end its index takes, by its last bytes. Raises Unread."""
    size = int.from_bytes(end[-_TAIL:-32], "big") + _TAIL
    if len(end) < _TAIL or size > wire.MOST_FILE:
        raise Unread(f"{what} is damaged: its index is not whole.")
    return size


def index_at(end: bytes, what: str = "The pack") -> Index | None:
    """The index by the last bytes of a pack: a hint, until the pack is read whole. None where more bytes are needed."""
    size = int.from_bytes(end[-_TAIL:-32], "big")
    if size + _TAIL > len(end):
        return None
    return _index(end[-_TAIL - size : -_TAIL], what, MOST_INDEX_IN_FOLDER)


def _index(raw: bytes, what: str, most: int = MOST_INDEX) -> Index:
    index = wire.decode(wire.unsqueeze(raw, what, most), Index, what)
    if not all(names.is_id(device) and names.is_hash(hash_) for device, _, hash_ in index.segments):
        raise Unread(f"{what} is damaged: its index names what is no segment.")
    return index


def read(raw: bytes, what: str = "The pack") -> Pack:
    """The pack in these bytes, verified to the last. Raises Unread."""
    Reader(raw, what).magic(MAGIC)
    if len(raw) < len(MAGIC) + _TAIL or wire.sha256(raw[:-32]) != raw[-32:].hex():
        raise Unread(f"{what} is damaged or incomplete. Nothing of it was taken in: copy or export it again.")
    size = int.from_bytes(raw[-_TAIL:-32], "big")
    if size > len(raw) - len(MAGIC) - _TAIL:
        raise Unread(f"{what} is damaged: its index is not whole.")
    index = _index(raw[-_TAIL - size : -_TAIL], what)
    end = len(raw) - _TAIL - size
    for item in index.items:
        if item.start < len(MAGIC) or item.size < 0 or item.start + item.size > end:
            raise Unread(f"{what} is damaged: its index points outside it.")
        if item.name != BUNDLE and not names.is_path(item.name):
            raise Unread(f"{what} names a file that does not belong to an exchange. Nothing of it was taken in.")
    return Pack(raw[-32:].hex(), index, raw)
