"""Two programs and one shared folder: the words are the same on both screens, and what was recorded arrives."""

from pathlib import Path

from tests.journeys.conftest import Opens
from tests.journeys.machine import PASSPHRASE, Machine
from tests.journeys.screen import Screen, Seen


def test_a_second_laptop_joins_and_receives_the_cases(
    screen: Screen, machine: Machine, opens: Opens, tmp_path: Path
) -> None:
    shared = tmp_path / "shared"
    machine.start_workspace("--folder", shared)
    first = opens()
    first.unlock(PASSPHRASE)
    first.see("All sent. Received as of", timeout=30)
    other = Machine(tmp_path / "other")
    second = Seen(screen, other)
    try:
        second.press("Join a workspace")
        for field, text in (
            ("Shared folder", str(shared)), ("Your name", "R. Patel"), ("Passphrase", PASSPHRASE),
            ("Passphrase again", PASSPHRASE),
        ):  # fmt: skip
            second.enter(field, text)
        second.press("Ask to join")
        mine = second.find("Eight words", timeout=60)["description"]
        first.press("Exchange and devices")
        first.press("Compare words and approve")
        assert first.find("Eight words")["description"] == mine
        assert len(mine.split(", ")) == 8
        first.press("The words are the same: approve")
        first.see("was approved", timeout=30)
        second.press("Look now")
        second.see("All sent. Received as of", timeout=60)
        second.press("Directory")
        second.see("Case 104482", timeout=30)
        assert [one["number"] for one in other.run("case", "list")["items"]] == ["104482"]
    finally:
        second.end()
