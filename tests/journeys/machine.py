"""A computer of its own for each journey: folders in which nothing is yet, and the program's command line."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
PROGRAM = Path(sys.executable).parent / ("qaf-desktop.exe" if os.name == "nt" else "qaf-desktop")
PASSPHRASE = "seven green bicycles"
FOLDERS = {
    "HOME": "home",
    "XDG_DATA_HOME": "home/data",
    "XDG_CONFIG_HOME": "home/config",
    "XDG_CACHE_HOME": "home/cache",
    "XDG_STATE_HOME": "home/state",
    "XDG_RUNTIME_DIR": "run",
}
KEPT = ("PATH", "TZ", "TMPDIR", "PYTHONPATH", "LD_LIBRARY_PATH")


@dataclass(frozen=True)
class Machine:
    """Folders in which nothing is yet."""

    base: Path

    @property
    def workspace(self) -> Path:
        """Where this machine's workspace lies."""
        return self.base / "workspace"

    @property
    def environment(self) -> dict[str, str]:
        """What a program started here sees: nothing of the real owner's, and no display."""
        seen = {name: os.environ[name] for name in KEPT if name in os.environ}
        for name, folder in FOLDERS.items():
            (self.base / folder).mkdir(mode=0o700, parents=True, exist_ok=True)
            seen[name] = str(self.base / folder)
        return seen | {"LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}

    def run(self, *words: object) -> Any:
        """Runs one command of the program; answers its JSON value."""
        command = [str(PROGRAM), "--workspace", str(self.workspace), "--json", *map(str, words)]
        environment = self.environment | {"QAF_PASSPHRASE": PASSPHRASE}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{words}: {done.stderr}"
        return json.loads(done.stdout)

    def start_workspace(self, *more: object) -> None:
        """A workspace with a team, a worker and one case, for an auditor of no team."""
        recovery = self.base / "recovery.txt"
        self.run(
            "workspace", "create", "--organisation", "A council", "--person", "R. Patel", "--recovery-file", recovery,
            *more,
        )  # fmt: skip
        self.run("team", "add", "--service", "Help and protection", "North")
        self.run("person", "add", "A. Shah", "--role", "social_worker", "--team", "North")
        self.run("case", "add", "104482", "--plan", "child_looked_after", "--worker", "A. Shah")
