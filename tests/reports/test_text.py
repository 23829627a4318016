"""Text on paper: faces, codes, order, joined letters, and lines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.lib.styles import ParagraphStyle

from qaf_desktop.reports.bidi_text import direction, joined, seen
from qaf_desktop.reports.lines import LONGEST_LINE, broken
from qaf_desktop.reports.text import REGULAR, covered, faced, measured, paragraph, written

STYLE = ParagraphStyle("body", fontName=REGULAR, fontSize=9.5, leading=13.5)


def test_a_glyph_that_no_face_has_is_printed_as_its_code() -> None:
    assert written("a\U0001f9ff\ud800\x07") == "a[U+1F9FF][U+D800][U+0007]"


def test_each_kind_of_line_end_ends_a_line() -> None:
    assert written("a\r\nb\rc\u2028d\x0be") == "a\nb\nc\nd\ne"


def test_each_run_has_a_face_that_has_its_characters() -> None:
    assert faced("Glad 🌈, नमस्ते") == [("", "Glad "), ("QafSymbols", "🌈"), ("", ", "), ("QafDevanagari", "नमस्ते")]


def test_a_joiner_stays_in_the_word_that_it_joins() -> None:
    assert faced("क्\u200dष") == [("QafDevanagari", "क्\u200dष")]


@pytest.mark.parametrize(("text", "base"), [("abc שלום", "L"), ("שלום abc", "R"), ("123", "L"), ("123 مرحبا", "R")])
def test_a_line_goes_the_way_of_its_first_letter(text: str, base: str) -> None:
    assert direction(text) == base


def test_hebrew_is_put_in_the_order_seen() -> None:
    assert seen("say שלום now", "L") == "say םולש now"


def test_arabic_letters_are_joined() -> None:
    assert joined("سلام") == "\ufeb3\ufefc\ufee1"
    assert joined("باب") == "\ufe91\ufe8e\ufe8f"


@pytest.mark.parametrize(
    "text", ["שלום עולם " * 40 + "x" * 300, "漢" * 900, "a\u0301" * 900, "नमस्ते" * 300, "\u200d" * 900]
)
def test_breaking_lines_loses_nothing_and_no_line_is_too_wide(text: str) -> None:
    covered()
    lines = list(broken(written(text), REGULAR, 9.5, 200))
    assert "".join("".join(lines).split()) == "".join(written(text).split())
    assert all(measured(line, REGULAR, 9.5) <= 220 and len(line) <= LONGEST_LINE + 9 for line in lines)


def test_a_code_is_not_split_between_lines() -> None:
    assert all(line.count("[") == line.count("]") for line in broken("[U+1F9FF]" * 100, REGULAR, 9.5, 200))


@given(st.text(st.characters(), max_size=400))
def test_lines_of_any_text_hold_all_of_it(text: str) -> None:
    covered()
    whole = written(text)
    lines = [line for logical in whole.split("\n") for line in broken(logical, REGULAR, 9.5, 200)]
    assert "".join("".join(lines).split()) == "".join(whole.split())


def test_control_signs_among_right_to_left_text_stop_nothing() -> None:
    text = "\u05d0\x00\u2067\u0663\ud800\u2029\x1c abc \u0627\u064e"
    assert paragraph(text, STYLE).wrap(200, 500)[1] == 2 * STYLE.leading


def test_a_paragraph_is_split_where_the_page_ends() -> None:
    whole = paragraph("word " * 400, STYLE)
    height = whole.wrap(200, 1000)[1]
    assert whole.split(200, STYLE.leading) == []
    first, rest = whole.split(200, STYLE.leading * 3)
    assert first.wrap(200, 1000)[1] + rest.wrap(200, 1000)[1] == height
