"""qaf-desktop audit: begun, filled in, checked, submitted, listed and shown."""

import argparse
import json
from pathlib import Path
from typing import Any

from qaf_desktop.cli.options import date, whole_number
from qaf_desktop.cli.shared import Answer, listed, opened, plain, read_object, verb
from qaf_desktop.errors import WrongUse
from qaf_desktop.services import audits


def add(nouns: Any) -> None:
    """Adds the noun."""
    verbs = nouns.add_parser("audit", help="audits").add_subparsers(required=True, metavar="VERB")
    new = verb(verbs, "new", _new, "Begins a draft.")
    new.add_argument("--case", required=True)
    new.add_argument("--tool")
    new.add_argument("--purpose", default="routine_cycle")
    rows = verb(verbs, "list", _list, "Audits and drafts.")
    rows.add_argument("--state")
    rows.add_argument("--text", default="")
    rows.add_argument("--limit", type=whole_number, default=100)
    verb(verbs, "show", _show, "The audit, whole.").add_argument("id")
    fill = verb(verbs, "fill", _fill, "Saves answers into the draft.", '{"b_voice": {"b_seen": "yes"}}')
    fill.add_argument("id")
    fill.add_argument("file")
    verb(verbs, "check", _check, "What stops it from being submitted.").add_argument("id")
    verb(verbs, "submit", _submit, "Submits the draft.").add_argument("id")
    verb(verbs, "upgrade", _upgrade, "Moves the draft to the newest version of its tool.").add_argument("id")
    for name, run, text in (("abandon", _abandon, "Abandons the draft."), ("withdraw", _withdraw, "Withdraws it.")):
        one = verb(verbs, name, run, text)
        one.add_argument("id")
        one.add_argument("--reason", required=True)
    beside = verb(verbs, "correct", _correct, "Records a factual correction beside the audit.")
    beside.add_argument("id")
    beside.add_argument("--correction", required=True)
    beside.add_argument("--on-behalf-of", default="")
    filed = verb(verbs, "file", _file, "Says when the summary was filed in the child's own record.")
    filed.add_argument("id")
    filed.add_argument("--date", required=True, type=date)
    filed.add_argument("--by", default="")
    printed = verb(verbs, "summary", _summary, "Writes the printable summary.")
    printed.add_argument("id")
    printed.add_argument("file")
    many = verb(verbs, "summaries", _summaries, "Writes the printable summaries of many audits into a folder.")
    many.add_argument("folder")
    many.add_argument("--since", type=date)


def _new(args: argparse.Namespace) -> Answer:
    key = audits.begin(opened(args), args.case, args.tool, args.purpose)
    return Answer({"id": key}, f"Draft {key} is begun.")


def _list(args: argparse.Namespace) -> Answer:
    wanted = audits.AuditFilter(state=args.state, text=args.text)
    page = audits.list_audits(opened(args), wanted, limit=args.limit)
    return listed(page.items, page.total)


def _show(args: argparse.Namespace) -> Answer:
    found = plain(audits.as_json(audits.show(opened(args), args.id)))
    return Answer(found, json.dumps(found, indent=2, ensure_ascii=False))


def _fill(args: argparse.Namespace) -> Answer:
    values = read_object(args.file)
    ws = opened(args)
    try:
        audits.fill(ws, args.id, values)
    except KeyError as error:
        raise WrongUse(f"{args.file}: {error.args[0]} is no question of this tool, or takes another shape.") from error
    return Answer({"id": args.id}, "Saved.")


def _check(args: argparse.Namespace) -> Answer:
    problems = plain(audits.check(opened(args), args.id))
    text = "\n".join(f"{one['question']}: {one['message']}" for one in problems) or "It can be submitted."
    return Answer({"problems": problems}, text)


def _submit(args: argparse.Namespace) -> Answer:
    audits.submit(opened(args), args.id)
    return Answer({"id": args.id, "state": "submitted"}, "Submitted.")


def _upgrade(args: argparse.Namespace) -> Answer:
    found = plain(audits.upgrade(opened(args), args.id))
    return Answer(found, f"The draft is now on version {found['version']}.")


def _abandon(args: argparse.Namespace) -> Answer:
    audits.abandon(opened(args), args.id, args.reason)
    return Answer({"id": args.id, "state": "abandoned"}, "Abandoned.")


def _withdraw(args: argparse.Namespace) -> Answer:
    audits.withdraw(opened(args), args.id, args.reason)
    return Answer({"id": args.id}, "Withdrawn.")


def _correct(args: argparse.Namespace) -> Answer:
    audits.correct(opened(args), args.id, args.correction, args.on_behalf_of)
    return Answer({"id": args.id}, "The correction stands beside the audit.")


def _file(args: argparse.Namespace) -> Answer:
    audits.file_in_record(opened(args), args.id, args.date, args.by)
    return Answer({"id": args.id}, "Filed.")


def _summary(args: argparse.Namespace) -> Answer:
    from qaf_desktop.services import summaries

    summaries.save_summary(opened(args), args.id, Path(args.file))
    return Answer({"file": args.file}, f"Written to {args.file}.")


def _summaries(args: argparse.Namespace) -> Answer:
    from qaf_desktop.services import summaries

    saved = summaries.save_summaries(opened(args), Path(args.folder), args.since, args.progress.step)
    return Answer(
        {"files": [str(one) for one in saved.files], "total": len(saved.files)},
        f"{len(saved.files)} summaries are in {args.folder}.",
    )
