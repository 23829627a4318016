"""Choice groups: radio buttons, check boxes and the grade bar, all picked by number keys."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QCheckBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QRadioButton,
    QSizePolicy,
    QVBoxLayout,
)

from qaf_desktop.ui.pages.form.kit import label, restyle
from qaf_desktop.ui.theme import GRADES

if TYPE_CHECKING:
    from qaf_desktop.tool.definition import Choice

_SHAPES = {value: shape for value, shape, _word in GRADES}
_GAP, _FEW, _INDICATOR = 22, 4, 24


def folded(words: str, metrics: QFontMetrics, room: int) -> str:
    """The words of a choice, in lines that are no wider than the room; ready for a button."""
    lines, line = [], ""
    for word in words.split():
        longer = f"{line} {word}" if line else word
        if line and metrics.horizontalAdvance(longer) > room:
            lines.append(line)
            longer = word
        line = longer
    return "\n".join([*lines, line]).replace("&", "&&")


class ChoiceGroup(QFrame):
    """One question's choices: the number keys 1 to 9 pick the nth, Enter goes on to the next question."""

    answered = Signal(str)
    go_on = Signal()
    unfinished = False

    def __init__(self, question: str, choices: "tuple[Choice, ...]", several: bool = False) -> None:
        super().__init__()
        self.several = several
        self.single_keys: Callable[[], bool] = lambda: True
        self.setAccessibleName(question)
        self.values = [choice.value for choice in choices]
        self.descriptors = [choice.descriptor for choice in choices]
        self.words: list[str] = []
        self.buttons: list[QAbstractButton] = []
        self.group = QButtonGroup(self)
        self.group.setExclusive(not several)
        self.grid = QGridLayout(self)
        self.grid.setContentsMargins(0, 0, 0, 0)
        self.grid.setHorizontalSpacing(_GAP)
        self.grid.setVerticalSpacing(2)
        for place, choice in enumerate(choices):
            self._add(place, choice, question)
        self.group.buttonClicked.connect(lambda _: self._tell())
        self._one_stop()

    def _add(self, place: int, choice: "Choice", question: str) -> None:
        made = (QCheckBox if self.several else QRadioButton)(choice.label.replace("&", "&&"))
        self.words.append(choice.label)
        made.setAccessibleName(f"{choice.label}, {question}")
        made.installEventFilter(self)
        self.buttons.append(made)
        self.group.addButton(made, place)
        self.place(place, made, choice)

    def place(self, place: int, made: QAbstractButton, choice: "Choice") -> None:
        """Give a choice its place until it is arranged."""
        self.grid.addWidget(made, place, 0, Qt.AlignmentFlag.AlignLeft)

    def arrange(self, room: int) -> None:
        """In one row where they fit; many short ones in columns, read downwards; else below one another."""
        for made, words in zip(self.buttons, self.words, strict=True):
            made.ensurePolished()
            made.setText(folded(words, made.fontMetrics(), room - _INDICATOR - made.fontMetrics().height()))
        widths = [made.sizeHint().width() + _GAP for made in self.buttons]
        count = len(widths)
        across = max(room // max(widths, default=room), 1) if count > _FEW else 1
        rows = 1 if sum(widths) <= room else -(-count // min(across, 3))
        for place, made in enumerate(self.buttons):
            self.grid.removeWidget(made)
            self.grid.addWidget(made, place % rows, place // rows, Qt.AlignmentFlag.AlignLeft)
        for column in range(count + 1):
            self.grid.setColumnStretch(column, 1 if column == -(-count // rows) else 0)

    def setAccessibleDescription(self, words: str) -> None:
        """What a screen reader says after each choice: its own descriptor, the hint, and what is wrong."""
        super().setAccessibleDescription(words)
        for made, descriptor in zip(self.buttons, self.descriptors, strict=True):
            made.setAccessibleDescription(". ".join(part for part in (descriptor, words) if part))

    def value(self) -> str:
        """The answer as it is kept: values with a space between."""
        return " ".join(value for value, made in zip(self.values, self.buttons, strict=True) if made.isChecked())

    def set_value(self, value: str) -> bool:
        """Show an answer, without telling anyone; answers whether another was shown."""
        before = self.value()
        chosen = set(value.split()) if self.several else {value}
        self.group.setExclusive(False)
        for one, made in zip(self.values, self.buttons, strict=True):
            made.setChecked(one in chosen)
        self.group.setExclusive(not self.several)
        self._one_stop()
        self.shown()
        return before != value

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
        """Number keys, Enter, and Delete that takes the answer away, wherever in the group the focus is."""
        if not isinstance(event, QKeyEvent) or event.type() != QKeyEvent.Type.KeyPress:
            return False
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        digit = event.text()
        if plain and len(digit) == 1 and digit in "123456789" and self.single_keys():
            self.pick(int(digit) - 1)
            return True
        if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.go_on.emit()
            return True
        if plain and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.set_value("")
            self.answered.emit("")
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
        inside.setContentsMargins(6, 6, 4, 8)
        inside.setSpacing(2)
        inside.addWidget(made, 0, Qt.AlignmentFlag.AlignLeft)
        key = label(str(place + 1), "key", False)
        below = QHBoxLayout()
        below.setContentsMargins(4, 0, 0, 0)
        below.addWidget(label(choice.descriptor, "small"), 1, Qt.AlignmentFlag.AlignTop)
        below.addWidget(key, 0, Qt.AlignmentFlag.AlignBottom)
        inside.addLayout(below, 1)
        self.cards = [*getattr(self, "cards", []), card]
        self.grid.setHorizontalSpacing(8)
        self.grid.setVerticalSpacing(8)
        self.grid.addWidget(card, place // 4, place % 4)

    def arrange(self, room: int) -> None:
        """Four in a row, or two where there is little room, or one."""
        for made in self.buttons:
            made.ensurePolished()
        widest = max((made.sizeHint().width() for made in self.buttons), default=0)
        needed = widest + 24
        across = next((many for many in (4, 2) if room >= many * needed), 1)
        for place, card in enumerate(self.cards):
            self.grid.removeWidget(card)
            self.grid.addWidget(card, place // across, place % across)
        for column in range(4):
            self.grid.setColumnStretch(column, 1 if column < across else 0)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The whole card is the grade's."""
        at = event.position().toPoint()
        place = next((n for n, card in enumerate(self.cards) if card.geometry().contains(at)), -1)
        if place >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self.pick(place)

    def shown(self) -> None:
        """The chosen card is marked by its border and a chip in the grade's own colours."""
        for card, made, value in zip(self.cards, self.buttons, self.values, strict=True):
            restyle(card, "gradeOn" if made.isChecked() else "grade")
            chip = value if made.isChecked() else ""
            if made.property("chip") != chip:
                made.setProperty("chip", chip)
                made.style().unpolish(made)
                made.style().polish(made)
