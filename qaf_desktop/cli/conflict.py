"""qaf-desktop conflict: where two people decided one thing apart from each other."""

import argparse
from typing import Any, Final

from qaf_desktop.cli.shared import Answer, listed, opened, read_object, verb
from qaf_desktop.cli.tables import moment
from qaf_desktop.errors import WrongUse
from qaf_desktop.services import conflicts

DECISION: Final = """{"choose": "4f1c...", "reason": "The plan changed on Monday"}
{"value": "child_protection", "reason": "Both were out of date"}
choose names the entry whose value holds; value gives another one. The reason can be left out."""


def add(nouns: Any) -> None:
    """Adds the noun."""
    verbs = nouns.add_parser("conflict", help="one thing decided twice").add_subparsers(required=True, metavar="VERB")
    verb(verbs, "list", _list, "What two people decided apart from each other, and who decides.")
    one = verb(verbs, "decide", _decide, "Decides which value holds, or gives another.", DECISION)
    one.add_argument("id")
    one.add_argument("file")


def _list(args: argparse.Namespace) -> Answer:
    found = conflicts.list_conflicts(opened(args))
    answer = listed(found, {})
    return Answer(answer.value, "\n".join(_lines(one) for one in found) or answer.text)


def _lines(one: conflicts.Conflict) -> str:
    shown = [f"{value.value}, by {value.by or 'someone not here'}, {moment(value.when)}" for value in one.values]
    width = max(map(len, shown))
    head = f"{one.about[:1].upper()}{one.about[1:]}: {one.what.lower()}. Decides: {one.decides}. Id {one.id}"
    pairs = zip(shown, one.values, strict=True)
    return "\n".join([head, *(f"  {text:<{width}}  {value.entry}" for text, value in pairs)])


def _decide(args: argparse.Namespace) -> Answer:
    said = read_object(args.file)
    if set(said) - {"reason"} not in ({"choose"}, {"value"}):
        raise WrongUse(f"{args.file} must hold choose or value, and may hold reason.")
    reason, choose = said.get("reason", ""), said.get("choose", "")
    if not isinstance(reason, str) or not isinstance(choose, str):
        raise WrongUse(f"In {args.file}, choose and reason are texts.")
    ws = opened(args)
    if "choose" in said:
        conflicts.choose(ws, args.id, choose, reason)
    else:
        conflicts.give(ws, args.id, said["value"], reason)
    return Answer({"id": args.id}, "Decided.")
