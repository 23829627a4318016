"""The summary of one audit: looked at, printed, saved."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QSize
from PySide6.QtGui import QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from qaf_desktop.errors import QafError
from qaf_desktop.services import audits, summaries
from qaf_desktop.ui.pages.form.kit import button
from qaf_desktop.ui.widgets.body import body, head

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from qaf_desktop.store.workspace import Workspace
    from qaf_desktop.ui.shell import Shell


class SummaryPage(QWidget):
    """The pages as they will be printed."""

    title = "Summary"

    def __init__(self, ws: Workspace, shell: Shell) -> None:
        super().__init__()
        self._ws, self._shell, self._key, self._number = ws, shell, "", ""
        self.document, self._buffer = QPdfDocument(self), QBuffer(self)
        self.view = QPdfView(self)
        self.view.setAccessibleName("Preview of the summary")
        self.view.setPageMode(QPdfView.PageMode.MultiPage)
        self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self.view.setDocument(self.document)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def open(self, key: str) -> None:
        """Makes the summary and shows it."""
        self._key, self._number = key, audits.show(self._ws, key).case.number
        self._buffer.setData(QByteArray(summaries.summary_pdf(self._ws, key)))
        self._buffer.open(QBuffer.OpenModeFlag.ReadOnly)
        self.document.load(self._buffer)
        top = body()
        top.addLayout(
            head(
                f"Summary, case {self._number}",
                button("Back", self._shell.back),
                button("Save as", self._save),
                button("Print", self._print, "primary"),
            )
        )
        self._column.addLayout(top)
        self._column.addWidget(self.view, 1)

    def refresh(self, changed: frozenset[str] | None = None) -> None:
        """What is looked at stays."""

    def _save(self) -> None:
        name, _kind = QFileDialog.getSaveFileName(self, "Save summary", f"{self._number}.pdf", "PDF (*.pdf)")
        if not name:
            return
        try:
            summaries.save_summary(self._ws, self._key, Path(name))
            self._shell.notice(f"Saved in {name}.")
        except (QafError, OSError) as error:
            self._shell.notice(f"The summary was not saved: {error}")

    def _print(self) -> None:
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(f"Summary of case {self._number}")
        dialog = QPrintDialog(printer, self)
        if dialog.exec():
            self.paint_on(printer)
            summaries.printed(self._ws, self._key)
            self._shell.notice("Sent to the printer.")

    def paint_on(self, printer: QPrinter) -> None:
        """Paints every page whole onto the printer's."""
        printer.setFullPage(True)
        painter = QPainter(printer)
        for number in range(self.document.pageCount()):
            if number:
                printer.newPage()
            size = painter.viewport().size()
            points = self.document.pagePointSize(number)
            share = min(size.width() / points.width(), size.height() / points.height())
            whole = QSize(round(points.width() * share), round(points.height() * share))
            painter.drawImage(0, 0, self.document.render(number, whole))
        painter.end()
