"""A screen reader's view: nothing that can be used is without a name, on any page (check 7 of the window's rules)."""

from collections.abc import Callable

import pytest

from tests.journeys.conftest import Opens
from tests.journeys.machine import Machine
from tests.journeys.screen import Seen
from tests.journeys.typist import begin

USED = {
    "push button", "toggle button", "check box", "radio button", "text", "password text", "combo box", "list",
    "list item", "table", "tree", "tree item", "table cell", "link", "spin button", "slider", "page tab", "menu item",
    "progress bar", "dialog",
}  # fmt: skip
PLACES = ("To do", "Audits", "Directory", "Audit tools", "Exchange and devices", "Settings")
DIALOGS: dict[str, tuple[Callable[[Seen], None], str]] = {
    "go to": (lambda seen: seen.key("ctrl+k"), "Go to"),
    "keys": (lambda seen: seen.key("F1"), "Keys"),
}


def nameless(seen: Seen) -> list[str]:
    """What can be used here and has no name; a list to choose from has its value as its name, so it needs a label."""
    every = [one for one in seen.all() if one["role"] in USED]
    assert every, "nothing on this page can be used"
    return [
        f"{one['role']} {one['name']!r}"
        for one in every
        if not one["name"].strip() or (one["role"] == "combo box" and not one["labelled_by"])
    ]


def test_the_first_pages_have_no_nameless_item(machine: Machine, opens: Opens) -> None:
    seen = opens()
    seen.field("Start a workspace")
    assert nameless(seen) == []
    seen.press("Start a workspace")
    seen.field("Start workspace")
    assert nameless(seen) == []


def test_the_page_to_unlock_has_no_nameless_item(council: Machine, opens: Opens) -> None:
    seen = opens()
    seen.field("Unlock")
    assert nameless(seen) == []


def test_a_place_opens_by_its_first_action_is_headed_by_its_words_and_named_throughout(unlocked: Seen) -> None:
    for place in PLACES:
        unlocked.press(place)
        unlocked.find(place, "label")
        assert nameless(unlocked) == [], place


def test_an_audit_on_its_way_has_no_nameless_item(unlocked: Seen) -> None:
    begin(unlocked)
    assert nameless(unlocked) == []
    unlocked.key("F9")
    unlocked.find("What the check found", "list")
    assert nameless(unlocked) == []
    unlocked.key("alt+u")
    unlocked.see("Urgent concern")
    assert nameless(unlocked) == []


def test_a_record_and_its_summary_have_no_nameless_item(practising: Seen) -> None:
    practising.press("Audits")
    practising.enter("Find audits", "Good")
    practising.find("Clear", "push button")
    assert nameless(practising) == []
    practising.take_focus("Audits", "list")
    practising.key("Home", "Return")
    practising.field("Print summary")
    assert nameless(practising) == []
    practising.press("Print summary")
    practising.see("Summary, case")
    assert nameless(practising) == []


@pytest.mark.parametrize("name", DIALOGS)
def test_a_dialog_has_no_nameless_item(unlocked: Seen, name: str) -> None:
    opened, words = DIALOGS[name]
    opened(unlocked)
    unlocked.see(words)
    assert nameless(unlocked) == []
