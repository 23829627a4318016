"""The command line: finds the noun and the verb, runs it, and says what came of it."""

import argparse
import json
import logging
import sys
from typing import Any

from qaf_desktop import paths
from qaf_desktop.cli import audit, case, directory, todo, tool, workspace
from qaf_desktop.cli.shared import Answer, options
from qaf_desktop.errors import QafError


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    top = argparse.ArgumentParser(prog="qaf-desktop", description="Case audits, offline. Without a noun: the window.")
    options(top)
    nouns = top.add_subparsers(dest="noun", metavar="NOUN")
    for room in (workspace, directory, case, tool, audit, todo):
        room.add(nouns)
    return top


def main(argv: list[str]) -> int:
    """Runs one command; answers its exit code."""
    args = parser().parse_args(argv)
    if args.noun is None:
        import importlib

        return int(importlib.import_module("qaf_desktop.app").run_window(args.workspace))
    try:
        answer: Answer = args.run(args)
    except QafError as error:
        return _failed(args.json, error.code, str(error), error.exit_code, getattr(error, "problems", ()))
    except OSError as error:
        return _failed(args.json, "unreachable", f"{error.filename or 'A file'}: {error.strerror or error}.", 3)
    except Exception as error:  # noqa: BLE001 - a bug of ours is written to the log, never shown as a traceback
        return _failed(args.json, "error", _logged(error), 1)
    _say(json.dumps(answer.value, ensure_ascii=True) if args.json else answer.text)
    return answer.exit_code


def _say(text: str) -> None:
    sys.stdout.write(text.encode(sys.stdout.encoding or "utf-8", "replace").decode(sys.stdout.encoding or "utf-8"))
    sys.stdout.write("\n")


def _failed(as_json: bool, code: str, message: str, exit_code: int, problems: Any = ()) -> int:
    print(message, file=sys.stderr)
    for problem in problems:
        print(problem, file=sys.stderr)
    if as_json:
        said: dict[str, Any] = {"code": code, "message": message}
        _say(json.dumps({"error": said | ({"problems": [str(one) for one in problems]} if problems else {})}))
    return exit_code


def _logged(error: Exception) -> str:
    try:
        paths.log_file().parent.mkdir(parents=True, exist_ok=True)
        handler = logging.FileHandler(paths.log_file(), encoding="utf-8")
        handler.emit(logging.LogRecord("qaf", logging.ERROR, "", 0, "", (), (type(error), error, error.__traceback__)))
        handler.close()
    except OSError:
        return "The program failed, and its log file cannot be written."
    return f"The program failed. What happened is in {paths.log_file()}."
