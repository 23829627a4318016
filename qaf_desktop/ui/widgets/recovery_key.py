"""The recovery key, shown once: to copy, print through the system's dialog, or save."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtGui import QShowEvent, QTextCursor, QTextDocument
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from qaf_desktop.errors import QafError
from qaf_desktop.ui.dialogs.files import ask_save
from qaf_desktop.ui.pages.form.kit import button, label

FILE_NAME = "recovery-key.txt"


class RecoveryKey(QWidget):
    """The key, and the ways to keep it."""

    def __init__(self, key: str, organisation: str, save: Callable[[Path], None]) -> None:
        super().__init__()
        self._key, self._organisation, self._save = key, organisation, save
        shown = self._shown = QPlainTextEdit(key)
        shown.setReadOnly(True)
        shown.setTabChangesFocus(True)
        shown.setAccessibleName("Recovery key")
        self.said = label("", "hint")
        self.said.setAccessibleName("What was done")
        line = QHBoxLayout()
        for words, do in (("Copy", self._copy), ("Print", self._print), ("Save", self._choose)):
            line.addWidget(button(words, do, name=f"{words} the recovery key"))
        line.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(shown)
        column.addLayout(line)
        column.addWidget(self.said)

    def showEvent(self, event: QShowEvent) -> None:
        """High enough for the whole key at this text size."""
        super().showEvent(event)
        self._shown.setFixedHeight(self._shown.fontMetrics().lineSpacing() * 3 + 28)

    def _copy(self) -> None:
        QApplication.clipboard().setText(self._key)
        self.said.setText("Copied. Put it where only those who may open the workspace can read it.")

    def _choose(self) -> None:
        ask_save(self, "Save recovery key", FILE_NAME, "Text (*.txt)", self.save_to)

    def save_to(self, path: Path) -> None:
        """Writes the key to a file, and says so."""
        try:
            self._save(path)
        except (QafError, OSError) as error:
            self.said.setText(f"The key was not saved: {error}")
        else:
            self.said.setText(f"Saved in {path}. Print it, then delete the file.")

    def _print(self) -> None:
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName("Recovery key")
        if QPrintDialog(printer, self).exec():
            document_of(self._key, self._organisation).print_(printer)
            self.said.setText("Sent to the printer. Keep the page in a safe.")


def document_of(key: str, organisation: str) -> QTextDocument:
    """The page that is printed and put into a safe."""
    document = QTextDocument()
    font = document.defaultFont()
    font.setPointSize(12)
    document.setDefaultFont(font)
    cursor = QTextCursor(document)
    for words in (
        f"Recovery key of the QAF Desktop workspace of {organisation}",
        key,
        "It opens the workspace when the passphrase is forgotten: enter it in the place of the passphrase.",
        "Whoever has it can read everything in the workspace. Keep it in a safe.",
    ):
        cursor.insertText(words)
        cursor.insertBlock()
        cursor.insertBlock()
    return document
