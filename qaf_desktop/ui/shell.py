"""What a page may ask of the window."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from qaf_desktop.ui.background import Background
from qaf_desktop.ui.preferences import Preferences
from qaf_desktop.ui.theme import Theme

if TYPE_CHECKING:
    from qaf_desktop.ui.bars import Working
    from qaf_desktop.ui.exchanging import Exchanging


class Shell(Protocol):
    """The window, as its pages see it."""

    theme: Theme
    background: Background
    preferences: Preferences

    @property
    def exchange(self) -> Exchanging | None:
        """The exchange with other laptops; None in practice."""

    @property
    def working(self) -> Working:
        """Where work behind the window is shown."""

    def open(self, page_name: str, ref: str | None = None) -> None:
        """Shows a page."""

    def back(self) -> None:
        """Shows the page before."""

    def notice(self, text: str, action_text: str | None = None, action: Callable[[], None] | None = None) -> None:
        """Says something that stays until the next action."""

    def wear(self, appearance: str) -> None:
        """Takes on an appearance, and keeps it for this laptop."""

    def resize_text(self, step: int) -> None:
        """Makes text larger or smaller by so many per cent; 0 is as it was."""

    def allow_single_keys(self, allowed: bool) -> None:
        """Switches single-letter and number keys on or off for this laptop."""

    def sit_together(self, on: bool) -> None:
        """Shows nothing of other cases and workers while the audit is read with the worker."""

    def lock(self) -> None:
        """Locks the workspace."""

    def restore(self) -> None:
        """Locks the workspace, and asks for a backup to restore."""
