"""Paragraphs with right-to-left text: letters joined, lines broken as they are read, each line in the order seen."""

import re
import unicodedata
from functools import cache, lru_cache
from typing import Any

from reportlab.lib.enums import TA_RIGHT
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Paragraph
from reportlab.platypus.flowables import Flowable

from qaf_desktop.reports.text import faced, printable

Forms = dict[str, str]
LAM = "\u0644"


class BidiParagraph(Flowable):  # type: ignore[misc,unused-ignore]
    """A paragraph whose lines are put in the order that is seen once the width is known."""

    def __init__(self, text: str, style: Any) -> None:
        super().__init__()
        self.text, self.style = text, style
        self.keepWithNext = getattr(style, "keepWithNext", 0)
        self._inner: Any = None
        self._broken_for = 0.0

    def getSpaceBefore(self) -> float:
        """The style's."""
        return float(self.style.spaceBefore)

    def getSpaceAfter(self) -> float:
        """The style's."""
        return float(self.style.spaceAfter)

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Breaks the lines for this width."""
        if self._inner is None or self._broken_for != width:
            self._break(width)
        size: tuple[float, float] = self._inner.wrap(width, height)
        return size

    def _break(self, width: float) -> None:
        self._broken_for = width
        style = self.style
        lines: list[str] = []
        rightwards = False
        for logical in "".join(run for _, run in faced(self.text)).split("\n"):
            base = direction(logical)
            rightwards = rightwards or base == "R"
            lines += [seen(line, base) for line in broken(joined(logical), style.fontName, style.fontSize, width - 2)]
        if rightwards:
            style = style.clone(f"{style.name}_right", alignment=TA_RIGHT)
        self._inner = Paragraph("<br/>".join(printable(line) for line in lines), style)

    def split(self, width: float, height: float) -> list[Any]:
        """The parts, as a plain paragraph's: their lines are in order already."""
        self.wrap(width, height)
        parts: list[Any] = self._inner.split(width, height)
        return parts

    def draw(self) -> None:
        """Draws the lines."""
        self._inner.drawOn(self.canv, 0, 0)


def direction(text: str) -> str:
    """`R` or `L`: that of the first letter that has one."""
    found = (unicodedata.bidirectional(c) for c in text)
    return "R" if next((one for one in found if one in ("L", "R", "AL")), "L") in ("R", "AL") else "L"


def seen(line: str, base: str) -> str:
    """The line in the order in which it is seen from left to right."""
    from bidi import get_display  # type: ignore[import-untyped,unused-ignore]

    return str(get_display(line, base_dir=base))


def broken(text: str, face: str, size: float, width: float) -> list[str]:
    """The text in lines no wider than this; a word wider than a line is split."""
    lines, line, used = [], "", 0.0
    for word in re.findall(r"\s*\S+|\s+$", text):
        wide = measured(word, face, size)
        if line and used + wide > width:
            lines.append(line)
            word, line, used = word.lstrip(), "", 0.0
            wide = measured(word, face, size)
        while wide > width and len(word) > 1:
            fits = max(1, int(len(word) * width / wide) - 1)
            lines.append(word[:fits])
            word = word[fits:]
            wide = measured(word, face, size)
        line, used = line + word, used + wide
    return [*lines, line]


@lru_cache(20_000)
def measured(text: str, face: str, size: float) -> float:
    """How wide the text is, each run in its face."""
    return float(sum(stringWidth(run, further or face, size) for further, run in faced(text)))


def joined(text: str) -> str:
    """The text with its Arabic letters in the forms that they take beside each other."""
    forms, pairs = presentation_forms()
    letters = list(text)
    out: list[str] = []
    before = False
    place = 0
    while place < len(letters):
        pair = "".join(letters[place : place + 2])
        letter, mine = (pair, pairs[pair]) if pair in pairs else (letters[place], forms.get(letters[place]))
        place += len(letter)
        if mine is None:
            out.append(letter)
            before = before and unicodedata.combining(letter[0]) > 0
            continue
        after = next((forms.get(c) for c in letters[place:] if not unicodedata.combining(c)), None)
        on = "initial" in mine and after is not None and "final" in after
        name = ("medial" if on else "final") if before and "final" in mine else ("initial" if on else "isolated")
        out.append(mine.get(name, letter))
        before = on
    return "".join(out)


@cache
def presentation_forms() -> tuple[dict[str, Forms], dict[str, Forms]]:
    """The forms of each Arabic letter, and of lam with alef, from Unicode's own tables."""
    forms: dict[str, Forms] = {}
    pairs: dict[str, Forms] = {}
    for code in (*range(0xFB50, 0xFBB2), *range(0xFBD3, 0xFC00), *range(0xFE80, 0xFEFD)):
        name, *letters = unicodedata.decomposition(chr(code)).split() or [""]
        base = "".join(chr(int(one, 16)) for one in letters)
        if name[1:-1] in ("isolated", "final", "initial", "medial") and len(base) == 1:
            forms.setdefault(base, {})[name[1:-1]] = chr(code)
        elif len(base) == 2 and base[0] == LAM and name:
            pairs.setdefault(base, {})[name[1:-1]] = chr(code)
    return forms, pairs
