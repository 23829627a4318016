"""The first run, unlocking, and two windows on one workspace."""

from tests.journeys.conftest import Opens
from tests.journeys.machine import PASSPHRASE, Machine
from tests.journeys.screen import Seen

WRONG = "That passphrase does not open this workspace. Check it, then try again."
OPEN_ALREADY = "Another window has this workspace open. Go to that window, or close it first."


def start_a_workspace(seen: Seen) -> str:
    """Starts one from the first page; answers the recovery key that is shown."""
    seen.press("Start a workspace")
    seen.enter("Organisation", "A council")
    seen.enter("Your name", "R. Patel")
    seen.enter("Passphrase", PASSPHRASE)
    seen.enter("Passphrase again", PASSPHRASE)
    seen.press("Start workspace")
    return seen.find("Recovery key", "text", timeout=30)["text"]


def test_a_workspace_is_started_in_the_window_and_its_recovery_key_shown(machine: Machine, opens: Opens) -> None:
    seen = opens()
    key = start_a_workspace(seen)
    seen.press("I have kept it")
    seen.in_front("To do")
    assert machine.run("workspace", "status")["person"] == "R. Patel"
    seen.key("ctrl+l")
    seen.unlock(key)
    seen.in_front("To do")


def test_a_locked_window_opens_with_the_passphrase_again(unlocked: Seen) -> None:
    unlocked.key("ctrl+l")
    unlocked.unlock(PASSPHRASE)
    unlocked.in_front("To do")


def test_a_wrong_passphrase_opens_nothing_and_tells_only_that(council: Machine, opens: Opens) -> None:
    seen = opens()
    seen.field("Passphrase")
    before = {one["name"] for one in seen.all()}
    seen.unlock("seven green bicycle")
    seen.see(WRONG, timeout=30)
    assert {one["name"] for one in seen.all()} - before == {WRONG}
    assert "bicycle" not in seen.tree()


def test_a_second_window_on_the_same_workspace_says_so(unlocked: Seen, opens: Opens) -> None:
    second = opens()
    second.see("This workspace is open already", timeout=30)
    second.see(OPEN_ALREADY)
    second.press("Close")
    assert second.code() == 3
    assert unlocked.find("To do", "push button")
