"""Text on paper: escaped, each run in a face that has its characters, and what no face has printed as its code."""

from functools import cache, lru_cache
from typing import Any, Final

from qaf_desktop import resources

REGULAR, BOLD = "QafSans", "QafSans-Bold"
MAIN: Final = ((REGULAR, "DejaVuSans.ttf"), (BOLD, "DejaVuSans-Bold.ttf"))
FURTHER: Final = (
    ("QafDevanagari", "NotoSansDevanagari-Regular.ttf"),
    ("QafBengali", "NotoSansBengali-Regular.ttf"),
    ("QafGurmukhi", "NotoSansGurmukhi-Regular.ttf"),
    ("QafSymbols", "Symbola.ttf"),
)
LONG_HEADING: Final = 600
SHAPED: Final = frozenset(name for name, _ in FURTHER[:3])
JOINERS: Final = (0x200C, 0x200D)
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


def written(text: str) -> str:
    """`text` with a code for each sign that no face has, and one kind of line end. Only unseen marks are left out."""
    if text.isascii() and text.replace("\n", "").isprintable():
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", "    ").translate(UNSEEN | ENDS_OF_LINES)
    known, others = covered(), further()
    strange = {c for c in set(text) if c != "\n" and (c < " " or (ord(c) not in known and ord(c) not in others))}
    return text.translate({ord(c): f"[U+{ord(c):04X}]" for c in strange}) if strange else text


def runs(text: str) -> list[tuple[str, str]]:
    """What was `written` as runs of (further face or "", text)."""
    known = covered()
    if text.isascii() or known.issuperset(map(ord, set(text))):
        return [("", text)] if text else []
    others = further()
    found: list[tuple[str, list[str]]] = []
    face = ""
    for c in text:
        code = ord(c)
        if not (code in JOINERS and face in SHAPED):  # a joiner is part of the word that it stands in
            face = "" if code in known else others.get(code, "")
        if found and found[-1][0] == face:
            found[-1][1].append(c)
        else:
            found.append((face, [c]))
    return [(face, "".join(signs)) for face, signs in found]


def faced(text: str) -> list[tuple[str, str]]:
    """Any text as runs of (further face or "", text), with codes for what no face has."""
    return runs(written(text))


def paragraph(text: str, style: Any) -> Any:
    """A paragraph of this text in this style, in the order and the shapes that its scripts need."""
    from qaf_desktop.reports.lines import Lines

    covered()
    if len(text) > LONG_HEADING and getattr(style, "keepWithNext", False):  # what fills pages is not kept with the next
        style = _apart(style)
    return Lines(text, style)


def _apart(style: Any) -> Any:
    return style.clone(f"{style.name}_apart", keepWithNext=0)


@lru_cache(20_000)
def measured(text: str, face: str, size: float) -> float:
    """How wide what was `written` is, each run in its face and shape."""
    from reportlab.pdfbase.pdfmetrics import stringWidth

    return sum(
        sum(sign.x_advance for sign in one.__shapeData__) * size / 1000
        if hasattr(one := shaped(run, other, size), "__shapeData__")
        else float(stringWidth(run, other or face, size))
        for other, run in runs(text)
    )


@lru_cache(20_000)
def shaped(run: str, face: str, size: float) -> Any:
    """The run with its letters in the shapes that they take beside each other, where its face has such."""
    if face not in SHAPED:
        return run
    from reportlab.pdfbase.ttfonts import shapeStr

    return shapeStr(run, face, size)


def _registered(name: str, file: str) -> frozenset[int]:
    from reportlab.pdfbase import pdfmetrics, ttfonts

    ttfonts.makeToUnicodeCMap = _to_unicode
    font = ttfonts.TTFont(name, str(resources.path(f"fonts/{file}")))
    pdfmetrics.registerFont(font)
    return frozenset(font.face.charToGlyph)


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
