"""One question: number, words, hint, guidance, editor, what is wrong, and what can be raised beside it."""

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from qaf_desktop.ui.pages.form.choices import ChoiceGroup, GradeBar
from qaf_desktop.ui.pages.form.editors import Editor, LineEditor, TextEditor, editor_for
from qaf_desktop.ui.pages.form.kit import button, label, panel, restyle
from qaf_desktop.ui.pages.form.names_bar import NamesBar
from qaf_desktop.ui.pages.form.outline import follows
from qaf_desktop.ui.pages.form.sitting import Sitting
from qaf_desktop.ui.pages.form.toolbar import Acts, Toolbar

if TYPE_CHECKING:
    from qaf_desktop.tool.definition import Question

_BY_THE_WAY = (
    Qt.FocusReason.PopupFocusReason,
    Qt.FocusReason.ActiveWindowFocusReason,
    Qt.FocusReason.MenuBarFocusReason,
)


class QuestionView(QFrame):
    """A question of the section that is open. `lead` is the question whose evidence this is, or the question itself."""

    focused = Signal(str)

    def __init__(self, sitting: Sitting, ref: str, number: str, acts: Acts, lead: str = "") -> None:
        super().__init__()
        self.sitting, self.ref, self.acts = sitting, ref, acts
        self.definition: Question = sitting.question(ref)
        self.setObjectName("question")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 4)
        self.column.setSpacing(6)
        self._words(number)
        self.error = label("", "errorText")
        self.column.addWidget(self.error)
        self.room, self.before = 0, ""
        self.choices = sitting.choices(ref)
        self.opener: QPushButton | None = None
        self.names: NamesBar | None = None
        self.toolbar: Toolbar | None = None
        self.editor = editor_for(self.definition, sitting.form.label(ref), self.choices)
        if self.editor is not None:
            self._bind(self.editor)
            self._fold_grades(self.editor)
            self.column.addWidget(self.editor)
            if isinstance(self.editor, TextEditor):
                self.names = NamesBar(self.editor, sitting.kept_names)
                self.names.kept_one.connect(lambda: sitting.flags_changed.emit())
                self.column.addWidget(self.names)
            if self.definition.role == "urgent_concern":
                self._alarm()
            if lead:
                self.toolbar = Toolbar(sitting, lead, acts)
                self.toolbar.hide()
                self.column.addWidget(self.toolbar)
        self.refresh()

    def _words(self, number: str) -> None:
        form = self.sitting.form
        top = QHBoxLayout()
        top.setSpacing(12)
        if number:
            top.addWidget(label(number, "number", False), 0, Qt.AlignmentFlag.AlignTop)
        role = "body" if self.definition.kind == "note" else "strong" if follows(self.definition) else "question"
        self.title = label(form.label(self.ref), role)
        top.addWidget(self.title, 1)
        self.column.addLayout(top)
        self.hint = label(form.hint(self.ref), "hint")
        self.column.addWidget(self.hint)
        words = form.guidance(self.ref)
        if words:
            more = label(words, "hint")
            more.setVisible(False)
            opener = button("What this means", lambda: _unfold(opener, more), "quiet", form.label(self.ref))
            self.column.addWidget(opener, 0, Qt.AlignmentFlag.AlignLeft)
            self.column.addWidget(more)

    def _alarm(self) -> None:
        column = QVBoxLayout()
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(4)
        first, *rest = self.acts.alarm()
        column.addWidget(label(first, "strong"))
        for words in rest:
            column.addWidget(label(words))
        self.column.addWidget(panel("alarm", column))

    def _fold_grades(self, made: QWidget) -> None:
        if self.sitting.together and isinstance(made, GradeBar):
            made.hide()
            self.opener = button("Show grades", self._unfold_grades, "plain", f"Show grades, {made.accessibleName()}")
            self.opener.installEventFilter(self)
            self.column.addWidget(self.opener, 0, Qt.AlignmentFlag.AlignLeft)

    def _unfold_grades(self) -> None:
        if self.opener is not None and self.editor is not None:
            self.editor.show()
            self.take_focus()
            self.opener.hide()

    def _follow_choices(self) -> None:
        choices = self.sitting.choices(self.ref)
        old = self.editor
        if choices == self.choices or not isinstance(old, ChoiceGroup):
            return
        self.choices = choices
        made = editor_for(self.definition, self.sitting.form.label(self.ref), choices)
        if made is not None:
            self._bind(made)
            made.setHidden(old.isHidden())
            self.column.replaceWidget(old, made)
            self.editor = made
            self.arrange(self.room)
            old.hide()
            old.deleteLater()

    def _bind(self, made: QWidget) -> None:
        editor = cast(Editor, made)
        typed = not isinstance(made, ChoiceGroup)
        editor.answered.connect(lambda value: self.sitting.answer(self.ref, value, undoable=not typed))
        if isinstance(made, ChoiceGroup | LineEditor):
            made.go_on.connect(lambda: self.acts.next_open())
        if isinstance(made, ChoiceGroup):
            made.single_keys = self.acts.single_keys
        if isinstance(made, LineEditor):
            made.left.connect(self.refresh)
        for watched in (made, *made.findChildren(QWidget)):
            watched.installEventFilter(self)

    def arrange(self, room: int) -> None:
        """Lay out anew for so much room and this text size."""
        self.room = room
        if self.editor is not None:
            cast(Editor, self.editor).arrange(room)
        if self.toolbar is not None:
            self.toolbar.arrange(room)

    def eventFilter(self, watched: QObject, event: object) -> bool:
        """Notice the focus: which question is the current one, and what was typed while it was."""
        if isinstance(event, QFocusEvent) and event.reason() not in _BY_THE_WAY:
            if event.type() == QEvent.Type.FocusIn:
                self.before = self.sitting.form.value(self.ref)
                self.focused.emit(self.ref)
            elif isinstance(self.editor, TextEditor | LineEditor) and self.sitting.typed(self.ref, self.before):
                self.editor.forget()
        return False

    def show_tools(self, current: bool, last: bool) -> None:
        """Only the question in hand shows its buttons, or one to come back to, under the last of its editors."""
        if self.toolbar is not None:
            keep = self.toolbar.sizePolicy()
            if keep.retainSizeWhenHidden() != last:
                keep.setRetainSizeWhenHidden(last)
                self.toolbar.setSizePolicy(keep)
            self.toolbar.setVisible(last and (current or self.toolbar.ref in self.sitting.flagged))

    def refresh(self) -> None:
        """Show the answer, the words and what is wrong, as they are now."""
        form = self.sitting.form
        for shown, words in ((self.title, form.label(self.ref)), (self.hint, form.hint(self.ref))):
            if shown.text() != words:
                shown.setText(words)
        self.hint.setVisible(bool(self.hint.text()))
        self._follow_choices()
        editor = cast(Editor, self.editor)
        problem = "" if self.editor is not None and editor.unfinished else self.sitting.problem(self.ref)
        self.error.setText(problem)
        self.error.setVisible(bool(problem))
        restyle(self, "questionBad" if problem else "question")
        if self.editor is not None:
            if editor.set_value(form.value(self.ref)):
                self.before = form.value(self.ref)
            self.editor.setEnabled(not form.readonly(self.ref))
            said = ". ".join(part for part in (self.hint.text(), problem) if part)
            self.editor.setAccessibleDescription(said)
        if self.toolbar is not None:
            self.toolbar.refresh()

    def take_focus(self, caret: int = 0) -> None:
        """Put the focus into the editor, at the caret where there is one."""
        made = self.editor
        if self.opener is not None and made is not None and made.isHidden():
            made = self.opener
        if isinstance(made, ChoiceGroup):
            made = next((one for one in made.buttons if one.isChecked()), made.buttons[0] if made.buttons else made)
        if isinstance(made, TextEditor) and caret:
            cursor = made.textCursor()
            cursor.setPosition(min(caret, made.document().characterCount() - 1))
            made.setTextCursor(cursor)
        if isinstance(made, LineEditor):
            made.line.setCursorPosition(caret or len(made.line.text()))
        if made is not None:
            made.setFocus(Qt.FocusReason.OtherFocusReason)

    def caret(self) -> int:
        """Where the caret is in a text."""
        if isinstance(self.editor, LineEditor):
            return self.editor.line.cursorPosition()
        return self.editor.textCursor().position() if isinstance(self.editor, TextEditor) else 0


def _unfold(opener: QPushButton, more: QWidget) -> None:
    more.setVisible(more.isHidden())
    opener.setText("What this means" if more.isHidden() else "Fold what this means")
