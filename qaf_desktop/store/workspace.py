"""A workspace that is open: who, on which laptop, reading and writing. The one way into the journal."""

import datetime as dt
import json
import secrets
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Engine

from qaf_desktop.clock import Clock, is_zone, new_id, today
from qaf_desktop.domain.entries import Entry, Header, commitment, encode_body, seal
from qaf_desktop.domain.entries import heads as heads_among
from qaf_desktop.domain.events import EVENTS, Event, PersonAdded, RoleGrant, WorkspaceStarted
from qaf_desktop.domain.words import ROLES
from qaf_desktop.errors import Damaged, NotFound, Refused
from qaf_desktop.files import in_words, make_folder, replace
from qaf_desktop.store import aliases, database, journal, keys, projection, query_directory, receiving, wal
from qaf_desktop.store.migrate import migrate

LEAST_DATABASE: Final = 4096  # one page
FIRST_ROLES: Final = tuple(RoleGrant(role) for role in ROLES if role != "social_worker")


class Writing:
    """One write transaction: entries are recorded, and what they touched is projected before it commits."""

    def __init__(self, workspace: "Workspace", connection: Connection) -> None:
        self.connection = connection
        self.touched_kinds: set[str] = set()
        self._workspace = workspace
        self._seq = 0
        self._new: list[Entry] = []
        self._entries: dict[str, list[Entry]] = {}
        self._others: dict[str, list[Entry]] = {}
        self._first_ids: dict[str, str] = {}
        self._heads: dict[str, tuple[str, ...]] = {}
        self._fresh: set[str] = set()

    def record(self, entity_kind: str, entity: str, event: Event, batch: str = "") -> str:
        """Records what happened to an entity, of several ids of one thing under the first; answers the entry's id."""
        workspace = self._workspace
        entity, known, others = self._known(entity_kind, entity)
        if any(entry.header.kind not in EVENTS for entry in (*known, *others)):
            raise Refused("A newer QAF Desktop changed this. Install that version here to change it too.")
        if self._seq == 0:
            self._seq = journal.next_seq(self.connection, workspace.device_id)
        body, salt = encode_body(event), workspace.clock.token(16)
        header = Header(
            entity=entity,
            entity_kind=entity_kind,
            kind=type(event).__name__,
            author=workspace.person_id,
            device=workspace.device_id,
            seq=self._seq,
            time=workspace.now().isoformat(timespec="microseconds").replace("+00:00", "Z"),
            after=self._heads[entity],
            commitment=commitment(salt, body),
            batch=batch,
        )
        entry = seal(header, salt, body)
        known.append(entry)
        self._new.append(entry)
        self._heads[entity] = (entry.id,)
        self._seq += 1
        self.touched_kinds.add(entity_kind)
        return entry.id

    def changed(self, kind: str) -> None:
        """Says that rows of this kind changed which are no entries, such as a draft."""
        self.touched_kinds.add(kind)

    def flush(self) -> None:
        """Stores what was recorded so far and projects it, so that queries in this transaction see it."""
        journal.append(self.connection, self._new)
        self._new = []
        if self._heads:
            journal.set_heads(self.connection, self._heads, fresh=self._fresh)
        projection.project(
            self.connection,
            (
                projection.Touched(entries[0].header.entity_kind, entity, entries, entity in self._fresh)
                for entity, entries in self._entries.items()
            ),
        )
        self._entries, self._others, self._heads, self._first_ids, self._fresh = {}, {}, {}, {}, set()

    def _known(self, kind: str, entity: str) -> tuple[str, list[Entry], list[Entry]]:
        """The id to record under, its entries, and those of the other ids of the same thing."""
        entity = self._first_ids.get(entity, entity)
        known = self._entries.get(entity)
        if known is not None:
            return entity, known, self._others.get(entity, [])
        heads = journal.heads_of(self.connection, entity)
        if not heads:
            self._fresh.add(entity)
            self._entries[entity], self._heads[entity] = [], heads
            return entity, self._entries[entity], []
        first, *others = aliases.members(self.connection, kind, entity)
        found = journal.of_entities(self.connection, [first, *others])
        self._first_ids |= dict.fromkeys((entity, *others), first)
        self._entries[first] = found.get(first, [])
        self._others[first] = [entry for other in others for entry in found.get(other, [])]
        every = [*self._entries[first], *self._others[first]]
        self._heads[first] = heads_among(every) if others else heads
        return first, self._entries[first], self._others[first]


