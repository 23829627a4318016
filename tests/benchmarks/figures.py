"""One measured figure beside its target, and the table of them."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """What was measured, in which unit, and what is promised: at most, or at least where `more` is better."""

    what: str
    value: float
    unit: str
    target: float
    more: bool = False

    @property
    def kept(self) -> bool:
        """Whether the promise is kept."""
        return self.value >= self.target if self.more else self.value <= self.target


def milliseconds(act: Callable[[], object], times: int = 9) -> float:
    """The median time of an act."""
    took = []
    for _ in range(times):
        start = time.perf_counter()
        act()
        took.append((time.perf_counter() - start) * 1000)
    return statistics.median(took)


def p99(took: list[float]) -> float:
    """The 99th of a hundred."""
    return sorted(took)[max(int(len(took) * 0.99) - 1, 0)]


def table(figures: list[Figure]) -> str:
    """The figures as a Markdown table."""
    lines = ["| figure | measured | promised | kept |", "|---|---|---|---|"]
    for one in figures:
        bound = "at least" if one.more else "at most"
        kept = "yes" if one.kept else "no"
        lines.append(f"| {one.what} | {one.value:,.1f} {one.unit} | {bound} {one.target:,.1f} {one.unit} | {kept} |")
    return "\n".join(lines)
