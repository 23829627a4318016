"""Go to a page, a case or a person: type, choose, Enter."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from qaf_desktop.services import cases, directory
from qaf_desktop.ui.dialogs.sizes import fit

if TYPE_CHECKING:
    from qaf_desktop.store.workspace import Workspace

MOST = 8


class GoTo(QDialog):
    """One field and what fits it."""

    def __init__(
        self, parent: QWidget, ws: Workspace, commands: list[tuple[str, Callable[[], None]]],
        show_case: Callable[[str], None], show_person: Callable[[str], None],
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.setWindowTitle("Go to")
        self.finished.connect(self.deleteLater)
        self._ws, self._commands, self._show_case, self._show_person = ws, commands, show_case, show_person
        self.field, self.list = QLineEdit(), QListWidget()
        self.field.setAccessibleName("Go to")
        self.field.setPlaceholderText("A case number, a person or a command")
        self.list.setAccessibleName("What fits")
        self.field.textChanged.connect(lambda: self._find())
        self.field.returnPressed.connect(lambda: self._go(self.list.currentItem()))
        self.list.itemActivated.connect(self._go)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(8)
        column.addWidget(self.field)
        column.addWidget(self.list)
        self._find()
        fit(self, 520, 400)

    def _find(self) -> None:
        text = self.field.text().strip()
        self.list.clear()
        found = [(words, go) for words, go in self._commands if text.lower() in words.lower()]
        if text:
            found = [
                *[(f"Case {row.number}, {row.worker or 'no worker'}", self._case(row.number))
                  for row in cases.cases(self._ws, text, 0, MOST).items],
                *[(f"{row.name}, {row.team or 'no team'}", self._person(row.name))
                  for row in directory.people(self._ws, text, 0, MOST).items],
                *found,
            ]  # fmt: skip
        for words, go in found:
            QListWidgetItem(words, self.list).setData(Qt.ItemDataRole.UserRole, go)
        self.list.setCurrentRow(0)

    def _case(self, number: str) -> Callable[[], None]:
        return lambda: self._show_case(number)

    def _person(self, name: str) -> Callable[[], None]:
        return lambda: self._show_person(name)

    def _go(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.accept()
            item.data(Qt.ItemDataRole.UserRole)()
