"""qaf-desktop person import: many people at once, from a file."""

import argparse
from pathlib import Path
from typing import Any

from qaf_desktop.cli.shared import Answer, opened, plain, verb
from qaf_desktop.errors import BadInput
from qaf_desktop.services import people_import

EXAMPLE = "name,team,service,roles,manager\nA. Worker,North,Children in need,social_worker,T. Manager"


def add(verbs: Any) -> None:
    """Adds the verb."""
    verb(verbs, "import", _import, "Imports a CSV or XLSX file, whole or not at all.", EXAMPLE).add_argument("file")


def _import(args: argparse.Namespace) -> Answer:
    ws = opened(args)
    preview = people_import.preview_people(ws, Path(args.file))
    if preview.errors:
        rows = tuple(f"Row {one.row}: {one.message}" for one in preview.errors)
        raise BadInput("Nothing was imported: some rows cannot be used.", rows)
    report = plain(people_import.carry_out_people(ws, preview))
    return Answer(report, ", ".join(f"{key} {value}" for key, value in report.items()))
