"""qaf-desktop todo and escalation: what is on one's list, and urgent concerns."""

import argparse
from typing import Any

from qaf_desktop.cli.shared import Answer, listed, opened, read_object, verb
from qaf_desktop.errors import WrongUse
from qaf_desktop.services import concerns, todo


def add(nouns: Any) -> None:
    """Adds both nouns."""
    verb(nouns, "todo", _todo, "What the To do page shows.").add_argument("--person")
    verbs = nouns.add_parser("escalation", help="urgent concerns").add_subparsers(required=True, metavar="VERB")
    verb(verbs, "list", lambda args: listed(concerns.concerns(opened(args))), "Urgent concerns.")
    example = '{"concern": "...", "told": "...", "when": "...", "tonight": "..."}'
    new = verb(verbs, "raise", _raise, "Records an urgent concern. It alerts nobody.", example)
    new.add_argument("--case", required=True)
    new.add_argument("file")


def _todo(args: argparse.Namespace) -> Answer:
    return listed(todo.todo(opened(args), args.person))


def _raise(args: argparse.Namespace) -> Answer:
    said = read_object(args.file)
    if not set(said) <= {"concern", "told", "when", "tonight"} or not all(isinstance(v, str) for v in said.values()):
        raise WrongUse(f"{args.file} may hold concern, told, when and tonight, each a text.")
    if "concern" not in said:
        raise WrongUse(f"{args.file} must hold concern.")
    ws = opened(args)
    key = concerns.raise_concern(ws, args.case, **said)
    return Answer({"id": key}, concerns.alert_notice(ws).sentence)
