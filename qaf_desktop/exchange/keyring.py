"""A file of epoch keys: what opens each epoch's segments, sealed to the laptops that may, signed by an administrator.

That a key is the epoch's own follows from the epoch's id, which the roster names; the signature says who gave it out.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import msgspec

from qaf_desktop.exchange import crypto, wire
from qaf_desktop.exchange.roster import epoch_id
from qaf_desktop.exchange.wire import Reader, Unread

MAGIC: Final = b"QAFKEYS1\n"
PURPOSE: Final = b"qaf keys 1"


class Said(msgspec.Struct, frozen=True):
    """What a file of keys says in the clear, signed: whose it is, which epochs it opens, and for which devices."""

    workspace: str
    signer: str
    epoch: str
    epochs: tuple[str, ...]
    devices: tuple[str, ...]
    sealed: str


@dataclass(frozen=True, slots=True)
class KeyFile:
    """A file of keys as it lies in a folder."""

    said: Said
    raw_said: bytes
    signature: bytes
    sealed: bytes

    def is_signed_by(self, public: str) -> bool:
        """Whether the laptop with this key signed it, and what is sealed is what it signed."""
        whole = wire.sha256(self.sealed) == self.said.sealed
        return whole and crypto.is_signed(public, PURPOSE, self.raw_said, self.signature)


def make(
    keys: crypto.SecretKeys,
    *,
    workspace: str,
    signer: str,
    epoch: str,
    identities: Mapping[str, str],
    devices: Mapping[str, str],
) -> bytes:
    """A file that gives the identities (by epoch) to these devices (id to recipient)."""
    sealed = crypto.seal(wire.encode(dict(identities)), devices.values())
    said = Said(workspace, signer, epoch, tuple(sorted(identities)), tuple(sorted(devices)), wire.sha256(sealed))
    raw = wire.encode(said)
    return MAGIC + wire.with_length(raw) + crypto.sign(keys.sign, PURPOSE, raw) + sealed


def read(raw: bytes, what: str = "The file of keys") -> KeyFile:
    """The file of keys in these bytes. Raises Unread."""
    reader = Reader(raw, what)
    reader.magic(MAGIC)
    said = reader.part(1 << 22)
    signature = reader.take(crypto.SIGNATURE_SIZE)
    return KeyFile(wire.decode(said, Said, what), said, signature, reader.rest())


def open_(file: KeyFile, identity: str, what: str = "The file of keys") -> dict[str, str]:
    """The identities by epoch, for a laptop that it was sealed to. Raises Unread where one is not its epoch's own."""
    plain = crypto.unseal(file.sealed, [identity])
    if plain is None:
        raise Unread(f"{what} cannot be opened with this laptop's key.")
    found = wire.decode(plain, dict[str, str], what)
    for epoch, one in found.items():
        if not _is_of(epoch, one):
            raise Unread(f"{what} holds a key that is not the one that its epoch names.")
    return found


def lacking(files: Iterable[Said], epochs: Iterable[str], devices: Iterable[str]) -> tuple[str, ...]:
    """The devices that no file gives every one of these epochs."""
    wanted = set(epochs)
    given: dict[str, set[str]] = {}
    for said in files:
        for device in said.devices:
            given.setdefault(device, set()).update(said.epochs)
    return tuple(sorted(device for device in devices if not wanted <= given.get(device, set())))


def _is_of(epoch: str, identity: str) -> bool:
    try:
        return epoch_id(crypto.recipient_of(identity)) == epoch
    except Exception:  # noqa: BLE001 - the library raises a type of its own for each way in which a key is none
        return False
