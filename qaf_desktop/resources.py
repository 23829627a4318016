"""Where the data files lie that ship with the program: audit tools, icons, fonts, the practice seed."""

import sys
from pathlib import Path


def path(name: str) -> Path:
    """The file or folder of that name under resources/, in a checkout and in the packaged program."""
    packed = getattr(sys, "_MEIPASS", None)
    root = Path(packed) if packed else Path(__file__).resolve().parent.parent
    return root / "resources" / name
