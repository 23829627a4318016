"""The audit form page: one draft, from the blank form to "Submit audit"."""

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLayout, QVBoxLayout, QWidget

from qaf_desktop.ui.bars import Notice
from qaf_desktop.ui.pages.form.check_panel import CheckPanel
from qaf_desktop.ui.pages.form.commands import make_actions, more_menu, sections_menu
from qaf_desktop.ui.pages.form.desk import Desk
from qaf_desktop.ui.pages.form.frame import Frame
from qaf_desktop.ui.pages.form.kit import clock_time
from qaf_desktop.ui.pages.form.names_bar import named_in
from qaf_desktop.ui.pages.form.outline import numbers
from qaf_desktop.ui.pages.form.saver import Saver
from qaf_desktop.ui.pages.form.section_view import SectionView
from qaf_desktop.ui.pages.form.sections_panel import SectionsPanel
from qaf_desktop.ui.pages.form.sitting import Sitting
from qaf_desktop.ui.pages.form.ways import Ways

if TYPE_CHECKING:
    from qaf_desktop.store.workspace import Workspace
    from qaf_desktop.ui.shell import Shell


class FormPage(Ways):
    """Everything about one draft; nothing about other cases or workers."""

    title = "Audit"

    def __init__(self, ws: "Workspace", shell: "Shell") -> None:
        super().__init__()
        self.ws = ws
        self.shell = shell
        self.setObjectName("page")
        self.whole = QVBoxLayout(self)
        self.whole.setContentsMargins(0, 0, 0, 0)
        self.whole.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self.saver: Saver | None = None
        self.section: SectionView
        self.at = 0
        self.together = False
        self.actions_made = make_actions(self)

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
        sitting.take_up(draft)
        self.together = sitting.together
        self.alert, self.urgent_paths = desk.notice(), desk.urgent_paths(sitting.form.tool)
        self.saver = Saver(self._save, self, self.ws.held_up)
        self.numbers = numbers(sitting.form.tool)
        self.put_together()
        sitting.changed.connect(self._changed)
        sitting.flags_changed.connect(self._changed)
        sitting.deleted.connect(lambda words: self.notice.say(words, "Undo", self.take_back))
        self.saver.saved.connect(self._saved)
        self.saver.failed.connect(lambda words: self.frame.say_trouble(words))
        self._resume()

    def _resume(self) -> None:
        sitting, draft = self.sitting, self.draft
        paths = [one.path for one in sitting.form.tool.sections]
        place = paths.index(draft.section) if draft.section in paths else self.place_of(draft.position)
        self.show_section(max(place, 0))
        if draft.position and sitting.known(draft.position) and self.section.view(draft.position) is None:
            self.show_section(max(self.place_of(draft.position), 0))
        if draft.position and self.section.go_to(draft.position, draft.caret):
            moment = self.desk.to_local(draft.saved_at)
            self.frame.saved.setText(f"Restored, last saved {clock_time(moment)}")
        self.desk.take_in_hand(True, self.window())
        if self.together:
            self.shell.sit_together(True)

    def panes(self) -> list[QWidget]:
        """What F6 goes round."""
        return [self.frame.head, self.panel, self.check_panel, self.section, self.notice, self.frame.foot]

    def put_together(self) -> None:
        """Build what stands around the section, in the language that is read."""
        old = self.whole.takeAt(0)
        gone = old.widget() if old is not None else None
        if gone is not None:
            gone.hide()
            gone.deleteLater()
        sections = sections_menu(self)
        more = more_menu(self, self.actions_made, sections)
        self.frame = Frame(self.draft.case, self.draft.purpose, self, more, sections)
        self.panel, self.check_panel, self.notice = SectionsPanel(self.sitting), CheckPanel(self._around), Notice()
        self.panel.list.single_keys = self.check_panel.list.single_keys = self.single_keys
        self.body = QVBoxLayout()
        self.body.setSpacing(0)
        for part in (self.check_panel, self.notice, self.frame.foot):
            self.body.addWidget(part)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.panel)
        middle.addLayout(self.body, 1)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.frame)
        column.addLayout(middle, 1)
        self.whole.addWidget(inside)
        inside.show()
        self.frame.head.together(self.together)
        self.panel.chosen.connect(self.show_section)
        self.panel.entered.connect(lambda: self.section.begin())
        self.check_panel.jump.connect(self.jump)
        self.check_panel.closed.connect(lambda: self.jump(self.sitting.position))
        self.frame.foot.notes.setPlainText(self.sitting.private_notes)
        self.frame.foot.notes.textChanged.connect(self._noted)
        self.dress()
        self.show_alarm()

    def check(self) -> bool:
        """List what stands in the way of submission with the words beside the fields, and who may be named."""
        if self.saver is None or not self.saver.flush():
            return False
        problems = self.desk.check()
        self.sitting.checked = True
        self.sitting.found = {one.ref: one.message for one in problems if one.ref}
        self.section.refresh()
        self.section.look_for_names()
        self.check_panel.show_found(problems, named_in(self.sitting))
        return not problems

    def _around(self) -> int:
        """How much of the height the head, the foot, a notice and some lines of the section take."""
        return self.frame.height() + self.frame.foot.sizeHint().height() + 5 * self.fontMetrics().lineSpacing()

    def main_action(self) -> None:
        """Next section; in the last one, submit."""
        if self.at < len(self.sitting.form.tool.sections) - 1:
            self.show_section(self.at + 1)
        elif self.check():
            self.submission().open()

    def _changed(self, refs: frozenset[str] | None = None, shape: bool = False) -> None:
        self.panel.refresh(None if shape else refs)
        if refs and not refs.isdisjoint(self.urgent_paths.values()):
            self.show_alarm()
        if self.saver is not None:
            self.saver.touch()

    def _noted(self) -> None:
        self.sitting.private_notes = self.frame.foot.notes.toPlainText()
        if self.saver is not None:
            self.saver.touch()

    def _save(self) -> datetime:
        self.sitting.caret = self.section.caret_of(self.sitting.position)
        return self.desk.save(self.sitting)

    def _saved(self, moment: datetime) -> None:
        self.frame.saved.setText(f"Saved on this laptop {clock_time(self.desk.to_local(moment))}")
        self.frame.say_trouble("")

    def showEvent(self, event: QShowEvent) -> None:
        """The focus is where the draft was left, or on the first question."""
        super().showEvent(event)
        if self.saver is not None and not event.spontaneous():
            position, caret = self.sitting.position, self.sitting.caret
            if not (position and self.section.go_to(position, caret)):
                self.section.begin()

    def hideEvent(self, event: QHideEvent) -> None:
        """Leaving the page saves what waits, and where one was."""
        if self.saver is not None and not event.spontaneous():
            self.saver.flush()
            if self.ws.key:  # not where the workspace was locked: then one comes back to this audit
                self.desk.take_in_hand(False, self.window())
        super().hideEvent(event)
