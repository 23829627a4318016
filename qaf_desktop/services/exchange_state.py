"""What this laptop is in the exchange: its keys, the rosters that it knows, and the epochs that it can open."""

from __future__ import annotations

import platform
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from qaf_desktop.domain.events import DeviceNamed, RoleGrant
from qaf_desktop.errors import Refused
from qaf_desktop.exchange import changes, crypto, keyring, names, roster, wire
from qaf_desktop.exchange.folder import FORMAT, Hint, SharedFolder
from qaf_desktop.exchange.rosters import Rosters
from qaf_desktop.store import exchange_facts, segments

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection

    from qaf_desktop.store.workspace import Workspace, Writing

SIGN, IDENTITY, ROOT, FOLDER = "device_sign", "device_identity", "roster_root", "exchange_folder"
ACCEPTED = "rosters_accepted"


@dataclass
class Exchange:
    """This laptop's part in the exchange. Nothing in it is stored by changing it."""

    workspace: str
    device: str
    keys: crypto.SecretKeys
    rosters: Rosters
    identities: dict[str, str] = field(default_factory=dict)

    @property
    def approved(self) -> bool:
        """Whether this laptop is on the roster now."""
        return self.device in self.rosters.now().devices

    @property
    def removed(self) -> bool:
        """Whether this laptop was on the roster and is no longer."""
        return not self.approved and self.rosters.device(self.device) is not None

    @property
    def administers(self) -> bool:
        """Whether this laptop is an administrator's."""
        return self.device in self.rosters.now().administrator_devices()


def label_of_this_laptop() -> str:
    """What this laptop is called by its system."""
    return platform.node() or "Laptop"


def begin(writing: Writing, ws: Workspace, roles: Sequence[RoleGrant], recovery_secret: bytes) -> None:
    """Makes this laptop the first of the workspace: its keys, the first roster, the first epoch, its name."""
    keys = crypto.new_keys(ws.clock)
    epoch, identity = roster.new_epoch()
    seed = crypto.seed_of_recovery_key(recovery_secret)
    first = changes.first(ws.id, ws.person_id, tuple(roles), ws.device_id, keys.public, crypto.public_of(seed), epoch)
    signed = roster.signed(first, {ws.device_id: keys.sign, roster.RECOVERY: seed})
    keep_own_keys(writing.connection, keys)
    exchange_facts.set_note(writing.connection, ROOT, signed.hash)
    keep_roster(writing.connection, signed)
    exchange_facts.keep_identities(writing.connection, {epoch.id: identity})
    writing.record("device", ws.device_id, DeviceNamed(label_of_this_laptop(), ws.person_id))


def keep_own_keys(connection: Connection, keys: crypto.SecretKeys) -> None:
    """Keeps this laptop's own keys."""
    exchange_facts.set_note(connection, SIGN, keys.sign)
    exchange_facts.set_note(connection, IDENTITY, keys.identity)


def keep_roster(connection: Connection, one: roster.SignedRoster) -> str:
    """Keeps a roster's file; answers its path in a folder."""
    file = roster.to_file(one)
    path = names.roster_path(one.roster.version, wire.sha256(file))
    exchange_facts.keep_roster(connection, path, one.hash, file)
    return path


def note_accepted(connection: Connection, rosters: Rosters) -> None:
    """Notes which rosters were verified and count."""
    exchange_facts.set_note(connection, ACCEPTED, sorted(rosters.accepted))


def load(ws: Workspace, *, trusting: bool = True) -> Exchange | None:
    """This laptop's part in the exchange; None in the practice workspace, which never exchanges.

    Rosters that were accepted before are not verified again, unless it is not `trusting` its own database.
    """
    with ws.reading() as connection:
        seed = exchange_facts.note(connection, SIGN)
        if seed is None:
            return None
        identity = exchange_facts.note(connection, IDENTITY)
        root = exchange_facts.note(connection, ROOT)
        files = exchange_facts.roster_files(connection)
        before = set(exchange_facts.note(connection, ACCEPTED, [])) if trusting else set()
        identities = exchange_facts.identities(connection)
    rosters = Rosters(ws.id, root)
    found = [roster.read(file, path) for path, file in sorted(files.items())]
    rosters.restore([one for one in found if one.hash in before])
    rosters.add(found)
    return Exchange(ws.id, ws.device_id, crypto.SecretKeys(seed, identity), rosters, identities)


def needed(ws: Workspace) -> Exchange:
    """The same. Raises Refused in the practice workspace."""
    found = load(ws)
    if found is None:
        raise Refused("The practice workspace never exchanges: its people and cases are made up.")
    return found


def folder_of(ws: Workspace) -> SharedFolder | None:
    """The shared folder that this laptop exchanges through; None where none is set."""
    with ws.reading() as connection:
        path = exchange_facts.note(connection, FOLDER)
    return SharedFolder(Path(path), ws.closed) if path else None


def hint_of(x: Exchange) -> Hint:
    """What workspace.json says of this workspace."""
    return Hint(FORMAT, x.workspace, x.rosters.root or "")


def cut_now(ws: Workspace) -> Mapping[str, tuple[str, ...]]:
    """How far each device has got, as this laptop knows it: what counts if it is removed now."""
    found: dict[str, list[str]] = {}
    with ws.reading() as connection:
        for tip in segments.tips(connection):
            found.setdefault(tip.device, []).append(tip.hash)
    return {device: tuple(hashes) for device, hashes in found.items()}


def make_key_file(x: Exchange, devices: Mapping[str, str]) -> tuple[str, bytes]:
    """A file that gives every epoch's key to these devices (id to recipient), and its path."""
    newest = max(x.rosters.now().epochs)
    file = keyring.make(
        x.keys, workspace=x.workspace, signer=x.device, epoch=newest, identities=x.identities, devices=devices
    )
    return names.keys_path(newest, wire.sha256(file)), file
