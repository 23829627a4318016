"""Header and footer of the audit form: the case, what is at hand always, and whether it is saved."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from qaf_desktop.domain.words import PLAN_TYPES, PURPOSES
from qaf_desktop.ui import icons
from qaf_desktop.ui.pages.form.kit import button, label
from qaf_desktop.ui.theme import Theme

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMenu

    from qaf_desktop.domain.events import CaseAtStart
    from qaf_desktop.ui.pages.form.page import FormPage

NOTES = "Private notes. Deleted when you submit. Can be asked for while they exist"


class Head(QFrame):
    """The case, and what is at hand always."""

    def __init__(self, case: "CaseAtStart", purpose: str, page: "FormPage", more: "QMenu", sections: "QMenu") -> None:
        super().__init__()
        self.setObjectName("head")
        self.about = f"{PLAN_TYPES.get(case.plan, case.plan)}. {PURPOSES.get(purpose, purpose)}."
        self.worker = case.worker_name
        words = QVBoxLayout()
        words.setSpacing(0)
        self.case = label(f"Case {case.number}", "title", False)
        words.addWidget(self.case)
        self.about_words = label("", "small")
        words.addWidget(self.about_words)
        self.rows = [QHBoxLayout() for _ in range(3)]
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 10, 16, 10)
        column.setSpacing(0)
        for row in self.rows:
            row.setSpacing(8)
            column.addLayout(row)
        self.rows[0].addLayout(words, 1)
        self.sections = button("Sections", lambda: None, "quiet", "Go to a section")
        self.sections.setMenu(sections)
        self.more = button("More", lambda: None, "quiet", "More for this audit")
        self.more.setMenu(more)
        self.sit = button("Sit together", lambda: page.sit_together(not page.together), "quiet", "Ctrl+T")
        self.check = button("Check audit", page.check, name="F9")
        self.urgent = button("Urgent concern", page.show_urgent, "urgent", "Alt+U")
        self.buttons = (self.sections, self.more, self.sit, self.check, self.urgent)
        for one in self.buttons:
            self.rows[0].addWidget(one)

    def dress(self, theme: Theme) -> None:
        """Icons in the colours and the size of the look."""
        size = QSize(theme.px(16), theme.px(16))
        for one, name, colour in (
            (self.check, "check", theme.tokens.text),
            (self.urgent, "alert", theme.tokens.error),
        ):
            one.setIcon(icons.icon(name, colour, theme.px(16)))
            one.setIconSize(size)

    def make_room(self, width: int, folded: bool) -> None:
        """Where there is little room, what the menu holds too is left out; the ways out of a mode never are."""
        sitting = self.sit.text() != "Sit together"
        for level in range(5):
            self.sections.setVisible(folded and level < 3)
            self.check.setText("Check audit  F9" if level == 0 else "Check audit" if level == 1 else "Check")
            self.check.setVisible(level < 4)
            self.sit.setVisible(sitting or level < 2)
            if self._needed() <= width:
                break
        self._place(self._needed() <= width, width - 36)

    def _needed(self) -> int:
        shown = [one for one in self.buttons if not one.isHidden()]
        return sum(one.sizeHint().width() + 8 for one in shown) + self.case.sizeHint().width() + 44

    def _place(self, beside: bool, room: int) -> None:
        at, used = 0 if beside else 1, 0
        for one in self.buttons:
            wide = 0 if one.isHidden() else one.sizeHint().width() + 8
            if not beside and used and used + wide > room:
                at, used = min(at + 1, len(self.rows) - 1), 0
            used += wide
            self.rows[at].addWidget(one)

    def together(self, on: bool) -> None:
        """Whether the worker reads along."""
        worker = f"With {self.worker} beside you" if on else f"Worker {self.worker}"
        self.about_words.setText(f"{self.about} {worker}" if self.worker else self.about)
        _call(self.sit, "Stop sitting together" if on else "Sit together")


class Foot(QFrame):
    """Whether it is saved, private notes, and the ways on."""

    def __init__(self, page: "FormPage") -> None:
        super().__init__()
        self.setObjectName("foot")
        self.saved = label("Saved on this laptop", "small")
        self.notes = QPlainTextEdit()
        self.notes.setAccessibleName("Private notes")
        self.notes.setAccessibleDescription(NOTES.partition(". ")[2])
        self.notes.setTabChangesFocus(True)
        self.notes.setVisible(False)
        self.notes_words = label(NOTES, "small")
        self.notes_words.setVisible(False)
        self.notes_button = button("Private notes", self.fold, "quiet")
        self.before = button("Previous section", lambda: page.show_section(page.at - 1))
        self.main = button("Next section", page.main_action, "primary", "Ctrl+Enter")
        self.page = page
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.saved, 1)
        for one in (self.notes_button, self.before, self.main):
            line.addWidget(one)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 8, 16, 8)
        column.addWidget(self.notes_words)
        column.addWidget(self.notes)
        column.addLayout(line)

    def fold(self) -> None:
        """Private notes out of sight, or back; they always start folded."""
        shown = self.notes.isHidden()
        self.notes.setFixedHeight(self.notes.fontMetrics().lineSpacing() * 4 + 20)
        self.notes.setVisible(shown)
        self.notes_words.setVisible(shown)
        _call(self.notes_button, "Fold private notes" if shown else "Private notes")
        if shown:
            self.notes.setFocus()
        else:
            self.page.section.go_to(self.page.sitting.position, self.page.sitting.caret)

    def hide_notes(self) -> None:
        """Fold private notes where they are open: somebody is going to read along."""
        if not self.notes.isHidden():
            self.fold()

    def make_room(self, width: int) -> None:
        """Where there is little room, the main action stays; the menu holds the rest too."""
        for level in range(3):
            self.notes_button.setHidden(level >= 1 and self.notes.isHidden())
            self.before.setHidden(level >= 2)
            shown = [one for one in (self.notes_button, self.before, self.main) if not one.isHidden()]
            least = self.saved.fontMetrics().horizontalAdvance("Saved on this laptop")
            if sum(one.sizeHint().width() + 8 for one in shown) + least + 36 <= width:
                break

    def last_section(self, last: bool, first: bool) -> None:
        """The main action of the section that is open."""
        _call(self.main, "Submit audit" if last else "Next section")
        self.before.setEnabled(not first)


class Frame(QWidget):
    """Head, foot, and what stands between them while it matters: saving that failed, an urgent concern."""

    def __init__(self, case: "CaseAtStart", purpose: str, page: "FormPage", more: "QMenu", sections: "QMenu") -> None:
        super().__init__()
        self.head, self.foot = Head(case, purpose, page, more, sections), Foot(page)
        self.saved = self.foot.saved
        self.trouble = label("", "errorText")
        self.trouble.setObjectName("trouble")
        self.alarm = label("", "strong")
        self.alarm.setObjectName("alarmBar")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for one in (self.head, self.trouble, self.alarm):
            column.addWidget(one)
        self.trouble.hide()
        self.alarm.hide()

    def dress(self, theme: Theme) -> None:
        """Follow the look."""
        self.head.dress(theme)

    def say_trouble(self, words: str) -> None:
        """Say that saving failed, and go on saying it until it works."""
        self.trouble.setText(
            f"Not saved. {words} What is on the screen is kept, and saving is tried again." if words else ""
        )
        self.trouble.setVisible(bool(words))

    def say_alarm(self, words: str) -> None:
        """Say that an urgent concern alerted nobody, for as long as this audit speaks of one."""
        self.alarm.setText(words)
        self.alarm.setVisible(bool(words))


def _call(made: QPushButton, words: str) -> None:
    made.setText(words)
    made.setAccessibleName(words)
