"""Flowables of our own: an outline entry, a grade's chip, a question with its short answer, a line to write on."""

from typing import Any, Final

from reportlab.platypus.flowables import Flowable

from qaf_desktop.reports.text import BOLD, REGULAR

CHIPS: Final = {
    "outstanding": ("#DCEBFA", "#0B2E52"),
    "good": ("#78C39C", "#0B2A1B"),
    "requires_improvement": ("#C77A0A", "#1A1200"),
    "inadequate": ("#7A120D", "#FFFFFF"),
}
PLAIN: Final = ("#FFFFFF", "#1A1C1E")
LINE: Final = 24
GAP, PAD = 14, 2.5


class Bookmark(Flowable):  # type: ignore[misc,unused-ignore]
    """An entry of the document's outline at the place where the next text stands.

    It carries the space before that text: what is kept together is measured without the space of what comes second.
    """

    keepWithNext = 1

    def __init__(self, title: str, level: int, before: float = 0) -> None:
        super().__init__()
        self.title, self.level, self.spaceBefore = title, level, before

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """It takes no room."""
        return 0, 0

    def draw(self) -> None:
        """Notes the place."""
        key = f"p{self.canv.getPageNumber()}-{id(self)}"
        self.canv.bookmarkHorizontal(key, 0, 18)
        self.canv.addOutlineEntry(self.title, key, self.level, closed=0)


class Chip(Flowable):  # type: ignore[misc,unused-ignore]
    """A grade: its shape and its word on its colour, with an edge that shows in greyscale."""

    def __init__(self, grade: str, word: str, size: float) -> None:
        super().__init__()
        self.ground, self.ink = CHIPS.get(grade, PLAIN)
        self.word, self.size = word, size

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """As wide as the word."""
        from reportlab.pdfbase.pdfmetrics import stringWidth

        self.width = min(width, stringWidth(self.word, BOLD, self.size) + 16)
        self.height = self.size + 9
        return self.width, self.height

    def draw(self) -> None:
        """Draws the chip."""
        canvas: Any = self.canv
        canvas.setFillColor(self.ground)
        canvas.setStrokeColor("#6B7379")
        canvas.setLineWidth(0.6)
        canvas.roundRect(0, 0, self.width, self.height, 3, fill=1)
        canvas.setFillColor(self.ink)
        canvas.setFont(BOLD, self.size)
        canvas.drawString(8, 4.5 + self.size * 0.12, self.word)


class Pair(Flowable):  # type: ignore[misc,unused-ignore]
    """A question and its short answer beside each other, with a thin rule below."""

    def __init__(self, label: Any, text: Any, share: float = 0.5) -> None:
        super().__init__()
        self.label, self.text, self.share = label, text, share

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """As high as the higher of the two."""
        self.width, self.start = width, width * self.share
        _, self.label_height = self.label.wrap(self.start - GAP, height)
        _, self.text_height = self.text.wrap(width - self.start, height)
        self.height = max(self.label_height, self.text_height) + 2 * PAD
        return width, self.height

    def draw(self) -> None:
        """Draws both from the same upper edge."""
        canvas: Any = self.canv
        top = self.height - PAD
        self.label.drawOn(canvas, 0, top - self.label_height)
        self.text.drawOn(canvas, self.start, top - self.text_height)
        _rule(canvas, self.width)


class Rule(Flowable):  # type: ignore[misc,unused-ignore]
    """A thin rule below what stands above it."""

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """The whole width."""
        self.width = width
        return width, 1

    def draw(self) -> None:
        """Draws the rule."""
        _rule(self.canv, self.width)


def _rule(canvas: Any, width: float) -> None:
    canvas.setStrokeColor("#DFE3E6")
    canvas.setLineWidth(0.4)
    canvas.line(0, 0, width, 0)


class WritingLine(Flowable):  # type: ignore[misc,unused-ignore]
    """A ruled line to write on by hand, in columns of (label, share of the width)."""

    def __init__(self, columns: tuple[tuple[str, float], ...]) -> None:
        super().__init__()
        self.columns = columns

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """The whole width."""
        self.width = width
        return width, LINE

    def draw(self) -> None:
        """Draws labels and rules."""
        from reportlab.pdfbase.pdfmetrics import stringWidth

        canvas: Any = self.canv
        canvas.setStrokeColor("#6B7379")
        canvas.setLineWidth(0.5)
        canvas.setFillColor("#4F565C")
        canvas.setFont(REGULAR, 8)
        x = 0.0
        for label, share in self.columns:
            room = self.width * share
            canvas.drawString(x, 3, label)
            start = x + (stringWidth(label, REGULAR, 8) + 6 if label else 0)
            canvas.line(start, 1, x + room - (12 if share < 1 else 0), 1)
            x += room
