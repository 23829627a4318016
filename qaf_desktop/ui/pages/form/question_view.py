"""One question: number, words, hint, guidance, editor, what is wrong, and what can be raised beside it."""

from functools import partial
from typing import TYPE_CHECKING, Protocol, cast

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from qaf_desktop.ui.pages.form.choices import ChoiceGroup, GradeBar
from qaf_desktop.ui.pages.form.editors import Editor, TextEditor, editor_for
from qaf_desktop.ui.pages.form.kit import button, label, restyle
from qaf_desktop.ui.pages.form.names_bar import NamesBar
from qaf_desktop.ui.pages.form.outline import follows
from qaf_desktop.ui.pages.form.sitting import Sitting

if TYPE_CHECKING:
    from qaf_desktop.tool.definition import Question

RAISED = (("strengths", "Strength"), ("improvements", "Improvement"), ("recommendations", "Recommendation"))


class Acts(Protocol):
    """What the page does for a question."""

    def raise_beside(self, role: str, ref: str) -> None:
        """Add a finding or recommendation beside a question."""

    def next_open(self, back: bool = False) -> None:
        """Go to the next question that is unanswered."""

    def can_raise(self, role: str) -> bool:
        """Whether the tool has findings or recommendations of that kind."""


class Toolbar(QFrame):
    """The quiet buttons under a question: one tab stop, arrows within."""

    def __init__(self, sitting: Sitting, ref: str, acts: Acts, room: int) -> None:
        super().__init__()
        self.grid = QGridLayout(self)
        self.grid.setContentsMargins(0, 0, 0, 0)
        self.grid.setSpacing(4)
        self.buttons: list[QPushButton] = []
        for role, word in RAISED:
            if acts.can_raise(role):
                made = button(f"+ {word}", partial(acts.raise_beside, role, ref), "quiet", f"Add {word.lower()}")
                made.setToolTip(f"Alt+{word[0]}")
                self.buttons.append(made)
        self.flag = button("Come back to this", lambda: sitting.flag(ref), "quiet")
        self.flag.setToolTip("Ctrl+D")
        self.flag.setCheckable(True)
        self.buttons.append(self.flag)
        for place, made in enumerate(self.buttons):
            made.setFocusPolicy(Qt.FocusPolicy.StrongFocus if place == 0 else Qt.FocusPolicy.ClickFocus)
            made.installEventFilter(self)
        wide = sum(made.sizeHint().width() + 24 for made in self.buttons)
        across = len(self.buttons) if wide <= room else 2 if wide <= 2 * room else 1
        for place, made in enumerate(self.buttons):
            last = made is self.flag and across > 2
            self.grid.addWidget(made, place // across, place % across + last, Qt.AlignmentFlag.AlignLeft)
        self.grid.setColumnStretch(across - 1 if across > 2 else across, 1)

    def eventFilter(self, watched: QObject, event: object) -> bool:
        """Left and right move within the toolbar."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and watched in self.buttons:
            step = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(Qt.Key(event.key()))
            if step:
                place = self.buttons.index(watched) + step
                self.buttons[place % len(self.buttons)].setFocus(Qt.FocusReason.TabFocusReason)
                return True
        return False


class QuestionView(QFrame):
    """A question of the section that is open."""

    focused = Signal(str)

    def __init__(self, sitting: Sitting, ref: str, number: str, acts: Acts, room: int, tools: bool = True) -> None:
        super().__init__()
        self.sitting = sitting
        self.ref = ref
        self.definition: Question = sitting.question(ref)
        self.setObjectName("question")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 14)
        self.column.setSpacing(6)
        self._words(number)
        self.error = label("", "errorText")
        self.column.addWidget(self.error)
        self.acts, self.room = acts, room
        self.choices = sitting.form.choices(ref)
        self.opener: QPushButton | None = None
        self.editor = editor_for(self.definition, sitting.form.label(ref), self.choices)
        self.names: NamesBar | None = None
        self.toolbar: Toolbar | None = None
        if self.editor is not None:
            self._bind(self.editor)
            self._fold_grades(self.editor)
            self.column.addWidget(self.editor)
            if isinstance(self.editor, TextEditor):
                self.names = NamesBar(self.editor, sitting.kept_names)
                self.column.addWidget(self.names)
            if tools:
                self.toolbar = Toolbar(sitting, ref, acts, room)
                keep = self.toolbar.sizePolicy()
                keep.setRetainSizeWhenHidden(True)
                self.toolbar.setSizePolicy(keep)
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
        self.hint.setVisible(bool(self.hint.text()))
        self.column.addWidget(self.hint)
        if self.definition.guidance:
            more = label(self.definition.guidance, "hint")
            more.setVisible(False)
            opener = button("What this means", lambda: more.setVisible(not more.isVisible()), "quiet")
            opener.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            self.column.addWidget(opener, 0, Qt.AlignmentFlag.AlignLeft)
            self.column.addWidget(more)

    def _fold_grades(self, made: QWidget) -> None:
        if self.sitting.together and isinstance(made, GradeBar):
            made.hide()
            self.opener = button("Show grades", self._unfold, "plain", f"Show grades, {made.accessibleName()}")
            self.column.addWidget(self.opener, 0, Qt.AlignmentFlag.AlignLeft)

    def _unfold(self) -> None:
        if self.opener is not None and self.editor is not None:
            self.editor.show()
            self.take_focus()
            self.opener.hide()

    def _follow_choices(self) -> None:
        choices = self.sitting.form.choices(self.ref)
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
            old.hide()
            old.deleteLater()

    def _bind(self, made: QWidget) -> None:
        editor = cast(Editor, made)
        text = isinstance(made, TextEditor)
        editor.answered.connect(lambda value: self.sitting.answer(self.ref, value, undoable=not text))
        editor.go_on.connect(lambda: self.acts.next_open())
        if isinstance(made, ChoiceGroup):
            made.arrange(self.room)
        for watched in (made, *made.findChildren(QWidget)):
            watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: object) -> bool:
        """Notice the focus, so that the page knows which question is the current one."""
        if isinstance(event, QFocusEvent) and event.type() == QEvent.Type.FocusIn:
            self.focused.emit(self.ref)
        return False

    def show_tools(self, current: bool) -> None:
        """Only the question in hand shows its buttons, or one to come back to; their room is kept."""
        if self.toolbar is not None:
            self.toolbar.setVisible(current or self.ref in self.sitting.flagged)

    def refresh(self) -> None:
        """Show the answer, the words and what is wrong, as they are now."""
        form = self.sitting.form
        for shown, words in ((self.title, form.label(self.ref)), (self.hint, form.hint(self.ref))):
            if shown.text() != words:
                shown.setText(words)
        problem = self.sitting.problem(self.ref)
        self.error.setText(problem)
        self.error.setVisible(bool(problem))
        restyle(self, "questionBad" if problem else "question")
        self._follow_choices()
        if self.editor is not None:
            cast(Editor, self.editor).set_value(form.value(self.ref))
            self.editor.setEnabled(not form.readonly(self.ref))
            said = ". ".join(part for part in (self.hint.text(), problem) if part)
            self.editor.setAccessibleDescription(said)
        if self.toolbar is not None:
            self.toolbar.flag.setChecked(self.ref in self.sitting.flagged)

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
        if made is not None:
            made.setFocus(Qt.FocusReason.OtherFocusReason)

    def caret(self) -> int:
        """Where the caret is in a text."""
        return self.editor.textCursor().position() if isinstance(self.editor, TextEditor) else 0
