"""Choice groups: radio buttons, check boxes and the grade bar, all picked by number keys."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QCheckBox,
    QFrame,
    QGridLayout,
    QRadioButton,
    QSizePolicy,
    QVBoxLayout,
)

from qaf_desktop.ui.pages.form.kit import label, restyle

if TYPE_CHECKING:
    from qaf_desktop.tool.definition import Choice

_SHAPES = {"outstanding": "★", "good": "●", "requires_improvement": "▲", "inadequate": "■"}


class ChoiceGroup(QFrame):
    """One question's choices: the number keys 1 to 9 pick the nth, Enter goes on to the next question."""

    answered = Signal(str)
    go_on = Signal()

    def __init__(self, question: str, choices: "tuple[Choice, ...]", several: bool = False) -> None:
        super().__init__()
        self.several = several
        self.setAccessibleName(question)
        self.values = [choice.value for choice in choices]
        self.buttons: list[QAbstractButton] = []
        self.group = QButtonGroup(self)
        self.group.setExclusive(not several)
        self.grid = QGridLayout(self)
        self.grid.setContentsMargins(0, 0, 0, 0)
        self.grid.setHorizontalSpacing(22)
        self.grid.setVerticalSpacing(2)
        for place, choice in enumerate(choices):
            self._add(place, choice, question)
        self.group.buttonClicked.connect(lambda _: self._tell())
        self._one_stop()

    def _add(self, place: int, choice: "Choice", question: str) -> None:
        made = (QCheckBox if self.several else QRadioButton)(choice.label.replace("&", "&&"))
        made.setAccessibleName(f"{choice.label}, {question}")
        made.installEventFilter(self)
        self.buttons.append(made)
        self.group.addButton(made, place)
        self.place(place, made, choice)

    def place(self, place: int, made: QAbstractButton, choice: "Choice") -> None:
        """Short choices stand side by side, long or many ones below one another."""
        self.grid.addWidget(made, place, 0, Qt.AlignmentFlag.AlignLeft)

    def arrange(self, room: int) -> None:
        """Lay the choices out in one row where they fit."""
        wide = sum(made.sizeHint().width() + 22 for made in self.buttons)
        in_row = wide <= room
        for place, made in enumerate(self.buttons):
            self.grid.removeWidget(made)
            self.grid.addWidget(made, 0 if in_row else place, place if in_row else 0, Qt.AlignmentFlag.AlignLeft)
        self.grid.setColumnStretch(len(self.buttons) if in_row else 1, 1)

    def value(self) -> str:
        """The answer as it is kept: values with a space between."""
        return " ".join(value for value, made in zip(self.values, self.buttons, strict=True) if made.isChecked())

    def set_value(self, value: str) -> None:
        """Show an answer, without telling anyone."""
        chosen = set(value.split()) if self.several else {value}
        self.group.setExclusive(False)
        for one, made in zip(self.values, self.buttons, strict=True):
            made.setChecked(one in chosen)
        self.group.setExclusive(not self.several)
        self._one_stop()
        self.shown()

    def shown(self) -> None:
        """Called when what is chosen changed."""

    def pick(self, place: int) -> None:
        """Pick (or, among several, turn over) the nth choice; the focus stays in the group."""
        if place < len(self.buttons):
            made = self.buttons[place]
            made.setChecked(not made.isChecked() if self.several else True)
            made.setFocus(Qt.FocusReason.OtherFocusReason)
            self._tell()

    def eventFilter(self, watched: QObject, event: object) -> bool:
        """Number keys and Enter, wherever in the group the focus is."""
        if not isinstance(event, QKeyEvent) or event.type() != QKeyEvent.Type.KeyPress:
            return False
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        digit = event.text()
        if plain and len(digit) == 1 and digit in "123456789":
            self.pick(int(digit) - 1)
            return True
        if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.go_on.emit()
            return True
        arrows = (Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Left)
        if plain and event.key() in arrows and watched in self.buttons:
            step = 1 if event.key() in arrows[:2] else -1
            place = (self.buttons.index(watched) + step) % len(self.buttons)
            if self.several:
                self.buttons[place].setFocus(Qt.FocusReason.OtherFocusReason)
            else:
                self.pick(place)
            return True
        return False

    def _tell(self) -> None:
        self._one_stop()
        self.shown()
        self.answered.emit(self.value())

    def _one_stop(self) -> None:
        chosen = [made for made in self.buttons if made.isChecked()] or self.buttons[:1]
        for made in self.buttons:
            stop = made is chosen[0]
            made.setFocusPolicy(Qt.FocusPolicy.StrongFocus if stop else Qt.FocusPolicy.ClickFocus)


class GradeBar(ChoiceGroup):
    """The four grades side by side, each with its key, shape, word and descriptor."""

    def place(self, place: int, made: QAbstractButton, choice: "Choice") -> None:
        """One card for each grade."""
        made.setText(f"{_SHAPES.get(choice.value, '')} {choice.label}")
        made.setProperty("role", "grade")
        card = QFrame()
        card.setObjectName("grade")
        card.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(8, 6, 6, 8)
        inside.setSpacing(2)
        top = QGridLayout()
        top.addWidget(made, 0, 0)
        top.addWidget(
            label(str(place + 1), "key", False), 0, 1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop
        )
        inside.addLayout(top)
        descriptor = label(choice.descriptor, "small")
        made.setAccessibleDescription(choice.descriptor)
        inside.addWidget(descriptor)
        inside.addStretch(1)
        self.cards = [*getattr(self, "cards", []), card]
        self.grid.setHorizontalSpacing(8)
        self.grid.addWidget(card, place // 4, place % 4)

    def arrange(self, room: int) -> None:
        """Four in a row, or two where there is little room."""
        bold = self.font()
        bold.setBold(True)
        widest = max((QFontMetrics(bold).horizontalAdvance(one.text()) for one in self.buttons), default=0)
        across = 4 if room >= 4 * (widest + 70) else 2 if room >= 2 * (widest + 70) else 1
        for place, card in enumerate(self.cards):
            self.grid.removeWidget(card)
            self.grid.addWidget(card, place // across, place % across)
        for column in range(4):
            self.grid.setColumnStretch(column, 1 if column < across else 0)

    def shown(self) -> None:
        """The chosen card is marked by its border and a chip in the grade's own colours."""
        for card, made, value in zip(self.cards, self.buttons, self.values, strict=True):
            restyle(card, "gradeOn" if made.isChecked() else "grade")
            chip = value if made.isChecked() else ""
            if made.property("chip") != chip:
                made.setProperty("chip", chip)
                made.style().unpolish(made)
                made.style().polish(made)
