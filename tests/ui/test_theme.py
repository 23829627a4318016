"""The look's promises, computed over its tokens."""

import pytest
from PySide6.QtGui import QColor

from qaf_desktop.ui.theme import DARK, GRADES, LIGHT, Theme, Tokens


def light_of(colour: str) -> float:
    parts = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in QColor(colour).getRgbF()[:3]]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((light_of(one), light_of(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("look", [LIGHT, DARK])
def test_every_text_is_at_least_five_to_one_on_its_ground(look: Tokens) -> None:
    pairs = [(text, ground) for text in (look.text, look.muted, look.accent, look.error, look.warning)
             for ground in (look.base, look.window)]  # fmt: skip
    pairs += [(look.on_accent, look.accent), *look.grades.values()]
    assert [(a, b) for a, b in pairs if contrast(a, b) < 5] == []


@pytest.mark.parametrize("look", [LIGHT, DARK])
def test_in_greyscale_concern_rises_with_contrast_against_the_page(look: Tokens) -> None:
    rising = [contrast(look.grades[value][0], look.base) for value, _shape, _word in GRADES]
    assert rising == sorted(rising)


def test_text_size_stays_between_100_and_200_per_cent() -> None:
    assert (Theme(scale=50).px(14), Theme(scale=200).px(14), Theme(scale=900).scale) == (14, 28, 200)
