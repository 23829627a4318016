"""One measured figure beside its target, and the table of them."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

HEAD = ("| figure | measured | by processor time | promised | kept |", "|---|---|---|---|---|")


@dataclass(frozen=True)
class Figure:
    """What was measured, in which unit, and what is promised: at most, or at least where `more` is better.

    `own` is the same by the processor time that it took: what a machine shows that does nothing else.
    """

    what: str
    value: float
    unit: str
    target: float
    more: bool = False
    own: float | None = None

    @property
    def kept(self) -> str:
        """Whether the promise is kept: by the clock, or only by processor time, where other work was in the way."""
        if self._fits(self.value):
            return "yes"
        return "by processor time" if self.own is not None and self._fits(self.own) else "no"

    def _fits(self, value: float) -> bool:
        return value >= self.target if self.more else value <= self.target


class Watch:
    """Milliseconds since it was made, by the clock and by processor time."""

    def __init__(self) -> None:
        self._start = time.perf_counter(), time.process_time()

    def read(self) -> tuple[float, float]:
        """Both, so far."""
        return (time.perf_counter() - self._start[0]) * 1000, (time.process_time() - self._start[1]) * 1000


def milliseconds(what: str, act: Callable[[], object], target: float, times: int = 9) -> Figure:
    """The median time of an act."""
    took = []
    for _ in range(times):
        watch = Watch()
        act()
        took.append(watch.read())
    clock, own = (statistics.median(one) for one in zip(*took, strict=True))
    return Figure(what, clock, "ms", target, own=own)


def p99(took: list[float]) -> float:
    """The 99th of a hundred."""
    return sorted(took)[max(int(len(took) * 0.99) - 1, 0)]


def line(one: Figure) -> str:
    """A figure's line of the table, in Markdown."""
    own = "" if one.own is None else f"{_said(one.own)} {one.unit}"
    promised = f"{'at least' if one.more else 'at most'} {one.target:,g} {one.unit}"
    return f"| {one.what} | {_said(one.value)} {one.unit} | {own} | {promised} | {one.kept} |"


def _said(value: float) -> str:
    return f"{value:,.2f}" if value < 10 else f"{value:,.1f}" if value < 100 else f"{value:,.0f}"
