"""qaf-desktop device: joining, approving, removing, and who has which laptop."""

import argparse
from pathlib import Path
from typing import Any

from qaf_desktop.cli.directory import grants
from qaf_desktop.cli.shared import Answer, folder, listed, opened, passphrase, plain, read, verb
from qaf_desktop.cli.tables import moment, table
from qaf_desktop.errors import Refused
from qaf_desktop.services import devices, joining


def add(nouns: Any) -> None:
    """Adds the noun."""
    verbs = nouns.add_parser("device", help="laptops").add_subparsers(required=True, metavar="VERB")
    verb(verbs, "list", _list, "Every laptop, when it was last heard from, and who asks to join.")
    new = verb(verbs, "join", _join, "Sets this laptop up and asks to join the workspace of a shared folder.")
    new.add_argument("--folder", required=True)
    new.add_argument("--person", required=True)
    new.add_argument("--label", default="", help="what to call this laptop")
    new.add_argument(
        "--set-aside", action="store_true", help="the workspace that is here first, where its passphrase is forgotten"
    )
    yes = verb(verbs, "approve", _approve, "Approves a laptop once its eight words are the same.")
    yes.add_argument("request", help="as device list shows it")
    yes.add_argument("--words", nargs="+", required=True)
    yes.add_argument("--role", nargs="+", metavar="R[:TEAM or SERVICE]")
    yes.add_argument("--person", help="who it is, where the name that was typed is not theirs")
    no = verb(verbs, "refuse", _refuse, "Refuses a request to join: it goes, and the laptop is told.")
    no.add_argument("request")
    verb(verbs, "withdraw", _withdraw, "Gives up joining: the request goes, and the workspace set up for it here.")
    gone = verb(verbs, "remove", _remove, "Removes a lost laptop: nothing that it writes from now on counts.")
    gone.add_argument("device")
    gone.add_argument("--recovery-key-file", metavar="R", help="where no second administrator is left to agree")
    verb(verbs, "agree", _agree, "Agrees, as the second administrator, to a change.").add_argument("proposal")
    verb(verbs, "proposals", _proposals, "What waits for a second administrator.")


def _list(args: argparse.Namespace) -> Answer:
    rows = devices.devices(opened(args, waiting=True))
    answer = listed([plain(one) | {"words": list(one.words)} for one in rows], {})
    headings = {"label": "Laptop", "person": "Person", "state": "State", "heard": "Last heard from", "id": "Id"}
    lines = [table([plain(one) | {"heard": moment(one.heard)} for one in rows], headings)]
    for one in rows:
        if one.state == "waiting":
            lines.append(f"{one.person} asks to join on {one.label}. Request {one.request}: {' '.join(one.words)}")
    return Answer(answer.value, "\n".join(lines))


def _join(args: argparse.Namespace) -> Answer:
    words = passphrase(args)
    args.progress.start()
    made = joining.ask(folder(args), Path(args.folder), args.person, words, label=args.label, set_aside=args.set_aside)
    value = {"request": made.asked.request, "words": list(made.asked.words), "device": made.asked.device}
    text = (
        f"Read these eight words to an administrator by telephone:\n  {' '.join(made.asked.words)}\n"
        "Once they approve this laptop: exchange now."
    )
    return Answer(value, text)


def _approve(args: argparse.Namespace) -> Answer:
    ws = opened(args)
    words = args.words[0].split() if len(args.words) == 1 else args.words
    roles = grants(ws, args.role) if args.role else None
    key = joining.approve(ws, args.request, words, person=args.person, roles=roles)
    row = devices.device(ws, key)
    text = "Approved. It takes part once it exchanges."
    if not row.roles:
        text += f' {row.person} has no role yet: person change "{row.person}" --role ROLE.'
    return Answer({"device": key}, text)


def _refuse(args: argparse.Namespace) -> Answer:
    request = joining.refuse(opened(args), args.request)
    return Answer({"request": request}, "Refused. The laptop is told when it next looks into the shared folder.")


def _withdraw(args: argparse.Namespace) -> Answer:
    ws = opened(args, waiting=True)
    asked = joining.asked_here(ws)
    if asked is None or not joining.withdraw(ws):
        raise Refused("This laptop was approved and takes part: nothing was removed.")
    joining.give_up(ws)
    return Answer({"request": asked.request}, f"Given up. The workspace in {folder(args)} was removed.")


def _remove(args: argparse.Namespace) -> Answer:
    ws = opened(args)
    if args.recovery_key_file:
        done = devices.recover(ws, read(args.recovery_key_file).strip(), [args.device])
    else:
        done = devices.remove(ws, args.device)
    text = f"Removed. It can still read what it had received: up to {done.entries:,} entries."
    if done.waits:
        text = "A second administrator has to agree before it is removed: device agree."
    return Answer(plain(done), text)


def _agree(args: argparse.Namespace) -> Answer:
    counts = devices.agree(opened(args), args.proposal)
    return Answer({"counts": counts}, "It counts from now on." if counts else "It waits for a further signature.")


def _proposals(args: argparse.Namespace) -> Answer:
    return listed(devices.proposals(opened(args)), {"what": "Change", "by": "Begun by"})
