"""Small dialogs of the audit form: the urgent concern, submitting, abandoning."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from qaf_desktop.errors import QafError
from qaf_desktop.ui.pages.form.kit import button, label

if TYPE_CHECKING:
    from collections.abc import Callable

    from qaf_desktop.services.concerns import AlertNotice


class FormDialog(QDialog):
    """Sentences, some texts to fill in, and one action that may be refused with a sentence."""

    def __init__(self, parent: QWidget, title: str, action: str, act: "Callable[[], object]", kind: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(560)
        self.act = act
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(24, 20, 24, 16)
        self.column.setSpacing(8)
        self.column.addWidget(label(title, "title"))
        self.error = label("", "errorText")
        self.error.hide()
        row = QHBoxLayout()
        row.addStretch(1)
        self.cancel = button("Go back", self.reject)
        self.go = button(action, self.carry_out, kind)
        self.go.setShortcut("Ctrl+Return")
        row.addWidget(self.cancel)
        row.addWidget(self.go)
        self.column.addWidget(self.error)
        self.column.addLayout(row)

    def say(self, words: str, role: str = "body") -> None:
        """One more sentence."""
        self.column.insertWidget(self.column.count() - 2, label(words, role))

    def ask(self, words: str, lines: int = 2) -> QPlainTextEdit:
        """One more text to fill in."""
        edit = QPlainTextEdit()
        edit.setTabChangesFocus(True)
        edit.setAccessibleName(words)
        edit.setFixedHeight(edit.fontMetrics().lineSpacing() * lines + 24)
        if lines == 1:
            edit.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.say(words, "strong")
        self.column.insertWidget(self.column.count() - 2, edit)
        return edit

    def showEvent(self, event: QShowEvent) -> None:
        """As high as its sentences need at this text size."""
        super().showEvent(event)
        self._fit()

    def _fit(self) -> None:
        wide = max(self.width(), 560)
        self.column.activate()
        self.resize(wide, max(self.height(), self.column.totalHeightForWidth(wide)))

    def carry_out(self) -> None:
        """Do it; what is refused is said here, and nothing typed is lost."""
        try:
            self.act()
        except QafError as problem:
            self.error.setText(str(problem))
            self.error.show()
            self._fit()
            return
        self.accept()


class UrgentDialog(FormDialog):
    """Records an urgent concern; says always that this laptop has alerted nobody."""

    def __init__(self, parent: QWidget, case: str, notice: "AlertNotice", record: "Callable[..., object]") -> None:
        super().__init__(parent, f"Urgent concern, case {case}", "Record urgent concern", self._record, "urgent")
        self.record = record
        self.setAccessibleDescription(notice.sentence)
        self.say(notice.sentence, "strong")
        numbers = (("Duty", notice.duty), ("Out of hours", notice.out_of_hours), ("Emergency", notice.emergency))
        self.say(". ".join(f"{name}: {number or 'no number in settings'}" for name, number in numbers))
        self.say(notice.about_a_worker, "hint")
        self.concern = self.ask("What is the concern?", 3)
        self.told = self.ask("Who was told?", 1)
        self.when = self.ask("When were they told?", 1)
        self.tonight = self.ask("What will they do tonight?")
        self.concern.setFocus(Qt.FocusReason.OtherFocusReason)

    def _record(self) -> None:
        texts = [edit.toPlainText().strip() for edit in (self.concern, self.told, self.when, self.tonight)]
        if not texts[0]:
            raise QafError("Enter what the concern is")
        self.record(*texts)


def submit_dialog(parent: QWidget, case: str, lines: list[str], submit: "Callable[[], object]") -> FormDialog:
    """Confirms what is about to be submitted."""
    made = FormDialog(parent, f"Submit the audit of case {case}?", "Submit audit", submit, "primary")
    for line in lines:
        made.say(line)
    made.say("Grades describe the help that the child received from all services, not one worker.", "hint")
    made.say("What is submitted does not change. Your private notes are deleted.", "hint")
    return made


def abandon_dialog(parent: QWidget, case: str, abandon: "Callable[[str], object]") -> FormDialog:
    """Asks why the draft is abandoned."""
    made = FormDialog(parent, f"Abandon the audit of case {case}?", "Abandon audit", lambda: None, "urgent")
    made.say("Urgent concerns that were recorded stay.")
    reason = made.ask("Why is it abandoned?")

    def act() -> None:
        if not reason.toPlainText().strip():
            raise QafError("Enter why the audit is abandoned")
        abandon(reason.toPlainText().strip())

    made.act = act
    return made
