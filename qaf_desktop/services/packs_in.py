"""The packs of a shared folder on their way in: which are new here, in what order, and what is in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from qaf_desktop.exchange import pack
from qaf_desktop.exchange.folder import SharedFolder
from qaf_desktop.exchange.wire import Unread
from qaf_desktop.services.intake_lists import Lists
from qaf_desktop.store import exchange_facts, segments

if TYPE_CHECKING:
    from qaf_desktop.store.workspace import Workspace

INDEX_BYTES: Final = 1 << 16
MANY: Final = 4


def are_many(bundles: int) -> bool:
    """Whether so many bundles are worth a process beside this one, which takes half a second to start."""
    return bundles >= MANY


@dataclass
class NewPack:
    """A pack that is new here: `order` is by what is in it, `read` whether all of it could be read."""

    order: float
    path: str
    level: int
    hashes: list[str]
    bundles: int
    read: bool = False


def new_packs(ws: Workspace, source: SharedFolder, lists: Lists, packs: Sequence[tuple[int, str]]) -> list[NewPack]:
    """Looks into packs that are new here; answers those that hold segments, the earliest first.

    What comes before what it follows has to wait in memory; so the order is that of the numbers of what is in them.
    """
    with ws.reading() as connection:
        known = exchange_facts.pack_levels(connection)
    found = []
    for level, path in packs:
        if path in known:
            continue
        try:
            index = _index_of(source, path)
        except Unread as error:
            lists.problem(path, str(error))
            continue
        if index is None:
            lists.problem(path, f"{path} is announced and not there yet. It is read when it comes.")
        elif index.segments:
            mean = sum(n for _, n, _ in index.segments) / len(index.segments)
            bundles = sum(item.name == pack.BUNDLE for item in index.items)
            found.append(NewPack(mean, path, level, [hash_ for _, _, hash_ in index.segments], bundles))
    return sorted(found, key=lambda one: (one.order, one.path))


def _index_of(source: SharedFolder, path: str) -> pack.Index | None:
    """A pack's index by its end, read again where it is longer than most."""
    end = source.read_end(path, INDEX_BYTES)
    if end is None:
        return None
    wanted = pack.index_size(end, path)
    if wanted > len(end):
        end = source.read_end(path, wanted) or b""
    return pack.index_at(end, path)


def bundles(ws: Workspace, source: SharedFolder, lists: Lists, packs: list[NewPack]) -> Iterator[tuple[str, bytes]]:
    """The bundles of those packs that hold what is not here, each with its pack's path."""
    for one in packs:
        with ws.reading() as connection:
            here = segments.states_of(connection, one.hashes)
        if len(here) < len(one.hashes):
            try:
                whole = pack.read(source.read(one.path) or b"", one.path)
            except Unread as error:
                lists.problem(one.path, str(error))
                continue
            yield from ((one.path, bundle) for bundle in whole.bundles())
        one.read = True


def keep(ws: Workspace, packs: list[NewPack]) -> None:
    """Notes which packs were read, once all that came from them is here, or kept with what waits."""
    with ws.writing() as writing:
        for one in packs:
            segments.set_packed(writing.connection, one.hashes)
            exchange_facts.keep_pack(writing.connection, one.path, one.level, bytes.fromhex("".join(one.hashes)))
