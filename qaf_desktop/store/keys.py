"""The database key: random, wrapped by Argon2id of the passphrase, and by the recovery key. Kept in keys.json.

Nothing here says more about a wrong passphrase than that it opens nothing.
"""

import base64
import hashlib
from dataclasses import dataclass
from pathlib import Path

import msgspec

from qaf_desktop.clock import Clock
from qaf_desktop.domain.events import UNREADABLE
from qaf_desktop.errors import Damaged, Refused, WrongPassphrase
from qaf_desktop.files import write_whole

FILE_NAME = "keys.json"
LEAST_PASSPHRASE = 8
MOST_MEMORY, MOST_PASSES, MOST_LANES = 1 << 20, 16, 16
LEAST_SALT, NONCE = 8, 12
_PURPOSE = b"qaf-desktop database key 1"


class Cost(msgspec.Struct, frozen=True):
    """What Argon2id costs: passes, lanes, and memory in KiB."""

    iterations: int = 3
    lanes: int = 4
    memory: int = 65536


class Wrapped(msgspec.Struct, frozen=True):
    """The database key, sealed."""

    salt: bytes
    nonce: bytes
    sealed: bytes


class KeyFile(msgspec.Struct, frozen=True):
    """What keys.json holds. `practice` is the bare key of a practice workspace, which holds nothing real."""

    format: int
    workspace: str
    cost: Cost
    passphrase: Wrapped | None = None
    recovery: Wrapped | None = None
    practice: bytes | None = None


@dataclass(frozen=True)
class NewKeys:
    """A new workspace's keys: the database key, the file, and the recovery key to print."""

    database_key: bytes
    file: KeyFile
    recovery_key: str


def make(workspace: str, passphrase: str, clock: Clock, cost: Cost) -> NewKeys:
    """New keys under this passphrase. Raises Refused for one that is too short."""
    refuse_short(passphrase)
    key, secret = clock.token(32), clock.token(32)
    recovery = _wrap(_recovery_wrapping(secret), key, b"", clock)
    file = KeyFile(1, workspace, cost, _wrap_with_passphrase(passphrase, key, clock, cost), recovery)
    return NewKeys(key, file, _shown(secret))


def make_for_practice(workspace: str, clock: Clock) -> NewKeys:
    """Keys of a practice workspace: no passphrase, nothing real behind it."""
    key = clock.token(32)
    return NewKeys(key, KeyFile(1, workspace, Cost(), practice=key), "")


def unlock(file: KeyFile, passphrase: str) -> bytes:
    """The database key. Raises WrongPassphrase. The recovery key is taken in the place of the passphrase."""
    if file.practice is not None:
        return file.practice
    if file.passphrase is not None:
        key = _unwrap(_stretch(passphrase, file.passphrase.salt, file.cost), file.passphrase)
        if key is not None:
            return key
    secret = _read_shown(passphrase)
    if secret is not None and file.recovery is not None:
        key = _unwrap(_recovery_wrapping(secret), file.recovery)
        if key is not None:
            return key
    raise WrongPassphrase("That passphrase does not open this workspace. Check it, then try again.")


def with_passphrase(file: KeyFile, key: bytes, passphrase: str, clock: Clock) -> KeyFile:
    """The key file under another passphrase; the database is not rewritten."""
    refuse_short(passphrase)
    return msgspec.structs.replace(file, passphrase=_wrap_with_passphrase(passphrase, key, clock, file.cost))


def with_new_recovery_key(file: KeyFile, key: bytes, clock: Clock) -> tuple[KeyFile, str]:
    """The key file with a new recovery key, and that key; the old one opens nothing from now on."""
    secret = clock.token(32)
    return msgspec.structs.replace(file, recovery=_wrap(_recovery_wrapping(secret), key, b"", clock)), _shown(secret)


class _WrappedSecret(msgspec.Struct, frozen=True):
    cost: Cost
    wrapped: Wrapped


def wrap_secret(passphrase: str, secret: bytes, clock: Clock, cost: Cost) -> bytes:
    """A secret, wrapped by a passphrase as the database key is."""
    return msgspec.json.encode(_WrappedSecret(cost, _wrap_with_passphrase(passphrase, secret, clock, cost)))


def unwrap_secret(passphrase: str, raw: bytes) -> bytes | None:
    """The secret; None where the passphrase does not open it."""
    try:
        held = msgspec.json.decode(raw, type=_WrappedSecret)
    except UNREADABLE:
        return None
    bearable = _is_bearable(held.cost, MOST_PASSES, MOST_LANES)
    if not bearable or len(held.wrapped.salt) < LEAST_SALT or len(held.wrapped.nonce) != NONCE:
        return None
    return _unwrap(_stretch(passphrase, held.wrapped.salt, held.cost), held.wrapped)


