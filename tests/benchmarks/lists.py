"""A list of 100,000 audits: opened, filtered, and read at its end."""

from pathlib import Path

from qaf_desktop.services import audits
from tests.benchmarks import made
from tests.benchmarks.figures import Figure, milliseconds

COUNT = 100_000


def measure(folder: Path) -> list[Figure]:
    """Milliseconds for what a key or a scroll asks of the list."""
    ws = made.workspace(folder / "lists")
    made.fill(ws, COUNT)

    def page(text: str = "", offset: int = 0) -> None:
        audits.list_audits(ws, audits.AuditFilter(text=text), offset, 100)

    page()
    figures = [
        Figure("list of 100,000: open", milliseconds(page), "ms", 50),
        Figure("list of 100,000: end", milliseconds(lambda: page(offset=COUNT - 100)), "ms", 50),
    ]
    for text in ("1", "wo", "104", "worker 2", "school"):
        figures.append(Figure(f'list of 100,000: filter "{text}"', milliseconds(lambda t=text: page(t)), "ms", 16))
    return figures
