"""Whether the write-ahead log of a database is whole, before SQLite opens it.

SQLite reads a log up to the first frame whose checksum is wrong, and takes the rest for the remains of a power cut. It
is right about the last transaction, which may be torn; what was committed after a damaged frame would be lost unseen.
The checksums are of the encrypted pages, so no key is needed.
"""

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from qaf_desktop.errors import Damaged

HEADER, FRAME_HEADER = 32, 24
MAGIC: Final = {0x377F0682: "<", 0x377F0683: ">"}
LARGEST: Final = 64_000_000  # beyond that, checking takes longer than people wait; SQLite keeps it far smaller
TORN: Final = 1  # the last commit may be of a transaction that was being written when the power went
Sums = tuple[int, int]


def check(database: Path) -> None:
    """Raises Damaged where committed changes in the log of this database cannot be read. Changes nothing."""
    path = database.with_name(f"{database.name}-wal")
    for _ in range(2):  # another program may be writing: only what is wrong twice is damage
        if not path.is_file() or path.stat().st_size > LARGEST or not _damaged(path):
            return
    raise Damaged(
        "The last changes to this workspace are damaged. All was left untouched. Restore a backup: workspace restore."
    )


def _damaged(path: Path) -> bool:
    raw = path.read_bytes()
    if len(raw) <= HEADER:
        return False
    magic, _, page, _, *salts = struct.unpack(">6I", raw[:24])
    order = MAGIC.get(magic)
    if order is None or page < 512 or _sums(raw[:24], order, (0, 0)) != struct.unpack(">2I", raw[24:HEADER]):
        return any(raw)
    if path.read_bytes()[:HEADER] != raw[:HEADER]:
        return False  # begun anew meanwhile
    return _lost_commits(raw, order, page, tuple(salts)) > TORN


def _lost_commits(raw: bytes, order: str, page: int, salts: tuple[int, ...]) -> int:
    sums = struct.unpack(">2I", raw[24:HEADER])
    broken, lost = False, 0
    for header, content in _frames(raw, page):
        _, size, *mine, first, second = struct.unpack(">6I", header)
        ours = tuple(mine) == salts
        if not broken:
            sums = _sums(content, order, _sums(header[:8], order, (sums[0], sums[1])))
            broken = not ours or sums != (first, second)
        lost += broken and ours and size > 0
    return lost


def _frames(raw: bytes, page: int) -> Iterator[tuple[bytes, bytes]]:
    step = FRAME_HEADER + page
    for start in range(HEADER, len(raw) - step + 1, step):
        yield raw[start : start + FRAME_HEADER], raw[start + FRAME_HEADER : start + step]


def _sums(content: bytes, order: str, sums: Sums) -> Sums:
    first, second = sums
    words = struct.unpack(f"{order}{len(content) // 4}I", content)
    for one, two in zip(words[::2], words[1::2], strict=True):
        first = (first + one + second) & 0xFFFFFFFF
        second = (second + two + first) & 0xFFFFFFFF
    return first, second