def without_recovery(file: KeyFile) -> KeyFile:
    """The key file without a recovery key: of a laptop that joined, and that can join again."""
    return msgspec.structs.replace(file, recovery=None)


def secret_of(recovery_key: str) -> bytes:
    """The secret that a recovery key, as it is shown, stands for. Raises WrongPassphrase where it is none."""
    secret = _read_shown(recovery_key)
    if secret is None:
        raise WrongPassphrase("That is no recovery key. Check it, then try again.")
    return secret


def read(folder: Path) -> KeyFile:
    """The key file of the workspace in this folder. Raises Damaged."""
    return parse((folder / FILE_NAME).read_bytes())


def parse(raw: bytes) -> KeyFile:
    """The key file in these bytes. Raises Damaged."""
    try:
        file = msgspec.json.decode(raw, type=KeyFile)
        if not _is_whole(file):
            raise ValueError
        return file
    except (msgspec.DecodeError, ValueError, RecursionError) as error:
        raise Damaged(
            "The file keys.json of this workspace is damaged. Restore the workspace from a backup."
        ) from error


def _is_whole(file: KeyFile) -> bool:
    """Whether what is wrapped can be unwrapped at all, at a cost that this laptop can bear."""
    salted = file.passphrase is None or len(file.passphrase.salt) >= LEAST_SALT
    sealed = (one for one in (file.passphrase, file.recovery) if one is not None)
    whole = all(len(one.nonce) == NONCE and len(one.sealed) == 48 for one in sealed)
    return _is_bearable(file.cost, 100, 64) and salted and whole


def _is_bearable(cost: Cost, passes: int, lanes: int) -> bool:
    """Whether Argon2id can be worked out at this cost on a laptop; what a shared folder asks for may cost less."""
    return 0 < cost.iterations <= passes and 0 < cost.lanes <= lanes and 8 * cost.lanes <= cost.memory <= MOST_MEMORY


def write(folder: Path, file: KeyFile) -> None:
    """Writes the key file, wholly or not at all."""
    write_whole(folder / FILE_NAME, msgspec.json.encode(file))


def refuse_short(passphrase: str) -> None:
    """Raises Refused for a passphrase that is too short."""
    if len(passphrase) < LEAST_PASSPHRASE:
        raise Refused(f"Choose a passphrase of at least {LEAST_PASSPHRASE} characters: a few words are best.").of(
            "passphrase"
        )


def _stretch(passphrase: str, salt: bytes, cost: Cost) -> bytes:
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    kdf = Argon2id(salt=salt, length=32, iterations=cost.iterations, lanes=cost.lanes, memory_cost=cost.memory)
    return kdf.derive(passphrase.encode("utf-8", "surrogatepass"))


def _wrap_with_passphrase(passphrase: str, key: bytes, clock: Clock, cost: Cost) -> Wrapped:
    salt = clock.token(16)
    return _wrap(_stretch(passphrase, salt, cost), key, salt, clock)


def _wrap(wrapping: bytes, key: bytes, salt: bytes, clock: Clock) -> Wrapped:
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    nonce = clock.token(12)
    return Wrapped(salt, nonce, ChaCha20Poly1305(wrapping).encrypt(nonce, key, _PURPOSE))


def _unwrap(wrapping: bytes, wrapped: Wrapped) -> bytes | None:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    try:
        return ChaCha20Poly1305(wrapping).decrypt(wrapped.nonce, wrapped.sealed, _PURPOSE)
    except InvalidTag:
        return None


def _recovery_wrapping(secret: bytes) -> bytes:
    return hashlib.sha256(b"qaf-desktop recovery key 1" + secret).digest()


def _shown(secret: bytes) -> str:
    check = hashlib.sha256(secret).digest()[:3]
    text = base64.b32encode(secret + check).decode().rstrip("=")
    return "-".join(text[i : i + 4] for i in range(0, len(text), 4))


def _read_shown(text: str) -> bytes | None:
    letters = "".join(c for c in text.upper() if c.isalnum())
    try:
        raw = base64.b32decode(letters + "=" * (-len(letters) % 8))
    except ValueError:
        return None
    secret, check = raw[:32], raw[32:]
    return secret if len(raw) == 35 and hashlib.sha256(secret).digest()[:3] == check else None
