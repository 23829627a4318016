"""Signing (Ed25519) and sealing (age), and the keys of a laptop. Bytes in, bytes out; nothing is stored here."""

import hashlib
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

import msgspec

from qaf_desktop.clock import Clock

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
    from pyrage.x25519 import Identity, Recipient

SIGNATURE_SIZE = 64


class PublicKeys(msgspec.Struct, frozen=True):
    """What others know of a laptop: the key that its signatures are checked by (hex), and the age recipient."""

    sign: str
    recipient: str


class SecretKeys(msgspec.Struct, frozen=True):
    """What a laptop alone holds: the seed of its signing key (hex), and its age identity."""

    sign: str
    identity: str

    @property
    def public(self) -> PublicKeys:
        """What others may know."""
        return PublicKeys(public_of(self.sign), recipient_of(self.identity))


def new_keys(clock: Clock) -> SecretKeys:
    """Keys for a laptop that has none."""
    return SecretKeys(clock.token(32).hex(), new_identity())


def new_identity() -> str:
    """A new age identity."""
    from pyrage.x25519 import Identity

    return str(Identity.generate())


def recipient_of(identity: str) -> str:
    """The age recipient of an identity."""
    return str(_identity(identity).to_public())


def public_of(seed: str) -> str:
    """The public half (hex) of the signing key with this seed (hex)."""
    return _private(seed).public_key().public_bytes_raw().hex()


def seed_of_recovery_key(secret: bytes) -> str:
    """The seed of the signing key that a recovery key stands for."""
    return hashlib.sha256(b"qaf-desktop roster recovery 1" + secret).hexdigest()


def sign(seed: str, purpose: bytes, message: bytes) -> bytes:
    """A signature over exactly these bytes, good for this purpose alone."""
    return _private(seed).sign(purpose + b"\n" + message)


def is_signed(public: str, purpose: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the key (hex) made this signature over exactly these bytes for this purpose."""
    from cryptography.exceptions import InvalidSignature

    try:
        _public(public).verify(signature, purpose + b"\n" + message)
    except (InvalidSignature, ValueError):
        return False
    return True


def is_recipient(text: str) -> bool:
    """Whether this is an age recipient."""
    try:
        _recipient(text)
    except ValueError:
        return False
    return True


def is_public_key(text: str) -> bool:
    """Whether this is the public half of a signing key, in hex."""
    try:
        _public(text)
    except ValueError:
        return False
    return True


def seal(plain: bytes, recipients: Iterable[str]) -> bytes:
    """An age file that each of the recipients can open."""
    import pyrage

    return bytes(pyrage.encrypt(plain, [_recipient(one) for one in recipients]))


def unseal(sealed: bytes, identities: Sequence[str]) -> bytes | None:
    """What is in an age file; None where none of the identities opens it, or where it was changed."""
    import pyrage

    if not identities:
        return None
    try:
        return bytes(pyrage.decrypt(sealed, [_identity(one) for one in identities]))
    except pyrage.DecryptError:
        return None


@lru_cache(maxsize=1024)
def _private(seed: str) -> "Ed25519PrivateKey":
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(seed))


@lru_cache(maxsize=1024)
def _public(public: str) -> "Ed25519PublicKey":
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    return Ed25519PublicKey.from_public_bytes(bytes.fromhex(public))


@lru_cache(maxsize=1024)
def _identity(text: str) -> "Identity":
    from pyrage.x25519 import Identity

    return Identity.from_str(text)


@lru_cache(maxsize=1024)
def _recipient(text: str) -> "Recipient":
    import pyrage
    from pyrage.x25519 import Recipient

    try:
        return Recipient.from_str(text)
    except pyrage.RecipientError as error:
        raise ValueError("This is no age recipient.") from error
