"""qaf-desktop tool: audit tools listed, checked, added and given out."""

import argparse
from pathlib import Path
from typing import Any

from qaf_desktop.cli.shared import Answer, listed, opened, plain, verb
from qaf_desktop.services import tools


def add(nouns: Any) -> None:
    """Adds the noun."""
    verbs = nouns.add_parser("tool", help="audit tools").add_subparsers(required=True, metavar="VERB")
    verb(verbs, "list", lambda args: listed(tools.tools(opened(args))), "Every tool and version.")
    verb(verbs, "check", _check, "Says whether an XLSForm can be an audit tool.").add_argument("file")
    new = verb(verbs, "add", _add, "Adds an XLSForm as an audit tool.")
    new.add_argument("file")
    new.add_argument("--leave-out-unsupported", action="store_true")
    out = verb(verbs, "export", _export, "Gives a tool out as .xlsx.")
    out.add_argument("id")
    out.add_argument("file")


def _check(args: argparse.Namespace) -> Answer:
    found = tools.check(Path(args.file))
    text = "\n".join(f"Row {one.row or '-'}: {one.message}" for one in found.problems) or "The tool is sound."
    return Answer(plain(found), text, 0 if found.ok else 1)


def _add(args: argparse.Namespace) -> Answer:
    row = tools.add(opened(args), Path(args.file), args.leave_out_unsupported)
    return Answer(plain(row), f"{row.title}, version {row.version}, is added.")


def _export(args: argparse.Namespace) -> Answer:
    tools.export(opened(args), args.id, Path(args.file))
    return Answer({"file": args.file}, f"Written to {args.file}.")
