"""The workspace itself: started, unlocked, locked, backed up, restored, verified; and the practice workspace."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from qaf_desktop.clock import Clock, MachineClock
from qaf_desktop.errors import NotFound, QafError, Refused, Unreachable, WrongPassphrase, entered
from qaf_desktop.files import in_words, write_whole
from qaf_desktop.services import directory, tools
from qaf_desktop.store import backup as backups
from qaf_desktop.store import journal, keys
from qaf_desktop.store.verify import Verified
from qaf_desktop.store.verify import verify as verify_all
from qaf_desktop.store.workspace import FIRST_ROLES, Workspace, Writing, is_workspace, open_workspace
from qaf_desktop.store.workspace import create as create_store

if TYPE_CHECKING:
    from qaf_desktop.services.exchange_status import ExchangeStatus
    from qaf_desktop.services.joining import Asked

PRACTICE_ORGANISATION = "Practice council"
PRACTICE_PERSON = "R. Patel"


@dataclass(frozen=True)
class Created:
    """A new workspace, the recovery key that is shown once, and why its shared folder could not be used, or ""."""

    workspace: Workspace
    recovery_key: str
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Status:
    """What a workspace holds, and how its exchange stands; of one that waits to be approved, what it asked for.

    `to_send` counts entries, `waits` says them in words; `last_exchange` is in UTC, None before the first.
    """

    id: str
    organisation: str
    person: str
    person_id: str
    device: str
    practice: bool
    entries: int
    drafts: int
    state: str = "approved"
    words: tuple[str, ...] = ()
    to_send: int = 0
    waits: str = ""
    last_exchange: dt.datetime | None = None
    problems: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()


def create(
    folder: Path,
    organisation: str,
    person: str,
    passphrase: str,
    *,
    clock: Clock | None = None,
    recovery_file: Path | None = None,
    shared: Path | None = None,
    cost: keys.Cost | None = None,
) -> Created:
    """Starts a workspace with its first administrator and the standard tools. The recovery key goes to the file too.

    `shared` becomes its shared folder; it is empty, or not there yet, and looked at before anything is made. Where it
    goes away in between, the workspace stays, for its recovery key is shown once.
    """
    if not organisation.strip():
        raise Refused("Enter the name of the organisation.").of("organisation")
    if not person.strip():
        raise Refused("Enter your name.").of("person")
    if shared is not None:
        refuse_unfit_folder(shared)
    inside = recovery_file is not None and recovery_file.resolve().parent == folder.resolve()
    with _room_for(None if inside else recovery_file):
        workspace, recovery_key = create_store(
            folder,
            organisation.strip(),
            person.strip(),
            passphrase,
            clock or MachineClock(),
            cost=cost,
            also=_first(passphrase, cost or keys.Cost()),
        )
        tools.add_standard_tools(workspace)
        if recovery_file is not None:
            write_recovery_key(recovery_key, organisation, recovery_file)
        trouble = share(workspace, shared) if shared is not None else ""
    return Created(workspace, recovery_key, trouble)


def refuse_unfit_folder(shared: Path) -> None:
    """Raises Refused unless a workspace can be shared through this folder, Unreachable unless it can be written to."""
    from qaf_desktop.services import exchange

    with entered("folder"):
        exchange.refuse_unfit_folder(shared)


def share(workspace: Workspace, shared: Path) -> str:
    """Makes the folder the new workspace's own, and sends; answers why where it cannot be, and "" where it is."""
    from qaf_desktop.services import exchange

    try:
        exchange.use_folder(workspace, shared)
        exchange.now(workspace)
    except QafError as error:
        return str(error)
    return ""


def _first(passphrase: str, cost: keys.Cost) -> Callable[[Writing, Workspace, str], None]:
    """What makes this laptop the first of a workspace, in the transaction that starts it."""

    def also(writing: Writing, workspace: Workspace, recovery_key: str) -> None:
        from qaf_desktop.services import draft_backup, exchange_state

        exchange_state.begin(writing, workspace, FIRST_ROLES, keys.secret_of(recovery_key))
        draft_backup.set_up(writing, passphrase, workspace.clock, cost)

    return also


def open_(folder: Path, passphrase: str, *, clock: Clock | None = None) -> Workspace:
    """Unlocks a workspace. Raises NotFound, WrongPassphrase, TooNew, Damaged."""
    return open_workspace(folder, passphrase, clock or MachineClock())


def there(folder: Path) -> bool:
    """Whether a workspace lies in this folder; a restore that was cut off at its last step is finished first."""
    backups.finish(folder)
    return is_workspace(folder)


def is_practice(folder: Path) -> bool:
    """Whether the workspace in this folder is one for practice, which needs no passphrase."""
    return is_workspace(folder) and keys.read(folder).practice is not None


def practise(folder: Path, *, clock: Clock | None = None) -> Workspace:
    """The practice workspace: opened, or made from its recorded seed. It never exchanges."""
    if is_workspace(folder):
        if not is_practice(folder):
            raise Refused(f"The workspace in {folder} is no practice workspace. Choose another folder for practice.")
        return open_workspace(folder, "", clock or MachineClock())
    from qaf_desktop.services.practice import make

    return make(folder, clock or MachineClock())


