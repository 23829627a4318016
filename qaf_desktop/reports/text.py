"""Text on paper: escaped, each run in a face that has its characters, and what no face has printed as its code."""

from functools import cache
from itertools import groupby
from typing import Any, Final
from xml.sax.saxutils import escape

from qaf_desktop import resources

REGULAR, BOLD = "QafSans", "QafSans-Bold"
FACES: Final = ((REGULAR, "DejaVuSans.ttf"), (BOLD, "DejaVuSans-Bold.ttf"))


@cache
def covered() -> dict[int, str]:
    """The characters that can be printed and the further face of each ("" for the two main ones); registers all."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    known: dict[int, str] = {}
    both: set[int] | None = None
    for name, file in FACES:
        font = TTFont(name, str(resources.path(f"fonts/{file}")))
        pdfmetrics.registerFont(font)
        has = set(font.face.charToGlyph)
        if name in (REGULAR, BOLD):
            both = has if both is None else both & has
        else:
            known |= {code: name for code in has if code not in known}
    return known | dict.fromkeys(both or (), "")


def plain(text: str) -> bool:
    """Whether the text needs neither another face nor another order."""
    return text.isascii() and text.replace("\n", "").isprintable()


def faced(text: str) -> list[tuple[str, str]]:
    """The text as runs of (further face, text); nothing is dropped."""
    known = covered()
    if plain(text):
        return [("", text)]
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", "    ")
    marked = [(known.get(ord(c), ""), c if _shown(c, known) else f"[U+{ord(c):04X}]") for c in text]
    return [(face, "".join(c for _, c in run)) for face, run in groupby(marked, key=lambda one: one[0])]


def printable(text: str) -> str:
    """`text` for a paragraph: nothing is dropped, lines are kept."""
    runs = ((face, escape(run).replace("\n", "<br/>")) for face, run in faced(text))
    return "".join(f'<font name="{face}">{run}</font>' if face else run for face, run in runs)


def paragraph(text: str, style: Any) -> Any:
    """A paragraph of this text in this style."""
    from reportlab.platypus import Paragraph

    covered()
    return Paragraph(printable(text), style)


def _shown(c: str, known: dict[int, str]) -> bool:
    return c == "\n" or (ord(c) >= 32 and ord(c) in known)
