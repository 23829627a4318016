"""A tool's sheets as a workbook that people like to edit: headings held in place, columns wide enough, text wrapped."""

import io

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

from qaf_desktop.tool.sheets import SHEETS, Row, Sheets

_WIDE = ("label", "hint", "guidance", "message", "descriptor", "relevant", "constraint")


def workbook(sheets: Sheets) -> bytes:
    """The workbook's bytes; read again, it is the same form."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name in SHEETS:
        headings = sheets.headings.get(name)
        if not headings:
            continue
        page = book.create_sheet(name)
        page.append(headings)
        rows: list[Row] = getattr(sheets, name)
        for row in rows:
            page.append([row.cells.get(heading, "") or None for heading in headings])
        page.freeze_panes = "A2"
        for cells in page.columns:
            heading = str(cells[0].value)
            page.column_dimensions[cells[0].column_letter].width = 48 if heading.startswith(_WIDE) else 20
            for cell in cells:
                cell.alignment = Alignment(wrap_text=True, vertical="top")
                cell.number_format = "@"
            cells[0].font = Font(bold=True)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
