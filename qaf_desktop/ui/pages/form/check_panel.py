"""What the check found: one line for each problem, then what may be a name; Enter goes to its field."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListWidgetItem, QVBoxLayout

from qaf_desktop.ui.pages.form.kit import button, label
from qaf_desktop.ui.pages.form.rows import Rows

if TYPE_CHECKING:
    from qaf_desktop.services.audits import Problem
    from qaf_desktop.ui.pages.form.names_bar import Named

MOST_ROWS, LEAST = 4, 64
EDGE, PADDING, BAR = 1, 8, 14


class CheckPanel(QFrame):
    """Stands above the section until it is closed."""

    jump = Signal(str)
    closed = Signal()

    def __init__(self, around: Callable[[], int] = lambda: 0) -> None:
        super().__init__()
        self._around = around  # how much of the form's height is not for this panel
        self.setObjectName("checkPanel")
        self.title = label("", "section")
        self.note = label("", "small")
        self.list = Rows("What the check found", closable=True)
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(Rows.ScrollMode.ScrollPerPixel)
        self.list.opened.connect(self._go)
        self.list.itemClicked.connect(self._go)
        self.list.closed.connect(self._close)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.title)
        words.addWidget(self.note)
        top = QHBoxLayout()
        top.addLayout(words, 1)
        top.addWidget(button("Close", self._close, "quiet", "Close the check"), 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 8, 16, 8)
        column.addLayout(top)
        column.addWidget(self.list)
        self.hide()

    def show_found(self, problems: "tuple[Problem, ...]", names: "tuple[Named, ...]") -> None:
        """List what was found, and take the focus where there is something to go to."""
        self.list.clear()
        for problem in problems:
            self._line(f"{problem.section}: {problem.message}" if problem.section else problem.message, problem.ref)
        for one in names:
            self._line(f"{one.said[:1].upper()}{one.said[1:]}", one.ref)
        count = len(problems)
        thing = "thing" if count == 1 else "things"
        self.title.setText(f"{count:,} {thing} to see to before you can submit" if count else "Ready to submit")
        found = "1 place" if len(names) == 1 else f"{len(names):,} places"
        self.note.setText(f"{found} where a person may be named. That does not stop you." if names else "")
        self.note.setVisible(bool(names))
        self.list.setVisible(bool(self.list.count()))
        self.show()
        self._fit()
        if self.list.count():
            self.list.setCurrentRow(0)
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _line(self, words: str, ref: str) -> None:
        item = QListWidgetItem(words)
        item.setData(Qt.ItemDataRole.UserRole, ref)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, words)
        self.list.addItem(item)

    def _go(self, item: QListWidgetItem) -> None:
        self.jump.emit(item.data(Qt.ItemDataRole.UserRole))

    def _close(self) -> None:
        self.hide()
        self.closed.emit()

    def _fit(self) -> None:
        wide = self.list.viewport().width() - 2 * PADDING - BAR
        heights = []
        for item in (self.list.item(at) for at in range(self.list.count())):
            words = QRect(0, 0, max(wide, 80), 10_000)
            high = self.list.fontMetrics().boundingRect(words, Qt.TextFlag.TextWordWrap, item.text()).height()
            heights.append(high + 2 * PADDING + 1)
            item.setSizeHint(QSize(0, heights[-1]))
        del heights[MOST_ROWS:]
        parent, room = self.parentWidget(), self.window().height() // 3
        if parent is not None and self._around():
            title = self.title.heightForWidth(self.title.width()) + self.note.isVisible() * self.note.height()
            room = min(room, parent.height() - self._around() - title - 28)
        while len(heights) > 1 and sum(heights) > room:  # whole lines, one at least: the others are scrolled to
            heights.pop()
        self.list.setFixedHeight(min(sum(heights), max(room, LEAST)) + 2 * EDGE)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Long lines take two where there is little room."""
        super().resizeEvent(event)
        if self.list.count():
            self._fit()
