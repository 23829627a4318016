"""The audit form's commands: each once, with its key, in the menu "More"."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu

from qaf_desktop.ui.pages.form.sections_panel import state_words, title_of

if TYPE_CHECKING:
    from qaf_desktop.ui.pages.form.page import FormPage

Command = tuple[str, str, Callable[[], object]]


def table(page: "FormPage") -> list[Command]:
    """Words, key and what it does; an empty line separates."""

    def raised(role: str) -> Callable[[], None]:
        return lambda: page.raise_beside(role, page.sitting.position)

    return [
        ("Next unanswered question", "F8", lambda: page.next_open()),
        ("Previous unanswered question", "Shift+F8", lambda: page.next_open(back=True)),
        ("Next section", "Ctrl+PgDown", lambda: page.show_section(page.at + 1)),
        ("Previous section", "Ctrl+PgUp", lambda: page.show_section(page.at - 1)),
        ("Next section, or submit audit", "Ctrl+Return", lambda: page.main_action()),
        ("", "", lambda: None),
        ("Add strength", "Alt+S", raised("strengths")),
        ("Add improvement", "Alt+I", raised("improvements")),
        ("Add recommendation", "Alt+R", raised("recommendations")),
        ("Come back to this", "Ctrl+D", lambda: page.flag()),
        ("Undo", "Ctrl+Z", lambda: page.undo()),
        ("Redo", "Ctrl+Y Ctrl+Shift+Z", lambda: page.redo()),
        ("", "", lambda: None),
        ("Check audit", "F9", lambda: page.check()),
        ("Urgent concern", "Alt+U", lambda: page.show_urgent()),
        ("Sit together, or no longer", "Ctrl+T", lambda: page.sit_together(not page.together)),
        ("Private notes", "Ctrl+Shift+N", lambda: page.frame.foot.fold()),
    ]


def make_actions(page: "FormPage") -> list[QAction | None]:
    """One action for each command, its key at work wherever in the page the focus is; None where a line separates."""
    made: list[QAction | None] = []
    for words, keys, act in table(page):
        made.append(_action(page, words, keys.split(), act) if words else None)
    return made


def _action(page: "FormPage", words: str, keys: list[str], act: Callable[[], object]) -> QAction:
    shown = QKeySequence(keys[0]).toString(QKeySequence.SequenceFormat.NativeText)
    action = QAction(f"{words}\t{shown}", page)
    action.triggered.connect(lambda: act() if page.saver is not None else None)
    for one in keys:
        key = QShortcut(QKeySequence(one), page, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        key.activated.connect(action.trigger)
    return action


def more_menu(page: "FormPage", actions: list[QAction | None], sections: QMenu) -> QMenu:
    """All that can be done with this draft; what does not apply now is not there."""
    menu = QMenu("More for this audit", page)
    for action in actions:
        if action is None:
            menu.addSeparator()
        else:
            menu.addAction(action)
    menu.addMenu(sections)
    menu.addSeparator()
    languages = page.sitting.form.tool.languages
    if len(languages) > 1:
        choices = menu.addMenu("Language")
        for language in languages:
            chosen = choices.addAction(language, partial(page.read_in, language))
            chosen.setCheckable(True)
            chosen.setChecked(language == page.sitting.form.language)
    if page.draft.left_behind:
        menu.addAction("Answers from the earlier version", page.show_left_behind)
    newer = page.desk.newer_version(page.draft)
    if newer:
        menu.addAction(f"Move to version {newer} of the tool", page.upgrade)
    menu.addAction("Abandon audit", page.show_abandonment)
    return menu


def sections_menu(page: "FormPage") -> QMenu:
    """The sections with their state, for where the list of them has no room."""
    menu = QMenu("Sections", page)

    def fill() -> None:
        menu.clear()
        for place, section in enumerate(page.sitting.form.tool.sections):
            words = f"{title_of(page.sitting, section)}: {state_words(page.sitting.form.progress(section.path))}"
            menu.addAction(words.replace("&", "&&"), partial(page.show_section, place))

    menu.aboutToShow.connect(fill)
    return menu
