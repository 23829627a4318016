"""qaf-desktop exchange: with the shared folder, and by hand through a file."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from qaf_desktop.cli.shared import Answer, opened, plain, verb
from qaf_desktop.cli.tables import moment
from qaf_desktop.errors import NotFound
from qaf_desktop.services import directory, draft_backup, exchange, exchange_repair, exchange_status
from qaf_desktop.services.intake_lists import Problem, Tally

AGAIN: Final = (
    "All else was received. Such a file is read again as soon as it changes; where it stays so: exchange repair."
)
ELSEWHERE: Final = "What this laptop does not hold, another one has to write again: exchange repair, there."


def add(nouns: Any) -> None:
    """Adds the noun."""
    verbs = nouns.add_parser("exchange", help="with other laptops").add_subparsers(required=True, metavar="VERB")
    verb(verbs, "now", _now, "Receives what is new in the shared folder, then sends what is new here.")
    verb(verbs, "status", _status, "What waits, when the last exchange was, and what stands in the way.")
    verb(verbs, "folder", _folder, "Exchanges through this folder from now on.").add_argument("folder")
    verb(verbs, "export", _export, "Writes all that this laptop holds into a file to carry by hand.").add_argument(
        "file"
    )
    verb(verbs, "import", _import, "Takes in a file that was carried by hand.").add_argument("file")
    verb(verbs, "repair", _repair, "Reads the whole folder, and writes again what is damaged or missing in it.")
    verb(verbs, "drafts", _drafts, "Takes in your drafts from another laptop of yours.").add_argument(
        "--earlier-passphrase-file", metavar="FILE", help="the passphrase of the laptop that they were on"
    )


def _now(args: argparse.Namespace) -> Answer:
    ws = opened(args, waiting=True)
    return _tally(exchange.now(ws, progress=args.progress.of))


def _tally(tally: Tally) -> Answer:
    value = {
        "sent": tally.sent,
        "received": tally.received,
        "held": tally.held,
        "problems": plain(tuple(tally.problems)),
        "notices": tally.notices,
    }
    lines = [f"Sent {tally.sent:,}, received {tally.received:,}, waiting for something {tally.held:,}."]
    lines += _problems(tally.problems) + tally.notices
    return Answer(value, "\n".join(lines))


def _problems(problems: Sequence[Problem]) -> list[str]:
    return [*(one.message for one in problems), *([AGAIN] if problems else [])]


def _status(args: argparse.Namespace) -> Answer:
    ws = opened(args, waiting=True)
    found = exchange_status.status(ws)
    if found is None:
        return Answer({"practice": True}, "The practice workspace never exchanges.")
    received = exchange_status.as_of(ws)
    value = plain(found) | {"received": plain(received), "to_send": found.to_send, "practice": False}
    why = [] if found.approved or found.removed else [directory.why_nobody(ws)]
    lines = [
        *(one for one in why if one not in found.notices),
        f"Shared folder: {found.folder or 'none yet'}",
        f"To send: {found.waits_in_words or 'nothing'}",
        f"Received: {f'as of {moment(received)}' if received else 'nothing yet'}",
        f"Last exchange: {moment(found.last, 'none yet')}",
        *(f"{what}: {count:,}" for what, count in _apart(found) if count),
        *([found.trouble] if found.trouble else []),
        *_problems(found.problems),
        *found.notices,
    ]
    return Answer(value, "\n".join(lines))


def _apart(found: exchange_status.ExchangeStatus) -> tuple[tuple[str, int], ...]:
    """What is said only where there is any."""
    return (
        ("Entries that wait for something that is not here yet", found.held),
        ("Entries that do not count", found.void),
        ("Changes that wait for a second administrator", found.proposals),
    )


def _folder(args: argparse.Namespace) -> Answer:
    ws = opened(args, waiting=True)
    exchange.use_folder(ws, Path(args.folder))
    return Answer({"folder": args.folder}, f"This laptop exchanges through {args.folder}.")


def _export(args: argparse.Namespace) -> Answer:
    count = exchange.export(opened(args), Path(args.file), progress=args.progress.of)
    return Answer({"file": args.file, "entries": count}, f"{count:,} entries are in {args.file}.")


def _import(args: argparse.Namespace) -> Answer:
    ws = opened(args, waiting=True)
    return _tally(exchange.import_(ws, Path(args.file), progress=args.progress.of))


def _repair(args: argparse.Namespace) -> Answer:
    done = exchange_repair.repair(opened(args))
    text = f"{done.read:,} files were read, {done.written:,} written again."
    return Answer(
        plain(done), "\n".join([text, *done.problems, *([ELSEWHERE] if len(done.problems) > done.written else [])])
    )


def _drafts(args: argparse.Namespace) -> Answer:
    from qaf_desktop.cli.shared import read

    words = read(args.earlier_passphrase_file).rstrip("\r\n") if args.earlier_passphrase_file else ""
    count = draft_backup.restore(opened(args), words)
    if not count and not words:
        raise NotFound("No draft of yours lies on another laptop that this one can open without its passphrase.")
    return Answer({"restored": count}, f"{count:,} drafts were taken in.")
