"""qaf-desktop workspace: started, practised with, looked at, backed up, restored and verified."""

import argparse
from pathlib import Path
from typing import Any

from qaf_desktop import paths
from qaf_desktop.cli.shared import Answer, folder, opened, passphrase, plain, verb
from qaf_desktop.services import workspaces


def add(nouns: Any) -> None:
    """Adds the noun."""
    verbs = nouns.add_parser("workspace", help="the workspace itself").add_subparsers(required=True, metavar="VERB")
    new = verb(verbs, "create", _create, "Starts a workspace.")
    new.add_argument("--organisation", required=True)
    new.add_argument("--person", required=True)
    new.add_argument("--recovery-file", metavar="R")
    verb(verbs, "practise", _practise, "Makes or opens the practice workspace.")
    verb(verbs, "status", _status, "Person, device and counts.")
    verb(verbs, "backup", _backup, "Writes an encrypted backup.").add_argument("file")
    verb(verbs, "restore", _restore, "Restores a backup into the workspace's folder.").add_argument("file")
    verb(verbs, "verify", _verify, "Re-reads everything and compares.")


def _create(args: argparse.Namespace) -> Answer:
    where = folder(args)
    recovery = Path(args.recovery_file) if args.recovery_file else None
    made = workspaces.create(where, args.organisation, args.person, passphrase(args), recovery_file=recovery)
    value = {"id": made.workspace.id, "folder": str(where)}
    if recovery is not None:
        return Answer(value, f"Workspace started in {where}. The recovery key is in {recovery}.")
    text = f"Workspace started in {where}. Recovery key, shown once: {made.recovery_key}"
    return Answer(value | {"recovery_key": made.recovery_key}, text)


def _practise(args: argparse.Namespace) -> Answer:
    where = Path(args.workspace) if args.workspace else paths.practice_workspace()
    ws = workspaces.practise(where)
    return Answer({"id": ws.id, "folder": str(where)}, f"The practice workspace is in {where}.")


def _status(args: argparse.Namespace) -> Answer:
    found = plain(workspaces.status(opened(args)))
    return Answer(found, "\n".join(f"{key}: {value}" for key, value in found.items()))


def _backup(args: argparse.Namespace) -> Answer:
    workspaces.backup(opened(args), Path(args.file))
    return Answer({"file": args.file}, f"Backup written to {args.file}.")


def _restore(args: argparse.Namespace) -> Answer:
    ws = workspaces.restore(Path(args.file), folder(args), passphrase(args))
    return Answer({"id": ws.id, "folder": str(folder(args))}, f"Restored into {folder(args)}.")


def _verify(args: argparse.Namespace) -> Answer:
    found = plain(workspaces.verify(opened(args)))
    problems = found.get("problems") or []
    text = "\n".join(str(one) for one in problems) or "Everything matches."
    return Answer(found, text, 4 if problems else 0)
