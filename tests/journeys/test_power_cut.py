"""What a power cut costs: the last two seconds of typing at most, and never the place in the form."""

import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from qaf_desktop.services import audits, cases, directory, workspaces
from qaf_desktop.store.keys import Cost
from tests.journeys.conftest import Opens
from tests.journeys.machine import PASSPHRASE, Machine
from tests.journeys.screen import Seen
from tests.journeys.typist import begin

KILLS, LOSS = 5, 2.0
SEED = 20260804
WORDS = ("record", "visit", "school", "plan", "review", "sleeps", "mother", "heard", "core", "group", "dated", "seen")
CHILD = Path(__file__).with_name("typing_child.py")
ENDED = 9


def sentences(chance: random.Random, words: int) -> str:
    """Words enough to be typed until the end comes."""
    return " ".join(chance.choice(WORDS) for _ in range(words)) + " "


def type_until_killed(seen: Seen, field: dict[str, object], text: str, seconds: float) -> str:
    """Types, ends the program after that many seconds, and answers what stood on the screen LOSS seconds before."""
    looks: list[tuple[float, str]] = []
    with seen.typing(text):
        began = time.monotonic()
        while time.monotonic() - began < seconds:
            shown = str(seen.look(field)["text"])
            looks.append((time.monotonic(), shown))
        seen.kill()
        killed = time.monotonic()
    return [shown for at, shown in looks if at <= killed - LOSS][-1]


def test_kills_while_evidence_is_typed_lose_two_seconds_at_most(unlocked: Seen, opens: Opens) -> None:
    chance, seen = random.Random(SEED), unlocked
    typist = begin(seen)
    typist.go_on("a_setting_up/a_plan_type", "a_setting_up/a_age_band")
    typist.answer("a_setting_up/a_age_band", "5_9")
    typist.go_on("a_setting_up/a_age_band", "a_setting_up/a_legal")
    typist.answer("a_setting_up/a_legal", "partly")
    typist.go_on("a_setting_up/a_legal", "a_setting_up/a_legal_ev")
    for _ in range(KILLS):
        owed = type_until_killed(seen, seen.focused(), sentences(chance, 60), chance.uniform(2.5, 5.5))
        seen = opens()
        seen.unlock(PASSPHRASE)
        seen.see("Restored, last saved", timeout=30)
        field = seen.focused()
        assert field["name"] == "Evidence"
        assert field["text"].startswith(owed)
        assert field["caret"] == len(field["text"])
        assert not seen.all(role="dialog") + seen.all(role="alert")


@pytest.fixture
def drafted(tmp_path: Path) -> tuple[Path, str]:
    """A workspace with a draft, closed; and the draft's id."""
    folder = tmp_path / "workspace"
    ws = workspaces.create(folder, "A council", "R. Patel", PASSPHRASE, cost=Cost(1, 1, 64)).workspace
    directory.add_team(ws, "North", "Help and protection")
    directory.add_person(ws, "A. Shah", team="North")
    cases.add_case(ws, "104482", "child_protection", worker="A. Shah")
    key = audits.begin(ws, "104482")
    ws.close()
    return folder, key


@pytest.fixture
def saves(drafted: tuple[Path, str]) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Saves an answer in a process of its own, which ends itself at the nth call."""

    def save(answer: str, last: int = 0) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, str(CHILD), str(drafted[0]), PASSPHRASE, drafted[1], answer, str(last)]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    return save


def test_a_save_that_is_cut_off_keeps_the_answer_before_or_the_new_one_whole(
    drafted: tuple[Path, str], saves: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    chance, (folder, key) = random.Random(SEED), drafted
    before = "The answer before."
    calls = int(saves(before).stdout)
    for place in chance.sample(range(1, calls + 1), KILLS):
        wanted = f"The answer that is cut off at call {place}. " * 40
        assert saves(wanted, place).returncode == ENDED
        ws = workspaces.open_(folder, PASSPHRASE)
        kept = audits.draft(ws, key).answers["b_voice"]["b_reasons"]
        assert kept in (before, wanted)
        assert workspaces.verify(ws).problems == ()
        before = kept
        ws.close()


def test_a_machine_that_was_cut_off_verifies(unlocked: Seen, council: Machine) -> None:
    begin(unlocked)
    unlocked.kill()
    assert council.run("workspace", "verify")["problems"] == []
