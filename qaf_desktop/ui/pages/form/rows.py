"""Lists of the audit form: arrows or J and K move, Enter opens, Esc closes what stands above the form."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem

_STEP = {Qt.Key.Key_J: 1, Qt.Key.Key_K: -1}
_OPEN = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Rows(QListWidget):
    """A list of lines that is worked by keys."""

    opened = Signal(QListWidgetItem)
    closed = Signal()

    def __init__(self, name: str, closable: bool = False) -> None:
        super().__init__()
        self.closable = closable
        self.single_keys: Callable[[], bool] = lambda: True
        self.setAccessibleName(name)
        self.setTabKeyNavigation(False)

    def event(self, event: QEvent) -> bool:
        """Esc is this list's where it can be closed; elsewhere it is the window's."""
        escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if self.closable and escape and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return bool(super().event(event))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """J and K move like the arrows; Enter opens; Esc closes."""
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        step = _STEP.get(Qt.Key(event.key())) if plain and self.single_keys() else None
        if step:
            self.setCurrentRow(min(max(self.currentRow() + step, 0), self.count() - 1))
        elif plain and event.key() in _OPEN and self.currentItem():
            self.opened.emit(self.currentItem())
        elif self.closable and event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
