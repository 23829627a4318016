"""Settings: this laptop's look and keys, what holds for all laptops, and what keeps the workspace safe."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from qaf_desktop.domain.working_days import CALENDARS
from qaf_desktop.services import settings
from qaf_desktop.services.rights import allowed
from qaf_desktop.ui.bars import CalmCombo
from qaf_desktop.ui.dialogs.ask import Ask, Field
from qaf_desktop.ui.pages.form.kit import button, label
from qaf_desktop.ui.pages.safekeeping import Safekeeping
from qaf_desktop.ui.theme import APPEARANCES
from qaf_desktop.ui.widgets.body import body, card, fact, fill, scroll_area
from qaf_desktop.ui.widgets.side_line import said_line, title_line

if TYPE_CHECKING:
    from qaf_desktop.store.workspace import Workspace
    from qaf_desktop.ui.shell import Shell

WHY = {
    "numbers": "Shown wherever an urgent concern is recorded: this laptop alerts nobody.",
    "periods": "The framework says \"promptly\"; these are the council's own.",
    "counting": "Every laptop counts days alike.",
}  # fmt: skip


class SettingsPage(QWidget):
    """What holds for this laptop, and for the whole workspace."""

    title = "Settings"

    def __init__(self, ws: Workspace, shell: Shell) -> None:
        super().__init__()
        self._ws, self._shell = ws, shell
        self._may = allowed(ws, "SettingsChanged")
        self.safe = Safekeeping(self, ws, shell)
        self._area = scroll_area(self)

    def refresh(self, changed: frozenset[str] | None = None) -> None:
        """Reads the settings again."""
        column = body()
        column.addLayout(title_line("Settings"))
        column.addWidget(label("This laptop", "section"))
        column.addWidget(card(self._laptop()))
        now = settings.get(self._ws)
        for group, title in settings.GROUPS.items():
            column.addSpacing(4)
            self._group(column, group, title, now)
        column.addSpacing(4)
        column.addWidget(label("Safekeeping", "section"))
        column.addWidget(card(self.safe.rows()))
        if self.safe.found:
            column.addWidget(card(self.safe.found))
        fill(self._area, column)

    def _group(self, column: QVBoxLayout, group: str, title: str, now: settings.Settings) -> None:
        names = [name for name, about in settings.ABOUT.items() if about.group == group]
        line = QHBoxLayout()
        line.addWidget(label(title, "section"), 1)
        if self._may:
            change = f"Change {title.lower()}"
            line.addWidget(button("Change", partial(self._change, group, title, names), name=change))
        column.addLayout(line)
        if group in WHY:
            column.addWidget(label(WHY[group], "hint"))
        if not self._may:
            column.addWidget(label("An administrator can change these.", "hint"))
        column.addWidget(card(self._fact(name, getattr(now, name)) for name in names))

    def _fact(self, name: str, value: object) -> QHBoxLayout:
        recorded = "" if value == "" else settings.in_words(name, value)
        return fact(settings.ABOUT[name].words, recorded)

    def _change(self, group: str, title: str, names: list[str]) -> None:
        now = settings.get(self._ws)
        kinds = {bool: "check", int: "number", str: "line"}
        fields = []
        for name in names:
            about, value = settings.ABOUT[name], getattr(now, name)
            kind = "choice" if name == "calendar" else kinds[type(value)]
            shown = ("yes" if value else "") if isinstance(value, bool) else str(value)
            choices = [(one, one) for one in CALENDARS]
            fields.append(Field(name, about.words, kind, about.hint, shown, choices, about.units[1]))
        about_all = WHY.get(group, "")
        Ask(self, f"Change {title.lower()}", fields, "Save settings", self._save, about_all).open()

    def _save(self, said: dict[str, str]) -> settings.Settings:
        now = settings.get(self._ws)
        values: dict[str, str | int | bool] = {}
        for name, text in said.items():
            kind = type(getattr(now, name))
            values[name] = (text == "yes") if kind is bool else int(text or 0) if kind is int else text.strip()
        return settings.change(self._ws, **values)

    def _laptop(self) -> list[QLayout]:
        theme = self._shell.theme
        look = CalmCombo()
        look.setAccessibleName("Appearance")
        for value, words in APPEARANCES.items():
            look.addItem(words, value)
        look.setCurrentIndex(look.findData(theme.appearance))
        look.activated.connect(lambda at: self._shell.wear(look.itemData(at)))
        size: list[QWidget] = [
            button("Smaller text", partial(self._shell.resize_text, -10)),
            label(f"{theme.scale} %", "strong", wrap=False),
            button("Larger text", partial(self._shell.resize_text, 10)),
        ]
        keys = QCheckBox("Single-letter and number keys")
        keys.setAccessibleName("Single-letter and number keys")
        keys.setChecked(self._shell.preferences.single_keys)
        keys.toggled.connect(self._shell.allow_single_keys)
        about = "J and K in lists, 1 to 9 in choices; only with the focus there"
        contrast = "The computer's high contrast goes before this." if theme.high_contrast else ""
        return [
            said_line("Appearance", contrast, look),
            said_line("Text size", "Ctrl+plus, Ctrl+minus, Ctrl+0", *size),
            said_line("Keys", about, keys),
        ]
