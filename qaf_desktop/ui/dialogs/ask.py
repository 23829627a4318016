"""A dialog that asks for a few things and stays open, with the reason, while they are refused."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QIntValidator, QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from qaf_desktop.errors import QafError
from qaf_desktop.ui.background import Background
from qaf_desktop.ui.bars import CalmCombo
from qaf_desktop.ui.pages.form.kit import button, label

WIDEST, NARROWEST = 31, 28  # of a field, of a dialog: times the height of a line


@dataclass(frozen=True)
class Field:
    """One thing to enter: kind is line, text, secret, folder, number, check or choice; a number may have a unit."""

    name: str
    words: str
    kind: str = "line"
    hint: str = ""
    value: str = ""
    choices: Sequence[tuple[str, str]] = ()
    unit: str = ""


class Fields(QWidget):
    """Labels and editors, one under the other."""

    def __init__(self, fields: Sequence[Field]) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self.editors: dict[str, QWidget] = {}
        self.problems: dict[str, QLabel] = {}
        self._hints: dict[str, str] = {}
        for field in fields:
            editor = _editor(field)
            editor.setAccessibleName(field.words)
            self._hints[field.name] = ". ".join(filter(None, (field.hint, field.unit)))
            editor.setAccessibleDescription(self._hints[field.name])
            if not isinstance(editor, QCheckBox):
                words = label(field.words, "strong")
                words.setBuddy(editor)
                column.addWidget(words)
            if field.hint:
                column.addWidget(label(field.hint, "small"))
            problem = self.problems[field.name] = label("", "late")
            problem.hide()
            column.addWidget(problem)
            if field.unit:
                column.addLayout(_with_unit(editor, field.unit))
            elif field.kind == "folder":
                column.addLayout(_with_browse(editor, field.words))
            else:
                column.addWidget(editor)
            column.addSpacing(8)
            self.editors[field.name] = editor

    def values(self) -> dict[str, str]:
        """What was entered, by name; a check is "yes" or nothing."""
        return {name: _value(editor) for name, editor in self.editors.items()}

    def say(self, problem: str = "", name: str = "") -> bool:
        """Says beside a field what is wrong with it, and of the others nothing; False where there is no such field."""
        for one, said in self.problems.items():
            words = problem if one == name else ""
            said.setText(words)
            said.setVisible(bool(words))
            self.editors[one].setAccessibleDescription(" ".join(filter(None, (words, self._hints[one]))))
        if name not in self.editors:
            return False
        self.editors[name].setFocus()
        return True


def _with_browse(editor: QWidget, words: str) -> QHBoxLayout:
    """The folder can be chosen too; nothing is opened before one asks for it."""
    assert isinstance(editor, QLineEdit)

    def browse() -> None:
        from qaf_desktop.ui.dialogs.files import ask_folder

        ask_folder(editor, f"Choose the {words.lower().partition(',')[0]}", lambda chosen: editor.setText(str(chosen)))

    line = QHBoxLayout()
    line.setSpacing(8)
    line.addWidget(editor, 1)
    line.addWidget(button("Browse", browse, name=f"Choose the {words.lower().partition(',')[0]}"))
    line.addStretch()
    return line


def _with_unit(editor: QWidget, unit: str) -> QHBoxLayout:
    line = QHBoxLayout()
    editor.setMaximumWidth(110)
    line.addWidget(editor)
    line.addWidget(label(unit, "hint", wrap=False))
    line.addStretch(1)
    return line


def _editor(field: Field) -> QWidget:
    if field.kind == "choice":
        combo = CalmCombo()
        combo.setMaximumWidth(_lines(combo, WIDEST))
        combo.setSizeAdjustPolicy(CalmCombo.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        combo.setMinimumContentsLength(20)
        combo.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        for value, words in field.choices:
            combo.addItem(words, value)
        combo.setCurrentIndex(max(0, combo.findData(field.value)))
        return combo
    if field.kind == "check":
        check = QCheckBox(field.words)
        check.setChecked(field.value == "yes")
        return check
    if field.kind == "text":
        text = QPlainTextEdit(field.value)
        text.setTabChangesFocus(True)
        text.setFixedHeight(96)
        return text
    line = QLineEdit(field.value)
    line.setMaximumWidth(_lines(line, WIDEST))
    if field.kind == "number":
        line.setValidator(QIntValidator(0, 99_999, line))
    if field.kind == "secret":
        line.setEchoMode(QLineEdit.EchoMode.Password)
    return line


def _lines(widget: QWidget, count: int) -> int:
    """So many pixels: it grows with the text."""
    widget.ensurePolished()
    return count * widget.fontMetrics().lineSpacing()


def _value(editor: QWidget) -> str:
    if isinstance(editor, CalmCombo):
        return str(editor.currentData())
    if isinstance(editor, QCheckBox):
        return "yes" if editor.isChecked() else ""
    if isinstance(editor, QPlainTextEdit):
        return editor.toPlainText().strip()
    assert isinstance(editor, QLineEdit)
    return editor.text()


class Ask(QDialog):
    """Asks, tries, and closes once it went through. With a background, what takes long is tried there.

    What `may_hang`, as on a drive that does not answer, can be left alone: the dialog closes, and `told` says later why
    it failed. `first` stands above the fields, `extra` below them.
    """

    def __init__(
        self,
        parent: QWidget | None,
        title: str,
        fields: Sequence[Field],
        action: str,
        attempt: Callable[[dict[str, str]], Any],
        about: str = "",
        *,
        first: QWidget | None = None,
        extra: QWidget | None = None,
        background: Background | None = None,
        then: Callable[[Any], None] | None = None,
        may_hang: bool = False,
        told: Callable[[str], None] | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.finished.connect(self.deleteLater)
        self._attempt, self._background, self._then = attempt, background, then
        self._may_hang, self._told, self._left = may_hang, told, False
        self.fields, self.problem, self._wait = Fields(fields), label("", "late"), label("One moment.", "hint", False)
        self.problem.hide()
        self._wait.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(8)
        column.addWidget(label(title, "section"))
        if about:
            column.addWidget(label(about, "hint"))
        self._inside = QWidget()
        parts = [one for one in (first, self.fields if fields else None, extra) if one is not None]
        self._area = _scrolling(self._inside, parts)
        self._area.setVisible(bool(parts))
        column.addWidget(self._area, 1)
        column.addWidget(self.problem)
        self._cancel = button("Cancel", self.reject)
        self.main = button(action, self._try, "primary")
        self.main.setDefault(True)
        foot = QHBoxLayout()
        foot.addWidget(self._wait)
        foot.addStretch(1)
        foot.addWidget(self._cancel)
        foot.addWidget(self.main)
        column.addLayout(foot)

    def values(self) -> dict[str, str]:
        """What was entered, by name."""
        return self.fields.values()

    def _try(self) -> None:
        if self._background is None:
            try:
                done = self._attempt(self.values())
            except QafError as error:
                self._refused(error)
            else:
                self._succeeded(done)
            return
        said, attempt = self.values(), self._attempt
        self._busy(True)
        self._background.run(lambda job: attempt(said), self._succeeded, self._refused, may_hang=self._may_hang)

    def _succeeded(self, done: Any) -> None:
        if not self._left:
            self._busy(False)
            self.accept()
        if self._then is not None:
            self._then(done)

    def _refused(self, error: Exception) -> None:
        if not self._left:
            self._busy(False)
        if not isinstance(error, QafError | OSError):
            raise error
        if self._left:
            if self._told is not None:
                self._told(str(error))
            return
        self.problem.setText(str(error))
        self.problem.show()
        self.setAccessibleDescription(str(error))
        first = next(iter(self.fields.editors.values()), None)
        if first is not None:
            first.setFocus()

    def _busy(self, busy: bool) -> None:
        self._wait.setVisible(busy)
        for one in (self._inside, self.main):
            one.setEnabled(not busy)
        self._cancel.setEnabled(not busy or self._may_hang)
        self._cancel.setText("Close" if busy and self._may_hang else "Cancel")
        self._cancel.setAccessibleName(self._cancel.text())

    def reject(self) -> None:
        """Closes, unless something is under way that must come to its end; what may hang goes on by itself."""
        under_way = not self.main.isEnabled()
        if under_way and not self._may_hang:
            return
        self._left = under_way
        super().reject()

    def showEvent(self, event: QShowEvent) -> None:
        """As high as its content, and never higher than the window or the screen."""
        super().showEvent(event)
        room = QGuiApplication.primaryScreen().availableGeometry().size()
        parent = self.parentWidget()
        if parent is not None:
            room = room.boundedTo(parent.window().size())
        least = _lines(self, NARROWEST)
        wide = min(max(least, self._inside.minimumSizeHint().width() + 64), room.width() - 24)
        if self._area.isHidden():
            self.resize(wide, min(self.heightForWidth(wide), room.height() - 24))
            return
        inner = self._inside.heightForWidth(wide - 60)
        high = inner if inner > 0 else self._inside.sizeHint().height()
        bars = self.heightForWidth(wide) - self._area.sizeHint().height()
        self._area.setMinimumHeight(min(high, 160))
        self.resize(wide, min(bars + high + 4, room.height() - 24))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter is the main action, from a text of several lines too."""
        main = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if main and event.modifiers() & Qt.KeyboardModifier.ControlModifier and self.main.isEnabled():
            self._try()
        else:
            super().keyPressEvent(event)


def _scrolling(inside: QWidget, parts: Sequence[QWidget]) -> QScrollArea:
    column = QVBoxLayout(inside)
    column.setContentsMargins(2, 2, 10, 2)
    for one in parts:
        column.addWidget(one)
    column.addStretch(1)
    inside.setObjectName("page")
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(inside)
    return area
