"""An entry of the journal: the header that is hashed, the body that is committed to, and the order of entries.

The id of an entry is the SHA-256 of its header's bytes. The header commits to the body through a salt, so that a
body can go (a lawful erasure) while header, id and chain stay. Bytes are kept as they came: never re-encoded.
"""

import hashlib
import heapq
from collections.abc import Collection, Iterable, Mapping

import msgspec


class Header(msgspec.Struct, frozen=True, forbid_unknown_fields=False, gc=False):
    """What an entry says about itself; its encoded bytes are what is hashed.

    `time` is ISO 8601 in UTC and for people: no rule about validity reads it. `after` holds the ids of the entity's
    heads when the entry was written. `batch` joins the entries of one act.
    """

    entity: str
    entity_kind: str
    kind: str
    author: str
    device: str
    seq: int
    time: str
    after: tuple[str, ...]
    commitment: str
    batch: str = ""


class Entry(msgspec.Struct, frozen=True, gc=False):
    """One entry as it is kept: id, raw header, and the raw body with its salt (None once erased, or not yet here).

    `void` says why it does not count, "" where it does. `redacted` is what was put in the place of an erased body.
    """

    id: str
    header: Header
    raw_header: bytes
    salt: bytes
    raw_body: bytes | None
    void: str = ""
    redacted: bytes | None = None

    @property
    def body(self) -> bytes | None:
        """What is read of it: its own body, or what was put in its place."""
        return self.raw_body if self.raw_body is not None else self.redacted


_encoder = msgspec.json.Encoder(order="deterministic")
_header_decoder = msgspec.json.Decoder(Header)


def commitment(salt: bytes, body: bytes) -> str:
    """The salted commitment to a body, in hex."""
    return hashlib.sha256(salt + body).hexdigest()


def entry_id(raw_header: bytes) -> str:
    """The id of the entry with these header bytes."""
    return hashlib.sha256(raw_header).hexdigest()


def seal(header: Header, salt: bytes, body: bytes) -> Entry:
    """The entry with this header and body; the header's commitment must be that of the body."""
    raw = _encoder.encode(header)
    return Entry(entry_id(raw), header, raw, salt, body)


def read_header(raw: bytes) -> Header:
    """The header in these bytes. Raises msgspec.DecodeError on bytes that are none."""
    return _header_decoder.decode(raw)


def encode_body(body: object) -> bytes:
    """A body's bytes, the same for the same values."""
    return _encoder.encode(body)


def in_order(entries: Collection[Entry], *, void: bool = False) -> list[Entry]:
    """The entries that count, topologically over `after`, ties by (time, id): the order in which every laptop folds.

    A void entry still stands between those before and after it, and is left out at the end unless `void` asks for it.
    """
    ordered = list(entries) if len(entries) < 2 else _topological({e.id: e for e in entries})
    return ordered if void else [entry for entry in ordered if not entry.void]


def _topological(by_id: Mapping[str, Entry]) -> list[Entry]:
    waiting: dict[str, int] = {}
    children: dict[str, list[str]] = {}
    for entry in by_id.values():
        parents = {p for p in entry.header.after if p in by_id}
        waiting[entry.id] = len(parents)
        for parent in parents:
            children.setdefault(parent, []).append(entry.id)
    ready = [(by_id[i].header.time, i) for i, n in waiting.items() if n == 0]
    heapq.heapify(ready)
    ordered: list[Entry] = []
    while ready:
        _, name = heapq.heappop(ready)
        ordered.append(by_id[name])
        for child in children.get(name, ()):
            waiting[child] -= 1
            if waiting[child] == 0:
                heapq.heappush(ready, (by_id[child].header.time, child))
    return ordered


def heads(entries: Iterable[Entry]) -> tuple[str, ...]:
    """The ids of those entries that count and that no other of them comes after, sorted."""
    known = [e for e in entries if not e.void]
    followed = {p for e in known for p in e.header.after}
    return tuple(sorted(e.id for e in known if e.id not in followed))
