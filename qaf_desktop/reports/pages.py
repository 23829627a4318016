"""What stands on every page: the footer with page x of y, and the line of a draft or a withdrawn audit."""

from collections.abc import Callable
from typing import Any

from qaf_desktop.reports.summary import SummaryData
from qaf_desktop.reports.text import BOLD, REGULAR, faced

LEFT, RIGHT = 54, 541
FOOT = 34


def counted_pages(data: SummaryData) -> Callable[..., Any]:
    """A canvas that keeps its pages until their number is known, and then writes each once."""
    from reportlab.pdfgen.canvas import Canvas

    status = "Draft, not submitted" if data.draft else "Withdrawn" if data.withdrawn else ""

    class CountedCanvas(Canvas):  # type: ignore[misc,unused-ignore]
        """Pages with their number and the number of all."""

        def __init__(self, *args: Any, **named: Any) -> None:
            super().__init__(*args, **named)
            self._kept: list[dict[str, Any]] = []

        def showPage(self) -> None:
            """Keeps the page."""
            self._kept.append(dict(self.__dict__))
            self._startPage()

        def save(self) -> None:
            """Writes the pages."""
            for place, kept in enumerate(self._kept, 1):
                self.__dict__.update(kept)
                _frame(self, data, status, place, len(self._kept))
                Canvas.showPage(self)
            Canvas.save(self)

    return CountedCanvas


def _frame(canvas: Any, data: SummaryData, status: str, page: int, pages: int) -> None:
    canvas.setStrokeColorRGB(0.42, 0.45, 0.47)
    canvas.setLineWidth(0.5)
    canvas.line(LEFT, FOOT + 12, RIGHT, FOOT + 12)
    canvas.setFillColorRGB(0.31, 0.34, 0.36)
    _line(canvas, LEFT, FOOT, f"Case {data.case_number}. As of {data.as_of}.")
    canvas.setFont(REGULAR, 8)
    canvas.drawRightString(RIGHT, FOOT, f"Page {page} of {pages}")
    if status:
        canvas.setFillColorRGB(0.7, 0.125, 0.1)
        canvas.setFont(BOLD, 9)
        canvas.drawCentredString((LEFT + RIGHT) / 2, 814, status.upper())


def _line(canvas: Any, x: float, y: float, text: str) -> None:
    for face, run in faced(text):
        canvas.setFont(face or REGULAR, 8)
        canvas.drawString(x, y, run)
        x += canvas.stringWidth(run, face or REGULAR, 8)
