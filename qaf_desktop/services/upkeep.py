"""Keeping the shared folder whole: what it lost is put back, administrators' branches are joined, keys are given out.

Whoever holds more repairs; everything verifies itself, so anyone may. What is not needed any more is taken away by
whoever put it there, once what replaces it was read back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qaf_desktop.exchange import changes, keyring, names, roster, wire
from qaf_desktop.services import judging
from qaf_desktop.services.exchange_state import Exchange, cut_now, keep_roster, make_key_file, note_accepted
from qaf_desktop.store import exchange_facts, segments

if TYPE_CHECKING:
    from qaf_desktop.exchange.folder import SharedFolder
    from qaf_desktop.exchange.names import Heads
    from qaf_desktop.store.workspace import Workspace


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
    new = x.rosters.add([one])
    with ws.writing() as writing:
        keep_roster(writing.connection, one)
        note_accepted(writing.connection, x.rosters)
        exchange_facts.keep_identities(writing.connection, identities or {})
        judging.judge_devices_anew(writing, x.rosters, judging.touched_by(x.rosters, new))
        writing.changed("exchange")
    return one.hash in new


def give_out_keys(ws: Workspace, x: Exchange) -> None:
    """An administrator's laptop makes a file of keys for whoever on the roster has not been given every key."""
    if not x.administers or not x.identities.keys() >= x.rosters.now().epochs.keys():
        return
    with ws.reading() as connection:
        files = exchange_facts.key_files(connection)
    said_by_all = [wire.decode(said, keyring.Said, path) for path, (said, _) in files.items()]
    administrators = x.rosters.now().administrator_devices()
    known = [said for said in said_by_all if said.signer in administrators]  # one who was removed may claim anything
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
        there = set(map(names.segment_at, paths_of(folder, name.device16)))
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
    if lost:
        with ws.writing() as writing:
            segments.set_published(writing.connection, lost, published=False)
    return len(lost)


def paths_of(folder: SharedFolder, device16: str) -> list[str]:
    """The paths of what lies in a device's folder of segments."""
    return [f"{names.SEGMENTS}/{device16}/{one}" for one in folder.listing(f"{names.SEGMENTS}/{device16}")]
