"""One editor for each kind of question; all tell `answered(value)` and take `set_value(value)`."""

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QEvent, QMimeData, QSize, Qt, Signal, SignalInstance
from PySide6.QtGui import QKeyEvent, QKeySequence, QWheelEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPlainTextEdit, QSizePolicy, QWidget

from qaf_desktop.ui.pages.form.choices import ChoiceGroup, GradeBar
from qaf_desktop.ui.pages.form.kit import label
from qaf_desktop.ui.pages.form.reading import to_value, to_words

if TYPE_CHECKING:
    from qaf_desktop.tool.definition import Choice, Question


_CHARACTERS = {"date": 24, "time": 16, "datetime": 34, "integer": 16, "decimal": 16}
MOST_LINES = 20


class Editor(Protocol):
    """What the form asks of every editor."""

    answered: SignalInstance
    unfinished: bool

    def set_value(self, value: str) -> bool:
        """Show an answer, without telling anyone; answers whether another was shown."""

    def arrange(self, room: int) -> None:
        """Lay out anew for so much room and this text size."""


class TextEditor(QPlainTextEdit):
    """Text that grows with its content; Tab goes on; the wheel is the page's until the text is in use."""

    answered = Signal(str)
    pasted = Signal(str)
    unfinished = False

    def __init__(self, lines: int) -> None:
        super().__init__()
        self.lines = lines
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.textChanged.connect(self._changed)
        self.document().documentLayout().documentSizeChanged.connect(lambda _: self._grow())
        self._showing = False
        self._grow()

    def set_value(self, value: str) -> bool:
        """Put a text in place where it differs. What was typed before is the page's to take back, not the editor's."""
        if value == self.toPlainText():
            return False
        self._showing = True
        self.setPlainText(value)
        self.moveCursor(self.textCursor().MoveOperation.End)
        self._showing = False
        return True

    def arrange(self, room: int) -> None:
        """As high as the text is at this text size."""
        self._grow()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste words only; what may name a person is looked for then."""
        self.insertPlainText(source.text())
        self.pasted.emit(source.text())

    def sizeHint(self) -> QSize:
        """As high as the text, up to twenty lines; then it scrolls."""
        line = self.fontMetrics().lineSpacing()
        shown = min(max(int(self.document().size().height()), self.lines), MOST_LINES)
        return QSize(200, shown * line + 26)

    def forget(self) -> None:
        """The editor was left: what was typed in it is the page's to take back from now on."""
        self.document().clearUndoRedoStacks()

    def event(self, event: QEvent) -> bool:
        """Undo and redo are left to the page, which knows of the editors that were left, too."""
        return False if _takes_back(event) else bool(super().event(event))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The page scrolls, unless this text is longer than is shown and in use."""
        if self.hasFocus() and self.verticalScrollBar().maximum() > 0:
            super().wheelEvent(event)
        else:
            event.ignore()

    def _changed(self) -> None:
        if not self._showing:
            self.answered.emit(self.toPlainText())

    def _grow(self) -> None:
        wanted = self.sizeHint().height()
        fits = self.document().size().height() <= MOST_LINES
        policy = Qt.ScrollBarPolicy.ScrollBarAlwaysOff if fits else Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self.setVerticalScrollBarPolicy(policy)
        if self.height() != wanted:
            self.setFixedHeight(wanted)


class Line(QLineEdit):
    """One line; undo and redo are the page's."""

    def event(self, event: QEvent) -> bool:
        """The same as for texts."""
        return False if _takes_back(event) else bool(super().event(event))


class LineEditor(QFrame):
    """A date, time or number typed as people write it; beside it stands what was understood.

    What is not understood is an answer all the same, and is kept; it is said to be wrong once the line is left.
    """

    answered = Signal(str)
    left = Signal()
    go_on = Signal()

    def __init__(self, kind: str, words: str) -> None:
        super().__init__()
        self.kind = kind
        self.line = Line()
        self.line.setAccessibleName(words)
        self.line.textEdited.connect(self._edited)
        self.line.editingFinished.connect(self._finished)
        self.line.returnPressed.connect(self.go_on)
        self.said = label("", "hint")
        self.setFocusProxy(self.line)
        self.unfinished = False
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.line)
        row.addWidget(self.said, 1)

    def arrange(self, room: int) -> None:
        """Wide enough for a date and a time at this text size."""
        self.line.setFixedWidth(min(self.line.fontMetrics().averageCharWidth() * _CHARACTERS[self.kind] + 24, room))

    def set_value(self, value: str) -> bool:
        """Show an answer in words, unless it is being typed."""
        if _kept(self.kind, self.line.text()) == value:
            return False
        self.line.setText(to_words(self.kind, value))
        self.said.setText("")
        return True

    def forget(self) -> None:
        """The same as for texts."""
        self.line.setText(self.line.text())

    def setAccessibleDescription(self, words: str) -> None:
        """What a screen reader says after the line's name."""
        self.line.setAccessibleDescription(words)

    def _edited(self, text: str) -> None:
        read = to_value(self.kind, text)
        self.unfinished = read is None
        self.said.setText(read[1] if read else "")
        self.answered.emit(_kept(self.kind, text))

    def _finished(self) -> None:
        self.unfinished = False
        self.left.emit()


def _takes_back(event: QEvent) -> bool:
    """Whether it is undo or redo that an editor would take for itself."""
    if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    undo, redo = QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo
    taken = event.matches(undo) or event.matches(redo)
    if taken:
        event.ignore()
    return taken


def _kept(kind: str, text: str) -> str:
    read = to_value(kind, text)
    return text.strip() if read is None else read[0]


def editor_for(question: "Question", words: str, choices: "tuple[Choice, ...]") -> QWidget | None:
    """The editor for a question; None for a note."""
    made: QWidget
    if question.kind in ("select_one", "select_multiple"):
        several = question.kind == "select_multiple"
        graded = question.list_name == "grade" and not several
        return GradeBar(words, choices) if graded else ChoiceGroup(words, choices, several)
    if question.kind in _CHARACTERS:
        return LineEditor(question.kind, words)
    if question.kind == "text":
        made = TextEditor(3 if question.multiline else 1)
        made.setAccessibleName(words)
        return made
    return None
