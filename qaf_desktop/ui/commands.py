"""The window's commands: one menu that shows every key, also those of the page in hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QWidget

from qaf_desktop.ui.dialogs.keys import Keys

if TYPE_CHECKING:
    from qaf_desktop.ui.pages.form.page import FormPage

Command = tuple[str, str, Callable[[], object]]
IN_PLACE = (
    ("1 to 9", "The choice with that number, in a group of choices"),
    ("J, K or arrows", "Down and up in a list"),
    ("Enter", "Open what is chosen in a list"),
    ("Ctrl+Enter", "The main action of a page or dialog"),
    ("Esc", "Close a dialog; back"),
)


def form_keys() -> list[tuple[str, str]]:
    """The audit form's keys and words, as the form has them; none of its commands is carried out here."""
    from qaf_desktop.ui.pages.form.commands import table

    return [(keys.split(" ")[0], words) for words, keys, _do in table(cast("FormPage", None)) if words]


def make_menu(owner: QWidget, commands: Sequence[Command], page: Callable[[], QWidget | None]) -> QMenu:
    """A menu of (words, keys, what it does); keys work in the whole window. The page's own keys come when it opens."""
    menu = QMenu("Menu", owner)
    menu.setAccessibleName("Menu")
    for words, keys, do in commands:
        if not words:
            menu.addSeparator()
            continue
        action = QAction(words, owner)
        action.setShortcuts([QKeySequence(one) for one in keys.split(" ") if one])
        action.triggered.connect(lambda _checked=False, do=do: do())
        owner.addAction(action)
        menu.addAction(action)
    menu.aboutToShow.connect(partial(_show_page_keys, menu, page))
    return menu


def page_keys(page: QWidget | None) -> list[tuple[str, QShortcut]]:
    """The shortcuts of the page in hand that have words."""
    found = page.findChildren(QShortcut) if page is not None else []
    named = {QKeySequence(key).toString(): words for key, words in form_keys()}
    return [(named[key], one) for one in found if (key := one.key().toString()) in named]


def _show_page_keys(menu: QMenu, page: Callable[[], QWidget | None]) -> None:
    for action in [one for one in menu.actions() if one.property("page")]:
        menu.removeAction(action)
        action.deleteLater()
    top = menu.actions()[0]
    keys = page_keys(page())
    for words, shortcut in keys:
        shown = shortcut.key().toString(QKeySequence.SequenceFormat.NativeText)
        action = QAction(f"{words}\t{shown}", menu)
        action.setProperty("page", True)
        action.triggered.connect(shortcut.activated.emit)
        menu.insertAction(top, action)
    if keys:
        menu.insertSeparator(top).setProperty("page", True)


def show_keys(owner: QWidget, menu: QMenu) -> Keys:
    """All keys on one page."""
    everywhere = [
        (", ".join(one.toString(QKeySequence.SequenceFormat.NativeText) for one in action.shortcuts()), action.text())
        for action in menu.actions()
        if action.shortcuts()
    ]
    dialog = Keys(
        owner,
        (("Everywhere", everywhere), ("Where the focus is", IN_PLACE), ("In the audit form", form_keys())),
    )
    dialog.open()
    return dialog
