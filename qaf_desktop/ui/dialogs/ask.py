"""A dialog that asks for a few things and stays open, with the reason, while they are refused."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from qaf_desktop.errors import QafError
from qaf_desktop.ui.bars import CalmCombo
from qaf_desktop.ui.pages.form.kit import button, label


@dataclass(frozen=True)
class Field:
    """One thing to enter: kind is line, text, secret or choice."""

    name: str
    words: str
    kind: str = "line"
    hint: str = ""
    value: str = ""
    choices: Sequence[tuple[str, str]] = ()


class Fields(QWidget):
    """Labels and editors, one under the other."""

    def __init__(self, fields: Sequence[Field]) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self.editors: dict[str, QWidget] = {}
        for field in fields:
            editor = _editor(field)
            editor.setAccessibleName(field.words)
            editor.setAccessibleDescription(field.hint)
            editor.setMaximumWidth(520)
            words = label(field.words, "strong")
            words.setBuddy(editor)
            column.addWidget(words)
            if field.hint:
                column.addWidget(label(field.hint, "small"))
            column.addWidget(editor)
            column.addSpacing(8)
            self.editors[field.name] = editor

    def values(self) -> dict[str, str]:
        """What was entered, by name."""
        return {name: _value(editor) for name, editor in self.editors.items()}


def _editor(field: Field) -> QWidget:
    if field.kind == "choice":
        combo = CalmCombo()
        for value, words in field.choices:
            combo.addItem(words, value)
        combo.setCurrentIndex(max(0, combo.findData(field.value)))
        return combo
    if field.kind == "text":
        text = QPlainTextEdit(field.value)
        text.setTabChangesFocus(True)
        text.setFixedHeight(96)
        return text
    line = QLineEdit(field.value)
    if field.kind == "secret":
        line.setEchoMode(QLineEdit.EchoMode.Password)
    return line


def _value(editor: QWidget) -> str:
    if isinstance(editor, CalmCombo):
        return str(editor.currentData())
    if isinstance(editor, QPlainTextEdit):
        return editor.toPlainText().strip()
    assert isinstance(editor, QLineEdit)
    return editor.text()


class Ask(QDialog):
    """Asks, tries, and closes once it went through."""

    def __init__(
        self,
        parent: QWidget | None,
        title: str,
        fields: Sequence[Field],
        action: str,
        attempt: Callable[[dict[str, str]], object],
        about: str = "",
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(480)
        self._attempt = attempt
        self.fields, self.problem = Fields(fields), label("", "late")
        self.problem.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(8)
        column.addWidget(label(title, "section"))
        if about:
            column.addWidget(label(about, "hint"))
        column.addWidget(self.fields)
        column.addWidget(self.problem)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(button("Cancel", self.reject))
        self.main = button(action, self._try, "primary")
        self.main.setDefault(True)
        foot.addWidget(self.main)
        column.addLayout(foot)

    def _try(self) -> None:
        try:
            self._attempt(self.fields.values())
        except QafError as error:
            self.problem.setText(str(error))
            self.problem.show()
            self.setAccessibleDescription(str(error))
            return
        self.accept()
