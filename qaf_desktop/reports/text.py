"""Text on paper: escaped, and a glyph that the font lacks printed as its code."""

from functools import cache
from xml.sax.saxutils import escape

from qaf_desktop import resources

REGULAR, BOLD = "QafSans", "QafSans-Bold"


@cache
def covered() -> frozenset[int]:
    """The characters that both faces have; registers the faces once."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    regular = TTFont(REGULAR, str(resources.path("fonts/DejaVuSans.ttf")))
    bold = TTFont(BOLD, str(resources.path("fonts/DejaVuSans-Bold.ttf")))
    for font in (regular, bold):
        pdfmetrics.registerFont(font)
    return frozenset(regular.face.charToGlyph) & frozenset(bold.face.charToGlyph)


def printable(text: str) -> str:
    """`text` for a paragraph: nothing is dropped, lines are kept."""
    if not (text.isascii() and text.replace("\n", "").isprintable()):
        known = covered()
        text = text.replace("\r\n", "\n").replace("\t", "    ")
        text = "".join(c if c == "\n" or (ord(c) >= 32 and ord(c) in known) else f"[U+{ord(c):04X}]" for c in text)
    return escape(text).replace("\n", "<br/>")
