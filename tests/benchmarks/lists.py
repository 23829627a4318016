"""A list of 100,000 audits: opened, filtered, and read at its end."""

from pathlib import Path

from qaf_desktop.services import audits
from tests.benchmarks import made
from tests.benchmarks.figures import Figure, milliseconds

COUNT = 100_000
TYPED = {
    "1": "one character", "wo": "two characters", "zz": "two characters that nothing has",
    "104": "three characters", "worker 2": '"worker 2", in a quarter of all', "worker 217": "a worker's whole name",
    "school": "a word in four fifths of all", "review plan": "two words in a row",
}  # fmt: skip


def measure(folder: Path) -> list[Figure]:
    """Milliseconds for what a key or a scroll asks of the list in the window."""
    ws = made.workspace(folder / "lists")
    made.fill(ws, COUNT)

    def page(text: str = "", offset: int = 0) -> None:
        audits.list_audits(ws, audits.AuditFilter(text=text), offset, 100, exact=False)

    page()
    figures = [
        milliseconds("list of 100,000: open", page, 50),
        milliseconds("list of 100,000: end", lambda: page(offset=COUNT - 100), 50),
    ]
    for text, words in TYPED.items():
        figures.append(milliseconds(f"list of 100,000: filter, {words}", lambda t=text: page(t), 16))
    return [*figures, milliseconds("list of 100,000: filtered, the second thousand", lambda: page("school", 1_000), 50)]
