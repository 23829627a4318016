"""The audit form page: one draft, from the blank form to "Submit audit"."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from qaf_desktop.ui.pages.form.check_panel import CheckPanel
from qaf_desktop.ui.pages.form.desk import Desk
from qaf_desktop.ui.pages.form.dressed import Dressed
from qaf_desktop.ui.pages.form.frame import Frame
from qaf_desktop.ui.pages.form.kit import clock_time
from qaf_desktop.ui.pages.form.outline import numbers, repeat_by_role
from qaf_desktop.ui.pages.form.saver import Saver
from qaf_desktop.ui.pages.form.section_view import SectionView
from qaf_desktop.ui.pages.form.sections_panel import SectionsPanel
from qaf_desktop.ui.pages.form.sitting import Sitting

if TYPE_CHECKING:
    from qaf_desktop.store.workspace import Workspace
    from qaf_desktop.ui.shell import Shell


class FormPage(Dressed):
    """Everything about one draft; nothing about other cases or workers."""

    title = "Audit"

    def __init__(self, ws: "Workspace", shell: "Shell") -> None:
        super().__init__()
        self.ws = ws
        self.shell = shell
        self.setObjectName("page")
        self.whole = QVBoxLayout(self)
        self.whole.setContentsMargins(0, 0, 0, 0)
        self.saver: Saver | None = None
        self.section: SectionView
        self.at = 0
        self.together = False
        self._keys()

    def refresh(self, changed: frozenset[str] | None = None) -> None:
        """The draft in hand is never touched by what others do."""

    def open(self, draft_id: str) -> None:
        """Open a draft where it was left, with no questions asked."""
        self.show_draft(Desk(self.ws, draft_id))

    def show_draft(self, desk: Desk) -> None:
        """Show the draft that a desk holds."""
        if self.saver is not None:
            self.saver.flush()
            self.saver.deleteLater()
        draft = desk.draft()
        self.desk, self.draft = desk, draft
        sitting = self.sitting = Sitting(desk.form(draft))
        sitting.flagged = set(draft.flagged)
        sitting.private_notes = draft.private_notes
        sitting.position, sitting.caret = draft.position, draft.caret
        self.saver = Saver(self._save, self)
        self.numbers = numbers(sitting.form.tool)
        self.frame = Frame(draft.case, draft.purpose, self)
        self.panel = SectionsPanel(sitting)
        self.check_panel = CheckPanel()
        self._put_together()
        self.dress()
        self._connect(sitting, self.saver)
        first = self._section_of(draft.position) if draft.position else 0
        self.show_section(max(first, 0))
        if draft.position and self.section.go_to(draft.position, draft.caret):
            self.frame.saved.setText(f"Restored, last saved {clock_time(desk.to_local(draft.saved_at))}")

    def _put_together(self) -> None:
        old = self.whole.takeAt(0)
        gone = old.widget() if old is not None else None
        if gone is not None:
            gone.hide()
            gone.deleteLater()
        self.body = QVBoxLayout()
        self.body.setSpacing(0)
        self.body.addWidget(self.check_panel)
        self.body.addWidget(self.frame.foot)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.panel)
        middle.addLayout(self.body, 1)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.frame.head)
        column.addWidget(self.frame.trouble)
        column.addLayout(middle, 1)
        self.whole.addWidget(inside)
        inside.show()

    def _connect(self, sitting: Sitting, saver: Saver) -> None:
        sitting.changed.connect(self._changed)
        sitting.flags_changed.connect(self._changed)
        sitting.deleted.connect(lambda words: self.shell.notice(words, "Undo", self.undo))
        saver.saved.connect(self._saved)
        saver.failed.connect(self.frame.say_trouble)
        self.panel.chosen.connect(self.show_section)
        self.check_panel.jump.connect(self.jump)
        self.frame.notes.setPlainText(sitting.private_notes)
        self.frame.notes.textChanged.connect(self._noted)

    def _keys(self) -> None:
        doing: dict[str, Any] = {
            "F8": lambda: self.next_open(),
            "Shift+F8": lambda: self.next_open(back=True),
            "F9": lambda: self.check(),
            "Ctrl+PgDown": lambda: self.show_section(self.at + 1),
            "Ctrl+PgUp": lambda: self.show_section(self.at - 1),
            "Ctrl+Return": lambda: self.main_action(),
            "Ctrl+D": lambda: self.sitting.flag(self.sitting.position),
            "Ctrl+Z": lambda: self.undo(),
            "Ctrl+Y": lambda: self.sitting.redo(),
            "Alt+S": lambda: self.raise_beside("strengths", self.sitting.position),
            "Alt+I": lambda: self.raise_beside("improvements", self.sitting.position),
            "Alt+R": lambda: self.raise_beside("recommendations", self.sitting.position),
            "Alt+U": lambda: self.urgent().open(),
        }
        for keys, act in doing.items():
            made = QShortcut(QKeySequence(keys), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
            made.activated.connect(lambda act=act: act() if self.saver is not None else None)

    def show_section(self, place: int) -> None:
        """Open the nth section."""
        sections = self.sitting.form.tool.sections
        if not 0 <= place < len(sections):
            return
        focused, held = QApplication.focusWidget(), True
        if self.body.count() == 3:  # a section is open already
            held = focused is not None and self.section.isAncestorOf(focused)
            self.body.removeWidget(self.section)
            self.section.hide()
            self.section.deleteLater()
        self.at = place
        self.section = SectionView(self.sitting, self, sections[place], self.numbers)
        self.section.current.connect(self._here)
        self.body.insertWidget(1, self.section, 1)
        self.section.show()
        self.panel.show_row(place)
        if held:
            self.section.begin()
        self.frame.last_section(place == len(sections) - 1, place == 0)

    def _section_of(self, ref: str) -> int:
        paths = [one.path for one in self.sitting.form.tool.sections]
        top = ref.split("/")[0]
        return paths.index(top) if top in paths else paths.index("") if "" in paths else -1

    def jump(self, ref: str) -> None:
        """Go to a question wherever it is; it is in sight and has the focus."""
        place = self._section_of(ref)
        if place >= 0 and (place != self.at or self.section.view(ref) is None):
            self.show_section(place)
        self.section.go_to(ref)

    def next_open(self, back: bool = False) -> None:
        """The next question that is unanswered or flagged, round and round."""
        every = self.sitting.form.questions()
        opened = set(self.sitting.open_refs())
        here = every.index(self.sitting.position) if self.sitting.position in every else -1
        order = [*every[here + 1 :], *every[: max(here, 0)]]
        if back:
            order = [*reversed(every[: max(here, 0)]), *reversed(every[here + 1 :])]
        target = next((ref for ref in order if ref in opened), None)
        if target is not None:
            self.jump(target)

    def raise_beside(self, role: str, ref: str) -> None:
        """Add a finding or recommendation, to be filled in beside the question."""
        group = repeat_by_role(self.sitting.form.tool, role)
        if group is not None:
            self.section.go_into(self.sitting.add(group.path, beside=ref))

    def check(self) -> bool:
        """List what stands in the way of submission, with the words beside the fields."""
        if self.saver is None or not self.saver.flush():
            return False
        problems = self.desk.check()
        self.sitting.checked = True
        self.sitting.found = {one.ref: one.message for one in problems if one.ref}
        self.section.refresh()
        self.section.look_for_names()
        self.check_panel.show_problems(problems)
        return not problems

    def main_action(self) -> None:
        """Next section; in the last one, submit."""
        if self.at < len(self.sitting.form.tool.sections) - 1:
            self.show_section(self.at + 1)
        elif self.check():
            self.submission().open()

    def _here(self, ref: str) -> None:
        self.sitting.position = ref

    def _changed(self, *_: object) -> None:
        self.panel.refresh()
        if self.saver is not None:
            self.saver.touch()

    def _noted(self) -> None:
        self.sitting.private_notes = self.frame.notes.toPlainText()
        self._changed()

    def _save(self) -> datetime:
        view = self.section.view(self.sitting.position)
        self.sitting.caret = view.caret() if view is not None else 0
        return self.desk.save(self.sitting)

    def _saved(self, moment: datetime) -> None:
        self.frame.saved.setText(f"Saved on this laptop {clock_time(self.desk.to_local(moment))}")
        self.frame.say_trouble("")

    def hideEvent(self, event: QHideEvent) -> None:
        """Leaving the page saves what waits."""
        if self.saver is not None:
            self.saver.flush()
        super().hideEvent(event)
