"""The names of files in a shared folder: lower-case hex and numbers. A name of any other form is nobody's.

Names are hints: what a file is, its own bytes say. Nothing here touches a disk.
"""

import re
from dataclasses import dataclass
from typing import Final

WORKSPACE: Final = "workspace.json"
ROSTERS, EPOCHS, SEGMENTS, HEADS = "roster", "epochs", "segments", "heads"
PACKS, JOIN, DRAFTS = "packs", "join", "drafts"
FOLDERS: Final = (ROSTERS, EPOCHS, SEGMENTS, HEADS, PACKS, JOIN, DRAFTS)

_ID: Final = re.compile("[0-9a-f]{32}")
_HASH: Final = re.compile("[0-9a-f]{64}")
_HEX16: Final = "[0-9a-f]{16}"
_NUMBER: Final = "[1-9][0-9]{0,8}"
_SEGMENT_HEAD: Final = re.compile(rf"({_HEX16})-({_NUMBER})-({_HEX16})")
_ROSTER_HEAD: Final = re.compile(rf"roster-({_NUMBER})-({_HEX16})")
_KEYS_HEAD: Final = re.compile(rf"keys-({_HEX16})-({_HEX16})")
_PACK_HEAD: Final = re.compile(rf"pack-({_NUMBER})-({_HEX16})")
_SEGMENT: Final = re.compile(rf"{SEGMENTS}/({_HEX16})/({_NUMBER})-({_HEX16})\.seg")
_ROSTER: Final = re.compile(rf"({_NUMBER})-({_HEX16})\.roster")
_KEYS: Final = re.compile(rf"({_HEX16})-({_HEX16})\.key")
_PACK: Final = re.compile(rf"({_HEX16})\.pack")
_REQUEST: Final = re.compile(rf"({_HEX16})\.req")
_DRAFT: Final = re.compile(rf"({_HEX16})-({_HEX16})\.draft")


@dataclass(frozen=True, slots=True, order=True)
class SegmentName:
    """What the name of a segment says: the first half of its device's id, its number there, the start of its hash."""

    device16: str
    n: int
    hash16: str

    @property
    def path(self) -> str:
        """Where the segment lies."""
        return f"{SEGMENTS}/{self.device16}/{self.n}-{self.hash16}.seg"

    @property
    def head(self) -> str:
        """The empty file that says how far the device has got."""
        return f"{HEADS}/{self.device16}-{self.n}-{self.hash16}"


def is_id(text: str) -> bool:
    """Whether this is the id of a thing, a laptop or an epoch."""
    return _ID.fullmatch(text) is not None


def is_hash(text: str) -> bool:
    """Whether this is a whole hash."""
    return _HASH.fullmatch(text) is not None


def segment_name(device: str, n: int, hash_: str) -> SegmentName:
    """The name of a segment by its device's id, its number and its whole hash."""
    return SegmentName(device[:16], n, hash_[:16])


def roster_path(version: int, file_hash: str) -> str:
    """Where a roster's file lies; the hash is that of the file."""
    return f"{ROSTERS}/{version}-{file_hash[:16]}.roster"


def keys_path(epoch: str, file_hash: str) -> str:
    """Where a file of epoch keys lies; `epoch` is the newest that it holds."""
    return f"{EPOCHS}/{epoch[:16]}-{file_hash[:16]}.key"


def pack_path(file_hash: str) -> str:
    """Where a pack lies."""
    return f"{PACKS}/{file_hash[:16]}.pack"


def request_path(request: str) -> str:
    """Where a request to join lies."""
    return f"{JOIN}/{request[:16]}.req"


def refusal_path(request: str) -> str:
    """Where it is told that a request to join was refused."""
    return f"{JOIN}/{request[:16]}.no"


def draft_path(device: str, draft: str, file_hash: str) -> str:
    """Where the backup of a draft lies."""
    return f"{DRAFTS}/{device[:16]}/{draft[:16]}-{file_hash[:16]}.draft"


def head_of_roster(version: int, file_hash: str) -> str:
    """The head that tells of a roster."""
    return f"{HEADS}/roster-{version}-{file_hash[:16]}"


def head_of_keys(epoch: str, file_hash: str) -> str:
    """The head that tells of a file of keys."""
    return f"{HEADS}/keys-{epoch[:16]}-{file_hash[:16]}"


def head_of_pack(level: int, file_hash: str) -> str:
    """The head that tells of a pack and of how many packs were joined in it."""
    return f"{HEADS}/pack-{level}-{file_hash[:16]}"


@dataclass(frozen=True)
class Heads:
    """One listing of `heads`, read: how far each device got, and where all else lies. Unknown names are left out."""

    segments: tuple[SegmentName, ...] = ()
    rosters: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    packs: tuple[tuple[int, str], ...] = ()


def read_heads(listed: list[str]) -> Heads:
    """What a listing of `heads` says; paths of rosters, keys and packs, packs with their level."""
    segments: list[SegmentName] = []
    rosters: list[tuple[int, str]] = []
    keys: list[str] = []
    packs: list[tuple[int, str]] = []
    for name in sorted(listed):
        if found := _SEGMENT_HEAD.fullmatch(name):
            segments.append(SegmentName(found[1], int(found[2]), found[3]))
        elif found := _ROSTER_HEAD.fullmatch(name):
            rosters.append((int(found[1]), roster_path(int(found[1]), found[2])))
        elif found := _KEYS_HEAD.fullmatch(name):
            keys.append(keys_path(found[1], found[2]))
        elif found := _PACK_HEAD.fullmatch(name):
            packs.append((int(found[1]), pack_path(found[2])))
    return Heads(tuple(segments), tuple(path for _, path in sorted(rosters)), tuple(keys), tuple(sorted(packs)))


def rosters_in(listed: list[str]) -> list[str]:
    """The paths of rosters among the names in `roster`, by version."""
    found = [(int(m[1]), name) for name in listed if (m := _ROSTER.fullmatch(name))]
    return [f"{ROSTERS}/{name}" for _, name in sorted(found)]


def keys_in(listed: list[str]) -> list[str]:
    """The paths of files of keys among the names in `epochs`."""
    return [f"{EPOCHS}/{name}" for name in sorted(listed) if _KEYS.fullmatch(name)]


def packs_in(listed: list[str]) -> list[str]:
    """The paths of packs among the names in `packs`."""
    return [f"{PACKS}/{name}" for name in sorted(listed) if _PACK.fullmatch(name)]


def requests_in(listed: list[str]) -> list[str]:
    """The requests among the names in `join`."""
    return [m[1] for name in sorted(listed) if (m := _REQUEST.fullmatch(name))]


def drafts_in(device16: str, listed: list[str]) -> list[tuple[str, str]]:
    """Draft and path of each backup among the names in a device's folder of drafts."""
    return [(m[1], f"{DRAFTS}/{device16}/{name}") for name in sorted(listed) if (m := _DRAFT.fullmatch(name))]


def is_path(path: str) -> bool:
    """Whether this is the path of a file that an exchange knows: nothing else is read from a pack."""
    folder, _, name = path.partition("/")
    patterns = {ROSTERS: _ROSTER, EPOCHS: _KEYS, JOIN: _REQUEST}
    if folder in patterns:
        return patterns[folder].fullmatch(name) is not None
    return _SEGMENT.fullmatch(path) is not None


def segment_at(path: str) -> SegmentName | None:
    """What the path of a segment says; None for any other path."""
    found = _SEGMENT.fullmatch(path)
    return SegmentName(found[1], int(found[2]), found[3]) if found else None
