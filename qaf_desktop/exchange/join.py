"""A request to join: what a new laptop says of itself, sealed to the administrators; the eight words; a refusal.

Both sides work the words out from the workspace, the roster that the new laptop read, and its two keys. Whoever writes
to the folder can change any of these, and then the words differ.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import msgspec

from qaf_desktop.exchange import crypto, names, wire
from qaf_desktop.exchange.wire import Reader, Unread

MAGIC: Final = b"QAFJOIN1\n"
PURPOSE: Final = b"qaf join 1"
REFUSAL_MAGIC: Final = b"QAFDENY1\n"
REFUSAL_PURPOSE: Final = b"qaf refusal 1"
WORDS: Final = 8
MOST_TEXT: Final = 200
_BITS: Final = 11


class Request(msgspec.Struct, frozen=True):
    """What a laptop that wants to join says: the roster that it read, its id and keys, its person and its own name."""

    workspace: str
    request: str
    roster: str
    device: str
    sign: str
    recipient: str
    name: str
    label: str


class Refusal(msgspec.Struct, frozen=True):
    """That an administrator's laptop refuses a request."""

    workspace: str
    request: str
    signer: str


class _Signed(msgspec.Struct, frozen=True):
    request: bytes
    signature: bytes


def to_file(request: Request, keys: crypto.SecretKeys, recipients: Iterable[str]) -> bytes:
    """The file of a request, signed by the new laptop and sealed to the administrators' laptops."""
    raw = wire.encode(request)
    signed = _Signed(raw, crypto.sign(keys.sign, PURPOSE, raw))
    return MAGIC + crypto.seal(msgspec.msgpack.encode(signed), recipients)


def read(raw: bytes, identity: str, what: str = "The request to join") -> Request:
    """The request in a file's bytes, for an administrator's laptop. Raises Unread."""
    reader = Reader(raw, what)
    reader.magic(MAGIC)
    plain = crypto.unseal(reader.rest(), [identity])
    if plain is None:
        raise Unread(f"{what} is damaged, or was made for other administrators.")
    signed = wire.decode_packed(plain, _Signed, what)
    request = wire.decode(signed.request, Request, what)
    ids = (request.workspace, request.request, request.device)
    if not all(map(names.is_id, ids)) or max(len(request.name), len(request.label)) > MOST_TEXT:
        raise Unread(f"{what} is damaged: it says what no request says.")
    if not crypto.is_public_key(request.sign) or not crypto.is_recipient(request.recipient):
        raise Unread(f"{what} has no keys in it.")
    if not crypto.is_signed(request.sign, PURPOSE, signed.request, signed.signature):
        raise Unread(f"{what} is not signed by the laptop that it speaks of.")
    return request


def refusal(request: Request, signer: str, keys: crypto.SecretKeys) -> bytes:
    """The file that refuses a request, signed by an administrator's laptop."""
    raw = wire.encode(Refusal(request.workspace, request.request, signer))
    return REFUSAL_MAGIC + wire.with_length(raw) + crypto.sign(keys.sign, REFUSAL_PURPOSE, raw)


def read_refusal(raw: bytes, signers: Mapping[str, str], what: str = "The refusal") -> Refusal:
    """The refusal in a file's bytes, signed by one of these laptops (id to signing key). Raises Unread."""
    reader = Reader(raw, what)
    reader.magic(REFUSAL_MAGIC)
    said = reader.part(1 << 16)
    signature = reader.rest()
    found = wire.decode(said, Refusal, what)
    key = signers.get(found.signer)
    if key is None or not crypto.is_signed(key, REFUSAL_PURPOSE, said, signature):
        raise Unread(f"{what} is not signed by an administrator of this workspace.")
    return found


def words_of(request: Request) -> tuple[str, ...]:
    """The eight words that both screens show."""
    from mnemonic import Mnemonic

    words: list[str] = Mnemonic("english").wordlist
    said = wire.encode((request.workspace, request.roster, request.device, request.sign, request.recipient))
    bits = int.from_bytes(hashlib.sha256(b"qaf join words 1\n" + said).digest(), "big")
    return tuple(words[bits >> (256 - _BITS * (place + 1)) & (1 << _BITS) - 1] for place in range(WORDS))


def same_words(heard: Sequence[str], shown: Sequence[str]) -> bool:
    """Whether two people mean the same words, however they are written."""
    return [one.strip().casefold() for one in heard] == [one.casefold() for one in shown]


def as_plain(request: Request) -> dict[str, str]:
    """A request as it is noted while a laptop waits."""
    plain: dict[str, str] = msgspec.to_builtins(request)
    return plain


def from_plain(plain: object) -> Request:
    """The same, read again."""
    return msgspec.convert(plain, Request)
