"""How arguments are read: the options that all commands take, and errors as sentences. Imports nothing heavy."""

import argparse
import datetime as dt
from typing import Any, NoReturn

from qaf_desktop.errors import WrongUse


class Parser(argparse.ArgumentParser):
    """Says what was wrong with the command line as WrongUse."""

    def error(self, message: str) -> NoReturn:
        """Raises WrongUse."""
        raise WrongUse(f"{message[:1].upper()}{message[1:]}. For help: {self.prog} --help")

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        if action.choices is not None and value not in action.choices:
            known = ", ".join(str(one) for one in action.choices)
            raise argparse.ArgumentError(action, f"there is no {value} here; it can be {known}")


def options(parser: argparse.ArgumentParser, default: Any = None) -> None:
    """The options that stand before the noun or after the verb."""
    parser.add_argument("--workspace", metavar="DIR", default=default, help="the workspace's folder")
    parser.add_argument("--json", action="store_true", default=default or False, help="answer with one JSON value")
    parser.add_argument("--passphrase-file", metavar="FILE", default=default, help="a file that holds the passphrase")


def date(text: str) -> dt.date:
    """A date of the command line."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text} is not a date like 2026-07-01") from error


def whole_number(text: str) -> int:
    """A number of the command line, 0 or more."""
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise argparse.ArgumentTypeError(f"{text} is not a whole number from 0")
    return int(text)
