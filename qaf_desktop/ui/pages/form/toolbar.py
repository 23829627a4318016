"""What can be done beside a question: raise a finding or a recommendation, or mark it to come back to."""

from functools import partial
from typing import Protocol

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QIcon, QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QPushButton

from qaf_desktop.ui.pages.form.kit import button
from qaf_desktop.ui.pages.form.sitting import Sitting

RAISED = (("strengths", "Strength"), ("improvements", "Improvement"), ("recommendations", "Recommendation"))


class Acts(Protocol):
    """What the page does for a question."""

    def raise_beside(self, role: str, ref: str) -> None:
        """Add a finding or recommendation beside a question."""

    def next_open(self, back: bool = False) -> None:
        """Go to the next question that is unanswered."""

    def can_raise(self, role: str) -> bool:
        """Whether the tool has findings or recommendations of that kind."""

    def single_keys(self) -> bool:
        """Whether keys without a modifier do something."""

    def jump(self, ref: str) -> None:
        """Go to a question, wherever it is."""

    def picture(self, name: str, role: str = "accent") -> QIcon:
        """An icon in one of the look's colours."""

    def alarm(self) -> tuple[str, ...]:
        """What stands under the question about an urgent concern: sentences, whom to telephone."""


class Toolbar(QFrame):
    """The quiet buttons under a question: one tab stop, arrows within."""

    def __init__(self, sitting: Sitting, ref: str, acts: Acts) -> None:
        super().__init__()
        self.sitting, self.ref, self.acts = sitting, ref, acts
        self.setObjectName("toolbar")
        self.grid = QGridLayout(self)
        self.grid.setContentsMargins(0, 0, 0, 0)
        self.grid.setSpacing(4)
        self.buttons: list[QPushButton] = []
        for role, word in RAISED:
            if acts.can_raise(role):
                made = button(word, partial(acts.raise_beside, role, ref), "quiet", f"Add {word.lower()}")
                made.setToolTip(f"Add {word.lower()}, Alt+{word[0]}")
                self.buttons.append(made)
        self.flag = button("Come back to this", lambda: sitting.flag(ref), "quiet")
        self.flag.setToolTip("Ctrl+D")
        self.flag.setCheckable(True)
        self.buttons.append(self.flag)
        for place, made in enumerate(self.buttons):
            self.grid.addWidget(made, 0, place)  # a child from the start: only then it has the page's font
            made.setFocusPolicy(Qt.FocusPolicy.StrongFocus if place == 0 else Qt.FocusPolicy.ClickFocus)
            made.installEventFilter(self)
        keep = self.sizePolicy()
        keep.setRetainSizeWhenHidden(True)
        self.setSizePolicy(keep)
        self.refresh()

    def arrange(self, room: int) -> None:
        """In one row where they fit, the flag at its end; else two in a row, or one."""
        for made in self.buttons:
            made.ensurePolished()
            made.setIconSize(QSize(made.fontMetrics().height(), made.fontMetrics().height()))
            self.grid.removeWidget(made)
        count = len(self.buttons)
        wide = sum(made.sizeHint().width() + 4 for made in self.buttons)
        widest = max(made.sizeHint().width() for made in self.buttons)
        across = count if wide <= room else 2 if 2 * widest + 4 <= room else 1
        for place, made in enumerate(self.buttons):
            last = made is self.flag and across == count > 1
            self.grid.addWidget(made, place // across, place % across + last, Qt.AlignmentFlag.AlignLeft)
        for column in range(count + 1):
            self.grid.setColumnStretch(column, 1 if column == (count - 1 if across == count else across) else 0)
        self.updateGeometry()  # its room is kept while it is hidden, and hidden widgets do not tell of it themselves

    def refresh(self) -> None:
        """Whether the question is flagged, and the icons in the colours of the look."""
        flagged = self.ref in self.sitting.flagged
        self.flag.setChecked(flagged)
        self.flag.setText("To come back to" if flagged else "Come back to this")
        for made in self.buttons:
            made.setIcon(self.acts.picture("flag" if made is self.flag else "plus"))

    def eventFilter(self, watched: QObject, event: object) -> bool:
        """Left and right move within the toolbar."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and watched in self.buttons:
            step = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(Qt.Key(event.key()))
            if step:
                place = self.buttons.index(watched) + step
                self.buttons[place % len(self.buttons)].setFocus(Qt.FocusReason.TabFocusReason)
                return True
        return False
