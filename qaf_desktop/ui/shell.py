"""What a page may ask of the window."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from qaf_desktop.ui.background import Background
from qaf_desktop.ui.theme import Theme


class Shell(Protocol):
    """The window, as its pages see it."""

    theme: Theme
    background: Background

    def open(self, page_name: str, ref: str | None = None) -> None:
        """Shows a page."""

    def back(self) -> None:
        """Shows the page before."""

    def notice(self, text: str, action_text: str | None = None, action: Callable[[], None] | None = None) -> None:
        """Says something that stays until the next action."""
