"""Every command that docs/command-line.md shows, run once in an order that works."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from qaf_desktop import resources
from tests.cli.answers import full

CONCERN = {
    "concern": "Bruise seen on a visit",
    "told": "Duty manager",
    "when": "2025-12-01T16:00",
    "tonight": "A visit",
}


def journey(run: Callable[..., Any], folder: Path) -> None:
    """Calls run(name in the document, *words) for each command; answers come back as JSON values."""
    shared = folder / "shared"
    begin = ("workspace", "create", "--organisation", "A council", "--person", "A. Lead")
    run("workspace create", *begin, "--folder", shared)
    run("workspace status", "workspace", "status")
    run("team add", "team", "add", "--service", "Children in need", "North")
    run("team list", "team", "list")
    run("person add", "person", "add", "T. Manager", "--role", "team_manager:North", "--team", "North")
    run("", "person", "add", "W. Worker", "--role", "social_worker", "--team", "North", "--manager", "T. Manager")
    run("person change", "person", "change", "W. Worker", "--manager", "T. Manager")
    (folder / "people.csv").write_text("name,team,roles\nN. Newcomer,North,social_worker\n", "utf-8")
    run("person import", "person", "import", folder / "people.csv")
    run("person list", "person", "list")
    _cases(run, folder)
    _tools(run, folder)
    _audits(run, folder)
    _concerns(run, folder)
    _other_laptops(run, folder)
    _erasure(run)
    run("todo", "todo")
    run("obligation list", "obligation", "list", "--person", "T. Manager")
    run("workspace backup", "workspace", "backup", folder / "backup.qaf")
    run("workspace verify", "workspace", "verify")


def _cases(run: Callable[..., Any], folder: Path) -> None:
    run("case add", "case", "add", "1001", "--plan", "child_in_need", "--worker", "W. Worker")
    (folder / "cases.csv").write_text("number,plan,worker\n1002,early_help,W. Worker\n", "utf-8")
    run("case import", "case", "import", folder / "cases.csv")
    run("case change", "case", "change", "1001", "--age-band", "5_9")
    run("case list", "case", "list")


def _tools(run: Callable[..., Any], folder: Path) -> None:
    run("tool check", "tool", "check", resources.path("tools/standard.md"))
    run("tool list", "tool", "list")
    run("tool export", "tool", "export", "standard", folder / "standard.xlsx")


def _other_laptops(run: Callable[..., Any], folder: Path) -> None:
    other, third, shared = ("--workspace", folder / "w2"), ("--workspace", folder / "w3"), folder / "shared"
    asked = run("device join", "device", "join", "--folder", shared, "--person", "O. Officer", *other)
    run("device list", "device", "list")
    run("", "workspace", "status", *other)
    words = ("--words", *asked["words"])
    officer = run(
        "device approve", "device", "approve", asked["request"], *words, "--role", "quality_officer", "auditor"
    )
    run("exchange now", "exchange", "now", *other)
    run("exchange status", "exchange", "status")
    run("exchange folder", "exchange", "folder", shared)
    run("exchange export", "exchange", "export", folder / "carried.qaf")
    run("exchange import", "exchange", "import", folder / "carried.qaf", *other)
    _conflict(run, folder, other)
    run("exchange repair", "exchange", "repair")
    _drafts(run, folder, shared, other)
    _second_administrator(run, shared, third)
    run("device remove", "device", "remove", officer["device"])
    fourth = ("--workspace", folder / "w5")
    asked = run("", "device", "join", "--folder", shared, "--person", "S. Stranger", *fourth)
    run("device refuse", "device", "refuse", asked["request"])
    run("", "exchange", "now", *fourth)
    run("device withdraw", "device", "withdraw", *fourth)


def _conflict(run: Callable[..., Any], folder: Path, other: tuple[Any, ...]) -> None:
    run("", "case", "change", "1001", "--plan", "child_protection", *other)
    run("", "case", "change", "1001", "--plan", "early_help")
    run("", "exchange", "now", *other)
    run("", "exchange", "now")
    one = run("conflict list", "conflict", "list")["items"][0]
    (folder / "decided.json").write_text(json.dumps({"choose": one["values"][0]["entry"]}), "utf-8")
    run("conflict decide", "conflict", "decide", one["id"], folder / "decided.json")


def _drafts(run: Callable[..., Any], folder: Path, shared: Path, broken: tuple[Any, ...]) -> None:
    run("", "audit", "new", "--case", "1002", *broken)
    run("", "exchange", "now", *broken)
    new = ("--workspace", folder / "w4")
    asked = run("", "device", "join", "--folder", shared, "--person", "O. Officer", *new)
    run("", "device", "approve", asked["request"], "--words", *asked["words"])
    run("", "exchange", "now", *new)
    run("exchange drafts", "exchange", "drafts", "--earlier-passphrase-file", folder / "p", *new)


def _second_administrator(run: Callable[..., Any], shared: Path, second: tuple[Any, ...]) -> None:
    asked = run("", "device", "join", "--folder", shared, "--person", "B. Deputy", *second)
    run("", "device", "approve", asked["request"], "--words", *asked["words"], "--role", "administrator")
    run("", "exchange", "now", *second)
    run("", "person", "change", "B. Deputy", "--role", "administrator", "--role", "reader")
    run("", "person", "change", "O. Officer", "--role", "administrator")
    run("", "exchange", "now", *second)
    waiting = run("device proposals", "device", "proposals", *second)["items"]
    run("device agree", "device", "agree", waiting[0]["id"], *second)


def _erasure(run: Callable[..., Any]) -> None:
    run("", "case", "add", "1003", "--plan", "closed", "--worker", "W. Worker")
    run("case due", "case", "due")
    run("case erase", "case", "erase", "1003", "--reason", "The retention period has ended")


def _audits(run: Callable[..., Any], folder: Path) -> None:
    key = run("audit new", "audit", "new", "--case", "1001")["id"]
    run("audit check", "audit", "check", key)
    (folder / "answers.json").write_text(json.dumps(full()), "utf-8")
    run("audit fill", "audit", "fill", key, folder / "answers.json")
    run("audit submit", "audit", "submit", key)
    run("audit list", "audit", "list")
    run("audit show", "audit", "show", key)
    run("audit summary", "audit", "summary", key, folder / "summary.pdf")
    run("audit summaries", "audit", "summaries", folder / "printed")
    left = run("", "audit", "new", "--case", "1002")["id"]
    run("audit upgrade", "audit", "upgrade", left)
    run("audit abandon", "audit", "abandon", left, "--reason", "The case closed")


def _concerns(run: Callable[..., Any], folder: Path) -> None:
    (folder / "concern.json").write_text(json.dumps(CONCERN), "utf-8")
    run("escalation raise", "escalation", "raise", "--case", "1001", folder / "concern.json")
    run("escalation list", "escalation", "list")
