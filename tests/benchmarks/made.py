"""Material for the benchmarks: workspaces full of audits, and forms of a given size."""

import datetime as dt
import random
from pathlib import Path

from qaf_desktop.clock import FixedClock
from qaf_desktop.domain.events import AuditSubmitted, CaseAtStart, Finding, Recommendation
from qaf_desktop.domain.words import GRADES
from qaf_desktop.store import keys
from qaf_desktop.store.workspace import Workspace, create
from tests.tool.made import source

CHOICES = tuple(
    f"four | {value} | {words} |"
    for value, words in (("yes", "Yes"), ("partly", "Partly"), ("no", "No"), ("na", "Not applicable"))
)
_SAID = (
    "visit plan review child seen alone school family network risk history chronology decision reason supervision core "
    "group contact foster placement health police strategy meeting threshold date agreed recorded missing clear partly"
)
WORDS = _SAID.split()


def workspace(folder: Path) -> Workspace:
    """An empty workspace with cheap keys."""
    clock = FixedClock(dt.datetime(2026, 8, 4, 12, tzinfo=dt.UTC), 7)
    return create(folder, "A council", "R. Patel", "four quiet words", clock, cost=keys.Cost(1, 1, 64))[0]


def sentence(chance: random.Random, words: int) -> str:
    """Some words in a row."""
    return " ".join(chance.choices(WORDS, k=words)).capitalize() + "."


def audit(ws: Workspace, chance: random.Random) -> AuditSubmitted:
    """A submitted audit of about 2.4 KB."""
    number = str(100_000 + chance.randrange(900_000))
    worker, team = f"Worker {chance.randrange(400):03}", f"Team {chance.randrange(40):02}"
    case = CaseAtStart(
        ws.new_id(), number, "child_in_need", "5_9", ws.new_id(), worker, ws.new_id(), team, ws.new_id(), "Service",
        ws.new_id(), "Manager",
    )  # fmt: skip
    sections = {f"{letter}_section": chance.choice(GRADES) for letter in "bcdefgh"}
    return AuditSubmitted(
        case=case,
        tool="standard",
        tool_version="2026.1",
        tool_entity=ws.new_id(),
        purpose="routine_cycle",
        auditor=ws.person_id,
        auditor_name="R. Patel",
        begun="2026-08-01T09:00:00Z",
        answers={f"{name}_reasons": sentence(chance, 18) for name in sections},
        overall=chance.choice(GRADES),
        sections=sections,
        strengths=(Finding(ws.new_id(), sentence(chance, 8), sentence(chance, 12)),),
        improvements=(Finding(ws.new_id(), sentence(chance, 8), sentence(chance, 12)),),
        recommendations=(Recommendation(ws.new_id(), sentence(chance, 10)),),
    )


def fill(ws: Workspace, count: int, seed: int = 1, in_one_go: int = 2_000) -> None:
    """Records this many submitted audits in bulk."""
    chance = random.Random(seed)
    left = count
    while left > 0:
        with ws.writing() as writing:
            for _ in range(min(left, in_one_go)):
                writing.record("audit", ws.new_id(), audit(ws, chance))
        left -= in_one_go


def large_tool() -> bytes:
    """600 questions, 400 of them with a condition on an earlier one; 485 in one section. Every third is a choice."""
    chance = random.Random(5)
    rows = ["begin group | g0 | First"]
    for number in range(600):
        if number in (60, 545):
            rows += ["end group | |", f"begin group | g{number} | Section {number}"]
        on = chance.randrange(max(number, 1))
        condition = f" ${{q{on}}} != '{'no' if on % 3 == 0 else 'x'}'" if number >= 200 else ""
        kind = "select_one four" if number % 3 == 0 else "text"
        rows.append(f"{kind} | q{number} | Question {number}, with words as long as a question has |{condition}")
    rows.append("end group | |")
    return source(*rows, choices=CHOICES, settings="large | 1 | A large tool | further_cases")
