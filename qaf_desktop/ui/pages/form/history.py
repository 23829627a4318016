"""What can be taken back, and given again: answers, entries that were added or deleted, texts that were typed."""

from collections.abc import Callable
from dataclasses import dataclass

MOST = 500


@dataclass(frozen=True)
class Step:
    """One thing that was done; `undo` and `redo` answer whether anything changed, the refs say where to look then."""

    undo: Callable[[], bool]
    redo: Callable[[], bool]
    back_at: str = ""
    again_at: str = ""


class History:
    """Steps in their order. A step that would change nothing, because an editor took it back itself, is passed over."""

    def __init__(self) -> None:
        self._done: list[Step] = []
        self._undone: list[Step] = []

    def did(self, step: Step) -> None:
        """One step more; what was taken back before cannot be given again."""
        self._done = [*self._done[-MOST:], step]
        self._undone.clear()

    def undo(self) -> Step | None:
        """Takes back the last step that changes something; None where there is none."""
        while self._done:
            step = self._done.pop()
            if step.undo():
                self._undone.append(step)
                return step
        return None

    def redo(self) -> Step | None:
        """Gives again what was taken back last; None where there is nothing."""
        while self._undone:
            step = self._undone.pop()
            if step.redo():
                self._done.append(step)
                return step
        return None
