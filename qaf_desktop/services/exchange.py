"""The exchange with a shared folder, from beginning to end, and by hand through a file; and what can be said of it."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from qaf_desktop.errors import Busy, Damaged, NotFound, QafError, Refused
from qaf_desktop.exchange import names, pack, segment, wire
from qaf_desktop.exchange.folder import Closed as Closed
from qaf_desktop.exchange.folder import PackSource, SharedFolder, Source
from qaf_desktop.exchange.wire import Unread
from qaf_desktop.files import locked
from qaf_desktop.services import cleaning, directory, draft_backup, exchange_state, packing, packs_in, sending, upkeep
from qaf_desktop.services.exchange_state import Exchange
from qaf_desktop.services.intake import Cancelled as Cancelled
from qaf_desktop.services.intake import Candidate, Intake
from qaf_desktop.services.intake import Progress as Progress
from qaf_desktop.services.intake_lists import Lists, Tally
from qaf_desktop.services.sending import Step, nothing
from qaf_desktop.store import devices, exchange_facts, segments

if TYPE_CHECKING:
    from qaf_desktop.store.workspace import Workspace

LOCK: Final = "exchange.lock"
LOCK_SECONDS: Final = 5.0
LAST, RECEIVED_AT, TROUBLE, PROBLEMS, EXPECTED, LISTS = (
    "exchange_last", "exchange_received", "exchange_trouble", "exchange_problems", "exchange_expected",
    "exchange_lists",
)  # fmt: skip
CLEARED: Final = "exchange_cleared"
PACKS_NOW_AND_THEN: Final = 8
EXPORT_STEP: Final = 32
T = TypeVar("T")


@contextmanager
def alone(ws: Workspace) -> Iterator[None]:
    """One exchange of this workspace at a time, whatever window or command it is of. Raises Busy.

    Raises Closed where the workspace was let go of, and its folder taken away, while one waited.
    """
    with ExitStack() as held:
        try:
            held.enter_context(locked(ws.folder / LOCK, LOCK_SECONDS))
        except TimeoutError as error:
            raise Busy("Another exchange of this workspace is under way. Try again in a moment.") from error
        except FileNotFoundError as error:
            raise Closed from error
        yield


def refuse_unfit_folder(path: Path) -> None:
    """Raises Refused unless a workspace can begin in this folder, Unreachable unless it can be written to."""
    SharedFolder(path.absolute()).refuse_unfit()


def use_folder(ws: Workspace, path: Path) -> None:
    """Exchanges through this folder from now on: made the workspace's own where it is empty and this is its first."""
    x = exchange_state.needed(ws)
    folder = SharedFolder(path.absolute(), ws.closed)
    if folder.hint() is None:
        if not x.administers:
            raise Refused(f"{path} is not the shared folder of this workspace. Ask an administrator which it is.")
        with ws.reading() as connection:
            if exchange_facts.note(connection, exchange_state.FOLDER) is not None:
                raise Refused(f"{path} is not the shared folder of this workspace. Connect the drive, then try again.")
        folder.begin(exchange_state.hint_of(x))
        upkeep.give_out_keys(ws, x)
        upkeep.put_back_lists(ws, folder, names.Heads())
    folder.checked(ws.id, x.rosters.root or "")
    with ws.writing() as writing:
        exchange_facts.set_note(writing.connection, exchange_state.FOLDER, str(folder.path))
        writing.changed("exchange")


