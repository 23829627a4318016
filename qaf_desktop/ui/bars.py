"""The bars around a page: the practice banner, notices, work under way, and the status."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPointF, QTimer
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QProgressBar, QStackedWidget, QVBoxLayout, QWidget

from qaf_desktop.errors import QafError
from qaf_desktop.ui.background import Background, Job
from qaf_desktop.ui.pages.form.kit import button, label
from qaf_desktop.ui.theme import Theme

if TYPE_CHECKING:
    from qaf_desktop.store.workspace import Workspace
    from qaf_desktop.ui.widgets.exchange_line import ExchangeLine


class CalmCombo(QComboBox):
    """A list to choose from that a wheel passes over unless it has the focus."""

    def showEvent(self, event: QShowEvent) -> None:
        """Sees to it that a label says what it is: under Linux, Qt tells a screen reader what is chosen as its name."""
        super().showEvent(event)
        within = self.parentWidget()
        if within and self.accessibleName() and all(one.buddy() is not self for one in within.findChildren(QLabel)):
            said = QLabel(self.accessibleName(), within)
            said.setBuddy(self)
            said.hide()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Turns only where the keyboard is."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The list with its arrow, in the colour of the text."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        size = self.fontMetrics().height()
        painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Text), size / 10))
        at, middle, half = self.width() - size * 0.8, self.height() / 2, size / 4
        points = (
            QPointF(at - half, middle - half / 2), QPointF(at, middle + half / 2), QPointF(at + half, middle - half / 2)
        )  # fmt: skip
        painter.drawPolyline(points)


class Banner(QFrame):
    """Says for as long as it is practice that nobody here is real, and switches between people."""

    def __init__(self, ws: Workspace, switch: Callable[[str], None]) -> None:
        super().__init__()
        from qaf_desktop.services import directory

        self.setObjectName("banner")
        line = QHBoxLayout(self)
        line.setContentsMargins(14, 4, 14, 4)
        self.setAccessibleName("Practice")
        line.addWidget(label("Made-up cases", "strong"), 1)
        self._words, self.person = label("Practise as", "small", wrap=False), CalmCombo()
        self._words.setBuddy(self.person)
        line.addWidget(self._words)
        self.person.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.person.setMinimumContentsLength(22)
        self.person.setMinimumWidth(200)  # it gives way where half a screen has to do
        self.person.setAccessibleName("Practise as")
        for one in directory.people(ws, limit=500).items:
            self.person.addItem(f"{one.name}, {directory.first_role(one)}", one.id)
        self.person.setCurrentIndex(max(0, self.person.findData(ws.person_id)))
        self.person.activated.connect(lambda at: switch(self.person.itemData(at)))
        line.addWidget(self.person)

    def show_people(self, shown: bool) -> None:
        """Whether one can switch; other people are nobody's business while an audit is read with its worker."""
        self._words.setVisible(shown)
        self.person.setVisible(shown)


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
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    def clear(self) -> None:
        """Shows nothing."""
        while item := self._line.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        self.hide()


