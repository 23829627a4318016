"""One editor for each kind of question; all tell `answered(value)` and take `set_value(value)`."""

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QMimeData, QSize, Qt, Signal, SignalInstance
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from qaf_desktop.ui.pages.form.choices import ChoiceGroup, GradeBar
from qaf_desktop.ui.pages.form.kit import label
from qaf_desktop.ui.pages.form.reading import NOT_UNDERSTOOD, to_value, to_words

if TYPE_CHECKING:
    from qaf_desktop.tool.definition import Choice, Question


class Editor(Protocol):
    """What the form asks of every editor."""

    answered: SignalInstance
    go_on: SignalInstance

    def set_value(self, value: str) -> None:
        """Show an answer, without telling anyone."""


class TextEditor(QPlainTextEdit):
    """Text that grows with its content; Tab goes on; undo is the text's own."""

    answered = Signal(str)
    go_on = Signal()
    pasted = Signal(str)

    def __init__(self, lines: int, placeholder: str = "") -> None:
        super().__init__()
        self.lines = lines
        self.setTabChangesFocus(True)
        self.setPlaceholderText(placeholder)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.textChanged.connect(self._changed)
        self.document().documentLayout().documentSizeChanged.connect(lambda _: self._grow())
        self._showing = False
        self._grow()

    def set_value(self, value: str) -> None:
        """Put a text in place where it differs, as one step that can be undone."""
        if value == self.toPlainText():
            return
        self._showing = True
        if self.document().isEmpty():
            self.setPlainText(value)
        else:
            cursor = self.textCursor()
            cursor.select(cursor.SelectionType.Document)
            cursor.insertText(value)
        self._showing = False

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste words only; what may name a person is looked for then."""
        self.insertPlainText(source.text())
        self.pasted.emit(source.text())

    def sizeHint(self) -> QSize:
        """As high as the text, up to twenty lines; then it scrolls."""
        line = self.fontMetrics().lineSpacing()
        shown = min(max(int(self.document().size().height()), self.lines), 20)
        return QSize(200, shown * line + 26)

    def _changed(self) -> None:
        if not self._showing:
            self.answered.emit(self.toPlainText())

    def _grow(self) -> None:
        wanted = self.sizeHint().height()
        fits = self.document().size().height() <= 20
        policy = Qt.ScrollBarPolicy.ScrollBarAlwaysOff if fits else Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self.setVerticalScrollBarPolicy(policy)
        if self.height() != wanted:
            self.setFixedHeight(wanted)


class LineEditor(QFrame):
    """A date, time or number typed as people write it; below stands what was understood."""

    answered = Signal(str)
    go_on = Signal()

    def __init__(self, kind: str) -> None:
        super().__init__()
        self.kind = kind
        self.line = QLineEdit()
        self.line.setMaximumWidth(280)
        self.line.textEdited.connect(self._edited)
        self.line.editingFinished.connect(self._finished)
        self.line.returnPressed.connect(self.go_on)
        self.said = label("", "hint")
        self.said.setVisible(False)
        self.setFocusProxy(self.line)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.line)
        column.addWidget(self.said)

    def set_value(self, value: str) -> None:
        """Show an answer in words, unless it is being typed."""
        read = to_value(self.kind, self.line.text())
        if read is None or read[0] != value:
            self.line.setText(to_words(self.kind, value))
            self._say("")

    def _edited(self, text: str) -> None:
        read = to_value(self.kind, text)
        self._say(read[1] if read else "")
        if read:
            self.answered.emit(read[0])

    def _finished(self) -> None:
        read = to_value(self.kind, self.line.text())
        self._say(read[1] if read else NOT_UNDERSTOOD[self.kind])

    def _say(self, words: str) -> None:
        self.said.setText(words)
        self.said.setVisible(bool(words))
        self.line.setAccessibleDescription(words)


class PlainLine(QLineEdit):
    """One line of text."""

    answered = Signal(str)
    go_on = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.textEdited.connect(self.answered)
        self.returnPressed.connect(self.go_on)

    def set_value(self, value: str) -> None:
        """Show a text where it differs."""
        if self.text() != value:
            self.setText(value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down are left to the page."""
        super().keyPressEvent(event)


def editor_for(question: "Question", words: str, choices: "tuple[Choice, ...]") -> QWidget | None:
    """The editor for a question; None for a note."""
    made: QWidget
    if question.kind in ("select_one", "select_multiple"):
        several = question.kind == "select_multiple"
        graded = question.list_name == "grade" and not several
        return GradeBar(words, choices) if graded else ChoiceGroup(words, choices, several)
    if question.kind in NOT_UNDERSTOOD:
        made = LineEditor(question.kind)
        made.line.setAccessibleName(words)
        return made
    if question.kind == "text":
        made = TextEditor(3 if question.multiline else 1)
        made.setAccessibleName(words)
        return made
    return None