def now(
    ws: Workspace, *, folder: SharedFolder | None = None, progress: Progress | None = None, at: Step = nothing
) -> Tally:
    """Receives what is new in the shared folder, then sends what is new here. Raises Unreachable, Refused, Busy."""
    from qaf_desktop.services import joining

    x = exchange_state.needed(ws)
    shared = folder or exchange_state.folder_of(ws)
    if shared is None:
        raise Refused("No shared folder is set for this workspace. Choose one: exchange folder FOLDER.")
    with alone(ws):
        tally, begun = Tally(), ws.now()
        try:
            shared.checked(ws.id, x.rosters.root or "")
            receive(ws, x, shared, tally, progress)
            _note_received(ws, begun)
            joining.complete(ws, x)
            if x.approved:
                send(ws, x, shared, tally, at)
            elif x.removed:
                tally.notices.append(directory.REMOVED)
            else:
                joining.send_request(ws)
                tally.notices.append(directory.why_nobody(ws))
        except Busy:
            raise
        except QafError as error:
            _note_trouble(ws, error)
            raise
        _note_done(ws, tally)
    return tally


def receive(ws: Workspace, x: Exchange, source: SharedFolder, tally: Tally, progress: Progress | None = None) -> None:
    """Takes in what is new in the folder."""
    heads = names.read_heads(source.listing(names.HEADS))
    intake = Intake(ws, x, tally, published=True, progress=progress)
    receive_lists(ws, x, source, intake, heads)
    packs = packs_in.new_packs(ws, source, intake, heads.packs)
    many = packs_in.are_many(sum(one.bundles for one in packs))
    intake.take_bundles(packs_in.bundles(ws, source, intake, packs), many=many)
    for name in heads.segments:
        _fetch_back(ws, source, intake, name)
    intake.settle()
    intake.finish()
    if packs:
        packs_in.keep(ws, [one for one in packs if one.read])
    _note_what_was_seen(ws, x, tally)


def receive_lists(ws: Workspace, x: Exchange, source: SharedFolder, lists: Lists, heads: names.Heads) -> None:
    """Takes in the lists of laptops and the keys that the folder's heads name and that are not here."""
    with ws.reading() as connection:
        rosters, keys = exchange_facts.roster_files(connection), exchange_facts.key_files(connection)
    wanted = list(heads.rosters) or names.rosters_in(source.listing(names.ROSTERS))
    lists.rosters(_read_all(source, lists, [path for path in wanted if path not in rosters]))
    if x.rosters.missing():
        lists.rosters(_read_all(source, lists, names.rosters_in(source.listing(names.ROSTERS))))
    lists.keys(_read_all(source, lists, [path for path in heads.keys if path not in keys]))


def _read_all(source: Source, intake: Lists, paths: list[str]) -> list[tuple[str, bytes]]:
    found = []
    for path in paths:
        raw = source.read(path)
        if raw is None:
            intake.problem(path, f"{path} is announced and not there yet. It is read when it comes.")
        else:
            found.append((path, raw))
    return found


def _fetch_back(ws: Workspace, source: Source, intake: Intake, name: names.SegmentName) -> None:
    """Reads a segment, and those before it, back to what is here. What waits already is walked past."""
    read: set[names.SegmentName] = set()
    while name not in read:
        read.add(name)
        one = intake.named(name)
        if one is None:
            with ws.reading() as connection:
                if segments.knows_name(connection, name.device16, name.n, name.hash16):
                    return
            one = _read_segment(source, intake, name)
        if one is None or not one.outer.prev:
            return
        name = names.segment_name(one.outer.device, one.outer.n - 1, one.outer.prev)


def _read_segment(source: Source, intake: Intake, name: names.SegmentName) -> Candidate | None:
    raw = source.read(name.path)
    if raw is None:
        intake.problem(name.path, f"{name.path} is announced and not there yet. It is read when it comes.")
        return None
    one = intake.offer(name.path, raw)
    if one is not None and one.name != name:
        intake.candidates.pop(one.hash, None)
        intake.problem(name.path, f"{name.path} is not what its name says. It was not taken in.")
        return None
    return one


