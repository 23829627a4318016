"""Reads a whole shared folder, says what in it is damaged or missing, and writes again what this laptop holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qaf_desktop.errors import Refused
from qaf_desktop.exchange import names, pack, roster, segment, wire
from qaf_desktop.exchange.wire import Unread
from qaf_desktop.services import exchange, exchange_state, upkeep
from qaf_desktop.services.intake_lists import Tally
from qaf_desktop.store import exchange_facts, segments

if TYPE_CHECKING:
    from qaf_desktop.exchange.folder import SharedFolder
    from qaf_desktop.services.exchange_state import Exchange
    from qaf_desktop.store.workspace import Workspace


@dataclass(frozen=True)
class Repaired:
    """How many files were read, how many written again, and what was found damaged."""

    read: int
    written: int
    problems: tuple[str, ...]


def repair(ws: Workspace) -> Repaired:
    """Makes the folder whole again, as far as this laptop holds what it lacks. Raises Refused, Unreachable."""
    x, folder = exchange_state.needed(ws), exchange_state.folder_of(ws)
    if folder is None:
        raise Refused("No shared folder is set for this workspace. Choose one: exchange folder FOLDER.")
    with exchange.alone(ws):
        problems = _named_again(x, folder) if x.administers else []
        if x.administers and not folder.listing(names.ROSTERS) and _is_ours(x, folder):
            upkeep.put_back_lists(ws, folder, names.Heads())
        folder.checked(ws.id, x.rosters.root or "")
        heads = names.read_heads(folder.listing(names.HEADS))
        found, read = _damaged(ws, x, folder)
        problems += _lists_again(ws, folder)
        again = len(problems)
        problems += found
        upkeep.put_back_lists(ws, folder, heads)
        tally = Tally()
        exchange.receive(ws, x, folder, tally)
        with ws.reading() as connection:
            waiting = len(segments.unpublished(connection))
        exchange.send(ws, x, folder, tally)
        problems += [one.message for one in tally.problems]
    return Repaired(read, waiting + again, tuple(dict.fromkeys(problems)))


def _named_again(x: Exchange, folder: SharedFolder) -> list[str]:
    """Writes workspace.json again where it is lost or damaged, and the first list of laptops shows whose folder it is.

    Without that list it may be any folder, or a drive that is not connected: it is left as it is.
    """
    try:
        if folder.hint() is not None:
            return []
    except Unread:
        pass
    for path in names.rosters_in(folder.listing(names.ROSTERS)):
        try:
            if roster.read(folder.read(path) or b"", path).hash == x.rosters.root:
                folder.publish(names.WORKSPACE, wire.encode(exchange_state.hint_of(x)))
                return [f"{names.WORKSPACE} was lost or damaged, and is written again."]
        except Unread:
            continue
    return []


def _is_ours(x: Exchange, folder: SharedFolder) -> bool:
    try:
        return folder.hint() == exchange_state.hint_of(x)
    except Unread:
        return False


def _lists_again(ws: Workspace, folder: SharedFolder) -> list[str]:
    """Writes again every list of laptops and file of keys that lies there otherwise than here; says which."""
    with ws.reading() as connection:
        kept = exchange_facts.roster_files(connection)
        kept |= {path: file for path, (_, file) in exchange_facts.key_files(connection).items()}
    problems = []
    for path, file in sorted(kept.items()):
        if folder.read(path) != file:
            folder.publish(path, file)
            problems.append(f"{path} was lost or damaged, and is written again.")
    return problems


def _damaged(ws: Workspace, x: Exchange, folder: SharedFolder) -> tuple[list[str], int]:
    """Reads every segment and pack; marks for writing what this laptop holds and the folder does not hold soundly."""
    problems: list[str] = []
    there: set[str] = set()
    count = 0
    for device16 in folder.listing(names.SEGMENTS):
        for one in folder.listing(f"{names.SEGMENTS}/{device16}"):
            path = f"{names.SEGMENTS}/{device16}/{one}"
            named = names.segment_at(path)
            if named is None:
                continue
            count += 1
            try:
                envelope = segment.read(folder.read(path) or b"", path)
                if segment.can_open(envelope, x.identities):
                    segment.open_(envelope, x.identities, path)  # what is sealed may be cut off, too
                if envelope.name == named:
                    there.add(envelope.hash)
            except Unread as error:
                problems.append(str(error))
    for path in names.packs_in(folder.listing(names.PACKS)):
        count += 1
        try:
            there |= {hash_ for _, _, hash_ in pack.read(folder.read(path) or b"", path).index.segments}
        except Unread as error:
            problems.append(str(error))
            with ws.writing() as writing:
                exchange_facts.forget_pack(writing.connection, path)
    with ws.writing() as writing:
        lost = [hash_ for hash_ in segments.everything(writing.connection) if hash_ not in there]
        segments.set_published(writing.connection, lost, published=False)
        segments.set_packed(writing.connection, lost, packed=False)
    return problems, count
