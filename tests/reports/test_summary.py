"""The printed summary of one audit."""

from qaf_desktop.reports.summary import Item, SummaryData, render
from qaf_desktop.reports.text import printable


def test_a_glyph_that_the_font_lacks_is_printed_as_its_code() -> None:
    assert printable("a\U0001f9ff\ud800\x07") == "a[U+1F9FF][U+D800][U+0007]"


def test_markup_in_an_answer_is_text() -> None:
    assert printable("a < b & c\nd") == "a &lt; b &amp; c<br/>d"


def test_a_summary_says_its_title_and_language() -> None:
    pdf = render(
        SummaryData("Council", "104482", "R. Patel", "4 August 2026", recommendations=(Item("Update the plan"),))
    )
    assert pdf.startswith(b"%PDF")
    assert b"(en-GB)" in pdf
