"""Finding one's way through the form: sections, questions, what is unanswered, back to what was undone."""

from typing import TYPE_CHECKING, TypeGuard

from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from qaf_desktop.ui.pages.form.dressed import Dressed
from qaf_desktop.ui.pages.form.editors import TextEditor
from qaf_desktop.ui.pages.form.outline import home, repeat_by_role
from qaf_desktop.ui.pages.form.section_view import SectionView

if TYPE_CHECKING:
    from qaf_desktop.ui.pages.form.history import Step


class Ways(Dressed):
    """The page, where it goes from one place of the form to another."""

    body: QVBoxLayout
    numbers: dict[str, str]

    def show_section(self, place: int) -> None:
        """Open the nth section."""
        sections = self.sitting.form.tool.sections
        if not 0 <= place < len(sections):
            return
        focused, held = QApplication.focusWidget(), True
        if self.has_section():
            held = focused is not None and self.section.isAncestorOf(focused)
            self.body.removeWidget(self.section)
            self.section.hide()
            self.section.deleteLater()
        self.at = place
        self.sitting.section = sections[place].path
        widest = self.shell.theme.px(960)
        self.section = SectionView(self.sitting, self, sections[place], self.numbers, widest)
        self.section.current.connect(self.here)
        self.body.insertWidget(1, self.section, 1)
        self.section.show()
        self.panel.show_row(place)
        self.frame.foot.last_section(place == len(sections) - 1, place == 0)
        if held:
            self.section.begin()

    def has_section(self) -> bool:
        """Whether a section is open: between the check, the notice and the foot."""
        return self.body.count() == 4

    def here(self, ref: str) -> None:
        """The question that has the focus."""
        self.sitting.position = ref

    def place_of(self, ref: str) -> int:
        """Which section a question belongs to; -1 for none."""
        paths = [one.path for one in self.sitting.form.tool.sections]
        top = home(ref)
        return paths.index(top) if top in paths else paths.index("") if "" in paths else -1

    def jump(self, ref: str) -> None:
        """Go to a question wherever it is; it is in sight and has the focus. Without a field: the urgent concern."""
        if not ref:
            return
        place = self.place_of(ref)
        if self.section.view(ref) is None and place >= 0 and self.sitting.known(ref):
            self.show_section(place)
        view = self.section.view(ref)
        if view is None or not self.section.go_to(ref):
            self.section.begin()
        elif self.sitting.checked and view.names is not None:
            view.names.look()

    def next_open(self, back: bool = False) -> None:
        """The next question that is unanswered or flagged, round and round."""
        every = self._as_read()
        opened = set(self.sitting.open_refs())
        here = every.index(self.sitting.position) if self.sitting.position in every else -1
        order = [*every[here + 1 :], *every[: max(here, 0)]]
        if back:
            order = [*reversed(every[: max(here, 0)]), *reversed(every[here + 1 :])]
        target = next((ref for ref in order if ref in opened), None)
        if target is not None:
            self.jump(target)
        elif self.sitting.position not in opened:
            self.notice.say("Every question is answered. Check audit says what is still needed")

    def _as_read(self) -> list[str]:
        """Every question in the order in which it is read: what was raised beside a question stands under it here."""
        every = self.sitting.form.questions()
        asked = set(every)
        shown = [slot.item.ref for slot in self.section.slots if slot.item.ref in asked]
        away = {ref for ref in shown if home(ref) != self.sitting.section}
        own = [place for place, ref in enumerate(every) if home(ref) == self.sitting.section]
        if not away or not own:
            return every
        before, after = every[: own[0]], every[own[-1] + 1 :]
        return [*(ref for ref in before if ref not in away), *shown, *(ref for ref in after if ref not in away)]

    def raise_beside(self, role: str, ref: str) -> None:
        """Add a finding or recommendation, to be filled in beside the question."""
        group = repeat_by_role(self.sitting.form.tool, role)
        if group is None:
            return
        lead = self.sitting.beside.get(_entry(ref), "") if "[" in ref else self._lead(ref)
        made = self.sitting.add(group.path, beside=lead)
        if not self.section.go_into(made):
            self.show_section(self.place_of(made))
            self.section.go_into(made)

    def flag(self) -> None:
        """Come back to the question in hand, or no longer."""
        self.sitting.flag(self._lead(self.sitting.position))

    def _lead(self, ref: str) -> str:
        return self.section.leads.get(ref, ref)

    def undo(self) -> None:
        """Take back what was typed last in the editor in use, else the last step; the focus goes where it was."""
        editor = QApplication.focusWidget()
        if _can(editor, "undo"):
            editor.undo()
        else:
            self.take_back()

    def take_back(self) -> None:
        """Take back the last step, whatever editor is in use."""
        step = self.sitting.history.undo()
        self._look_at(step, step.back_at if step else "", "taken back")

    def redo(self) -> None:
        """Give again what was taken back last."""
        editor = QApplication.focusWidget()
        if _can(editor, "redo"):
            editor.redo()
        else:
            step = self.sitting.history.redo()
            self._look_at(step, step.again_at if step else "", "given again")

    def _look_at(self, step: "Step | None", ref: str, done: str) -> None:
        if step is None:
            self.notice.say(f"There is nothing that can be {done}")
            return
        self.notice.clear()
        if not ref or not self.sitting.known(ref):
            ref = self.sitting.position
        if ref.endswith("]"):
            if not self.section.go_into(ref):
                self.show_section(self.place_of(ref))
                self.section.go_into(ref)
        else:
            self.jump(ref)


def _can(editor: QWidget | None, what: str) -> TypeGuard[QLineEdit | TextEditor]:
    if isinstance(editor, TextEditor):
        document = editor.document()
        return document.isUndoAvailable() if what == "undo" else document.isRedoAvailable()
    if isinstance(editor, QLineEdit):
        return editor.isUndoAvailable() if what == "undo" else editor.isRedoAvailable()
    return False


def _entry(ref: str) -> str:
    return ref[: ref.rindex("]") + 1]
