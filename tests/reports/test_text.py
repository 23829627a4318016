"""Text on paper: faces, codes, order and joined letters."""

import pytest

from qaf_desktop.reports.bidi_text import BidiParagraph, broken, direction, joined, seen
from qaf_desktop.reports.text import REGULAR, covered, faced, paragraph, printable


def test_a_glyph_that_no_face_has_is_printed_as_its_code() -> None:
    assert printable("a\U0001f9ff\ud800\x07") == "a[U+1F9FF][U+D800][U+0007]"


def test_markup_in_an_answer_is_text() -> None:
    assert printable("a < b & c\nd") == "a &lt; b &amp; c<br/>d"


def test_each_run_has_a_face_that_has_its_characters() -> None:
    assert faced("Glad 🌈, नमस्ते") == [("", "Glad "), ("QafSymbols", "🌈"), ("", ", "), ("QafDevanagari", "नमस्ते")]


@pytest.mark.parametrize(("text", "base"), [("abc שלום", "L"), ("שלום abc", "R"), ("123", "L"), ("123 مرحبا", "R")])
def test_a_line_goes_the_way_of_its_first_letter(text: str, base: str) -> None:
    assert direction(text) == base


def test_hebrew_is_put_in_the_order_seen() -> None:
    assert seen("say שלום now", "L") == "say םולש now"


def test_arabic_letters_are_joined() -> None:
    assert joined("سلام") == "\ufeb3\ufefc\ufee1"
    assert joined("باب") == "\ufe91\ufe8e\ufe8f"


def test_breaking_lines_loses_nothing() -> None:
    covered()
    text = "שלום עולם " * 40 + "x" * 300
    lines = broken(text, REGULAR, 9.5, 200)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_control_signs_among_right_to_left_text_stop_nothing() -> None:
    from reportlab.lib.styles import ParagraphStyle

    text = "\u05d0\x00\u2067\u0663\ud800\u2029\x1c abc \u0627\u064e"
    shown = paragraph(text, ParagraphStyle("body", fontName=REGULAR))
    assert isinstance(shown, BidiParagraph)
    assert shown.wrap(200, 500)[1] > 12
