"""Text in lines of our own: broken in time that grows only with its length, in every script, and drawn run by run.

Reportlab's paragraph is used for plain words alone. It tries each place of a word that is wider than the line again and
again, so that one word of 100,000 signs keeps it for minutes.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import Any, Final

from reportlab.pdfbase.pdfmetrics import getAscentDescent
from reportlab.platypus.flowables import Flowable

from qaf_desktop.reports.bidi_text import RIGHT_TO_LEFT, direction, joined, seen
from qaf_desktop.reports.text import measured, runs, shaped, written

LONGEST_LINE: Final = 400  # signs without width would fill a line for ever
WORD: Final = re.compile(r"\s*\S+")
SIGN: Final = re.compile(r"\[U\+[0-9A-F]{4,6}\]|.", re.DOTALL)

Line = tuple[str, bool]


class Lines(Flowable):  # type: ignore[misc,unused-ignore]
    """A paragraph whose lines are broken once for a width; parts of it share them."""

    def __init__(self, text: str, style: Any, part: tuple[list[Line], int, int] | None = None) -> None:
        super().__init__()
        self.text, self.style = text, style
        self.keepWithNext = getattr(style, "keepWithNext", 0)
        self._lines, self._start, self._end = part or ([], 0, 0)
        self._part = part is not None
        self._broken_for = 0.0

    def getSpaceBefore(self) -> float:
        """The style's."""
        return float(self.style.spaceBefore)

    def getSpaceAfter(self) -> float:
        """The style's."""
        return float(self.style.spaceAfter)

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Breaks the lines for this width."""
        if not self._part and self._broken_for != width:
            self._broken_for = width
            self._lines = list(lines_of(self.text, self.style.fontName, self.style.fontSize, width))
            self._end = len(self._lines)
        self.width, self.height = width, (self._end - self._start) * self.style.leading
        return self.width, self.height

    def split(self, width: float, height: float) -> list[Any]:
        """What fits, and the rest; nothing where but one line of several would stand alone."""
        self.wrap(width, height)
        fits = int(height / self.style.leading)
        if self._start + fits >= self._end:
            return [self]
        if fits <= 1:
            return []
        middle = self._start + fits
        parts = ((self._lines, self._start, middle), (self._lines, middle, self._end))
        return [Lines("", self.style, part) for part in parts]

    def draw(self) -> None:
        """Draws the lines."""
        style, canvas = self.style, self.canv
        y = self.height - getAscentDescent(style.fontName, style.fontSize)[0]
        out = canvas.beginText()
        out.setFillColor(style.textColor)
        for line, rightwards in self._lines[self._start : self._end]:
            x = self.width - measured(line, style.fontName, style.fontSize) if rightwards else 0
            out.setTextOrigin(x, y)
            for face, run in runs(line):
                out.setFont(face or style.fontName, style.fontSize, style.leading)
                out.textOut(shaped(run, face, style.fontSize))
            y -= style.leading
        canvas.drawText(out)


def lines_of(text: str, face: str, size: float, width: float) -> Iterator[Line]:
    """The lines as they are seen, each with whether it starts at the right."""
    for logical in written(text).split("\n"):
        if not RIGHT_TO_LEFT.search(logical):
            yield from ((line, False) for line in broken(logical, face, size, width))
            continue
        base = direction(logical)
        yield from ((seen(line, base), base == "R") for line in broken(joined(logical), face, size, width))


def broken(text: str, face: str, size: float, width: float) -> Iterator[str]:
    """The text in lines no wider than this; a word wider than a line is split."""
    line: list[str] = []
    used, signs = 0.0, 0
    for word in WORD.findall(text.rstrip()):
        wide = measured(word, face, size)
        if line and (used + wide > width or signs + len(word) > LONGEST_LINE):
            yield "".join(line)
            line, used, signs = [], 0.0, 0
            word = word.lstrip()
            wide = measured(word, face, size)
        if wide > width or len(word) > LONGEST_LINE:
            *full, word = split_word(word, face, size, width)
            yield from full
            wide = measured(word, face, size)
        line.append(word)
        used, signs = used + wide, signs + len(word)
    yield "".join(line)


def split_word(word: str, face: str, size: float, width: float) -> Iterator[str]:
    """A word in parts that each fit a line; a mark stays with its letter, a code in one piece, where there is room."""
    part: list[str] = []
    used, signs = 0.0, 0
    for sign in SIGN.findall(word):
        wide = measured(sign, face, size)
        room = width + (2 * size if unicodedata.category(sign[0])[0] == "M" else 0)
        if part and (used + wide > room or signs >= LONGEST_LINE):
            yield "".join(part)
            part, used, signs = [], 0.0, 0
        part.append(sign)
        used, signs = used + wide, signs + len(sign)
    yield "".join(part)
