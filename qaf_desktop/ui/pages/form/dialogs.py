"""Small dialogs of the audit form: the urgent concern, submitting, abandoning, and what an older version left."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QPlainTextEdit, QScrollArea, QVBoxLayout, QWidget

from qaf_desktop.errors import QafError
from qaf_desktop.ui.pages.form.kit import button, label

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qaf_desktop.services.concerns import AlertNotice

_WIDE, _AROUND = 560, 48


class FormDialog(QDialog):
    """Sentences, some texts to fill in, and one action that may be refused with a sentence."""

    def __init__(
        self, parent: QWidget, title: str, action: str, act: "Callable[[], object]", kind: str, back: str = "Go back"
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.act = act
        body = QWidget()
        body.setObjectName("page")
        self.column = QVBoxLayout(body)
        self.column.setContentsMargins(24, 16, 24, 8)
        self.column.setSpacing(8)
        self.column.addWidget(label(title, "title"))
        self.column.addStretch(1)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(body)
        self.error = label("", "errorText")
        self.error.hide()
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        self.cancel = button(back, self.reject)
        row.addWidget(self.cancel)
        if action:
            self.go = button(action, self.carry_out, kind)
            self.go.setShortcut("Ctrl+Return")
            row.addWidget(self.go)
        self.foot = QVBoxLayout()
        self.foot.setContentsMargins(24, 4, 24, 16)
        self.foot.addWidget(self.error)
        self.foot.addLayout(row)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.area, 1)
        outer.addLayout(self.foot)

    def say(self, words: str, role: str = "body") -> None:
        """One more sentence."""
        self.column.insertWidget(self.column.count() - 1, label(words, role))

    def ask(self, words: str, lines: int = 2, value: str = "") -> QPlainTextEdit:
        """One more text to fill in."""
        edit = QPlainTextEdit(value)
        edit.setTabChangesFocus(True)
        edit.setAccessibleName(words)
        edit.setProperty("lines", lines)
        if lines == 1:
            edit.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.say(words, "strong")
        self.column.insertWidget(self.column.count() - 1, edit)
        return edit

    def showEvent(self, event: QShowEvent) -> None:
        """As high as its sentences need at this text size, and no higher than the screen."""
        super().showEvent(event)
        for edit in self.findChildren(QPlainTextEdit):
            edit.setFixedHeight(edit.fontMetrics().lineSpacing() * int(edit.property("lines")) + 26)
        QTimer.singleShot(0, self, self._fit)  # once the style sheet has given every part its font

    def _fit(self) -> None:
        parent = self.parent()
        window = parent.window() if isinstance(parent, QWidget) else self
        scale = max(self.fontMetrics().height() / 16, 1)
        wide = min(round(_WIDE * scale), max(window.width() - _AROUND, 320))
        self.column.activate()
        parts = (self.column, self.foot)
        high = 8 + sum(
            one.heightForWidth(wide) if one.hasHeightForWidth() else one.sizeHint().height() for one in parts
        )
        self.resize(wide, min(high, max(window.height() - _AROUND, 240)))

    def carry_out(self) -> None:
        """Do it; what is refused is said here, and nothing typed is lost."""
        try:
            self.act()
        except QafError as problem:
            self.error.setText(str(problem))
            self.error.show()
            self.setAccessibleDescription(str(problem))
            self._fit()
            return
        self.accept()


def numbers_line(notice: "AlertNotice") -> str:
    """Whom to telephone."""
    numbers = (("Duty", notice.duty), ("Out of hours", notice.out_of_hours), ("Emergency", notice.emergency))
    return ". ".join(f"{name}: {number or 'not set yet'}" for name, number in numbers)


class UrgentDialog(FormDialog):
    """Records an urgent concern; says always that this laptop has alerted nobody."""

    def __init__(
        self,
        parent: QWidget,
        case: str,
        notice: "AlertNotice",
        record: "Callable[..., object]",
        said: "Sequence[str]" = ("", "", "", ""),
    ) -> None:
        super().__init__(parent, f"Urgent concern, case {case}", "Record urgent concern", self._record, "urgent")
        self.record = record
        self.setAccessibleDescription(notice.sentence)
        self.say(notice.sentence, "strong")
        self.say(numbers_line(notice))
        self.say(notice.about_a_worker, "hint")
        self.concern = self.ask("What is the concern?", 3, said[0])
        self.told = self.ask("Who was told?", 1, said[1])
        self.when = self.ask("When were they told? Such as 4/8/2026 2:32pm", 1, said[2])
        self.tonight = self.ask("What will they do, and by when?", 2, said[3])
        self.concern.setFocus(Qt.FocusReason.OtherFocusReason)

    def _record(self) -> None:
        texts = [edit.toPlainText().strip() for edit in (self.concern, self.told, self.when, self.tonight)]
        if not texts[0]:
            self.concern.setFocus(Qt.FocusReason.OtherFocusReason)
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
    made.say("The draft is closed and its private notes are deleted. Urgent concerns that were recorded stay.")
    reason = made.ask("Why is it abandoned?")

    def act() -> None:
        if not reason.toPlainText().strip():
            raise QafError("Enter why the audit is abandoned")
        abandon(reason.toPlainText().strip())

    made.act = act
    reason.setFocus(Qt.FocusReason.OtherFocusReason)
    return made


def left_dialog(parent: QWidget, left: "Sequence[tuple[str, str]]") -> FormDialog:
    """Answers that have no place in the version of the tool that the draft was moved to."""
    made = FormDialog(parent, "Answers from the earlier version", "", lambda: None, "plain", "Close")
    made.say("These have no place in this version of the tool. They are kept with the audit, and printed.", "hint")
    for words, value in left:
        made.say(words, "strong")
        made.say(value)
    return made
