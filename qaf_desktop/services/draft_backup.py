"""Drafts, backed up to the shared folder for their author alone: a broken laptop costs minutes, not a morning.

Another laptop of the same person opens them by itself; a new one asks for the passphrase of the laptop that broke.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import msgspec

from qaf_desktop.errors import Refused, WrongPassphrase
from qaf_desktop.exchange import crypto, drafts, names, wire
from qaf_desktop.exchange.wire import Unread
from qaf_desktop.services import exchange_state
from qaf_desktop.services.exchange_state import Exchange
from qaf_desktop.store import draft_rows, exchange_facts, keys

if TYPE_CHECKING:
    from qaf_desktop.clock import Clock
    from qaf_desktop.exchange.folder import SharedFolder
    from qaf_desktop.store.workspace import Workspace, Writing

OWN_IDENTITY, OWN_WRAPPED, WRITTEN = "own_identity", "own_identity_wrapped", "drafts_written"
OWN_KEY: Final = "own.key"
_FIELDS: Final = (
    "id", "case_id", "auditor_id", "state", "begun", "saved_at", "number", "purpose", "tool_entity",
    "content", "answers",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Restorable:
    """Drafts of this person on another laptop: how many are not here, and whether its passphrase is needed."""

    device: str
    drafts: int
    locked: bool


def set_up(writing: Writing, passphrase: str, clock: Clock, cost: keys.Cost) -> None:
    """Makes the author's own key, wrapped by the passphrase; asked wherever a passphrase is first set."""
    identity = crypto.new_identity()
    exchange_facts.set_note(writing.connection, OWN_IDENTITY, identity)
    wrap_again(writing, passphrase, clock, cost)


def wrap_again(writing: Writing, passphrase: str, clock: Clock, cost: keys.Cost) -> None:
    """Wraps the author's own key by another passphrase."""
    identity = exchange_facts.note(writing.connection, OWN_IDENTITY)
    if identity is not None:
        wrapped = keys.wrap_secret(passphrase, identity.encode(), clock, cost)
        exchange_facts.set_note(writing.connection, OWN_WRAPPED, wrapped.hex())
        exchange_facts.set_note(writing.connection, WRITTEN, {})


def back_up(ws: Workspace, x: Exchange, folder: SharedFolder) -> int:
    """Writes the drafts that changed since they were last backed up; takes away those that are drafts no longer."""
    with ws.reading() as connection:
        identity = exchange_facts.note(connection, OWN_IDENTITY)
        wrapped = exchange_facts.note(connection, OWN_WRAPPED)
        written: dict[str, list[str]] = exchange_facts.note(connection, WRITTEN, {})
        rows = draft_rows.rows(connection, ws.person_id)
    if identity is None or wrapped is None:
        return 0
    place = f"{names.DRAFTS}/{x.device[:16]}"
    mine = [d.recipient for d in x.rosters.now().devices.values() if d.person == ws.person_id]
    recipients = sorted({crypto.recipient_of(identity), *mine})
    now: dict[str, list[str]] = {}
    count = 0
    for row in rows:
        values = {field: getattr(row, field) for field in _FIELDS}
        content = wire.sha256(msgspec.msgpack.encode([values, recipients]))
        known = written.get(row.id)
        if known is not None and known[0] == content:
            now[row.id] = known
            continue
        backup = drafts.Backup(x.workspace, x.device, row.id, row.saved_at, values)
        file = drafts.to_file(backup, x.keys, recipients)
        path = names.draft_path(x.device, row.id, wire.sha256(file))
        folder.publish(path, file)
        now[row.id] = [content, path]
        count += 1
    sealed_to = [x.rosters.now().epochs[epoch] for epoch in sorted(x.rosters.now().epochs)]
    if now and (count or OWN_KEY not in written):
        own = bytes.fromhex(wrapped)
        for recipient in sealed_to:
            own = crypto.seal(own, [recipient])
        folder.publish(f"{place}/{OWN_KEY}", wire.with_length(wire.encode(sorted(x.rosters.now().epochs))) + own)
    if now:
        now[OWN_KEY] = ["", f"{place}/{OWN_KEY}"]
    for _, path in written.values():
        if path not in {one[1] for one in now.values()}:
            folder.remove(path)
    if now != written:
        with ws.writing() as writing:
            exchange_facts.set_note(writing.connection, WRITTEN, now)
    return count


