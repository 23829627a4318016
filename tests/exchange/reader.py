"""A reader of the exchange's files, written from docs/exchange-format.md alone: nothing of the program is used here.

It checks every hash and signature that the document names, and gives back what the files say. It is no second
implementation: which entries count is not asked, and a mistake in a file ends it.
"""

import hashlib
import json
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
import pyrage
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id


def sha256(raw: bytes) -> str:
    """A hash as names and headers hold it."""
    return hashlib.sha256(raw).hexdigest()


def part(raw: bytes) -> tuple[bytes, bytes]:
    """The first part, and what follows it."""
    end = 4 + int.from_bytes(raw[:4], "big")
    assert len(raw) >= end
    return raw[4:end], raw[end:]


def after(magic: bytes, raw: bytes) -> bytes:
    """What follows a file's first bytes."""
    assert raw.startswith(magic)
    return raw[len(magic) :]


def signed(public: str, purpose: bytes, message: bytes, signature: bytes) -> None:
    """Fails unless this key made the signature."""
    Ed25519PublicKey.from_public_bytes(bytes.fromhex(public)).verify(signature, purpose + b"\n" + message)


def open_sealed(sealed: bytes, *identities: str) -> bytes:
    """What is in an age file."""
    return bytes(pyrage.decrypt(sealed, [pyrage.x25519.Identity.from_str(one) for one in identities]))


def packed(raw: bytes) -> Any:
    """What MessagePack says."""
    return msgspec.msgpack.decode(raw)


def from_text(text: str) -> bytes:
    """Bytes that stand in JSON."""
    import base64

    return base64.b64decode(text, validate=True)


