"""The look's promises, computed over its tokens."""

import re
from itertools import pairwise

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

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


@pytest.mark.parametrize("look", [LIGHT, DARK])
def test_edges_are_at_least_three_to_one_on_their_ground(look: Tokens) -> None:
    pairs = [(edge, ground) for edge in (look.border, look.accent, look.error) for ground in (look.base, look.window)]
    assert [(a, b) for a, b in pairs if contrast(a, b) < 3] == []


@pytest.mark.parametrize("look", [LIGHT, DARK])
def test_chosen_and_raised_grounds_carry_their_text(look: Tokens) -> None:
    pairs = [(text, ground) for text in (look.text, look.muted, look.accent) for ground in (look.tint, look.raised)]
    assert [(a, b) for a, b in pairs if contrast(a, b) < 4.5] == []


@pytest.mark.parametrize("look", [LIGHT, DARK])
def test_neighbouring_grades_differ_in_greyscale(look: Tokens) -> None:
    fills = [look.grades[value][0] for value, _shape, _word in GRADES]
    assert [(a, b) for a, b in pairwise(fills) if contrast(a, b) < 1.5] == []


def test_in_high_contrast_no_colour_is_ours(qapp: QApplication) -> None:
    theme = Theme()
    theme.wear("light", high_contrast=True)
    system = qapp.palette()
    assert "#" not in re.sub(r"#\w+ \{|#\w+,", "", theme.qss())
    assert theme.tokens.base == system.color(QPalette.ColorRole.Base).name()
    assert {ink for _ground, ink in theme.tokens.grades.values()} == {system.color(QPalette.ColorRole.Text).name()}


def test_a_choice_goes_before_the_system_and_the_system_where_none_is_made(qapp: QApplication) -> None:
    theme = Theme()
    for appearance, tokens in (("dark", DARK), ("light", LIGHT), ("pink", LIGHT)):
        theme.wear(appearance, high_contrast=False)
        assert theme.tokens == tokens
    assert theme.appearance == "system"
