"""How a draft ends: submitted, abandoned, moved to a newer tool; and the urgent concern, whatever becomes of it."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from qaf_desktop.errors import QafError
from qaf_desktop.ui.bars import Notice
from qaf_desktop.ui.pages.form.counts import summary_lines
from qaf_desktop.ui.pages.form.desk import Desk
from qaf_desktop.ui.pages.form.dialogs import (
    FormDialog,
    UrgentDialog,
    abandon_dialog,
    left_dialog,
    numbers_line,
    submit_dialog,
)
from qaf_desktop.ui.pages.form.frame import Frame
from qaf_desktop.ui.pages.form.outline import repeat_by_role
from qaf_desktop.ui.pages.form.reading import to_value, to_words
from qaf_desktop.ui.pages.form.saver import Saver
from qaf_desktop.ui.pages.form.sitting import Sitting

if TYPE_CHECKING:
    from qaf_desktop.services.audits import Draft
    from qaf_desktop.services.concerns import AlertNotice
    from qaf_desktop.ui.shell import Shell

_SAID = ("what", "told", "when", "tonight")


class Endings(QWidget):
    """What the form page can do with the draft as a whole."""

    desk: Desk
    draft: "Draft"
    sitting: Sitting
    shell: "Shell"
    saver: Saver | None
    frame: Frame
    notice: Notice
    alert: "AlertNotice"
    urgent_paths: dict[str, str]

    def show_draft(self, desk: Desk) -> None:
        """Show the draft that a desk holds."""
        raise NotImplementedError

    def submission(self) -> FormDialog:
        """The dialog that confirms and submits."""
        made = submit_dialog(self, self.draft.case.number, summary_lines(self.sitting), self.desk.submit)
        made.accepted.connect(lambda: self._ended("record"))
        return made

    def abandonment(self) -> FormDialog:
        """The dialog that abandons the draft with a reason."""
        made = abandon_dialog(self, self.draft.case.number, self.desk.abandon)
        made.accepted.connect(lambda: self._ended("audits"))
        return made

    def show_abandonment(self) -> None:
        """Ask for the reason, once all that was typed is saved."""
        if self.saver is not None and self.saver.flush():
            self.abandonment().open()

    def urgent(self) -> UrgentDialog:
        """The dialog that records an urgent concern at once, or what more is known of it."""
        form, paths = self.sitting.form, self.urgent_paths
        said = [form.value(paths[name]) if name in paths else "" for name in _SAID]
        if "when" in paths:
            said[2] = to_words(self.sitting.question(paths["when"]).kind, said[2])
        return UrgentDialog(self, self.draft.case.number, self.alert, self._record_urgent, said)

    def show_urgent(self) -> None:
        """Open it."""
        self.urgent().open()

    def _record_urgent(self, concern: str, told: str, when: str, tonight: str) -> None:
        paths, saver = self.urgent_paths, self.saver
        if "what" not in paths or saver is None:
            self.desk.raise_concern(self.draft.case.number, concern, told, when, tonight)
        else:
            if when and "when" in paths:
                read = to_value(self.sitting.question(paths["when"]).kind, when)
                if read is None:
                    raise QafError("Enter when they were told as a date and a time, such as 4/8/2026 2:32pm")
                when = read[0]
            for name, value in zip(("concern", *_SAID), ("yes", concern, told, when, tonight), strict=True):
                if name in paths:
                    self.sitting.answer(paths[name], value, undoable=False)
            saver.touch()
            if not saver.flush():
                raise QafError(self.frame.trouble.text())
        self.show_alarm()

    def alarm(self) -> tuple[str, ...]:
        """What stands under the question about an urgent concern: sentences, whom to telephone."""
        return self.alert.sentence, numbers_line(self.alert), self.alert.about_a_worker

    def show_alarm(self) -> None:
        """While this audit has an urgent concern, its page says that nobody was alerted, and whom to telephone."""
        concern, what = (self.urgent_paths.get(name, "") for name in ("concern", "what"))
        spoken = bool(concern) and self.sitting.form.value(concern) == "yes" and bool(self.sitting.form.value(what))
        if spoken or self.desk.has_concern():
            words = "Urgent concern recorded. This laptop has alerted nobody"
            self.frame.say_alarm(f"{words}. {numbers_line(self.alert)}")
        else:
            self.frame.say_alarm("")

    def upgrade(self) -> None:
        """Move to the newest version of the tool, and show what has no place there."""
        if self.saver is None or not self.saver.flush():
            return
        before = len(self.draft.left_behind)
        try:
            moved = self.desk.upgrade()
        except QafError as refused:
            self.notice.say(str(refused))
            return
        self.show_draft(self.desk)
        self.notice.say(f"Moved to version {moved.version}")
        if len(moved.left_behind) > before:
            self.show_left_behind()

    def show_left_behind(self) -> None:
        """Answers that have no place in this version."""
        left_dialog(self, self.draft.left_behind).open()

    def _ended(self, page: str) -> None:
        if self.saver is not None:
            self.saver.stop()
        self.shell.open(page, self.desk.draft_id if page == "record" else None)

    def can_raise(self, role: str) -> bool:
        """Whether the tool has findings or recommendations of that kind."""
        return repeat_by_role(self.sitting.form.tool, role) is not None
