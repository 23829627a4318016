"""A list of lines: arrows or J and K move, Enter opens; letters search nothing, for its rows are read page by page."""

from __future__ import annotations

from PySide6.QtCore import QAbstractListModel, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QListView, QStyledItemDelegate

SINGLE_KEYS = "singleKeys"
_STEPS = {Qt.Key.Key_J: Qt.Key.Key_Down, Qt.Key.Key_K: Qt.Key.Key_Up}


class LineList(QListView):
    """A long list in one column."""

    opened = Signal(int)

    def __init__(self, name: str, model: QAbstractListModel, delegate: QStyledItemDelegate) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setModel(model)
        self.setItemDelegate(delegate)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.doubleClicked.connect(lambda index: self.opened.emit(index.row()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens; J and K move unless single letters are switched off for this laptop."""
        step = _STEPS.get(Qt.Key(event.key()))
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex().row())
        elif step is not None and plain and self.window().property(SINGLE_KEYS) is not False:
            super().keyPressEvent(QKeyEvent(event.type(), step, Qt.KeyboardModifier.NoModifier))
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Searches nothing: that would read every page."""

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The first row is the current one, so that a screen reader says something and Enter opens it."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.model().rowCount():
            self.setCurrentIndex(self.model().index(0, 0))
