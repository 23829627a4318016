"""How a draft ends: submitted, abandoned, moved to a newer tool; and the urgent concern, whatever becomes of it."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from qaf_desktop.errors import QafError
from qaf_desktop.ui.pages.form.counts import summary_lines
from qaf_desktop.ui.pages.form.desk import Desk
from qaf_desktop.ui.pages.form.dialogs import FormDialog, UrgentDialog, abandon_dialog, submit_dialog
from qaf_desktop.ui.pages.form.outline import repeat_by_role
from qaf_desktop.ui.pages.form.saver import Saver
from qaf_desktop.ui.pages.form.sitting import Sitting

if TYPE_CHECKING:
    from qaf_desktop.services.audits import Draft
    from qaf_desktop.ui.shell import Shell


class Endings(QWidget):
    """What the form page can do with the draft as a whole."""

    desk: Desk
    draft: "Draft"
    sitting: Sitting
    shell: "Shell"
    saver: Saver | None

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

    def urgent(self) -> UrgentDialog:
        """The dialog that records an urgent concern at once."""
        number = self.draft.case.number

        def record(concern: str, told: str, when: str, tonight: str) -> None:
            self.desk.raise_concern(number, concern, told, when, tonight)

        return UrgentDialog(self, number, self.desk.notice(), record)

    def upgrade(self) -> None:
        """Move to the newest version of the tool, and say what has no place there."""
        if self.saver is None or not self.saver.flush():
            return
        try:
            moved = self.desk.upgrade()
        except QafError as refused:
            self.shell.notice(str(refused))
            return
        self.show_draft(self.desk)
        left = "; ".join(f"{words}: {value}" for words, value in moved.left_behind)
        said = f" Kept, with no place there: {left}" if left else ""
        self.shell.notice(f"Moved to version {moved.version}.{said}")

    def _ended(self, page: str) -> None:
        if self.saver is not None:
            self.saver.stop()
        self.shell.open(page, self.desk.draft_id if page == "record" else None)

    def can_raise(self, role: str) -> bool:
        """Whether the tool has findings or recommendations of that kind."""
        return repeat_by_role(self.sitting.form.tool, role) is not None

    def undo(self) -> None:
        """Take back the last answer or deletion; the focus stays."""
        self.sitting.undo()
