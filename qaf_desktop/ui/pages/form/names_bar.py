"""Points out what may be a name, a birth date, an NHS number or a postcode; never blocks."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout

from qaf_desktop.domain.possible_names import Mark, points_out
from qaf_desktop.ui.pages.form.editors import TextEditor
from qaf_desktop.ui.pages.form.kit import button, label

if TYPE_CHECKING:
    from qaf_desktop.ui.pages.form.sitting import Sitting

_MAY_BE = {
    "name": "may be a name",
    "birth_date": "may be a date of birth",
    "nhs_number": "may be an NHS number",
    "postcode": "may be a postcode",
}


@dataclass(frozen=True)
class Named:
    """Words in the answer at `ref` that may identify a person."""

    ref: str
    said: str


def said_of(mark: Mark) -> str:
    """The words, and what they may be."""
    return f"“{mark.words}” {_MAY_BE.get(mark.kind, _MAY_BE['name'])}"


def named_in(sitting: "Sitting") -> tuple[Named, ...]:
    """What may identify a person in all the audit's texts, each words of an answer once."""
    found: dict[Named, None] = {}
    for ref, text in sitting.texts():
        for mark in points_out(text):
            if mark.words not in sitting.kept_names:
                found[Named(ref, said_of(mark))] = None
    return tuple(found)


class NamesBar(QFrame):
    """Stands under a text after a paste or a check; "Change" selects the words, "Not a name" puts them aside."""

    kept_one = Signal()

    def __init__(self, editor: TextEditor, kept: set[str]) -> None:
        super().__init__()
        self.editor = editor
        self.kept = kept
        self.setObjectName("names")
        self.words = label("", "warning")
        self.change = button("Change", self._change, "quiet")
        self.keep = button("Not a name", self._keep, "quiet")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.words, 1)
        row.addWidget(self.change)
        row.addWidget(self.keep)
        self.mark: Mark | None = None
        self.setVisible(False)
        editor.pasted.connect(lambda _: self.look())
        editor.answered.connect(lambda _: None if self.isHidden() else self.look())

    def look(self) -> bool:
        """Look through the text; True where something is pointed out."""
        found = points_out(self.editor.toPlainText())
        self.mark = next((mark for mark in found if mark.words not in self.kept), None)
        if self.mark is not None:
            self.words.setText(said_of(self.mark))
            self.change.setAccessibleDescription(self.mark.words)
            self.keep.setAccessibleDescription(self.mark.words)
        self.setVisible(self.mark is not None)
        return self.mark is not None

    def _change(self) -> None:
        if self.mark is not None:
            text, cursor = self.editor.toPlainText(), self.editor.textCursor()
            cursor.setPosition(_units(text[: self.mark.start]))
            cursor.setPosition(_units(text[: self.mark.end]), cursor.MoveMode.KeepAnchor)
            self.editor.setTextCursor(cursor)
        self.editor.setFocus()

    def _keep(self) -> None:
        if self.mark is not None:
            self.kept.add(self.mark.words)
            self.kept_one.emit()
        self.editor.setFocus()
        self.look()


def _units(text: str) -> int:
    """How long Qt takes a text to be: characters beyond the first plane count twice."""
    return len(text.encode("utf-16-le")) // 2
