"""Header and footer of the audit form: the case, what is at hand always, and whether it is saved."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QMenu, QPlainTextEdit, QPushButton, QVBoxLayout

from qaf_desktop.ui.pages.form.kit import button, label, panel

if TYPE_CHECKING:
    from qaf_desktop.domain.events import CaseAtStart
    from qaf_desktop.ui.pages.form.page import FormPage

NOTES = "Private notes. Deleted when you submit. Can be asked for while they exist"


class Frame:
    """Head, foot and the bar that says when saving failed."""

    def __init__(self, case: "CaseAtStart", purpose: str, page: "FormPage") -> None:
        plan = str(case.plan).replace("_", " ")
        kind = purpose.replace("_", " ").capitalize()
        self.about = f"{plan[:1].upper()}{plan[1:]}. {kind}."
        self.worker = case.worker_name
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(label(f"Case {case.number}", "title", False))
        self.about_words = label("", "small")
        words.addWidget(self.about_words)
        row = QHBoxLayout()
        row.setContentsMargins(20, 10, 16, 10)
        row.setSpacing(8)
        row.addLayout(words, 1)
        row.addWidget(self._more(page))
        self.sit = button("Sit together", lambda: page.sit_together(self.sit.isChecked()), "quiet")
        self.sit.setCheckable(True)
        row.addWidget(self.sit)
        self.check = button("Check audit  F9", page.check, name="Check audit")
        row.addWidget(self.check)
        row.addWidget(button("Urgent concern", lambda: page.urgent().open(), "urgent"))
        self.head = panel("head", row)
        self.trouble = label("", "errorText")
        self.trouble.setContentsMargins(20, 8, 20, 8)
        self.trouble.setVisible(False)
        self.saved = label("Saved on this laptop", "small")
        self.notes = QPlainTextEdit()
        self.notes.setAccessibleName(NOTES)
        self.notes.setTabChangesFocus(True)
        self.notes.setFixedHeight(90)
        self.notes.setVisible(False)
        self.notes_words = label(NOTES, "small")
        self.notes_words.setVisible(False)
        self.before = button("Previous section", lambda: page.show_section(page.at - 1))
        self.main = button("Next section", page.main_action, "primary")
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.saved, 1)
        self.notes_button = button("Private notes", self._fold, "quiet")
        line.addWidget(self.notes_button)
        line.addWidget(self.before)
        line.addWidget(self.main)
        column = QVBoxLayout()
        column.setContentsMargins(20, 8, 16, 8)
        column.addWidget(self.notes_words)
        column.addWidget(self.notes)
        column.addLayout(line)
        self.foot = panel("foot", column)
        self.tight = False
        self.together(False)

    def _more(self, page: "FormPage") -> QPushButton:
        made = button("More", lambda: None, "quiet", "More for this audit")
        menu = QMenu(made)
        sections = menu.addMenu("Go to section")
        for place, section in enumerate(page.sitting.form.tool.sections):
            sections.addAction(section.label or "Questions", partial(page.show_section, place))
        menu.addAction("Sit together, or no longer", lambda: page.sit_together(not page.together))
        menu.addAction("Private notes", self._fold)
        menu.addAction("Move to the newest version of the tool", page.upgrade)
        menu.addAction("Abandon audit", lambda: page.abandonment().open())
        made.setMenu(menu)
        return made

    def _fold(self) -> None:
        shown = self.notes.isHidden()
        self.notes.setVisible(shown)
        self.notes_words.setVisible(shown)
        if shown:
            self.notes.setFocus()

    def together(self, on: bool) -> None:
        """Whether the worker reads along: then no private notes are to be seen."""
        worker = f"With {self.worker} beside you" if on else f"Worker {self.worker}"
        self.about_words.setText(f"{self.about} {worker}" if self.worker else self.about)
        self.sit.setChecked(on)
        self.notes_button.setHidden(on or self.tight)
        if on:
            self.notes.hide()
            self.notes_words.hide()

    def make_room(self, tight: bool) -> None:
        """Where there is little room, what the menu holds too is left out."""
        self.tight = tight
        self.sit.setHidden(tight)
        self.notes_button.setHidden(tight or self.sit.isChecked())
        self.check.setText("Check" if tight else "Check audit  F9")

    def say_trouble(self, words: str) -> None:
        """Say that saving failed, and go on saying it until it works."""
        self.trouble.setText(
            f"Not saved. {words} What is on the screen is kept, and saving is tried again." if words else ""
        )
        self.trouble.setVisible(bool(words))

    def last_section(self, last: bool, first: bool) -> None:
        """The main action of the section that is open."""
        self.main.setText("Submit audit" if last else "Next section")
        self.main.setAccessibleName(self.main.text())
        self.before.setEnabled(not first)
