"""The command line: finds the noun and the verb, runs it, and says what came of it."""

from __future__ import annotations

import gc
import os
import sys
from typing import TYPE_CHECKING, Any

from qaf_desktop import __version__
from qaf_desktop.cli.window_wanted import window_wanted
from qaf_desktop.errors import QafError

if TYPE_CHECKING:
    import argparse

    from qaf_desktop.cli.shared import Answer

STOPPED = 130


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    from qaf_desktop.cli import audit, case, conflict, device, directory, exchange, todo, tool, workspace
    from qaf_desktop.cli.options import Parser, options

    top = Parser(
        prog="qaf-desktop", description="Case audits, offline. Without a noun: the window.", allow_abbrev=False
    )
    options(top)
    top.add_argument("--version", action="version", version=f"QAF Desktop {__version__}")
    top.add_argument("--practice", action="store_true", help="the workspace of made-up people and cases")
    nouns = top.add_subparsers(dest="noun", metavar="NOUN", required=True)
    for room in (workspace, directory, case, tool, audit, todo, exchange, device, conflict):
        room.add(nouns)
    return top


def main(argv: list[str]) -> int:
    """Runs one command, or the window where no noun is given; answers the exit code."""
    as_json = "--json" in argv
    try:
        window = window_wanted(argv)
        return _command(argv, as_json) if window is None else _window(*window)
    except QafError as error:
        failed = (error.code, str(error), error.exit_code, getattr(error, "problems", ()))
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # so that Python's own flush at exit is quiet
        return 1
    except OSError as error:
        failed = ("unreachable", f"{error.filename or 'A file'}: {error.strerror or error}.", 3, ())
    except KeyboardInterrupt:
        failed = ("stopped", "Stopped before it was finished.", STOPPED, ())
    except Exception as error:  # noqa: BLE001 - a bug of ours is written to the log, never shown as a traceback
        failed = ("error", _logged(error), 1, ())
    return _failed(as_json, *failed)


def _command(argv: list[str], as_json: bool) -> int:
    from qaf_desktop import paths
    from qaf_desktop.cli.progress import Progress

    args = parser().parse_args(argv)
    if args.practice and not args.workspace:
        args.workspace = str(paths.practice_workspace())
    args.progress = Progress(shown=not as_json)
    try:
        answer: Answer = args.run(args)
    finally:
        args.progress.end()
    if as_json:
        import json

        _say(json.dumps(answer.value, ensure_ascii=True))
    else:
        _say(answer.text)
    return answer.exit_code


def _window(folder: str | None, practise: bool) -> int:
    import importlib
    from pathlib import Path

    gc.disable()
    run_window = importlib.import_module("qaf_desktop.app").run_window
    return int(run_window(Path(folder) if folder else None, practise))


def _say(text: str) -> None:
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.write(text.encode(encoding, "replace").decode(encoding) + "\n")
    sys.stdout.flush()


def _failed(as_json: bool, code: str, message: str, exit_code: int, problems: Any = ()) -> int:
    print(message, file=sys.stderr)
    for problem in problems:
        print(problem, file=sys.stderr)
    if as_json:
        import contextlib
        import json

        said: dict[str, Any] = {"code": code, "message": message}
        with contextlib.suppress(BrokenPipeError):
            _say(json.dumps({"error": said | ({"problems": [str(one) for one in problems]} if problems else {})}))
    return exit_code


def _logged(error: Exception) -> str:
    import logging

    from qaf_desktop import paths

    try:
        paths.log_file().parent.mkdir(parents=True, exist_ok=True)
        handler = logging.FileHandler(paths.log_file(), encoding="utf-8")
        handler.emit(logging.LogRecord("qaf", logging.ERROR, "", 0, "", (), (type(error), error, error.__traceback__)))
        handler.close()
    except OSError:
        return "The program failed, and its log file cannot be written."
    return f"The program failed. What happened is in {paths.log_file()}."