class Working(QFrame):
    """Work that goes on behind the window: what it is, how far it is, and how to stop it."""

    def __init__(self, background: Background, say: Callable[[str], None]) -> None:
        super().__init__()
        self.setObjectName("notice")
        self.setAccessibleName("Work under way")
        self._background, self._say = background, say
        self._job: Job | None = None
        self._may_hang = False
        self.words, self.bar = label("", wrap=False), QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(8)
        self.bar.setMaximumWidth(260)
        self.bar.setAccessibleName("How far it is")
        self.stop = button("Cancel", self.cancel, "quiet")
        line = QHBoxLayout(self)
        line.setContentsMargins(20, 6, 12, 6)
        line.setSpacing(12)
        line.addWidget(self.words)
        line.addWidget(self.bar, 1)
        line.addWidget(self.stop)
        line.addStretch(1)
        self._soon = QTimer(self, singleShot=True, interval=300)
        self._soon.timeout.connect(self.show)
        self.hide()

    def run(
        self,
        words: str,
        work: Callable[[Job], Any],
        done: Callable[[Any], None],
        owner: QWidget | None = None,
        failed: Callable[[Exception], None] | None = None,
        may_hang: bool = False,
    ) -> None:
        """Starts work; one thing at a time. What fails is said, unless `failed` says it.

        What `may_hang`, as on a drive that does not answer, keeps the window neither from locking nor from closing.
        """
        if self._job is not None:
            self._say(f"{self.words.text()} is not done yet. Wait for it, then try again.")
            return
        self.words.setText(words)
        self.bar.hide()
        self.stop.hide()
        self.stop.setEnabled(True)
        self._soon.start()

        def end(made: Any) -> None:
            self._end()
            done(made)

        def fail(error: Exception) -> None:
            self._end()
            if failed is not None:
                failed(error)
            elif isinstance(error, QafError | OSError):
                self._say(str(error))
            else:
                raise error

        self._may_hang = may_hang
        self._job = self._background.run(work, end, fail, self._step, self, may_hang)

    def busy(self) -> bool:
        """Whether something is under way that has to be waited for."""
        return self._job is not None and not self._may_hang

    def cancel(self) -> None:
        """Stops the work where all that it has made is whole."""
        if self._job is not None:
            self._job.cancel()
            self.stop.setEnabled(False)

    def _step(self, done: int, of: int) -> None:
        self.bar.setRange(0, max(of, 1))
        self.bar.setValue(done)
        self.bar.show()
        self.stop.show()

    def _end(self) -> None:
        self._job = None
        self._soon.stop()
        self.hide()


class Status(QFrame):
    """What is saved, and whose laptop it is."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("status")
        self._theme = theme
        line = QHBoxLayout(self)
        line.setContentsMargins(14, 4, 14, 4)
        line.setSpacing(6)
        self._row = line
        self._exchange: ExchangeLine | None = None
        self._dot = label("●", "small", wrap=False)
        self.saved, self.person = label("", "small", wrap=False), label("", "small", wrap=False)
        line.addWidget(self._dot)
        line.addWidget(self.saved)
        line.addStretch(1)
        line.addWidget(self.person)
        self.say_saved("Everything is saved on this laptop")

    def add(self, exchange: ExchangeLine) -> None:
        """Takes the exchange in, before the person."""
        self._exchange = exchange
        for one in (exchange.bar, exchange, exchange.stop):
            self._row.insertWidget(self._row.count() - 1, one)

    def say_saved(self, words: str) -> None:
        """Says that all is saved, and when."""
        self._say(words, "●", self._theme.tokens.ok)

    def say_unsaved(self, words: str) -> None:
        """Says that something could not be saved, until it is."""
        self._say(words, "!", self._theme.tokens.error)

    def dress(self) -> None:
        """Takes on the theme's colours."""
        unsaved = self._dot.text() == "!"
        self._dot.setStyleSheet(f"color:{self._theme.tokens.error if unsaved else self._theme.tokens.ok}")
        if self._exchange is not None:
            self._exchange.dress()

    def _say(self, words: str, sign: str, colour: str) -> None:
        self.saved.setText(words)
        self._dot.setText(sign)
        self._dot.setStyleSheet(f"color:{colour}")


def whole(navigation: QWidget, middle: Iterable[QWidget], status: QWidget) -> QWidget:
    """The window's bars around its page."""
    right, across, column = QVBoxLayout(), QHBoxLayout(), QVBoxLayout()
    for layout in (right, across, column):
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
    for one in middle:
        right.addWidget(one, 1 if isinstance(one, QStackedWidget) else 0)
    across.addWidget(navigation)
    across.addLayout(right, 1)
    column.addLayout(across, 1)
    column.addWidget(status)
    centre = QWidget()
    centre.setObjectName("page")
    centre.setLayout(column)
    return centre
