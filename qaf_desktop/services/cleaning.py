"""After an erasure: the shared folder's files are written anew with what may still be in them.

Every laptop that carries an erasure out does this at its next exchange, for what it knows: whoever erased may have been
away from the folder, and whoever sent the content may have sent it before hearing of the erasure.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qaf_desktop.exchange import names, pack, segment
from qaf_desktop.exchange.wire import Unread
from qaf_desktop.services import packing
from qaf_desktop.store import erasing, exchange_facts, segments

if TYPE_CHECKING:
    from qaf_desktop.exchange.folder import SharedFolder
    from qaf_desktop.exchange.segment import Segment
    from qaf_desktop.services.exchange_state import Exchange
    from qaf_desktop.store.workspace import Workspace


def clean(ws: Workspace, x: Exchange, folder: SharedFolder) -> int:
    """Writes anew what in the folder still holds erased content; answers how many files. Raises Unreachable."""
    with ws.reading() as connection:
        noted = set(exchange_facts.note(connection, erasing.TO_CLEAN, []))
        packs = exchange_facts.packs(connection) if noted else {}
    if not noted:
        return 0
    there = [one for one in (_loose(ws, x, folder, hash_) for hash_ in noted) if one is not None]
    for path, (_, held) in packs.items():
        if noted & {held[at : at + 32].hex() for at in range(0, len(held), 32)}:
            there += [one for one in _packed(x, folder, path) if one.hash in noted]
    bare = {one.hash for one in there if _holds_more(ws, one)}
    count = packing.rewrite(ws, x, folder, bare) if bare else 0
    with ws.writing() as writing:
        later = set(exchange_facts.note(writing.connection, erasing.TO_CLEAN, [])) - noted
        exchange_facts.set_note(writing.connection, erasing.TO_CLEAN, sorted(later))
    return count


def _holds_more(ws: Workspace, there: Segment) -> bool:
    """Whether a segment of the folder has a content that this laptop does not have any more."""
    with ws.reading() as connection:
        mine = segments.stored(connection, there.hash)
    if mine is None or mine.file is not None:
        return False
    return any(theirs and not own for theirs, own in zip(there.bodies, mine.bodies, strict=True))


def _loose(ws: Workspace, x: Exchange, folder: SharedFolder, hash_: str) -> Segment | None:
    with ws.reading() as connection:
        one = segments.link(connection, hash_)
    if one is None:
        return None
    path = names.segment_name(one.device, one.n, hash_).path
    try:
        raw = folder.read(path)
        envelope = segment.read(raw, path) if raw is not None else None
        if envelope is None or envelope.hash != hash_ or not segment.can_open(envelope, x.identities):
            return None
        return segment.open_(envelope, x.identities, path)
    except Unread:
        return None


def _packed(x: Exchange, folder: SharedFolder, path: str) -> list[Segment]:
    try:
        read = pack.read(folder.read(path) or b"", path)
        return [one for raw in read.bundles() for one in pack.unbundle(raw, x.identities, path) or []]
    except Unread:
        return []
