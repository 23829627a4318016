"""The summary of one audit: looked at as it will be printed, printed, saved."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, Qt
from PySide6.QtGui import QPageSize
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from qaf_desktop.services import audits, summaries
from qaf_desktop.ui.dialogs.files import ask_save
from qaf_desktop.ui.pages.form.kit import button, label
from qaf_desktop.ui.widgets.body import body
from qaf_desktop.ui.widgets.side_line import title_line

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from qaf_desktop.store.workspace import Workspace
    from qaf_desktop.ui.background import Job
    from qaf_desktop.ui.shell import Shell

LEAST, MOST, STEP = 0.4, 3.0, 1.25


class SummaryPage(QWidget):
    """The pages as they will be printed."""

    title = "Summary"

    def __init__(self, ws: Workspace, shell: Shell) -> None:
        super().__init__()
        self._ws, self._shell, self._key, self._name, self._content = ws, shell, "", "", b""
        self.document, self._buffer = QPdfDocument(self), QBuffer(self)
        self.view = QPdfView(self)
        self.view.setAccessibleName("Preview of the summary")
        self.view.setPageMode(QPdfView.PageMode.MultiPage)
        self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self.view.setDocument(self.document)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.pages = label("", "small", False)
        self.fit = button("Fit width", self._fit, "quiet", "Pages as wide as the window")
        self.setFocusProxy(self.view)

    def open(self, key: str) -> None:
        """Makes the summary and shows it."""
        record = audits.show(self._ws, key)
        self._key, self._content = key, summaries.summary_pdf(self._ws, key)
        day = (record.submitted or record.begun)[:10]
        self._name = f"{record.case.number}-{day}.pdf".replace("/", "-")
        self._buffer.setData(QByteArray(self._content))
        self._buffer.open(QBuffer.OpenModeFlag.ReadOnly)
        self.document.load(self._buffer)
        self.view.setAccessibleDescription(f"{self.document.pageCount()} pages")
        count = self.document.pageCount()
        self.pages.setText(f"{count} page{'s' if count != 1 else ''}")
        self._column.addLayout(self._top(record.case.number))
        self._column.addWidget(self.view, 1)
        self.setTabOrder(self.fit, self.view)

    def refresh(self, changed: frozenset[str] | None = None) -> None:
        """What is looked at stays."""

    def _top(self, number: str) -> QVBoxLayout:
        column, line = body(), QHBoxLayout()
        column.setContentsMargins(32, 22, 32, 8)
        column.setSpacing(4)
        back, save = button("Back", self._shell.back), button("Save as", self._save)
        right = (back, save, button("Print", self.print_page, "primary"))
        column.addLayout(title_line(f"Summary, case {number}", *right))
        line.addWidget(self.pages)
        line.addStretch(1)
        line.addWidget(button("Smaller", lambda: self._zoom(1 / STEP), "quiet", "Smaller pages"))
        line.addWidget(button("Larger", lambda: self._zoom(STEP), "quiet", "Larger pages"))
        line.addWidget(self.fit)
        column.addLayout(line)
        return column

    def _zoom(self, by: float) -> None:
        now = self.view.zoomFactor()
        if self.view.zoomMode() == QPdfView.ZoomMode.FitToWidth:
            points = self.document.pagePointSize(0).width() or 1
            now = self.view.viewport().width() / (points * self.view.logicalDpiX() / 72)
        self.view.setZoomMode(QPdfView.ZoomMode.Custom)
        self.view.setZoomFactor(max(LEAST, min(MOST, now * by)))

    def _fit(self) -> None:
        self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)

    def _save(self) -> None:
        ask_save(self, "Save summary", self._name, "PDF (*.pdf)", self.save_as)

    def save_as(self, path: Path) -> None:
        """Saves the summary as it is now."""

        def work(job: Job) -> None:
            summaries.save_summary(self._ws, self._key, path)

        said = f"Saved in {path}. It is not encrypted: keep it safe."
        self._shell.working.run("Saving the summary", work, lambda _none: self._shell.notice(said), self)

    def print_page(self) -> None:
        """Prints the summary through the system's dialog."""
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(self._name)
        printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        dialog = QPrintDialog(printer, self)
        dialog.setMinMax(1, self.document.pageCount())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self.print_on(printer))
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        dialog.show()

    def print_on(self, printer: QPrinter) -> None:
        """Prints what is looked at, behind the window, and records that it left the program."""
        from qaf_desktop.ui.paper import print_document

        ws, key, content = self._ws, self._key, self._content

        def work(job: Job) -> int:
            done = print_document(content, printer, job.step, job.cancelled)
            if done:
                summaries.printed(ws, key)
            return done

        self._shell.working.run("Printing the summary", work, self._printed, self)

    def _printed(self, pages: int) -> None:
        sent = f"{pages} page{'s' if pages != 1 else ''}"
        self._shell.notice(f"{sent} went to the printer." if pages else "Cancelled: nothing was printed.")
