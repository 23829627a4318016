"""The draft in hand: its answers, what was flagged, where the caret is, and what was raised beside which question."""

from functools import partial
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QObject, Signal

from qaf_desktop.ui.pages.form.history import History, Step

if TYPE_CHECKING:
    from qaf_desktop.services.audits import Draft
    from qaf_desktop.tool.definition import Choice, Question
    from qaf_desktop.tool.form import Changed, Form, Removed


class Sitting(QObject):
    """All that one draft has while it is filled in."""

    changed = Signal(object, bool)
    flags_changed = Signal()
    deleted = Signal(str)

    def __init__(self, form: "Form") -> None:
        super().__init__()
        self.form = form
        self.history = History()
        self.section = ""
        self.position = ""
        self.caret = 0
        self.flagged: set[str] = set()
        self.private_notes = ""
        self.found: dict[str, str] = {}
        self.checked = False
        self.together = False
        self.beside: dict[str, str] = {}
        self.kept_names: set[str] = set()

    def take_up(self, draft: "Draft") -> None:
        """Go on where the draft was left."""
        self.section, self.position, self.caret = draft.section, draft.position, draft.caret
        self.flagged, self.private_notes = set(draft.flagged), draft.private_notes
        self.together, self.kept_names = draft.together, set(draft.kept_names)
        self.beside = {one: question for one, question in draft.beside.items() if self.known(one)}

    def known(self, ref: str) -> bool:
        """Whether the form has this question or entry still."""
        return ref in self.form.tree.paths

    def question(self, ref: str) -> "Question":
        """The tool's question behind a reference."""
        return self.form.node(ref)  # type: ignore[return-value] # refs of questions are asked for only

    def choices(self, ref: str) -> "tuple[Choice, ...]":
        """The choices that can be made now, in the language that is read."""
        found, language = self.form.choices(ref), self.form.language
        return tuple(
            msgspec.structs.replace(one, label=one.labels[language]) if one.labels.get(language) else one
            for one in found
        )

    def answer(self, ref: str, value: str, undoable: bool = True) -> None:
        """Take an answer; what is typed becomes one step when its editor is left (`typed`)."""
        before = self.form.value(ref)
        if before == value:
            return
        if undoable:
            self._did(ref, before, value)
        self._put(ref, value)

    def typed(self, ref: str, before: str) -> bool:
        """An editor was left: one step takes back what was typed there. Answers whether anything was."""
        if not self.known(ref) or self.form.value(ref) == before:
            return False
        self._did(ref, before, self.form.value(ref))
        return True

    def _did(self, ref: str, before: str, after: str) -> None:
        self.history.did(Step(partial(self._put, ref, before), partial(self._put, ref, after), ref, ref))

    def _put(self, ref: str, value: str) -> bool:
        if not self.known(ref) or self.form.value(ref) == value:
            return False
        change: Changed = self.form.set(ref, value)
        self.changed.emit(change.values | {ref}, change.shape)
        return True

    def add(self, group_ref: str, beside: str = "") -> str:
        """Add an instance of a repeat, remembering the question that it was raised beside."""
        made = str(self.form.add(group_ref))
        if beside:
            self.beside[made] = beside
        held: list[Removed] = []
        away, back = partial(self._away, made, held), partial(self._back, held)
        self.history.did(Step(away, back, beside, made))
        self.changed.emit(frozenset(), True)
        return made

    def delete(self, instance_ref: str, what: str) -> None:
        """Take an instance away; it can be undone."""
        held: list[Removed] = []
        away, back = partial(self._away, instance_ref, held), partial(self._back, held)
        away()
        self.history.did(Step(back, away, instance_ref, self.beside.get(instance_ref, "")))
        self.deleted.emit(f"{what} deleted.")

    def _away(self, instance_ref: str, held: "list[Removed]") -> bool:
        if not self.known(instance_ref):
            return False
        held.append(self.form.remove(instance_ref))
        self.changed.emit(frozenset(), True)
        return True

    def _back(self, held: "list[Removed]") -> bool:
        self.form.restore(held.pop())
        self.changed.emit(frozenset(), True)
        return True

    def flag(self, ref: str) -> None:
        """Come back to this, or no longer."""
        if ref:
            self.flagged ^= {ref}
            self.flags_changed.emit()

    def problem(self, ref: str) -> str:
        """What is said beside a field: a broken constraint at once, gaps once the audit was checked."""
        if not self.checked:
            return (self.form.problem(ref) or "") if self.form.value(ref) else ""
        own = self.form.problem(ref)
        return own or self.found.get(ref, "")

    def open_refs(self, section_ref: str | None = None) -> list[str]:
        """What is unanswered and waited for, or is flagged, in order."""
        return [ref for ref in self.form.questions(section_ref) if self._is_open(ref)]

    def _is_open(self, ref: str) -> bool:
        if ref in self.flagged:
            return True
        return not self.form.value(ref) and self.form.owes(ref)

    def texts(self) -> list[tuple[str, str]]:
        """Every free text that counts, with its ref, in order."""
        asked = (ref for ref in self.form.questions() if self.question(ref).kind == "text")
        return [(ref, self.form.value(ref)) for ref in asked if self.form.value(ref)]