def _note_what_was_seen(ws: Workspace, x: Exchange, tally: Tally) -> None:
    """Notices segments that other laptops have seen and that are not here: the folder was set back, or is not whole."""
    with ws.reading() as connection:
        noted = exchange_facts.note(connection, EXPECTED, [])
        expected = {tuple(one) for one in noted}
        for tip in segments.tips(connection) if tally.received else ():
            one = segments.link(connection, tip.hash)
            if one is not None:
                expected |= set(wire.decode(one.raw_outer, segment.Outer, "The segment").seen)
        missing = sorted(one for one in expected if not segments.knows(connection, one[2]))
        tips: dict[str, int] = {}
        for tip in segments.tips(connection):
            tips[tip.device] = tips.get(tip.device, 0) + 1
        labels = devices.labels(connection)
        waits = {hash_ for hash_, *_ in segments.waiting(connection)} if missing else set()
    unread = {one.file for one in tally.problems}  # they are there, and it is said already what is wrong with them

    def name(device: str) -> str:
        return labels.get(device, f"the laptop {device[:8]}")

    if missing != [tuple(one) for one in noted]:
        with ws.writing() as writing:
            exchange_facts.set_note(writing.connection, EXPECTED, missing)
    for device, n, hash_ in missing:
        if hash_ in waits or names.segment_name(device, n, hash_).path in unread:
            continue
        tally.notices.append(
            f"Another laptop has received file {n} of {name(device)}, and the shared folder lacks it: "
            "the folder was set back, or is not whole. Whoever holds it puts it back at their next exchange."
        )
    tally.notices += [
        f"{name(device)} has gone on from two states: its workspace was restored or copied. Both are kept."
        for device, count in sorted(tips.items())
        if count > 1
    ]


def send(ws: Workspace, x: Exchange, folder: SharedFolder, tally: Tally, at: Step = nothing) -> None:
    """Puts back what the folder lost, and writes what is new here."""
    upkeep.join_branches(ws, x)
    upkeep.give_out_keys(ws, x)
    heads = names.read_heads(folder.listing(names.HEADS))
    upkeep.put_back_lists(ws, folder, heads)
    _note_lists(ws)
    lost = upkeep.mark_what_the_folder_lost(ws, folder, heads) + packing.look_after_packs(ws, x, folder, heads)
    if lost:
        tally.notices.append(f"The shared folder had lost {lost} files, or was set back. They were put back.")
    at("seal")
    sending.seal_new(ws, x)
    tally.sent += sending.publish(ws, x, folder, at)
    cleaning.clean(ws, x, folder)
    at("drafts")
    draft_backup.back_up(ws, x, folder)
    at("pack")
    if secrets.randbelow(PACKS_NOW_AND_THEN) == 0:
        packing.pack_loose(ws, x, folder)
    _clear_away_once(ws, x, folder)


def _clear_away_once(ws: Workspace, x: Exchange, folder: SharedFolder) -> None:
    """After packs came: whether some of this laptop's own loose segments are needed no longer."""
    with ws.reading() as connection:
        known = sorted(exchange_facts.pack_levels(connection))
        if known == exchange_facts.note(connection, CLEARED, []):
            return
    packing.clear_away(ws, x, folder)
    with ws.writing() as writing:
        exchange_facts.set_note(writing.connection, CLEARED, known)


def export(ws: Workspace, target: Path, progress: Progress | None = None) -> int:
    """Writes all that this laptop holds into a file that can be carried by hand; answers how many entries are in it.

    Raises Cancelled, having written no file, where `progress` says that it is enough.
    """
    from qaf_desktop.files import write_whole

    x = exchange_state.needed(ws)
    if target.is_dir():
        raise Refused(f"{target} is a folder. Name a file for the export.")
    with alone(ws):
        if x.approved:
            sending.seal_new(ws, x)
            upkeep.give_out_keys(ws, x)
        with ws.reading() as connection:
            files = dict(exchange_facts.roster_files(connection))
            files |= {path: file for path, (_, file) in exchange_facts.key_files(connection).items()}
            hashes = list(segments.everything(connection))
            count = 2 * len(hashes)  # each is read, and sealed anew
            read = (segments.stored(connection, one) for one in _counted(hashes, 0, count, progress))
            found = [one for one in read if one is not None]
        files |= {
            names.segment_name(one.device, one.n, one.hash).path: one.file for one in found if one.file is not None
        }
        whole = [one for one in found if one.file is None]
        sealed = (sending.opened(one) for one in _counted(whole, count - len(whole), count, progress))
        write_whole(target, pack.make(x.workspace, files, sealed, x.rosters.now().epochs))
    return sum(len(one.headers) for one in found)