@dataclass(eq=False)
class Workspace:
    """An open workspace. `person_id` is whose laptop this is; in practice it can be switched."""

    folder: Path
    clock: Clock
    engine: Engine
    key: bytes
    id: str
    device_id: str
    person_id: str
    practice: bool
    _listeners: list[Callable[[frozenset[str]], None]] = field(default_factory=list)
    _closed: threading.Event = field(default_factory=threading.Event)
    _writer: int | None = None

    def now(self) -> dt.datetime:
        """The moment, in UTC."""
        return self.clock.now()

    def today(self) -> dt.date:
        """The day in the council's zone, which is a setting: all laptops count alike, wherever they are."""
        with self.reading() as connection:
            zone = json.loads(query_directory.settings(connection).get("zone", "null"))
        return today(self.clock, zone) if is_zone(zone) else today(self.clock)

    def new_id(self) -> str:
        """A new random id of a thing."""
        return new_id(self.clock)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One consistent view of the database."""
        with self.engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Writing]:
        """One write transaction: all of it, or nothing. Whoever subscribed hears of it after the commit."""
        me = threading.get_ident()
        try:
            with self.engine.execution_options(writing=True).begin() as connection:
                self._writer = me
                writing = Writing(self, connection)
                yield writing
                writing.flush()
        finally:
            if self._writer == me:
                self._writer = None
        changed = frozenset(writing.touched_kinds)
        if changed:
            for listener in tuple(self._listeners):
                listener(changed)

    def held_up(self) -> bool:
        """Whether whoever writes now would wait for another thread: what can wait a moment need not."""
        return self._writer not in (None, threading.get_ident())

    def compact(self) -> None:
        """Leaves nothing behind of what was deleted: not in the searched text, nor in the log beside the database."""
        database.compact(self.engine)

    def subscribe(self, listener: Callable[[frozenset[str]], None]) -> Callable[[], None]:
        """Calls `listener` with the kinds that changed, after each commit. Answers how to end that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def closed(self) -> bool:
        """Whether it was let go of: what is still under way in another thread is to end."""
        return self._closed.is_set()

    def close(self) -> None:
        """Lets go of the database; the key is forgotten."""
        self._closed.set()
        self.engine.dispose()
        self.key = b""


def is_workspace(folder: Path) -> bool:
    """Whether a workspace lies in this folder."""
    return (folder / keys.FILE_NAME).is_file()


def create(
    folder: Path,
    organisation: str,
    person: str,
    passphrase: str,
    clock: Clock,
    *,
    cost: keys.Cost | None = None,
    practice: bool = False,
    also: Callable[[Writing, Workspace, str], None] | None = None,
) -> tuple[Workspace, str]:
    """A new workspace with its first administrator, who has every role and is in no team; and its recovery key.

    `also` is called in the same transaction, with the recovery key.
    """
    refuse_a_used_folder(folder)
    workspace_id = new_id(clock)
    if practice:
        new = keys.make_for_practice(workspace_id, clock)
    else:
        new = keys.make(workspace_id, passphrase, clock, cost or keys.Cost())
    with _new(folder, clock, new.database_key, workspace_id, new_id(clock), practice=practice) as workspace:
        with workspace.writing() as writing:
            _set_facts(writing, workspace)
            writing.record("workspace", workspace_id, WorkspaceStarted(organisation, practice))
            writing.record("person", workspace.person_id, PersonAdded(person, roles=FIRST_ROLES))
            if also is not None:
                also(writing, workspace, new.recovery_key)
        keys.write(folder, new.file)
    return workspace, new.recovery_key


