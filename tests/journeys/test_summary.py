"""The printed summary: looked at in the window, saved from it, and what the command line prints is the same."""

from pathlib import Path

from tests.journeys.machine import Machine
from tests.journeys.screen import Screen, Seen


def pages(screen: Screen, file: Path) -> int:
    """How many pages a PDF has, as another program counts them."""
    lines = screen.tool("pdfinfo", str(file)).splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pages:"))


def test_the_summary_is_looked_at_and_saved_with_as_many_pages(
    practising: Seen, practice: Machine, tmp_path: Path
) -> None:
    audit = practice.run("audit", "list", "--state", "submitted", "--limit", 1)["items"][0]
    saved, printed = tmp_path / "saved.pdf", tmp_path / "printed.pdf"
    practising.press("Audits")
    practising.enter("Find audits", audit["number"])
    practising.take_focus("Audits", "list")
    practising.key("Home", "Return")
    practising.press("Print summary")
    shown = practising.see(" pages")["name"]
    practising.press("Save as")
    practising.in_front("File name:")
    practising.enter("File name:", str(saved))
    practising.key("Return")
    practising.see("Saved in")
    assert shown == f"{pages(practising.screen, saved)} pages"
    practice.run("audit", "summary", audit["id"], printed)
    assert pages(practising.screen, printed) == pages(practising.screen, saved)
