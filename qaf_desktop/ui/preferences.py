"""What a person set on this laptop alone: appearance, text size, single-letter keys. A small file, read at the start.

Nothing of a workspace is in it; a file that is missing or damaged means the defaults.
"""

from __future__ import annotations

from pathlib import Path

from qaf_desktop.errors import QafError
from qaf_desktop.ui.theme import APPEARANCES, Theme, of_system


class Preferences:
    """The choices, and the file that keeps them; without a file they last as long as the window."""

    def __init__(self, file: Path | None = None) -> None:
        self._file = file
        said = _read(file)
        size, appearance = said.get("text_size", ""), said.get("appearance", "")
        self.appearance = appearance if appearance in APPEARANCES else "system"
        self.text_size = max(100, min(200, int(size))) if size.isascii() and size.isdigit() else 100
        self.single_keys = said.get("single_keys") != "no"

    def look(self) -> Theme:
        """The theme that these choices ask for."""
        return of_system(self.text_size, self.appearance)

    def keep(self) -> None:
        """Writes the choices. Where the disk refuses, they last as long as the window: nobody is held up."""
        if self._file is None:
            return
        from qaf_desktop.files import write_whole

        keys = "yes" if self.single_keys else "no"
        said = f"appearance={self.appearance}\ntext_size={self.text_size}\nsingle_keys={keys}\n"
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            write_whole(self._file, said.encode())
        except (OSError, QafError):
            return


def _read(file: Path | None) -> dict[str, str]:
    try:
        lines = file.read_text("utf-8").splitlines() if file is not None else []
    except (OSError, ValueError):
        return {}
    parts = (line.partition("=") for line in lines)
    return {name.strip(): value.strip() for name, _sign, value in parts}
