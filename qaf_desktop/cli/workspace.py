"""qaf-desktop workspace: started, practised with, looked at, backed up, restored and verified."""

import argparse
from pathlib import Path
from typing import Any

from qaf_desktop import paths
from qaf_desktop.cli.shared import Answer, first_passphrase, folder, new_passphrase, opened, passphrase, plain, verb
from qaf_desktop.cli.tables import moment
from qaf_desktop.services import devices, workspaces


def add(nouns: Any) -> None:
    """Adds the noun."""
    verbs = nouns.add_parser("workspace", help="the workspace itself").add_subparsers(required=True, metavar="VERB")
    new = verb(verbs, "create", _create, "Starts a workspace.")
    new.add_argument("--organisation", required=True)
    new.add_argument("--person", required=True)
    new.add_argument("--recovery-file", metavar="R")
    new.add_argument("--folder", metavar="F", help="the shared folder, empty or not there yet")
    verb(verbs, "practise", _practise, "Makes or opens the practice workspace.")
    verb(verbs, "status", _status, "Person, device, counts, and how the exchange stands.")
    change = verb(verbs, "passphrase", _passphrase, "Changes the passphrase.")
    change.add_argument("--new-passphrase-file", metavar="FILE")
    renewed = verb(verbs, "recovery-key", _recovery_key, "Makes a new recovery key; the one before opens nothing.")
    renewed.add_argument("--recovery-file", metavar="R")
    verb(verbs, "backup", _backup, "Writes an encrypted backup.").add_argument("file")
    verb(verbs, "restore", _restore, "Restores a backup into the workspace's folder.").add_argument("file")
    verb(verbs, "verify", _verify, "Re-reads everything and compares.")


def _create(args: argparse.Namespace) -> Answer:
    where = folder(args)
    recovery = Path(args.recovery_file) if args.recovery_file else None
    words = first_passphrase(args)
    args.progress.start()
    shared = Path(args.folder) if args.folder else None
    made = workspaces.create(where, args.organisation, args.person, words, recovery_file=recovery, shared=shared)
    value = {"id": made.workspace.id, "folder": str(where)}
    value |= {"trouble": made.trouble} if made.trouble else {}
    code, trouble = (3, f"\n{made.trouble}") if made.trouble else (0, "")
    if recovery is not None:
        return Answer(value, f"Workspace started in {where}. The recovery key is in {recovery}.{trouble}", code)
    text = (
        f"Workspace started in {where}. Recovery key, shown once: {made.recovery_key}\n"
        "Print it and keep it in a safe: it opens the workspace when the passphrase is forgotten."
    )
    return Answer(value | {"recovery_key": made.recovery_key}, text + trouble, code)


def _practise(args: argparse.Namespace) -> Answer:
    where = Path(args.workspace) if args.workspace else paths.practice_workspace()
    args.progress.start()
    ws = workspaces.practise(where)
    return Answer({"id": ws.id, "folder": str(where)}, f"The practice workspace is in {where}.")


def _status(args: argparse.Namespace) -> Answer:
    found = plain(workspaces.status(opened(args, waiting=True)))
    eight = " ".join(found["words"])
    states = {
        "approved": "takes part",
        "waiting": f"waits to be approved; its eight words: {eight}",
        "refused": "was refused by an administrator",
        "removed": "was removed: it sends nothing any more",
    }
    words = {
        "Workspace": folder(args),
        "Organisation": found["organisation"] or "not known here yet",
        "Person": found["person"],
        "Device": found["device"],
        "This laptop": "is for practice: it never exchanges" if found["practice"] else states[found["state"]],
        "Entries": f"{found['entries']:,}",
        "Drafts": found["drafts"],
        "To send": found["waits"] or "nothing",
        "Last exchange": moment(found["last_exchange"], "none yet"),
        "Problems": "; ".join(found["problems"]) or "none",
    }
    text = "\n".join(f"{name + ':':<15}{value}" for name, value in words.items())
    return Answer(found, "\n".join([text, *found["notices"]]))


def _passphrase(args: argparse.Namespace) -> Answer:
    ws = opened(args)
    workspaces.change_passphrase(ws, args.passphrase, "" if ws.practice else new_passphrase(args))
    return Answer({"id": ws.id}, "The passphrase is changed.")


def _recovery_key(args: argparse.Namespace) -> Answer:
    ws = opened(args)
    file = Path(args.recovery_file) if args.recovery_file else None
    key = workspaces.new_recovery_key(ws, args.passphrase, file)
    devices.publish(ws)
    if file is None:
        return Answer({"recovery_key": key}, f"New recovery key, shown once: {key}")
    return Answer({"file": args.recovery_file}, f"The new recovery key is in {args.recovery_file}.")


def _backup(args: argparse.Namespace) -> Answer:
    workspaces.backup(opened(args), Path(args.file))
    return Answer({"file": args.file}, f"Backup written to {args.file}.")


def _restore(args: argparse.Namespace) -> Answer:
    words = passphrase(args)
    args.progress.start()
    ws = workspaces.restore(Path(args.file), folder(args), words)
    return Answer({"id": ws.id, "folder": str(folder(args))}, f"Restored into {folder(args)}.")


def _verify(args: argparse.Namespace) -> Answer:
    found = plain(workspaces.verify(opened(args)))
    problems, notices = found["problems"], found["notices"]
    ending = "" if problems else f"Everything matches: {found['entries']:,} entries."
    text = "\n".join(one for one in (*problems, *notices, ending) if one)
    return Answer(found, text, 4 if problems else 0)
