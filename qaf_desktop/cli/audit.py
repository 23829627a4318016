"""qaf-desktop audit: begun, filled in, checked, submitted, listed and shown."""

import argparse
from pathlib import Path
from typing import Any, Final

from qaf_desktop.cli.audit_text import in_words
from qaf_desktop.cli.options import date, whole_number
from qaf_desktop.cli.shared import Answer, listed, opened, plain, read_object, verb
from qaf_desktop.domain.words import AUDIT_STATES, PURPOSES
from qaf_desktop.errors import NotFound, WrongUse
from qaf_desktop.services import audits, directory

FILLED: Final = """{"b_voice": {"b_seen": "partly", "b_seen_ev": "Seen on 3 May, not alone"},
 "d_safety": {"d_considered": ["neglect", "missing"], "d_urgent": "no"},
 "i_judgement": {"i_overall": "good",
                 "recommendations": [{"what": "Agree a contingency", "themes": "plans", "urgency": "soon"}]}}
A key given replaces (a repeat whole), null clears, an absent key stays."""
STATES: Final = (*AUDIT_STATES, "withdrawn", "abandoned")
COLUMNS: Final = {
    "number": "Case",
    "date": "Date",
    "state": "State",
    "overall": "Overall",
    "worker": "Worker",
    "team": "Team",
    "auditor": "Auditor",
    "purpose": "For",
}


def add(nouns: Any) -> None:
    """Adds the noun."""
    verbs = nouns.add_parser("audit", help="audits").add_subparsers(required=True, metavar="VERB")
    new = verb(verbs, "new", _new, "Begins a draft.")
    new.add_argument("--case", required=True, metavar="N")
    new.add_argument("--tool", metavar="ID", help="the standard one, where none is named")
    new.add_argument("--purpose", default="routine_cycle", metavar="P", help=", ".join(PURPOSES))
    rows = verb(verbs, "list", _list, "Audits and drafts, the newest first.")
    rows.add_argument("--state", choices=STATES, metavar="S", help=", ".join(STATES))
    rows.add_argument("--text", default="", metavar="T", help="in case, worker, team, auditor or findings")
    rows.add_argument("--limit", type=whole_number, default=100, metavar="N", help="how many (100)")
    verb(verbs, "show", _show, "The audit, whole.").add_argument("id")
    fill = verb(verbs, "fill", _fill, "Saves answers into the draft.", FILLED)
    fill.add_argument("id")
    fill.add_argument("file")
    verb(verbs, "check", _check, "What stops it from being submitted.").add_argument("id")
    verb(verbs, "submit", _submit, "Submits the draft, for good.").add_argument("id")
    verb(verbs, "upgrade", _upgrade, "Moves the draft to the newest version of its tool.").add_argument("id")
    for name, run, text in (("abandon", _abandon, "Abandons the draft."), ("withdraw", _withdraw, "Withdraws it.")):
        one = verb(verbs, name, run, text)
        one.add_argument("id")
        one.add_argument("--reason", required=True, metavar="R")
    _add_beside(verbs)
    printed = verb(verbs, "summary", _summary, "Writes the printable summary.")
    printed.add_argument("id")
    printed.add_argument("file", help="the PDF to write")
    many = verb(verbs, "summaries", _summaries, "Writes the printable summaries of many audits into a folder.")
    many.add_argument("folder")
    many.add_argument("--since", type=date, metavar="D", help="only audits submitted on this day or later")


def _add_beside(verbs: Any) -> None:
    beside = verb(verbs, "correct", _correct, "Records a factual correction beside the audit.")
    beside.add_argument("id")
    beside.add_argument("--correction", required=True, metavar="C")
    beside.add_argument("--on-behalf-of", default="", metavar="P")
    voice = verb(verbs, "voice", _voice, "Adds what the child, or the parents or carers, said after submission.")
    voice.add_argument("id")
    voice.add_argument("--who", required=True, choices=("child", "family"))
    voice.add_argument("--said", required=True, metavar="TEXT")
    view = verb(verbs, "view", _view, "Adds what the worker took from the audit.")
    view.add_argument("id")
    view.add_argument("--said", required=True, metavar="TEXT")
    filed = verb(verbs, "file", _file, "Says when the summary was filed in the child's own record.")
    filed.add_argument("id")
    filed.add_argument("--date", required=True, type=date, metavar="D")
    filed.add_argument("--by", default="", metavar="P")


def _new(args: argparse.Namespace) -> Answer:
    key = audits.begin(opened(args), args.case, args.tool, args.purpose)
    return Answer({"id": key}, f"Draft {key} is begun.")


def _list(args: argparse.Namespace) -> Answer:
    wanted = audits.AuditFilter(state=args.state, text=args.text)
    page = audits.list_audits(opened(args), wanted, limit=args.limit)
    return listed(page.items, COLUMNS, page.total)


def _show(args: argparse.Namespace) -> Answer:
    record = audits.show(opened(args), args.id)
    return Answer(plain(audits.as_json(record)), in_words(record))


def _fill(args: argparse.Namespace) -> Answer:
    values = read_object(args.file)
    audits.fill(opened(args), args.id, values)
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
    left = "".join(f"\nNo place for: {label}: {value}" for label, value in found["left_behind"])
    return Answer(found, f"The draft is now on version {found['version']}.{left}")


def _abandon(args: argparse.Namespace) -> Answer:
    audits.abandon(opened(args), args.id, args.reason)
    return Answer({"id": args.id, "state": "abandoned"}, "Abandoned.")


def _withdraw(args: argparse.Namespace) -> Answer:
    audits.withdraw(opened(args), args.id, args.reason)
    return Answer({"id": args.id}, "Withdrawn.")


def _correct(args: argparse.Namespace) -> Answer:
    audits.correct(opened(args), args.id, args.correction, args.on_behalf_of)
    return Answer({"id": args.id}, "The correction stands beside the audit.")


def _voice(args: argparse.Namespace) -> Answer:
    audits.add_voice(opened(args), args.id, args.who, args.said)
    return Answer({"id": args.id}, "Added.")


def _view(args: argparse.Namespace) -> Answer:
    audits.add_worker_view(opened(args), args.id, args.said)
    return Answer({"id": args.id}, "Added.")


def _file(args: argparse.Namespace) -> Answer:
    ws = opened(args)
    try:
        by = directory.person(ws, args.by).name if args.by else ""
    except NotFound:
        by = args.by  # who files need not be one of the workspace's people
    audits.file_in_record(ws, args.id, args.date, by)
    return Answer({"id": args.id}, "Filed.")


def _summary(args: argparse.Namespace) -> Answer:
    from qaf_desktop.services import summaries

    summaries.save_summary(opened(args), args.id, Path(args.file))
    return Answer({"file": args.file}, f"Written to {args.file}.")


def _summaries(args: argparse.Namespace) -> Answer:
    from qaf_desktop.services import summaries

    if Path(args.folder).exists() and not Path(args.folder).is_dir():
        raise WrongUse(f"{args.folder} is a file. Name a folder for the summaries.")
    saved = summaries.save_summaries(opened(args), Path(args.folder), args.since, args.progress.step)
    return Answer(
        {"files": [str(one) for one in saved.files], "total": len(saved.files)},
        f"{len(saved.files):,} {'summary is' if len(saved.files) == 1 else 'summaries are'} in {args.folder}."
        if saved.files
        else f"No audit was submitted{f' since {args.since}' if args.since else ''}: nothing was written.",
    )