def _counted(what: Sequence[T], done: int, of: int, progress: Progress | None) -> Iterator[T]:
    """The same, one by one, telling now and then how far it is. Raises Cancelled."""
    for at, one in enumerate(what):
        if progress is not None and at % EXPORT_STEP == 0 and not progress(done + at, of):
            raise Cancelled
        yield one


def import_(ws: Workspace, path: Path, progress: Progress | None = None) -> Tally:
    """Takes in a file that was carried by hand. Raises Damaged, having changed nothing, where it does not verify."""
    x = exchange_state.needed(ws)
    if not path.is_file():
        raise NotFound(f"There is no file {path}. Name one that was exported from a laptop of this workspace.")
    try:
        raw = path.read_bytes()
        if not raw.startswith(pack.MAGIC):
            raise Damaged(f"{path.name} is no file that a laptop exported, or it is damaged. Export it there again.")
        carried = pack.read(raw, path.name)
    except Unread as error:
        raise Damaged(str(error)) from error
    if carried.index.workspace != ws.id:
        raise Refused(f"{path.name} is of another workspace. Nothing of it was taken in.")
    tally = Tally()
    with alone(ws):
        source = PackSource(carried)
        intake = Intake(ws, x, tally, published=False, progress=progress)
        intake.rosters(_read_all(source, intake, names.rosters_in(source.listing(names.ROSTERS))))
        intake.keys(_read_all(source, intake, names.keys_in(source.listing(names.EPOCHS))))
        for name, raw in sorted(carried.files().items()):
            if names.segment_at(name) is not None:
                intake.offer(name, raw)
        bundles = [(path.name, one) for one in carried.bundles()]
        intake.take_bundles(iter(bundles), many=packs_in.are_many(len(bundles)))
        intake.settle()
        intake.finish()
        _note_what_was_seen(ws, x, tally)
    return tally


def _note_received(ws: Workspace, begun: dt.datetime) -> None:
    """What is here is as of the moment at which one began to look: what came into the folder since may be missing."""
    with ws.writing() as writing:
        exchange_facts.set_note(writing.connection, RECEIVED_AT, begun.isoformat())


def _note_lists(ws: Workspace) -> None:
    """The folder has the lists of laptops and the files of keys that are here now."""
    with ws.reading() as connection:
        counts, noted = exchange_facts.count_lists(connection), exchange_facts.note(connection, LISTS)
    if counts != noted:
        with ws.writing() as writing:
            exchange_facts.set_note(writing.connection, LISTS, counts)


def _note_trouble(ws: Workspace, error: QafError) -> None:
    said = {"message": str(error), "code": error.code}
    with ws.reading() as connection:
        known = exchange_facts.note(connection, TROUBLE)
    if known is not None and {name: known.get(name) for name in said} == said:
        return
    with ws.writing() as writing:
        since = known["since"] if known else ws.now().isoformat()
        exchange_facts.set_note(writing.connection, TROUBLE, said | {"since": since})
        writing.changed("exchange")


def _note_done(ws: Workspace, tally: Tally) -> None:
    with ws.writing() as writing:
        exchange_facts.set_note(writing.connection, LAST, ws.now().isoformat())
        exchange_facts.set_note(writing.connection, TROUBLE, None)
        said = [[one.file, one.device, one.message] for one in tally.problems]
        exchange_facts.set_note(writing.connection, PROBLEMS, {"problems": said, "notices": tally.notices})
        writing.changed("exchange")
