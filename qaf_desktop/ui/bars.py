"""The bars around a page: the practice banner, notices, and the status."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QWidget

from qaf_desktop.ui.pages.form.kit import button, label
from qaf_desktop.ui.theme import Theme


class CalmCombo(QComboBox):
    """A list to choose from that a wheel passes over unless it has the focus."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Turns only where the keyboard is."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class Banner(QFrame):
    """Says for as long as it is practice that nobody here is real, and switches between people."""

    def __init__(self, people: list[tuple[str, str]], here: str, switch: Callable[[str], None]) -> None:
        super().__init__()
        self.setObjectName("banner")
        line = QHBoxLayout(self)
        line.setContentsMargins(14, 4, 14, 4)
        line.addWidget(label("Made-up people and cases", "strong", wrap=False))
        line.addStretch(1)
        line.addWidget(label("Practise as", "small", wrap=False))
        self.person = CalmCombo()
        self.person.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.person.setMinimumContentsLength(14)
        self.person.setAccessibleName("Person")
        for key, words in people:
            self.person.addItem(words, key)
        self.person.setCurrentIndex(max(0, self.person.findData(here)))
        self.person.activated.connect(lambda at: switch(self.person.itemData(at)))
        line.addWidget(self.person)


class Notice(QFrame):
    """Says something until the next action."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("notice")
        self.setAccessibleName("Notice")
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(20, 6, 12, 6)
        self.hide()

    def say(self, text: str, action_text: str | None = None, action: Callable[[], None] | None = None) -> None:
        """Shows the sentence, with what may be done about it."""
        self.clear()
        said = label(text)
        self._line.addWidget(said, 1)
        if action_text and action:

            def do(action: Callable[[], None] = action) -> None:
                self.clear()
                action()

            self._line.addWidget(button(action_text, do, "quiet"))
        self._line.addWidget(button("Close", self.clear, "quiet", "Close notice"))
        self.setAccessibleDescription(text)
        self.show()

    def clear(self) -> None:
        """Shows nothing."""
        while item := self._line.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        self.hide()


class Status(QFrame):
    """What is saved, and whose laptop it is."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("status")
        line = QHBoxLayout(self)
        line.setContentsMargins(14, 4, 14, 4)
        line.setSpacing(6)
        dot = label("●", "small", wrap=False)
        dot.setStyleSheet(f"color:{theme.tokens.ok}")
        self.saved, self.person = label("", "small", wrap=False), label("", "small", wrap=False)
        line.addWidget(dot)
        line.addWidget(self.saved)
        line.addStretch(1)
        line.addWidget(self.person)
