"""What a field says while it is empty can be read."""

import pytest
from PySide6.QtWidgets import QLineEdit

from qaf_desktop.ui.theme import DARK, LIGHT, Theme, Tokens


@pytest.mark.parametrize("look", [LIGHT, DARK])
def test_a_placeholder_is_painted_in_the_muted_colour(qtbot: object, look: Tokens) -> None:
    field = QLineEdit()
    field.setStyleSheet(Theme(look).qss())
    field.setPlaceholderText("MMMMMMMM")
    field.resize(240, 34)
    seen = field.grab().toImage()
    colours = {seen.pixelColor(x, y).name() for x in range(8, 120) for y in range(8, 26)}
    assert look.muted.lower() in colours
