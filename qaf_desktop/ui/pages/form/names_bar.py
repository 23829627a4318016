"""Points out what may be a name, a birth date, an NHS number or a postcode; never blocks."""

from PySide6.QtWidgets import QFrame, QHBoxLayout

from qaf_desktop.ui.pages.form.editors import TextEditor
from qaf_desktop.ui.pages.form.kit import button, label

_MAY_BE = {
    "name": "may be a name",
    "birth_date": "may be a date of birth",
    "nhs_number": "may be an NHS number",
    "postcode": "may be a postcode",
}


class NamesBar(QFrame):
    """Stands under a text after a paste or a check; "Change" selects the words, "Not a name" puts them aside."""

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
        self.span = (0, 0)
        self.setVisible(False)
        editor.pasted.connect(lambda _: self.look())

    def look(self) -> bool:
        """Look through the text; True where something is pointed out."""
        from qaf_desktop.domain.possible_names import points_out

        text = self.editor.toPlainText()
        for mark in points_out(text):
            found = text[mark.start : mark.end]
            if found not in self.kept:
                self.span = (mark.start, mark.end)
                self.words.setText(f"“{found}” {_MAY_BE.get(mark.kind, _MAY_BE['name'])}")
                self.change.setAccessibleName(f"Change {found}")
                self.keep.setAccessibleName(f"Not a name: {found}")
                self.setVisible(True)
                return True
        self.setVisible(False)
        return False

    def _change(self) -> None:
        cursor = self.editor.textCursor()
        cursor.setPosition(self.span[0])
        cursor.setPosition(self.span[1], cursor.MoveMode.KeepAnchor)
        self.editor.setTextCursor(cursor)
        self.editor.setFocus()
        self.setVisible(False)

    def _keep(self) -> None:
        self.kept.add(self.editor.toPlainText()[self.span[0] : self.span[1]])
        self.editor.setFocus()
        self.look()
