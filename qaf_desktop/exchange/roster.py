"""The roster: who may do what, on which laptops; signed, every version kept, read by anyone, and without a name in it.

Here are its shape, its files, and what a version says against those before it. Which versions count is for `rosters`.
"""

from dataclasses import dataclass
from typing import Final

import msgspec

from qaf_desktop.domain.events import RoleGrant
from qaf_desktop.exchange import crypto, names, wire
from qaf_desktop.exchange.wire import Reader, Unread

MAGIC: Final = b"QAFROST1\n"
MOST_ROSTER: Final = 4 << 20
PURPOSE: Final = b"qaf roster 1"
RECOVERY: Final = "recovery"
WRITE_LEVEL: Final = 1


class Device(msgspec.Struct, frozen=True):
    """A laptop: whose it is, and its public keys."""

    person: str
    sign: str
    recipient: str


class Loss(msgspec.Struct, frozen=True):
    """A person lost a role. `cut`: for each of their devices, the segments up to which it still counts."""

    person: str
    grant: RoleGrant
    cut: dict[str, tuple[str, ...]]


class Epoch(msgspec.Struct, frozen=True):
    """The key that segments are sealed to: its id, and its age recipient."""

    id: str
    recipient: str


class Roster(msgspec.Struct, frozen=True, kw_only=True):
    """One version. `removed` holds the devices that this version removes, each with its cut.

    A cut is a set of segment hashes: these and what they follow count, whatever else the device wrote is void.
    """

    workspace: str
    version: int
    parents: tuple[str, ...] = ()
    people: dict[str, tuple[RoleGrant, ...]]
    devices: dict[str, Device]
    removed: dict[str, tuple[str, ...]] = {}
    losses: tuple[Loss, ...] = ()
    recovery: str
    epoch: Epoch
    write_level: int = WRITE_LEVEL


@dataclass(frozen=True, slots=True)
class SignedRoster:
    """A roster's bytes with who signed them: device ids, or `recovery` for the recovery key."""

    hash: str
    roster: Roster
    raw: bytes
    signatures: tuple[tuple[str, bytes], ...]


def epoch_id(recipient: str) -> str:
    """The id of an epoch: from its recipient, so that nobody can put another key in its place."""
    return wire.sha256(b"qaf epoch 1\n", recipient.encode())[:32]


def new_epoch() -> tuple[Epoch, str]:
    """A new epoch, and the identity that opens what is sealed to it."""
    identity = crypto.new_identity()
    recipient = crypto.recipient_of(identity)
    return Epoch(epoch_id(recipient), recipient), identity


def hash_of(raw: bytes) -> str:
    """The hash by which a roster is named by those after it, and by segments."""
    return wire.sha256(PURPOSE + b"\n", raw)


def signed(roster: Roster, seeds: dict[str, str]) -> SignedRoster:
    """The roster with signatures by these keys: device id (or `recovery`) to seed."""
    raw = wire.encode(roster)
    return sign_too(SignedRoster(hash_of(raw), roster, raw, ()), seeds)


def sign_too(one: SignedRoster, seeds: dict[str, str]) -> SignedRoster:
    """The same roster with further signatures."""
    made = {who: crypto.sign(seed, PURPOSE, one.raw) for who, seed in seeds.items()}
    return joined(one, tuple(made.items()))


def joined(one: SignedRoster, more: tuple[tuple[str, bytes], ...]) -> SignedRoster:
    """The same roster with these signatures beside its own."""
    return SignedRoster(one.hash, one.roster, one.raw, tuple(sorted({*one.signatures, *more})))


def to_file(one: SignedRoster) -> bytes:
    """The file of a roster."""
    return MAGIC + wire.with_length(one.raw) + wire.encode(one.signatures)


def read(raw: bytes, what: str = "The roster") -> SignedRoster:
    """The roster in a file's bytes; whether it counts is not yet said. Raises Unread."""
    reader = Reader(raw, what)
    reader.magic(MAGIC)
    body = reader.part(MOST_ROSTER)
    roster = wire.decode(body, Roster, what)
    signatures = wire.decode(reader.rest(MOST_ROSTER), tuple[tuple[str, bytes], ...], what)
    if wire.encode(roster) != body:
        raise Unread(f"{what} is damaged: it is not in the one form that a roster has.")
    return SignedRoster(hash_of(body), roster, body, signatures)


def wrong_with(roster: Roster) -> str | None:
    """What makes a version impossible by itself, in words; None where nothing does."""
    for key, device in roster.devices.items():
        if not names.is_id(key) or device.person not in roster.people:
            return "it lists a laptop without its person"
        if not crypto.is_public_key(device.sign) or not crypto.is_recipient(device.recipient):
            return "it lists a laptop without its keys"
    if len({one[:16] for one in roster.devices}) != len(roster.devices):
        return "two of its laptops cannot be told apart"
    if len({device.sign for device in roster.devices.values()}) != len(roster.devices):
        return "two of its laptops have the same keys"
    if not administrators(roster):
        return "it leaves no administrator with a laptop"
    if roster.epoch.id != epoch_id(roster.epoch.recipient) or not crypto.is_recipient(roster.epoch.recipient):
        return "its key is not the one that it names"
    if not crypto.is_public_key(roster.recovery):
        return "it names no recovery key"
    if (
        roster.version < 1
        or (roster.version == 1) != (not roster.parents)
        or tuple(sorted(set(roster.parents))) != roster.parents
    ):
        return "its number and what it follows contradict each other"
    return None


def administrators(roster: Roster) -> dict[str, Device]:
    """The laptops of administrators."""
    return {key: device for key, device in roster.devices.items() if is_administrator(roster.people[device.person])}


def is_administrator(grants: tuple[RoleGrant, ...]) -> bool:
    """Whether these roles are an administrator's."""
    return any(grant.role == "administrator" for grant in grants)