def create_to_join(
    folder: Path,
    workspace_id: str,
    passphrase: str,
    clock: Clock,
    also: Callable[[Writing, Workspace], None],
    *,
    cost: keys.Cost | None = None,
) -> Workspace:
    """The place on this laptop of a workspace that there is already: whose laptop it is, an administrator will say.

    It has no recovery key: who forgets the passphrase joins again. `also` is called in the same transaction.
    """
    refuse_a_used_folder(folder)
    new = keys.make(workspace_id, passphrase, clock, cost or keys.Cost())
    with _new(folder, clock, new.database_key, workspace_id, "") as workspace:
        with workspace.writing() as writing:
            _set_facts(writing, workspace)
            also(writing, workspace)
        keys.write(folder, keys.without_recovery(new.file))
    return workspace


@contextmanager
def _new(
    folder: Path, clock: Clock, key: bytes, workspace_id: str, person_id: str, *, practice: bool = False
) -> Iterator[Workspace]:
    """The place of a new workspace. Where what is done with it fails, nothing of it stays."""
    fresh = not folder.exists()
    make_folder(folder)
    engine = database.open_engine(folder / database.FILE_NAME, key)
    try:
        migrate(engine, clock.now().isoformat())
        yield Workspace(folder, clock, engine, key, workspace_id, new_id(clock), person_id, practice)
    except BaseException:
        engine.dispose()
        for left in (*folder.glob(f"{database.FILE_NAME}*"), folder / keys.FILE_NAME):
            left.unlink(missing_ok=True)
        if fresh:
            folder.rmdir()
        raise


def _set_facts(writing: Writing, workspace: Workspace) -> None:
    facts = (("workspace", workspace.id), ("device", workspace.device_id), ("person", workspace.person_id))
    for name, value in facts:
        journal.set_fact(writing.connection, name, value)
    projection.ensure(writing.connection)


def open_workspace(folder: Path, passphrase: str, clock: Clock) -> Workspace:
    """The workspace in this folder, unlocked. Raises NotFound, WrongPassphrase, TooNew, Damaged."""
    if not is_workspace(folder):
        raise NotFound(f"There is no workspace in {folder}. Start one: workspace create.")
    file = keys.read(folder)
    return open_with_key(folder, keys.unlock(file, passphrase), clock, practice=file.practice is not None)


def open_with_key(folder: Path, key: bytes, clock: Clock, *, practice: bool = False) -> Workspace:
    """The workspace in this folder, by its database key."""
    path = folder / database.FILE_NAME
    if not path.is_file():
        raise Damaged(
            f"The database of the workspace in {folder} is missing. Restore a backup: workspace restore FILE."
        )
    if path.stat().st_size < LEAST_DATABASE:  # SQLite would take it for a new one, and write into it
        raise Damaged(
            "The database of this workspace is damaged and was left untouched. Restore a backup: workspace restore."
        )
    wal.check(path)
    engine = database.open_engine(path, key)
    try:
        migrate(engine, clock.now().isoformat())
        with engine.execution_options(writing=True).begin() as connection:
            projection.ensure(connection)
            receiving.fold_all(connection)  # what an exchange that was cut off had noted
            facts = [journal.fact(connection, name) for name in ("workspace", "device", "person")]
    except Exception:
        engine.dispose()
        raise
    workspace, device, person = facts
    if workspace is None or device is None or person is None:
        engine.dispose()
        raise Damaged("The database of this workspace is incomplete. Restore a backup: workspace restore FILE.")
    return Workspace(folder, clock, engine, key, workspace, device, person, practice)


def discard(folder: Path) -> None:
    """Takes away a workspace that nobody wants, its folder with it: gone in one step, and then deleted."""
    gone = folder.with_name(f"{folder.name}.{secrets.token_hex(4)}.gone")
    try:
        replace(folder, gone)
    except OSError as error:
        raise in_words(error, folder) from error
    shutil.rmtree(gone, ignore_errors=True)


def refuse_a_used_folder(folder: Path) -> None:
    """Raises Refused where something lies in the folder that a new workspace would be mixed with."""
    if (folder / database.FILE_NAME).exists() and not is_workspace(folder):
        raise Refused(
            f"{folder} holds a database without its file keys.json: a start was interrupted, or the file is lost. "
            "Restore a backup, or choose another folder."
        )
    if is_workspace(folder):
        raise Refused(f"There is a workspace in {folder} already. Choose another folder, or open that one.")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Refused(f"{folder} is in use. Choose a folder that is empty, or one that is not there yet.")
