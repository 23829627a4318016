"""What every noun of the command line shares: the workspace it opens, the file it reads, the answer it gives."""

import argparse
import getpass
import json
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qaf_desktop import paths
from qaf_desktop.cli.options import options
from qaf_desktop.cli.tables import table
from qaf_desktop.errors import NotFound, Refused, WrongUse
from qaf_desktop.services import directory, workspaces
from qaf_desktop.store.workspace import Workspace


@dataclass(frozen=True)
class Answer:
    """What a command says: a value for scripts, a text for people, and the exit code."""

    value: Any
    text: str = ""
    exit_code: int = 0


Command = Callable[[argparse.Namespace], Answer]


def folder(args: argparse.Namespace) -> Path:
    """The workspace's folder, as the command line or the environment names it."""
    return Path(args.workspace) if args.workspace else paths.default_workspace()


def passphrase(args: argparse.Namespace, prompt: str = "Passphrase: ") -> str:
    """The passphrase from its file, from QAF_PASSPHRASE, or from a prompt."""
    given = _given(args.passphrase_file, "QAF_PASSPHRASE")
    if given is None:
        _someone_is_there("Give the passphrase by --passphrase-file or QAF_PASSPHRASE.")
        return getpass.getpass(prompt)
    return given


def first_passphrase(args: argparse.Namespace) -> str:
    """The passphrase of a workspace to be: a prompt asks for it twice."""
    given = _given(args.passphrase_file, "QAF_PASSPHRASE")
    return _asked_twice("Passphrase", "--passphrase-file or QAF_PASSPHRASE") if given is None else given


def new_passphrase(args: argparse.Namespace) -> str:
    """The passphrase to change to, from its file, from QAF_NEW_PASSPHRASE, or asked for twice."""
    given = _given(args.new_passphrase_file, "QAF_NEW_PASSPHRASE")
    return _asked_twice("New passphrase", "--new-passphrase-file or QAF_NEW_PASSPHRASE") if given is None else given


def _given(file: str | None, variable: str) -> str | None:
    return read(file).rstrip("\r\n") if file else os.environ.get(variable)


def _asked_twice(what: str, otherwise: str) -> str:
    _someone_is_there(f"Give the {what.lower()} by {otherwise}.")
    first = getpass.getpass(f"{what}: ")
    if getpass.getpass(f"{what} again: ") != first:
        raise WrongUse("The two passphrases differ. Nothing was changed.")
    return first


def _someone_is_there(otherwise: str) -> None:
    if not sys.stdin.isatty():
        raise WrongUse(otherwise)


def opened(args: argparse.Namespace, *, waiting: bool = False) -> Workspace:
    """The workspace, unlocked; the practice workspace needs no passphrase. What opened it is in `args.passphrase`.

    Raises Refused on a laptop that waits to be approved, unless the command is good for one (`waiting`).
    """
    where = folder(args)
    if not workspaces.there(where):
        raise NotFound(f"There is no workspace in {where}. Start one with: qaf-desktop workspace create")
    args.passphrase = "" if workspaces.is_practice(where) else passphrase(args)
    args.progress.start()
    ws = workspaces.open_(where, args.passphrase)
    if not (waiting or ws.person_id):
        raise Refused(directory.why_nobody(ws))
    return ws


def read(name: str) -> str:
    """The text of a file. Raises NotFound, WrongUse."""
    try:
        return Path(name).read_text("utf-8-sig")
    except OSError as error:
        raise NotFound(f"{name} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise WrongUse(f"{name} is not text in UTF-8.") from error


def read_object(name: str) -> dict[str, Any]:
    """The JSON object in a file. Raises NotFound, WrongUse."""
    try:
        value = json.loads(read(name))
    except (ValueError, RecursionError) as error:
        raise WrongUse(f"{name} is not JSON.") from error
    if not isinstance(value, dict):
        raise WrongUse(f"{name} must hold one JSON object.")
    return value


def plain(value: Any) -> Any:
    """A value of the services as JSON knows it."""
    import msgspec

    return msgspec.to_builtins(value)


def listed(items: Any, columns: Mapping[str, str], total: int | None = None) -> Answer:
    """A list: {"items": [...], "total": N}; for people a table of these columns (key and heading), with the id last."""
    rows = plain(tuple(items))
    count = len(rows) if total is None else total
    text = table(rows, {**columns, "id": "Id"} if rows and "id" in rows[0] else columns) if rows else "None."
    if len(rows) < count:
        text += f"\n{len(rows):,} of {count:,}."
    return Answer({"items": rows, "total": count}, text)


def verb(nouns: Any, name: str, run: Command, help_text: str, example: str = "") -> argparse.ArgumentParser:
    """Adds a verb with its help, and the options that every command takes."""
    parser: argparse.ArgumentParser = nouns.add_parser(
        name,
        help=help_text,
        description=help_text,
        epilog=f"Example of the file:\n{example}" if example else None,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    options(parser, argparse.SUPPRESS)
    parser.set_defaults(run=run)
    return parser
