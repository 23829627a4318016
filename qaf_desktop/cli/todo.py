"""qaf-desktop todo, obligation and escalation: what is on one's list, who owes what, and urgent concerns."""

import argparse
from typing import Any

from qaf_desktop.cli.shared import Answer, listed, opened, read_object, verb
from qaf_desktop.errors import WrongUse
from qaf_desktop.services import concerns, directory, todo


def add(nouns: Any) -> None:
    """Adds the nouns."""
    verb(nouns, "todo", _todo, "What the To do page shows.").add_argument("--person")
    owed = nouns.add_parser("obligation", help="who owes what").add_subparsers(required=True, metavar="VERB")
    verb(owed, "list", _obligations, "What is owed: owner, due, overdue by.").add_argument("--person")
    verbs = nouns.add_parser("escalation", help="urgent concerns").add_subparsers(required=True, metavar="VERB")
    verb(verbs, "list", lambda args: listed(concerns.concerns(opened(args))), "Urgent concerns.")
    example = '{"concern": "...", "told": "...", "when": "...", "tonight": "..."}'
    new = verb(verbs, "raise", _raise, "Records an urgent concern. It alerts nobody.", example)
    new.add_argument("--case", required=True)
    new.add_argument("file")


def _todo(args: argparse.Namespace) -> Answer:
    return listed(todo.todo(opened(args), args.person))


def _obligations(args: argparse.Namespace) -> Answer:
    ws = opened(args)
    owners = (directory.person(ws, args.person),) if args.person else directory.people(ws, limit=100_000).items
    rows = []
    for at, owner in enumerate(owners, 1):
        args.progress.step(at, len(owners))
        rows += [_obligation(owner, one) for one in todo.todo(ws, owner.id) if one.ref_kind != "draft"]
    return listed(sorted(rows, key=lambda row: (row["due"] is None, str(row["due"]), row["about"], row["kind"])))


def _obligation(owner: directory.PersonRow, item: todo.TodoItem) -> dict[str, Any]:
    return {
        "kind": "escalation" if item.kind == "concern" else item.kind,
        "about": item.about,
        "what": item.title,
        "owner": owner.name,
        "owner_id": owner.id,
        "due": item.due,
        "overdue_by": item.overdue_by,
        "id": item.ref_id,
    }


def _raise(args: argparse.Namespace) -> Answer:
    said = read_object(args.file)
    if not set(said) <= {"concern", "told", "when", "tonight"} or not all(isinstance(v, str) for v in said.values()):
        raise WrongUse(f"{args.file} may hold concern, told, when and tonight, each a text.")
    if "concern" not in said:
        raise WrongUse(f"{args.file} must hold concern.")
    ws = opened(args)
    key = concerns.raise_concern(ws, args.case, **said)
    return Answer({"id": key}, concerns.alert_notice(ws).sentence)
