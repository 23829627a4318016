"""The two commands of the README, from nothing but the project's own files; and that they start at once after."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.journeys.machine import PASSPHRASE, ROOT, Machine

NOT_OF_THE_PROJECT = {
    ".git", ".venv", "build", "dist", "__pycache__", ".hypothesis", ".pytest_cache", ".mypy_cache", ".ruff_cache",
    ".import_linter_cache", "qaf_desktop.egg-info",
}  # fmt: skip
SETTING_UP = "Setting up in .venv"
NO_DISPLAY = "There is no display, so no window can open."
WAY_OUT = ("PIP_", "HTTP", "http", "NO_PROXY", "no_proxy", "SSL_CERT")


def dev(folder: Path, machine: Machine, *words: str) -> subprocess.CompletedProcess[str]:
    """Runs dev.py of a folder, on this machine, without a display."""
    environment = machine.environment | {"QAF_PASSPHRASE": PASSPHRASE}
    environment |= {name: value for name, value in os.environ.items() if name.startswith(WAY_OUT)}
    assert "DISPLAY" not in environment
    command = [sys.executable, str(folder / "dev.py"), *words]
    return subprocess.run(command, env=environment, cwd=folder, capture_output=True, text=True, check=False)


def printed_summary(said: str) -> Path:
    """Where the summary lies that `run` without a display says it printed."""
    return Path(said.strip().splitlines()[-1].removeprefix("A printed audit summary lies in "))


def test_without_a_display_the_practice_workspace_is_made_and_a_summary_printed(machine: Machine) -> None:
    done = dev(ROOT, machine, "run")
    assert done.returncode == 0, done.stderr
    assert NO_DISPLAY in done.stdout
    assert SETTING_UP not in done.stdout
    assert printed_summary(done.stdout).read_bytes().startswith(b"%PDF-")


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """The project's files in a folder of their own, and nothing else of this machine's."""
    folder = tmp_path / "a clone of it"
    shutil.copytree(ROOT, folder, ignore=lambda _folder, names: NOT_OF_THE_PROJECT & set(names))
    return folder


@pytest.mark.long
def test_a_fresh_clone_runs_with_two_commands(clone: Path, machine: Machine) -> None:
    begun = dev(clone, machine, "run", "workspace", "create", "--organisation", "A council", "--person", "A. Person")
    assert begun.returncode == 0, begun.stderr
    assert SETTING_UP in begun.stdout
    assert "Recovery key" in begun.stdout
    practised = dev(clone, machine, "run")
    assert practised.returncode == 0, practised.stderr
    assert clone in printed_summary(practised.stdout).parents
    again = dev(clone, machine, "run", "workspace", "status")
    assert again.returncode == 0, again.stderr
    assert "A. Person" in again.stdout
    assert SETTING_UP not in again.stdout
