"""The draft in hand: its answers, what was flagged, where the caret is, and what can be undone."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from qaf_desktop.tool.definition import Question
    from qaf_desktop.tool.form import Changed, Form, Removed

Step = tuple[str, Callable[[], None], Callable[[], None]]


def plain_path(ref: str) -> str:
    """A reference without its instances: the question's path in the tool."""
    return "/".join(part.partition("[")[0] for part in ref.split("/"))


class Sitting(QObject):
    """All that one draft has while it is filled in."""

    changed = Signal(object, bool)
    flags_changed = Signal()
    deleted = Signal(str)

    def __init__(self, form: "Form") -> None:
        super().__init__()
        self.form = form
        self.position = ""
        self.caret = 0
        self.flagged: set[str] = set()
        self.private_notes = ""
        self.found: dict[str, str] = {}
        self.checked = False
        self.together = False
        self.beside: dict[str, str] = {}
        self.kept_names: set[str] = set()
        self._done: list[Step] = []
        self._undone: list[Step] = []

    def question(self, ref: str) -> "Question":
        """The tool's question behind a reference."""
        return self.form.tool.question(plain_path(ref))

    def answer(self, ref: str, value: str, undoable: bool = True) -> None:
        """Take an answer; text has an undo of its own in its editor."""
        before = self.form.value(ref)
        if before == value:
            return
        if undoable:
            self._did("Answer changed", lambda: self._set(ref, before), lambda: self._set(ref, value))
        self._set(ref, value)

    def _set(self, ref: str, value: str) -> None:
        self._tell(self.form.set(ref, value), ref)

    def _tell(self, change: "Changed", ref: str) -> None:
        self.changed.emit(change.values | {ref}, change.shape)

    def add(self, group_ref: str, beside: str = "") -> str:
        """Add an instance of a repeat, remembering the question that it was raised beside."""
        made = str(self.form.add(group_ref))
        held: list[Removed] = []

        def away() -> None:
            held.append(self.form.remove(made))
            self.changed.emit(frozenset(), True)

        def back() -> None:
            self.form.restore(held.pop())
            self.changed.emit(frozenset(), True)

        if beside:
            self.beside[made] = beside
        self._did("Added", away, back)
        self.changed.emit(frozenset(), True)
        return made

    def delete(self, instance_ref: str, what: str) -> None:
        """Take an instance away; it can be undone."""
        held: list[Removed] = []

        def away() -> None:
            held.append(self.form.remove(instance_ref))
            self.changed.emit(frozenset(), True)

        def back() -> None:
            self.form.restore(held.pop())
            self.changed.emit(frozenset(), True)

        away()
        self._did(f"{what} deleted", back, away)
        self.deleted.emit(f"{what} deleted.")

    def flag(self, ref: str) -> None:
        """Come back to this, or no longer."""
        self.flagged ^= {ref}
        self.flags_changed.emit()

    def _did(self, words: str, undo: Callable[[], None], redo: Callable[[], None]) -> None:
        self._done.append((words, undo, redo))
        self._undone.clear()

    def undo(self) -> bool:
        """Take back the last step; False where there is none."""
        if not self._done:
            return False
        step = self._done.pop()
        step[1]()
        self._undone.append(step)
        return True

    def redo(self) -> bool:
        """Do again what was taken back last."""
        if not self._undone:
            return False
        step = self._undone.pop()
        step[2]()
        self._done.append(step)
        return True

    def problem(self, ref: str) -> str:
        """What is said beside a field: a broken constraint at once, gaps once the audit was checked."""
        if not self.checked:
            return (self.form.problem(ref) or "") if self.form.value(ref) else ""
        own = self.form.problem(ref)
        return own or self.found.get(ref, "")

    def open_refs(self, section_ref: str | None = None) -> list[str]:
        """What is unanswered and counts, or is flagged, in order; optional notes are skipped."""
        return [ref for ref in self.form.questions(section_ref) if self._is_open(ref)]

    def _is_open(self, ref: str) -> bool:
        if ref in self.flagged:
            return True
        kind = self.question(ref).kind
        if kind in ("note", "calculate", "hidden") or self.form.readonly(ref) or self.form.value(ref):
            return False
        return kind != "text" or bool(self.form.required(ref))
