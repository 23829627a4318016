"""Text on paper: escaped, each run in a face that has its characters, and what no face has printed as its code."""

import re
from functools import cache
from itertools import groupby
from typing import Any, Final
from xml.sax.saxutils import escape

from qaf_desktop import resources

REGULAR, BOLD = "QafSans", "QafSans-Bold"
MAIN: Final = ((REGULAR, "DejaVuSans.ttf"), (BOLD, "DejaVuSans-Bold.ttf"))
FURTHER: Final = (
    ("QafDevanagari", "NotoSansDevanagari-Regular.ttf"),
    ("QafBengali", "NotoSansBengali-Regular.ttf"),
    ("QafGurmukhi", "NotoSansGurmukhi-Regular.ttf"),
    ("QafSymbols", "Symbola.ttf"),
)
RIGHT_TO_LEFT: Final = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]")
LONG_HEADING: Final = 600
INDIC: Final = re.compile("[\u0900-\u0a7f]")
UNSEEN: Final = dict.fromkeys(
    (0x200B, 0x200E, 0x200F, 0x2060, 0xFEFF, 0xFE0E, 0xFE0F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
)
ENDS_OF_LINES: Final = dict.fromkeys((0x0B, 0x0C, 0x85, 0x2028, 0x2029), "\n")


@cache
def covered() -> frozenset[int]:
    """The characters that both main faces have; registers the two once."""
    regular, bold = (_registered(name, file) for name, file in MAIN)
    return regular & bold


@cache
def further() -> dict[int, str]:
    """The face of each character that only a further face has; registers those once they are needed."""
    known: dict[int, str] = {}
    for name, file in FURTHER:
        known |= {code: name for code in _registered(name, file) if code not in known}
    return known


def plain(text: str) -> bool:
    """Whether the text needs neither another face nor another order."""
    return text.isascii() and text.replace("\n", "").isprintable()


def faced(text: str) -> list[tuple[str, str]]:
    """The text as runs of (further face or "", text). Only marks that are never seen are left out."""
    if plain(text):
        return [("", text)]
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", "    ").translate(UNSEEN | ENDS_OF_LINES)
    known = covered()
    marked = [("", c) if c == "\n" or (ord(c) >= 32 and ord(c) in known) else _elsewhere(c) for c in text]
    return [(face, "".join(c for _, c in run)) for face, run in groupby(marked, key=lambda one: one[0])]


def printable(text: str) -> str:
    """`text` for a paragraph: nothing is dropped, lines are kept."""
    runs = ((face, escape(run).replace("\n", "<br/>")) for face, run in faced(text))
    return "".join(f'<font name="{face}">{run}</font>' if face else run for face, run in runs)


def paragraph(text: str, style: Any) -> Any:
    """A paragraph of this text in this style, in the order and the shapes that its scripts need."""
    from reportlab.platypus import Paragraph

    covered()
    if len(text) > LONG_HEADING and getattr(
        style, "keepWithNext", False
    ):  # what fills pages cannot be kept with the next
        style = _apart(style)
    if plain(text):
        return Paragraph(printable(text), style)
    if RIGHT_TO_LEFT.search(text):
        from qaf_desktop.reports.bidi_text import BidiParagraph

        return BidiParagraph(text, style)
    return Paragraph(printable(text), _shaped(style) if INDIC.search(text) else style)


def _apart(style: Any) -> Any:
    return style.clone(f"{style.name}_apart", keepWithNext=0)


@cache
def _ready_to_shape() -> None:
    """A word in several faces is shaped with the first, and needs the others ready too."""
    from reportlab.pdfbase import pdfmetrics

    further()
    for name, _ in (*MAIN, *FURTHER):
        pdfmetrics.getFont(name).hbFont()


def _shaped(style: Any) -> Any:
    _ready_to_shape()
    return style.clone(f"{style.name}_shaped", shaping=1)


def _registered(name: str, file: str) -> frozenset[int]:
    from reportlab.pdfbase import pdfmetrics, ttfonts

    ttfonts.makeToUnicodeCMap = _to_unicode
    font = ttfonts.TTFont(name, str(resources.path(f"fonts/{file}")))
    pdfmetrics.registerFont(font)
    return frozenset(font.face.charToGlyph)


def _elsewhere(c: str) -> tuple[str, str]:
    face = further().get(ord(c)) if ord(c) >= 32 else None
    return (face, c) if face else ("", f"[U+{ord(c):04X}]")


def _to_unicode(name: str, subset: list[int]) -> str:
    """The table by which a reader copies text out, in UTF-16: reportlab's own cuts signs beyond U+FFFF short."""
    rows = [f"<{place:02X}> <{_utf16(code)}>" for place, code in enumerate(subset)]
    head = f"/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CMapName /{name} def\n/CMapType 2 def"
    info = f"/CIDSystemInfo << /Registry ({name}) /Ordering ({name}) /Supplement 0 >> def"
    space = f"1 begincodespacerange\n<00> <{len(subset) - 1:02X}>\nendcodespacerange"
    table = "\n".join([f"{len(rows)} beginbfchar", *rows, "endbfchar"])
    return "\n".join(
        [head, info, space, table, "endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
    )


def _utf16(code: int) -> str:
    return chr(code).encode("utf-16-be", "surrogatepass").hex().upper()
