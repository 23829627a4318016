"""The backup of a draft, and of the key that opens it: readable by their author's own laptops alone.

A draft is sealed to its author's own key and to their other laptops, and signed by the laptop that it is on. The
author's own key lies beside it, wrapped by the passphrase and sealed to the workspace.
"""

from collections.abc import Iterable, Mapping
from typing import Final

import msgspec

from qaf_desktop.exchange import crypto, wire
from qaf_desktop.exchange.wire import Reader, Unread

MAGIC: Final = b"QAFDRAFT\n"
PURPOSE: Final = b"qaf draft 1"


class Backup(msgspec.Struct, frozen=True):
    """A draft as it was: `row` holds the fields of its row."""

    workspace: str
    device: str
    draft: str
    saved_at: str
    row: dict[str, object]


class _Signed(msgspec.Struct, frozen=True):
    backup: bytes
    signature: bytes


def to_file(backup: Backup, keys: crypto.SecretKeys, recipients: Iterable[str]) -> bytes:
    """The file of a draft's backup."""
    raw = msgspec.msgpack.encode(backup)
    signed = _Signed(raw, crypto.sign(keys.sign, PURPOSE, raw))
    return MAGIC + crypto.seal(wire.squeeze(msgspec.msgpack.encode(signed)), recipients)


def read(raw: bytes, identities: Iterable[str], signers: Mapping[str, str], what: str = "The draft") -> Backup | None:
    """The backup in a file, for who can open it; None for others. Raises Unread where its own laptop did not sign it.

    `signers` are the signing keys of the author's laptops, by device id.
    """
    reader = Reader(raw, what)
    reader.magic(MAGIC)
    plain = crypto.unseal(reader.rest(), list(identities))
    if plain is None:
        return None
    signed = wire.decode_packed(wire.unsqueeze(plain, what), _Signed, what)
    backup: Backup = wire.decode_packed(signed.backup, Backup, what)
    public = signers.get(backup.device)
    if public is None or not crypto.is_signed(public, PURPOSE, signed.backup, signed.signature):
        raise Unread(f"{what} is not signed by a laptop of its author. It was not taken in.")
    return backup