def restorable(ws: Workspace) -> tuple[Restorable, ...]:
    """What other laptops of this person have backed up and is not here. Raises Unreachable."""
    x, folder = exchange_state.needed(ws), exchange_state.folder_of(ws)
    if folder is None:
        return ()
    found = []
    for device, listed in _others(ws, x, folder):
        lacking, locked = [key for key, _ in listed if not _is_here(ws, key)], False
        if lacking:
            raw = folder.read(next(path for key, path in listed if key == lacking[0])) or b""
            locked = _opened(ws, x, raw, []) is None
            found.append(Restorable(device, len(lacking), locked))
    return tuple(found)


def restore(ws: Workspace, passphrase: str = "") -> int:
    """Takes in the drafts of this person's other laptops that are not here; answers how many. Raises WrongPassphrase.

    `passphrase` is that of the laptop on which they were; none is needed for one that knows this laptop.
    """
    x, folder = exchange_state.needed(ws), exchange_state.folder_of(ws)
    if folder is None:
        raise Refused("No shared folder is set for this workspace. Choose one: exchange folder FOLDER.")
    count, closed = 0, False
    for device, listed in _others(ws, x, folder):
        lacking = [path for key, path in listed if not _is_here(ws, key)]
        own = _own_key(x, folder, device, passphrase) if lacking and passphrase else []
        for path in lacking:
            backup = _opened(ws, x, folder.read(path) or b"", own)
            if backup is None:
                closed = True
            elif _take_in(ws, backup):
                count += 1
    if closed and not count:
        raise WrongPassphrase(
            "That passphrase does not open the drafts. Enter the one of the laptop that they were on."
        )
    return count


def _others(ws: Workspace, x: Exchange, folder: SharedFolder) -> list[tuple[str, list[tuple[str, str]]]]:
    known = {key: d for one in x.rosters.accepted.values() for key, d in one.roster.devices.items()}
    mine = sorted(key for key, d in known.items() if d.person == ws.person_id and key != x.device)
    found = []
    for device in mine:
        listed = names.drafts_in(device[:16], folder.listing(f"{names.DRAFTS}/{device[:16]}"))
        if listed:
            found.append((device, listed))
    return found


def _is_here(ws: Workspace, draft16: str) -> bool:
    with ws.reading() as connection:
        return draft_rows.is_known(connection, draft16)


def _own_key(x: Exchange, folder: SharedFolder, device: str, passphrase: str) -> list[str]:
    raw = folder.read(f"{names.DRAFTS}/{device[:16]}/{OWN_KEY}")
    if raw is None:
        return []
    try:
        reader = wire.Reader(raw, OWN_KEY)
        epochs = wire.decode(reader.part(1 << 16), list[str], OWN_KEY)
    except Unread:
        return []
    sealed: bytes | None = reader.rest()
    for epoch in sorted(epochs, reverse=True):
        identity = x.identities.get(epoch)
        sealed = crypto.unseal(sealed, [identity]) if sealed is not None and identity else None
    plain = keys.unwrap_secret(passphrase, sealed) if sealed is not None else None
    return [plain.decode()] if plain is not None else []


def _opened(ws: Workspace, x: Exchange, raw: bytes, own: list[str]) -> drafts.Backup | None:
    with ws.reading() as connection:
        mine = exchange_facts.note(connection, OWN_IDENTITY)
    known = {key: d for one in x.rosters.accepted.values() for key, d in one.roster.devices.items()}
    signers = {key: d.sign for key, d in known.items() if d.person == ws.person_id}
    identities = [one for one in (x.keys.identity, mine, *own) if one]
    try:
        return drafts.read(raw, identities, signers)
    except Unread:
        return None


def _take_in(ws: Workspace, backup: drafts.Backup) -> bool:
    values: dict[str, Any] = {field: backup.row.get(field) for field in _FIELDS}
    if backup.workspace != ws.id or values["auditor_id"] != ws.person_id or values["id"] != backup.draft:
        return False
    with ws.writing() as writing:
        if draft_rows.is_known(writing.connection, backup.draft[:16]):
            return False
        draft_rows.take_in(writing.connection, values)
        writing.changed("draft")
    return True
