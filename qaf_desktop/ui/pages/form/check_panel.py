"""What the check found: one line for each problem; Enter goes to its field."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout

from qaf_desktop.ui.pages.form.kit import button, label

if TYPE_CHECKING:
    from qaf_desktop.services.audits import Problem


class ProblemList(QListWidget):
    """A list in which Enter opens."""

    opened = Signal(str)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes to the field."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentItem():
            self.opened.emit(self.currentItem().data(Qt.ItemDataRole.UserRole))
            return
        super().keyPressEvent(event)


class CheckPanel(QFrame):
    """Stands above the section until it is closed."""

    jump = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("checkPanel")
        self.title = label("", "section")
        self.list = ProblemList()
        self.list.setAccessibleName("What the check found")
        self.list.setWordWrap(True)
        self.list.opened.connect(self.jump)
        self.list.itemClicked.connect(lambda item: self.jump.emit(item.data(Qt.ItemDataRole.UserRole)))
        top = QHBoxLayout()
        top.addWidget(self.title, 1)
        top.addWidget(button("Close", self.hide, "quiet", "Close the check"))
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 10, 16, 10)
        column.addLayout(top)
        column.addWidget(self.list)
        self.hide()

    def show_problems(self, problems: "tuple[Problem, ...]") -> None:
        """List what was found, and take the focus."""
        self.list.clear()
        for problem in problems:
            where = f"{problem.section}: " if problem.section else ""
            item = QListWidgetItem(f"{where}{problem.message}")
            item.setData(Qt.ItemDataRole.UserRole, problem.ref)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{where}{problem.message}")
            self.list.addItem(item)
        count = len(problems)
        thing = "thing" if count == 1 else "things"
        self.title.setText(f"{count} {thing} to see to before you can submit" if count else "Ready to submit")
        self.list.setVisible(bool(count))
        self.list.setFixedHeight(min(count, 4) * (self.fontMetrics().lineSpacing() + 18) + 4)
        self.show()
        if count:
            self.list.setCurrentRow(0)
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
