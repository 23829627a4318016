"""One of a few, as buttons side by side: however one is pressed, by mouse, key or screen reader, it is chosen."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QButtonGroup, QPushButton

from qaf_desktop.ui.pages.form.kit import button


def toggle(
    group: QButtonGroup, words: str, choose: Callable[[], object], name: str = "", on: bool = False
) -> QPushButton:
    """One of the buttons. A screen reader turns it over without a click, so what counts is that it is on."""
    one = button(words, _nothing, "toggle", name)
    one.setCheckable(True)
    one.setChecked(on)
    one.toggled.connect(lambda chosen: choose() if chosen else None)
    group.addButton(one)
    return one


def _nothing() -> None:
    """What counts is being on, not the click."""
