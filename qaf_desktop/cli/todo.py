"""qaf-desktop todo, obligation and escalation: what is on one's list, who owes what, and urgent concerns."""

import argparse
from typing import Any, Final

from qaf_desktop.cli.shared import Answer, listed, opened, read_object, verb
from qaf_desktop.errors import WrongUse
from qaf_desktop.services import concerns, directory, todo

RAISED: Final = """{"concern": "Bruise seen on a visit, nobody has acted", "told": "Duty manager",
 "when": "2026-08-04T16:00", "tonight": "A visit this evening"}
Only concern is needed; whom you told can be recorded afterwards: escalation told."""
TOLD: Final = '{"told": "Duty manager", "when": "2026-08-04T16:00", "tonight": "A visit this evening"}'


def add(nouns: Any) -> None:
    """Adds the nouns."""
    mine = verb(nouns, "todo", _todo, "What the To do page shows.")
    mine.add_argument("--person", metavar="P", help="somebody else's")
    owed = nouns.add_parser("obligation", help="who owes what").add_subparsers(required=True, metavar="VERB")
    verb(owed, "list", _obligations, "What is owed: owner, due, overdue by.").add_argument("--person", metavar="P")
    verbs = nouns.add_parser("escalation", help="urgent concerns").add_subparsers(required=True, metavar="VERB")
    verb(verbs, "list", _concerns, "Urgent concerns, the newest first.")
    new = verb(verbs, "raise", _raise, "Records an urgent concern. It alerts nobody.", RAISED)
    new.add_argument("--case", required=True, metavar="N")
    new.add_argument("file")
    told = verb(verbs, "told", _told, "Records whom you told of an urgent concern, and what they will do.", TOLD)
    told.add_argument("id")
    told.add_argument("file")


def _todo(args: argparse.Namespace) -> Answer:
    items = todo.todo(opened(args), args.person)
    columns = {"group": "Group", "title": "What", "about": "About", "due": "Due", "overdue_by": "Overdue by"}
    return listed(items, columns | {"ref_id": "Id"})


def _concerns(args: argparse.Namespace) -> Answer:
    columns = {"number": "Case", "concern": "Concern", "told": "Told", "when": "When", "raised_by": "Raised by"}
    return listed(concerns.concerns(opened(args)), columns)


def _obligations(args: argparse.Namespace) -> Answer:
    ws = opened(args)
    owners = (directory.person(ws, args.person),) if args.person else directory.people(ws, limit=100_000).items
    rows = []
    for at, owner in enumerate(owners, 1):
        args.progress.step(at, len(owners))
        rows += [_obligation(owner, one) for one in todo.todo(ws, owner.id) if one.ref_kind != "draft"]
    rows.sort(key=lambda row: (row["due"] is None, str(row["due"]), row["about"], row["kind"]))
    columns = {"owner": "Owner", "what": "What", "about": "About", "due": "Due", "overdue_by": "Overdue by"}
    return listed(rows, columns)


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
    said = _texts(args.file, {"concern", "told", "when", "tonight"})
    if "concern" not in said:
        raise WrongUse(f"{args.file} must hold concern.")
    ws = opened(args)
    key = concerns.raise_concern(ws, args.case, **said)
    notice = concerns.alert_notice(ws)
    numbers = (("Duty", notice.duty), ("Out of hours", notice.out_of_hours), ("In danger now", notice.emergency))
    telephone = ". ".join(f"{name}: {number}" for name, number in numbers if number)
    return Answer({"id": key}, f"{notice.sentence} {telephone}\nThe concern is recorded under {key}.")


def _told(args: argparse.Namespace) -> Answer:
    said = {"told": "", "when": "", "tonight": ""} | _texts(args.file, {"told", "when", "tonight"})
    concerns.told(opened(args), args.id, **said)
    return Answer({"id": args.id}, "Recorded.")


def _texts(file: str, known: set[str]) -> dict[str, str]:
    said = read_object(file)
    if not set(said) <= known or not all(isinstance(one, str) for one in said.values()):
        raise WrongUse(f"{file} may hold {', '.join(sorted(known))}, each a text.")
    return said