@dataclass
class Found:
    """What a folder says: rosters by hash, keys by epoch, segments by hash, entries by id, all of them checked."""

    workspace: str = ""
    root: str = ""
    rosters: dict[str, dict[str, Any]] = field(default_factory=dict)
    identities: dict[str, str] = field(default_factory=dict)
    segments: dict[str, dict[str, Any]] = field(default_factory=dict)
    entries: dict[str, tuple[bytes, bytes, bytes | None]] = field(default_factory=dict)

    @property
    def devices(self) -> dict[str, dict[str, str]]:
        """Every laptop that any roster names."""
        return {key: one for roster in self.rosters.values() for key, one in roster["devices"].items()}

    # --- lists and keys ----------------------------------------------------------------------------------------
    def roster(self, raw: bytes) -> str:
        """Takes in a roster's file; answers its hash."""
        body, rest = part(after(b"QAFROST1\n", raw))
        said, hash_ = json.loads(body), sha256(b"qaf roster 1\n" + body)
        assert said["workspace"] == self.workspace and bool(said["parents"]) == (hash_ != self.root)
        self.rosters[hash_] = said | {"signatures": json.loads(rest), "raw": body}
        assert said["epoch"]["id"] == sha256(b"qaf epoch 1\n" + said["epoch"]["recipient"].encode())[:32]
        return hash_

    def check_signatures(self) -> None:
        """Every signature of a roster is its laptop's, or the recovery key's."""
        for one in self.rosters.values():
            assert one["signatures"]
            for who, made in one["signatures"]:
                public = one["recovery"] if who == "recovery" else self.devices[who]["sign"]
                signed(public, b"qaf roster 1", one["raw"], from_text(made))

    def keys(self, raw: bytes, device: str, identity: str) -> None:
        """Takes in a file of keys, where it is for this laptop."""
        body, rest = part(after(b"QAFKEYS1\n", raw))
        signature, sealed, said = rest[:64], rest[64:], json.loads(body)
        assert said["workspace"] == self.workspace and said["sealed"] == sha256(sealed)
        signed(self.devices[said["signer"]]["sign"], b"qaf keys 1", body, signature)
        if device in said["devices"]:
            found = json.loads(open_sealed(sealed, identity))
            assert sorted(found) == said["epochs"] and said["epoch"] in found
            self.identities |= found

    # --- segments ----------------------------------------------------------------------------------------------
    def segment(self, raw: bytes) -> str:
        """Takes in a segment's file; answers its hash."""
        outer, rest = part(after(b"QAFSEG1\n", raw))
        signature, rest = rest[:64], rest[64:]
        epochs, sealed = part(rest)
        headers, bodies = packed(self._opened(epochs, sealed))
        return self._kept(outer, signature, headers, bodies)

    def bundle(self, raw: bytes) -> list[str]:
        """Takes in a bundle of a pack; answers the hashes of its segments."""
        return [self._kept(*one) for one in packed(self._opened(*part(raw)))]

    def _opened(self, epochs: bytes, sealed: bytes) -> bytes:
        named = json.loads(epochs)
        assert named and named == sorted(named)
        for epoch in named:
            sealed = open_sealed(sealed, self.identities[epoch])
        return zlib.decompress(sealed)

    def _kept(self, outer: bytes, signature: bytes, headers: list[bytes], bodies: list[Any]) -> str:
        said, hash_ = json.loads(outer), sha256(b"qaf segment 1\n" + outer)
        signed(self.devices[said["device"]]["sign"], b"qaf segment 1", outer, signature)
        assert said["workspace"] == self.workspace and said["count"] == len(headers) == len(bodies)
        assert said["content"] == sha256(b"".join(len(one).to_bytes(4, "big") + one for one in headers))
        assert (said["n"] == 1) == (said["prev"] == "") and set(said["rosters"]) <= self.rosters.keys()
        assert said["rosters"] == sorted(said["rosters"]) and said["seen"] == sorted(said["seen"])
        for header, body in zip(headers, bodies, strict=True):
            self._entry(said["device"], header, body)
        self.segments[hash_] = said
        return hash_

    def _entry(self, device: str, header: bytes, body: list[bytes] | None) -> None:
        said = json.loads(header)
        assert said["device"] == device
        if body is not None:
            assert said["commitment"] == sha256(body[0] + body[1])
        salt, content = body or (b"", None)
        self.entries[sha256(header)] = (header, salt, content)

    def check_chains(self) -> None:
        """What a segment follows is there, is the same laptop's, and has the number before."""
        for one in self.segments.values():
            if one["prev"]:
                before = self.segments[one["prev"]]
                assert (before["device"], before["n"]) == (one["device"], one["n"] - 1)

    # --- packs -------------------------------------------------------------------------------------------------
    def pack(self, raw: bytes) -> tuple[dict[str, bytes], list[bytes], list[str]]:
        """The files and bundles of a pack, and the hashes of the segments that its index names."""
        after(b"QAFPACK1\n", raw)
        assert sha256(raw[:-32]) == raw[-32:].hex()
        size = int.from_bytes(raw[-40:-32], "big")
        index = json.loads(zlib.decompress(raw[-40 - size : -40]))
        parts = [(name, raw[start : start + length]) for name, start, length in index["items"]]
        files = {name: content for name, content in parts if name != "bundle"}
        bundles = [content for name, content in parts if name == "bundle"]
        return files, bundles, [hash_ for _, _, hash_ in index["segments"]]


def read_folder(folder: Path, device: str, identity: str) -> Found:
    """Reads a whole folder as the laptop with this age identity can, by one listing of its heads."""
    hint = json.loads((folder / "workspace.json").read_bytes())
    assert hint["format"] == 1
    found = Found(hint["workspace"], hint["root"])
    heads = sorted(one.name for one in (folder / "heads").iterdir() if not one.name.startswith(".~"))
    for name in (one for one in heads if one.startswith("roster-")):
        _, version, hash16 = name.split("-")
        raw = (folder / "roster" / f"{version}-{hash16}.roster").read_bytes()
        assert sha256(raw)[:16] == hash16 and found.rosters[found.roster(raw)]["version"] == int(version)
    found.check_signatures()
    for name in (one for one in heads if one.startswith("keys-")):
        _, epoch16, hash16 = name.split("-")
        raw = (folder / "epochs" / f"{epoch16}-{hash16}.key").read_bytes()
        assert sha256(raw)[:16] == hash16
        found.keys(raw, device, identity)
    for name in (one for one in heads if one.startswith("pack-")):
        raw = (folder / "packs" / f"{name.split('-')[2]}.pack").read_bytes()
        assert raw[-32:].hex()[:16] == name.split("-")[2]
        _, bundles, named = found.pack(raw)
        assert [hash_ for one in bundles for hash_ in found.bundle(one)] == named
    for name in (one for one in heads if one[:16].isalnum() and one[16:17] == "-" and one.count("-") == 2):
        _read_back(found, folder, *name.split("-"))
    found.check_chains()
    return found


