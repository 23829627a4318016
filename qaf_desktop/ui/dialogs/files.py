"""Which file? Asked without holding anything up; the answer comes by call."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QWidget


def ask_open(parent: QWidget, title: str, kinds: str, then: Callable[[Path], None]) -> QFileDialog:
    """Asks for a file that is there."""
    return _ask(parent, title, kinds, then, QFileDialog.FileMode.ExistingFile)


def ask_save(parent: QWidget, title: str, name: str, kinds: str, then: Callable[[Path], None]) -> QFileDialog:
    """Asks where a file is to be written, with a name proposed; its ending is added where it is left out."""
    dialog = _ask(parent, title, kinds, then, QFileDialog.FileMode.AnyFile)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(Path(name).suffix.lstrip("."))
    dialog.selectFile(name)
    return dialog


def ask_folder(parent: QWidget, title: str, then: Callable[[Path], None]) -> QFileDialog:
    """Asks for a folder that is there."""
    dialog = _ask(parent, title, "", then, QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    return dialog


def _ask(
    parent: QWidget, title: str, kinds: str, then: Callable[[Path], None], mode: QFileDialog.FileMode
) -> QFileDialog:
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    dialog = QFileDialog(parent, title, documents, kinds)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setFileMode(mode)
    dialog.fileSelected.connect(lambda name: then(Path(name)))
    dialog.open()
    return dialog
