"""Where things lie on this computer: the platform's own folders, never anywhere else."""

import os
import sys
from pathlib import Path


def local_data() -> Path:
    """The program's folder for local data, by the platform's custom."""
    if sys.platform == "win32":
        named, usual = "LOCALAPPDATA", "AppData/Local"
    elif sys.platform == "darwin":
        named, usual = "", "Library/Application Support"
    else:
        named, usual = "XDG_DATA_HOME", ".local/share"
    said = os.environ.get(named, "").strip()
    return (Path(said) if said else Path.home() / usual) / "QAF Desktop"


def default_workspace() -> Path:
    """Where a workspace lies unless another folder is named; `QAF_WORKSPACE` names one."""
    named = os.environ.get("QAF_WORKSPACE")
    return Path(named) if named else local_data() / "workspace"


def practice_workspace() -> Path:
    """Where the practice workspace lies unless `QAF_WORKSPACE` names a folder."""
    named = os.environ.get("QAF_WORKSPACE")
    return Path(named) if named else local_data() / "practice"


def preferences_file() -> Path:
    """The file of what was set on this laptop alone: appearance, text size, keys."""
    return local_data() / "preferences.txt"


def log_file() -> Path:
    """The file into which the program writes what went wrong."""
    return local_data() / "qaf-desktop.log"
