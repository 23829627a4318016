"""Pictures of the pages, for people to look at: in the folder that QAF_SCREENSHOTS names; without it, none are made."""

import os
from pathlib import Path

import pytest

from tests.journeys.conftest import Opens
from tests.journeys.machine import Machine
from tests.journeys.screen import Seen

FOLDER = os.environ.get("QAF_SCREENSHOTS", "")
LOOKS = {"light": ("light", 100), "dark": ("dark", 100), "large": ("light", 200)}
PLACES = ("To do", "Audits", "Directory", "Audit tools", "Exchange and devices", "Settings")

pytestmark = pytest.mark.skipif(not FOLDER, reason="QAF_SCREENSHOTS names no folder")


def asked_for(machine: Machine, appearance: str, size: int) -> None:
    """Sets, for this machine, what the settings page sets."""
    file = Path(machine.environment["XDG_DATA_HOME"]) / "QAF Desktop" / "preferences.txt"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"appearance={appearance}\ntext_size={size}\n", "utf-8")


def shot(seen: Seen, look: str, name: str) -> None:
    """One picture, once the page stands still."""
    seen.key("shift")
    seen.screen.shot(Path(FOLDER) / f"{look}-{name}.png")


@pytest.mark.parametrize("look", LOOKS)
def test_every_page_is_seen(practice: Machine, opens: Opens, look: str) -> None:
    Path(FOLDER).mkdir(parents=True, exist_ok=True)
    asked_for(practice, *LOOKS[look])
    seen = opens("--practice")
    seen.in_front("To do")
    for place in PLACES:
        seen.press(place)
        seen.find(place, "label")
        shot(seen, look, place.lower().replace(" ", "-"))
    seen.key("ctrl+n")
    seen.take_focus("Case number")
    shot(seen, look, "begin")
    audit = practice.run("audit", "list", "--state", "submitted", "--limit", 1)["items"][0]
    seen.press("Audits")
    seen.enter("Find audits", audit["number"])
    seen.take_focus("Audits", "list")
    seen.key("Home", "Return")
    seen.field("Print summary")
    shot(seen, look, "record")
    seen.press("Print summary")
    seen.see(" pages")
    shot(seen, look, "summary")
    seen.press("To do")
    seen.press("Continue")
    seen.see("Restored, last saved")
    shot(seen, look, "form")
    seen.key("ctrl+Next")
    shot(seen, look, "form-next")
    seen.key("F9")
    seen.find("What the check found", "list")
    shot(seen, look, "check")
    seen.key("alt+u")
    seen.see("Urgent concern, case")
    shot(seen, look, "urgent")
