"""The parts of the audit record, from what the summary prints of it: grades, findings, answers, what stands beside."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from qaf_desktop.domain.working_days import overdue_by
from qaf_desktop.ui.pages.form.kit import button, label, long_date
from qaf_desktop.ui.widgets.body import card
from qaf_desktop.ui.widgets.grade_chip import GradeChip
from qaf_desktop.ui.widgets.prose import Prose
from qaf_desktop.ui.widgets.side_line import said_line

if TYPE_CHECKING:
    import datetime as dt

    from qaf_desktop.domain.audit import Waiting
    from qaf_desktop.reports.summary import Grade, Item, Part
    from qaf_desktop.ui.theme import Theme

NONE = "None recorded"


def grade_rows(grades: Sequence[Grade], theme: Theme) -> Iterator[QLayout]:
    """Each grade with its reasons."""
    for grade in grades:
        chip = GradeChip(grade.value, theme) if grade.value else label("Not graded yet", "hint", False)
        line = said_line(grade.about, "", chip)
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(line)
        if grade.reason:
            inside = QVBoxLayout()
            inside.setContentsMargins(14, 0, 12, 10)
            inside.addWidget(Prose(grade.reason, theme))
            column.addLayout(inside)
        yield column


def item_rows(items: Sequence[Item], theme: Theme) -> Iterator[QLayout]:
    """Each finding or recommendation with its evidence, themes, urgency and question."""
    for one in items:
        column = QVBoxLayout()
        column.setContentsMargins(14, 8, 12, 8)
        column.setSpacing(2)
        column.addWidget(Prose(one.what, theme, "strong"))
        if one.evidence:
            column.addWidget(Prose(one.evidence, theme))
        said = (("Themes", ", ".join(one.themes)), ("Urgency", one.urgency), ("Raised at", one.question))
        notes = ". ".join(f"{words}: {text}" for words, text in said if text)
        if notes:
            column.addWidget(Prose(notes, theme, "small"))
        yield column


def waiting_rows(
    waiting: Sequence[Waiting], today: dt.date, calendar: str, act: Callable[[Waiting], QWidget | None]
) -> Iterator[QLayout]:
    """Who must do what next, by when; `act` makes the button for what can be done here."""
    agreed = [one for one in waiting if one.kind == "recommendation"]
    for one in waiting:
        if one.kind == "recommendation" and one is not agreed[0]:
            continue
        what, who = one.what, one.person
        if one.kind == "recommendation" and len(agreed) > 1:
            what = f"{what.partition(':')[0]}: {len(agreed)} recommendations"
        right: list[QWidget] = []
        if one.due is not None:
            late = overdue_by(one.due, today, calendar)
            days = f"Overdue {late:,} working day{'s' if late != 1 else ''}"
            right.append(label(days if late else f"Due {long_date(one.due)}", "late" if late else "small", False))
        action = act(one)
        yield said_line(what, who, *right, *([action] if action is not None else []))


def text_rows(lines: Sequence[tuple[str, str]], theme: Theme) -> Iterator[QLayout]:
    """Texts, each under the small words that say whose or which it is."""
    for words, text in lines:
        column = QVBoxLayout()
        column.setContentsMargins(14, 8, 12, 8)
        column.setSpacing(2)
        if words:
            column.addWidget(Prose(words, theme, "small"))
        column.addWidget(Prose(text or "Not answered yet", theme))
        yield column


class Folded(QFrame):
    """A section of answers: its name opens it, and its answers are made when it is opened first."""

    def __init__(self, part: Part, theme: Theme, open_now: bool, told: Callable[[str, bool], None]) -> None:
        super().__init__()
        self.setObjectName("card")
        self._part, self._theme, self._told = part, theme, told
        self._inside: QWidget | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(4, 4, 4, 4)
        self._column.setSpacing(0)
        line = QHBoxLayout()
        title, lines = part
        self.title = button(title, self._turn, "quiet")
        line.addWidget(self.title)
        line.addStretch(1)
        line.addWidget(label(f"{len(lines)} answer{'s' if len(lines) != 1 else ''}", "small", False))
        line.addSpacing(10)
        self._column.addLayout(line)
        self._show(open_now)

    def _turn(self) -> None:
        opened = self._inside is None or self._inside.isHidden()
        self._show(opened)
        self._told(self._part[0], opened)

    def _show(self, opened: bool) -> None:
        if opened and self._inside is None:
            self._inside = card(text_rows(self._part[1], self._theme))
            self._inside.setObjectName("rows")
            self._column.addWidget(self._inside)
        if self._inside is not None:
            self._inside.setVisible(opened)
        self.title.setText(f"{'▾' if opened else '▸'}  {self._part[0]}")
        self.title.setAccessibleName(self._part[0])
        self.title.setAccessibleDescription("Open" if opened else "Closed")


def section(column: QVBoxLayout, title: str, rows: Sequence[QLayout], none: str = NONE) -> None:
    """A title and its rows in a card, or the words that there are none."""
    column.addSpacing(6)
    column.addWidget(label(title, "section"))
    column.addWidget(card(rows) if rows else label(none, "hint"))
