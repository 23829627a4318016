"""qaf-desktop case: cases listed, added and imported."""

import argparse
from pathlib import Path
from typing import Any

from qaf_desktop.cli.shared import Answer, listed, opened, plain, verb
from qaf_desktop.domain.words import AGE_BANDS, PLAN_TYPES
from qaf_desktop.errors import BadInput
from qaf_desktop.services import case_import, cases, erasure


def add(nouns: Any) -> None:
    """Adds the noun."""
    verbs = nouns.add_parser("case", help="cases").add_subparsers(required=True, metavar="VERB")
    verb(verbs, "list", _list, "Every case.")
    for name, run, text in (("add", _add, "Adds a case."), ("change", _change, "Changes what is given of a case.")):
        one = verb(verbs, name, run, text)
        one.add_argument("number")
        one.add_argument("--plan", required=name == "add", metavar="P", help=", ".join(PLAN_TYPES))
        one.add_argument("--worker", required=name == "add", metavar="W")
        one.add_argument("--team", metavar="T", help="the worker's own, where none is named")
        one.add_argument("--age-band", metavar="A", help=", ".join(AGE_BANDS))
    gone = verb(verbs, "erase", _erase, "Erases a case, lawfully and on every laptop: nothing brings it back.")
    gone.add_argument("number")
    gone.add_argument("--reason", required=True, metavar="R", help="kept for good: it must not name the child")
    verb(verbs, "due", _due, "Closed cases that are due to be erased by the retention setting.")
    example = "number,plan,worker,team,age_band\n10234,child_in_need,A. Worker,North,5-9"
    verb(verbs, "import", _import, "Imports a CSV or XLSX file, whole or not at all.", example).add_argument("file")


def _list(args: argparse.Namespace) -> Answer:
    page = cases.cases(opened(args), limit=1_000_000)
    columns = {"number": "Case", "plan": "Plan", "age_band": "Age", "worker": "Worker", "team": "Team"}
    return listed(page.items, columns, page.total)


def _add(args: argparse.Namespace) -> Answer:
    key = cases.add_case(opened(args), args.number, args.plan, args.worker, args.team, args.age_band)
    return Answer({"id": key}, f"Case {args.number} is added.")


def _change(args: argparse.Namespace) -> Answer:
    row = cases.change_case(
        opened(args), args.number, plan=args.plan, worker=args.worker, team=args.team, age_band=args.age_band
    )
    return Answer({"id": row.id}, f"Case {row.number} is changed.")


def _erase(args: argparse.Namespace) -> Answer:
    done = erasure.erase_case(opened(args), args.number, args.reason)
    return Answer(plain(done), f"Case {args.number} is erased: the content of {done.entries:,} entries is gone.")


def _due(args: argparse.Namespace) -> Answer:
    return listed(erasure.due(opened(args)), {"number": "Case", "last": "Last entry"})


def _import(args: argparse.Namespace) -> Answer:
    ws = opened(args)
    preview = case_import.preview_import(ws, Path(args.file))
    if preview.errors:
        rows = tuple(f"Row {one.row}: {one.message}" for one in preview.errors)
        raise BadInput("Nothing was imported: some rows cannot be used.", rows)
    report = plain(case_import.carry_out_import(ws, preview))
    return Answer(report, ", ".join(f"{value:,} {key}" for key, value in report.items()) + ".")
