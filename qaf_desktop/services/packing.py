"""Packs: many segments in one file, so that a new laptop reads hundreds of files, and not as many as there are days.

Whoever sees much lying loose packs it. Only the laptop that wrote a segment takes its loose file away, and only once it
has read the pack back and found in it all that it holds itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from qaf_desktop.exchange import names, pack
from qaf_desktop.exchange.wire import Unread
from qaf_desktop.services.exchange_state import Exchange
from qaf_desktop.services.sending import file_of, is_as_good, opened
from qaf_desktop.services.upkeep import paths_of
from qaf_desktop.store import exchange_facts, segments

if TYPE_CHECKING:
    from qaf_desktop.exchange.folder import SharedFolder
    from qaf_desktop.exchange.names import Heads
    from qaf_desktop.store.workspace import Workspace

LOOSE_BEFORE_PACK: Final = 256
PACKS_OF_A_LEVEL: Final = 8
MOST_SEGMENTS: Final = 1 << 15


def look_after_packs(ws: Workspace, x: Exchange, folder: SharedFolder, heads: Heads) -> int:
    """Forgets packs that others joined into larger ones, and writes anew those that the folder lost."""
    listed = {path for _, path in heads.packs}
    with ws.reading() as connection:
        if exchange_facts.pack_levels(connection).keys() <= listed:
            return 0
        known = exchange_facts.packs(connection)
    there = _hashes(held for path, (_, held) in known.items() if path in listed)
    count = 0
    for path, (level, held) in known.items():
        if path in listed:
            continue
        inside = _hashes([held])
        if inside <= there:
            with ws.writing() as writing:
                exchange_facts.forget_pack(writing.connection, path)
        elif _write_pack(ws, x, folder, level, sorted(inside)):
            _take_away(ws, folder, level, path)
            count += 1
    return count


def _hashes(held: Iterable[bytes]) -> set[str]:
    return {one[at : at + 32].hex() for one in held for at in range(0, len(one), 32)}


def clear_away(ws: Workspace, x: Exchange, folder: SharedFolder) -> int:
    """Takes this laptop's own loose segments away that lie whole in a pack; each such pack is read back to the end."""
    with ws.reading() as connection:
        known = exchange_facts.packs(connection)
        loose = [name for name in map(names.segment_at, paths_of(folder, x.device[:16])) if name is not None]
        hashes = {
            hash_: name.path for name in loose
            for hash_ in segments.hashes_named(connection, name.device16, name.n, name.hash16)
        }  # fmt: skip
    count = 0
    for path, (_, held) in known.items():
        if _hashes([held]) & hashes.keys():
            for hash_ in _read_back(ws, x, folder, path, set(hashes)):
                folder.remove(hashes.pop(hash_))
                count += 1
    return count


def _read_back(ws: Workspace, x: Exchange, folder: SharedFolder, path: str, hashes: set[str]) -> set[str]:
    """Which of these segments lie in a pack with all that this laptop holds of them."""
    try:
        read = pack.read(folder.read(path) or b"", path)
        inside = [one for raw in read.bundles() for one in pack.unbundle(raw, x.identities, path) or []]
    except Unread:
        return set()
    sound: set[str] = set()
    for one in inside:
        if one.hash in hashes:
            with ws.reading() as connection:
                mine = segments.stored(connection, one.hash)
            if mine is not None and mine.headers == one.headers and mine.bodies == one.bodies:
                sound.add(one.hash)
    return sound


def pack_loose(ws: Workspace, x: Exchange, folder: SharedFolder) -> bool:
    """Packs what lies loose, once there is much of it; then joins packs, once there are many of one size."""
    with ws.reading() as connection:
        loose = segments.loose(connection, LOOSE_BEFORE_PACK * PACKS_OF_A_LEVEL)
        levels = list(exchange_facts.pack_levels(connection).values())
    if len(loose) >= LOOSE_BEFORE_PACK:
        return _write_pack(ws, x, folder, 1, loose)
    if all(levels.count(level) < PACKS_OF_A_LEVEL for level in set(levels)):
        return False
    with ws.reading() as connection:
        known = exchange_facts.packs(connection)
    for level in sorted({level for level, _ in known.values()}):
        of_level = {path: held for path, (at, held) in known.items() if at == level}
        inside = sorted(_hashes(of_level.values()))
        if len(of_level) < PACKS_OF_A_LEVEL or len(inside) > MOST_SEGMENTS:
            continue
        if _write_pack(ws, x, folder, level + 1, inside):
            for path in of_level:
                _take_away(ws, folder, level, path)
            return True
    return False


def _take_away(ws: Workspace, folder: SharedFolder, level: int, path: str) -> None:
    folder.remove(path)
    folder.remove(names.head_of_pack(level, path.partition("/")[2][:16]))
    with ws.writing() as writing:
        exchange_facts.forget_pack(writing.connection, path)


def _write_pack(ws: Workspace, x: Exchange, folder: SharedFolder, level: int, hashes: list[str]) -> bool:
    with ws.reading() as connection:
        ordered = segments.in_order(connection, hashes)
        found = [one for one in (segments.stored(connection, hash_) for hash_ in ordered) if one is not None]
    if len(found) != len(hashes) or any(one.file is not None for one in found):
        return False
    raw = pack.make(x.workspace, {}, (opened(one) for one in found), x.rosters.now().epochs)
    file_hash = pack.read(raw).hash
    path = names.pack_path(file_hash)
    folder.publish(path, raw)
    folder.touch(names.head_of_pack(level, file_hash))
    with ws.writing() as writing:
        exchange_facts.keep_pack(writing.connection, path, level, bytes.fromhex("".join(ordered)))
        segments.set_packed(writing.connection, ordered)
    return True


def rewrite(ws: Workspace, x: Exchange, folder: SharedFolder, hashes: set[str]) -> int:
    """After an erasure: writes these segments, and the packs that hold them, anew with what may still be in them."""
    count = 0
    with ws.reading() as connection:
        packs = exchange_facts.packs(connection)
    for path, (level, held) in packs.items():
        inside = _hashes([held])
        if not hashes.isdisjoint(inside) and _write_pack(ws, x, folder, level, sorted(inside)):
            _take_away(ws, folder, level, path)
            count += 1
    for hash_ in sorted(hashes):
        with ws.reading() as connection:
            one = segments.stored(connection, hash_)
        if one is None or one.file is not None:
            continue
        path = names.segment_name(one.device, one.n, one.hash).path
        if folder.read(path) is not None:
            folder.publish(path, file_of(one, x.rosters.now().epochs), is_as_good(x, one))
            count += 1
    return count