def status(ws: Workspace) -> Status:
    """Person, device, counts, what waits to be sent, the last exchange, and what stands in its way."""
    from qaf_desktop.services import exchange_status, joining, settings
    from qaf_desktop.store import query_audits

    with ws.reading() as connection:
        entries = journal.count(connection)
        drafts = len(query_audits.drafts(connection, None))
    asked = joining.asked_here(ws)
    name = asked.person if asked is not None else directory.me(ws).name
    found = Status(ws.id, settings.get(ws).organisation, name, ws.person_id, ws.device_id, ws.practice, entries, drafts)
    exchanged = exchange_status.status(ws)
    if exchanged is None:
        return found
    trouble = (exchanged.trouble,) if exchanged.trouble else ()
    return replace(
        found,
        state=_state(asked, exchanged),
        words=asked.words if asked is not None else (),
        to_send=exchanged.to_send,
        waits=exchanged.waits_in_words,
        last_exchange=exchanged.last,
        problems=(*trouble, *(one.message for one in exchanged.problems)),
        notices=exchanged.notices,
    )


def _state(asked: Asked | None, exchanged: ExchangeStatus) -> str:
    if asked is not None:
        return "refused" if asked.refused else "waiting"
    return "removed" if exchanged.removed else "approved"


def change_passphrase(ws: Workspace, old: str, new: str) -> None:
    """Changes the passphrase; the database is not rewritten. Raises WrongPassphrase."""
    from qaf_desktop.services import draft_backup

    file = keys.read(ws.folder)
    if file.practice is not None:
        raise Refused("The practice workspace needs no passphrase.")
    if keys.unlock(file, old) != ws.key:
        raise WrongPassphrase("That passphrase does not open this workspace. Check it, then try again.")
    changed = keys.with_passphrase(file, ws.key, new, ws.clock)
    with ws.writing() as writing:
        draft_backup.wrap_again(writing, new, ws.clock, file.cost)
    keys.write(ws.folder, changed)


def new_recovery_key(ws: Workspace, passphrase: str, recovery_file: Path | None = None) -> str:
    """A new recovery key to print; the one before opens nothing from now on. Raises WrongPassphrase.

    Where a file is named, the key is in it before the old one ends. For the list of laptops, it stands at once where
    there is one administrator; where there are several, a second has to agree.
    """
    from qaf_desktop.services import devices

    file = keys.read(ws.folder)
    if file.practice is not None:
        raise Refused("The practice workspace needs no recovery key.")
    keys.unlock(file, passphrase)
    changed, recovery_key = keys.with_new_recovery_key(file, ws.key, ws.clock)
    with _room_for(recovery_file):
        if recovery_file is not None:
            from qaf_desktop.services import settings

            write_recovery_key(recovery_key, settings.get(ws).organisation, recovery_file)
        keys.write(ws.folder, changed)
    devices.renew_recovery(ws, keys.secret_of(recovery_key))
    return recovery_key


@contextmanager
def _room_for(recovery_file: Path | None) -> Iterator[None]:
    """Sees that a recovery key can be written there before anything is made, and takes the file away if that fails."""
    if recovery_file is None:
        yield
        return
    if recovery_file.is_dir():
        raise Refused(f"{recovery_file} is a folder. Name a file for the recovery key.")
    if recovery_file.is_file() and recovery_file.stat().st_size:
        raise Refused(f"{recovery_file} is there already and may hold another key. Name a new file.")
    write_whole(recovery_file, b"")
    try:
        yield
    except BaseException:
        recovery_file.unlink(missing_ok=True)
        raise


def write_recovery_key(recovery_key: str, organisation: str, path: Path) -> None:
    """Writes the recovery key to a file, in words that say what it is for."""
    text = (
        f"Recovery key of the QAF Desktop workspace of {organisation}\n\n{recovery_key}\n\n"
        "It opens the workspace when the passphrase is forgotten: enter it in the place of the passphrase.\n"
        "Print it, keep it in a safe, and delete this file.\n"
    )
    write_whole(path, text.encode())


def backup(ws: Workspace, target: Path) -> None:
    """Writes a backup, encrypted as the workspace is."""
    if target.is_dir():
        raise Refused(f"{target} is a folder. Name a file for the backup.")
    if not target.parent.is_dir():
        raise Unreachable(f"The folder {target.parent} is not there. Choose another folder.")
    backups.back_up(ws, target)


def restore(source: Path, folder: Path, passphrase: str, *, clock: Clock | None = None) -> Workspace:
    """The workspace of a backup in `folder`; what was there is set aside beside it."""
    return backups.restore(source, folder, passphrase, clock or MachineClock())


def set_aside(folder: Path) -> Path:
    """Moves a workspace whose passphrase is forgotten beside its folder, never deleted; answers where it lies now.

    This laptop can then be set up again. Raises NotFound, Refused.
    """
    if not there(folder):
        raise NotFound(f"There is no workspace in {folder} that could be set aside.")
    try:
        aside = backups.set_aside(folder, "set-aside")
    except OSError as error:
        raise in_words(error, folder) from error
    assert aside is not None  # a workspace was there
    return aside


def verify(ws: Workspace, progress: Callable[[int, int], None] | None = None) -> Verified:
    """Re-reads everything, signatures and rights too, and changes nothing; says how many entries are read so far."""
    from qaf_desktop.services import exchange_verify

    found = verify_all(ws, progress)
    problems, notices = exchange_verify.verify(ws)
    return replace(found, problems=(*found.problems, *problems), notices=(*found.notices, *notices))
