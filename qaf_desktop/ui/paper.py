"""A document on paper: each page one picture, rendered in bands, so that memory stays small and no seam is seen.

It opens the document itself, so that it can be done behind the window.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtPdf import QPdfDocument, QPdfDocumentRenderOptions
from PySide6.QtPrintSupport import QPrinter

from qaf_desktop.errors import Unreachable

SHARPEST: Final = 400  # dots an inch: a page of A4 is then 46 MB; at a printer's own 1,200 it would be 420
BAND: Final = 256  # rows that are rendered at once
NO_PRINTER: Final = "The printer did not take the pages. See whether it is on and connected, then print again."


def print_document(
    content: bytes, printer: QPrinter, step: Callable[[int, int], None], cancelled: Callable[[], bool]
) -> int:
    """Prints the pages that the printer's dialog asks for; answers how many. Raises Unreachable."""
    buffer, document = QBuffer(), QPdfDocument()
    buffer.setData(QByteArray(content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document.load(buffer)
    printer.setFullPage(True)
    painter = QPainter()
    if not painter.begin(printer):
        raise Unreachable(NO_PRINTER)
    pages, done = pages_wanted(printer, document.pageCount()), 0
    for page in pages:
        if cancelled():
            printer.abort()
            break
        if done and not printer.newPage():
            painter.end()
            raise Unreachable(NO_PRINTER)
        _paint(document, page, printer, painter)
        done += 1
        step(done, len(pages))
    painter.end()
    document.close()
    return done


def pages_wanted(printer: QPrinter, count: int) -> list[int]:
    """The pages by number from 0, in the order in which they are to come out; again for each copy."""
    first, last = printer.fromPage() or 1, printer.toPage() or count
    pages = list(range(max(first, 1) - 1, min(last, count)))
    if printer.pageOrder() == QPrinter.PageOrder.LastPageFirst:
        pages.reverse()
    return pages if printer.supportsMultipleCopies() else pages * max(printer.copyCount(), 1)


def _paint(document: QPdfDocument, page: int, printer: QPrinter, painter: QPainter) -> None:
    dots = -(-printer.resolution() // SHARPEST)
    points, paper = document.pagePointSize(page), printer.paperRect(QPrinter.Unit.DevicePixel)
    share = min(paper.width() / points.width(), paper.height() / points.height()) / dots
    whole = QSize(round(points.width() * share), round(points.height() * share))
    painter.drawImage(QRect(0, 0, whole.width() * dots, whole.height() * dots), picture(document, page, whole))


def picture(document: QPdfDocument, page: int, whole: QSize) -> QImage:
    """A page of that many dots, on white."""
    white = QImage(whole, QImage.Format.Format_RGB888)
    white.fill(Qt.GlobalColor.white)
    painter = QPainter(white)
    for top in range(0, whole.height(), BAND):
        size = QSize(whole.width(), min(BAND, whole.height() - top))
        options = QPdfDocumentRenderOptions()
        options.setScaledSize(whole)
        options.setScaledClipRect(QRect(0, top, size.width(), size.height()))
        painter.drawImage(0, top, document.render(page, size, options))
    painter.end()
    return white
