"""A page about one thing of the directory: read again whenever it changes, with the way back and what may be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from qaf_desktop.ui.pages.form.kit import button
from qaf_desktop.ui.widgets.body import body, fill, scroll_area
from qaf_desktop.ui.widgets.side_line import title_line

if TYPE_CHECKING:
    from qaf_desktop.store.workspace import Workspace
    from qaf_desktop.ui.shell import Shell


class OneOf(QWidget):
    """Shows what `column` puts together about the thing that was opened."""

    def __init__(self, ws: Workspace, shell: Shell) -> None:
        super().__init__()
        self._ws, self._shell, self._ref = ws, shell, ""
        self._area = scroll_area(self)

    def open(self, ref: str) -> None:
        """Shows the one with this id, name or number."""
        self._ref = ref

    def refresh(self, changed: frozenset[str] | None = None) -> None:
        """Reads it again."""
        fill(self._area, self.column())

    def column(self) -> QVBoxLayout:
        """All about it."""
        raise NotImplementedError

    def headed(self, title: str, *actions: QPushButton) -> QVBoxLayout:
        """A column with its title, the way back, and what may be done."""
        column = body()
        column.addLayout(title_line(title, button("Back", self._shell.back), *actions))
        return column
