"""Keeping the shared folder whole: what it lost is put back, administrators' branches are joined, keys are given out.

Whoever holds more repairs; everything verifies itself, so anyone may. What is not needed any more is taken away by
whoever put it there, once what replaces it was read back.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from qaf_desktop.exchange import changes, keyring, names, pack, roster, wire
from qaf_desktop.services.exchange_state import Exchange, cut_now, keep_roster, make_key_file, note_accepted
from qaf_desktop.services.sending import file_of, opened
from qaf_desktop.store import exchange_facts, segments

if TYPE_CHECKING:
    from qaf_desktop.exchange.folder import SharedFolder
    from qaf_desktop.exchange.names import Heads
    from qaf_desktop.store.workspace import Workspace

LOOSE_BEFORE_PACK: Final = 256
PACKS_OF_A_LEVEL: Final = 8
MOST_PACK: Final = 48 << 20


def join_branches(ws: Workspace, x: Exchange) -> bool:
    """Where administrators changed the roster apart from each other, an administrator's laptop joins the branches."""
    if len(x.rosters.heads) < 2 or not x.administers:
        return False
    epoch, identity = roster.new_epoch()
    first = x.rosters.accepted[x.rosters.heads[0]].roster
    merged = changes.merging(x.rosters, cut_now(ws), epoch, first.recovery)
    return adopt(ws, x, roster.signed(merged, {x.device: x.keys.sign}), {epoch.id: identity})


def adopt(ws: Workspace, x: Exchange, one: roster.SignedRoster, identities: dict[str, str] | None = None) -> bool:
    """Keeps a roster of this laptop's making and its new key. Answers whether it counts, or waits for a signature."""
    x.identities.update(identities or {})
    counts = one.hash in x.rosters.add([one])
    with ws.writing() as writing:
        keep_roster(writing.connection, one)
        note_accepted(writing.connection, x.rosters)
        exchange_facts.keep_identities(writing.connection, identities or {})
        writing.changed("exchange")
    return counts


def give_out_keys(ws: Workspace, x: Exchange) -> None:
    """An administrator's laptop makes a file of keys for whoever on the roster has not been given every key."""
    if not x.administers or not x.identities.keys() >= x.rosters.now().epochs.keys():
        return
    with ws.reading() as connection:
        files = exchange_facts.key_files(connection)
    known = [wire.decode(said, keyring.Said, path) for path, (said, _) in files.items()]
    devices = x.rosters.now().devices
    lacking = keyring.lacking(known, x.identities, devices)
    if not lacking:
        return
    path, file = make_key_file(x, {key: devices[key].recipient for key in lacking})
    with ws.writing() as writing:
        exchange_facts.keep_key_file(writing.connection, path, keyring.read(file).raw_said, file)


def put_back_lists(ws: Workspace, folder: SharedFolder, heads: Heads) -> int:
    """Writes the rosters and files of keys that this laptop holds and the folder's heads do not name."""
    with ws.reading() as connection:
        rosters = exchange_facts.roster_files(connection)
        keys = {path: file for path, (_, file) in exchange_facts.key_files(connection).items()}
    count = 0
    for path, file in rosters.items():
        if path not in heads.rosters:
            folder.publish(path, file)
            folder.touch(names.head_of_roster(roster.read(file).roster.version, wire.sha256(file)))
            count += 1
    for path, file in keys.items():
        if path not in heads.keys:
            folder.publish(path, file)
            folder.touch(names.head_of_keys(keyring.read(file).said.epoch, wire.sha256(file)))
            count += 1
    return count


def mark_what_the_folder_lost(ws: Workspace, folder: SharedFolder, heads: Heads) -> int:
    """Marks for writing every segment that this laptop holds and the folder has lost; answers how many.

    Looked for only where a device's head is not in the folder's one listing: from the head back to what is there.
    """
    listed = set(heads.segments)
    lost: list[str] = []
    with ws.reading() as connection:
        tips = [tip for tip in segments.tips(connection) if segments.is_published(connection, tip.hash)]
    for tip in tips:
        name = names.segment_name(tip.device, tip.n, tip.hash)
        if name in listed:
            continue
        there = set(map(names.segment_at, _paths(folder, name.device16)))
        hash_ = tip.hash
        while hash_:
            with ws.reading() as connection:
                one, packed = segments.link(connection, hash_), segments.is_packed(connection, hash_)
            if one is None or packed or names.segment_name(one.device, one.n, one.hash) in there:
                break
            lost.append(hash_)
            hash_ = one.prev
        if tip.hash not in lost:
            folder.touch(name.head)
    with ws.writing() as writing:
        segments.set_published(writing.connection, lost, published=False)
    return len(lost)


def _paths(folder: SharedFolder, device16: str) -> list[str]:
    return [f"{names.SEGMENTS}/{device16}/{one}" for one in folder.listing(f"{names.SEGMENTS}/{device16}")]


# --- packs -----------------------------------------------------------------------------------------------------
def look_after_packs(ws: Workspace, x: Exchange, folder: SharedFolder, heads: Heads) -> int:
    """Forgets packs that others joined into larger ones, and writes anew those that the folder lost."""
    with ws.reading() as connection:
        known = exchange_facts.packs(connection)
    listed = {path for _, path in heads.packs}
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


def clear_away(ws: Workspace, x: Exchange, folder: SharedFolder) -> None:
    """Takes this laptop's own loose segments away that lie in a pack which was read back whole."""
    for path in _paths(folder, x.device[:16]):
        name = names.segment_at(path)
        if name is None:
            continue
        with ws.reading() as connection:
            hashes = segments.hashes_named(connection, name.device16, name.n, name.hash16)
            packed = bool(hashes) and all(segments.is_packed(connection, one) for one in hashes)
        if packed:
            folder.remove(path)


def pack_loose(ws: Workspace, x: Exchange, folder: SharedFolder) -> bool:
    """Packs what lies loose, once there is much of it; then joins packs, once there are many of one size."""
    with ws.reading() as connection:
        known = exchange_facts.packs(connection)
        loose = segments.loose(connection, LOOSE_BEFORE_PACK * 8)
    if len(loose) >= LOOSE_BEFORE_PACK:
        return _write_pack(ws, x, folder, 1, loose)
    for level in sorted({level for level, _ in known.values()}):
        of_level = {path: held for path, (at, held) in known.items() if at == level}
        if len(of_level) >= PACKS_OF_A_LEVEL and _write_pack(
            ws, x, folder, level + 1, sorted(_hashes(of_level.values()))
        ):
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
    if len(raw) > MOST_PACK and level > 1:
        return False
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
            folder.publish(path, file_of(one, x.rosters.now().epochs))
            count += 1
    return count