def _read_back(found: Found, folder: Path, device16: str, n: str, hash16: str) -> None:
    number, wanted = int(n), hash16
    while number and not any(hash_.startswith(wanted) for hash_ in found.segments):
        raw = (folder / "segments" / device16 / f"{number}-{wanted}.seg").read_bytes()
        hash_ = found.segment(raw)
        said = found.segments[hash_]
        assert hash_[:16] == wanted and said["device"][:16] == device16 and said["n"] == number
        number, wanted = number - 1, said["prev"][:16]


def read_carried(raw: bytes, device: str, identity: str) -> Found:
    """Reads what was carried by hand: a pack with rosters, keys and segments."""
    files, bundles, _ = Found().pack(raw)
    size = int.from_bytes(raw[-40:-32], "big")
    found = Found(json.loads(zlib.decompress(raw[-40 - size : -40]))["workspace"])
    rosters = sorted((one for name, one in files.items() if name.startswith("roster/")), key=_version)
    found.root = sha256(b"qaf roster 1\n" + part(after(b"QAFROST1\n", rosters[0]))[0])
    for one in rosters:
        found.roster(one)
    found.check_signatures()
    for name, one in sorted(files.items()):
        if name.startswith("epochs/"):
            found.keys(one, device, identity)
    for one in bundles:
        found.bundle(one)
    for name, one in sorted(files.items()):
        if name.startswith("segments/"):
            found.segment(one)
    found.check_chains()
    return found


def _version(raw: bytes) -> int:
    return int(json.loads(part(after(b"QAFROST1\n", raw))[0])["version"])


def read_request(raw: bytes, identity: str, words: list[str]) -> tuple[dict[str, str], list[str]]:
    """What a request to join says, for an administrator's laptop, and its eight words out of a list of 2,048."""
    outside = packed(open_sealed(after(b"QAFJOIN1\n", raw), identity))
    said = json.loads(outside["request"])
    signed(said["sign"], b"qaf join 1", outside["request"], outside["signature"])
    named = [said[key] for key in ("workspace", "roster", "device", "sign", "recipient")]
    digest = hashlib.sha256(b"qaf join words 1\n" + json.dumps(named, separators=(",", ":")).encode()).digest()
    bits = "".join(f"{one:08b}" for one in digest)
    return said, [words[int(bits[at : at + 11], 2)] for at in range(0, 88, 11)]


def read_refusal(raw: bytes, sign: str) -> dict[str, str]:
    """What a refusal says, signed by that laptop."""
    said, signature = part(after(b"QAFDENY1\n", raw))
    signed(sign, b"qaf refusal 1", said, signature)
    found: dict[str, str] = json.loads(said)
    return found


def read_draft(raw: bytes, identity: str, sign: str) -> dict[str, Any]:
    """The backup of a draft, for who can open it."""
    outside = packed(zlib.decompress(open_sealed(after(b"QAFDRAFT\n", raw), identity)))
    signed(sign, b"qaf draft 1", outside["backup"], outside["signature"])
    said: dict[str, Any] = packed(outside["backup"])
    return said


def read_own_key(raw: bytes, identities: dict[str, str], passphrase: str) -> str:
    """The author's age identity, by their passphrase."""
    named, sealed = part(raw)
    for epoch in reversed(json.loads(named)):
        sealed = open_sealed(sealed, identities[epoch])
    held = json.loads(sealed)
    cost, wrapped = held["cost"], {name: from_text(text) for name, text in held["wrapped"].items()}
    stretched = Argon2id(
        salt=wrapped["salt"], length=32, iterations=cost["iterations"], lanes=cost["lanes"], memory_cost=cost["memory"]
    ).derive(passphrase.encode())
    plain = ChaCha20Poly1305(stretched).decrypt(wrapped["nonce"], wrapped["sealed"], b"qaf-desktop database key 1")
    return plain.decode()
