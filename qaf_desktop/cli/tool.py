"""qaf-desktop tool: audit tools listed, checked, added and given out."""

import argparse
from pathlib import Path
from typing import Any, Final

from qaf_desktop.cli.shared import Answer, listed, opened, plain, verb
from qaf_desktop.cli.tables import table
from qaf_desktop.errors import BadInput
from qaf_desktop.services import tools

EXAMPLE: Final = """| survey |                  |          |                   |                    |
|        | type             | name     | label             | bind::qaf:role     |
|        | begin group      | judgement | Judgement        |                    |
|        | select_one grade | overall  | The overall grade | overall_grade      |
|        | end group        |          |                   |                    |
A whole one: qaf-desktop tool export standard standard.xlsx"""


def add(nouns: Any) -> None:
    """Adds the noun."""
    verbs = nouns.add_parser("tool", help="audit tools").add_subparsers(required=True, metavar="VERB")
    verb(verbs, "list", _list, "Every tool and version.")
    check = verb(verbs, "check", _check, "Says whether an XLSForm can be an audit tool.", EXAMPLE)
    new = verb(verbs, "add", _add, "Adds an XLSForm as an audit tool.", EXAMPLE)
    for one in (check, new):
        one.add_argument("file", help="an XLSForm as .xlsx, .csv or .md")
    without = "adds the tool without the questions that are not supported; they are recorded"
    new.add_argument("--leave-out-unsupported", action="store_true", help=without)
    out = verb(verbs, "export", _export, "Gives a tool out as .xlsx.")
    out.add_argument("id")
    out.add_argument("file")


def _list(args: argparse.Namespace) -> Answer:
    rows = tools.tools(opened(args))
    columns = {"id": "Id", "version": "Version", "title": "Title", "status": "Status", "left_out": "Left out"}
    return Answer(listed(rows, {}).value, table(plain(rows), columns))


def _check(args: argparse.Namespace) -> Answer:
    try:
        found = tools.check(Path(args.file))
    except BadInput as error:
        problems = [{"code": "xlsform", "row": None, "message": one} for one in (error.problems or (str(error),))]
        return Answer({"ok": False, "problems": problems, "id": "", "version": "", "title": ""}, str(error), 1)
    text = "\n".join(one.message for one in found.problems) or f"{found.title}, version {found.version}, is sound."
    return Answer(plain(found), text, 0 if found.ok else 1)


def _add(args: argparse.Namespace) -> Answer:
    row = tools.add(opened(args), Path(args.file), args.leave_out_unsupported)
    return Answer(plain(row), f"{row.title}, version {row.version}, is added.")


def _export(args: argparse.Namespace) -> Answer:
    tools.export(opened(args), args.id, Path(args.file))
    return Answer({"file": args.file}, f"Written to {args.file}.")
