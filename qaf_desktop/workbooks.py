"""Workbooks that people hand in, as rows of text. What is no workbook is said in a sentence; nothing in it can fill the
memory, whatever it claims to hold. What rows and columns mean is not known here."""

import datetime as dt
import io
import zipfile
from collections.abc import Collection
from typing import Any, Final

from qaf_desktop.errors import BadInput

LARGEST_UNPACKED: Final = 500_000_000
MOST_ROWS: Final = 1_048_576
MOST_COLUMNS: Final = 1_000
MOST_PARTS: Final = 10_000
ZIPPED: Final = b"PK\x03\x04"
OLD_EXCEL: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PROTECTED: Final = "EncryptedPackage".encode("utf-16-le")
_PAGES: Final = (b"<html", b"<!doctype", b"<?xml", b"<table", b"<meta", b"<head")


def read_sheets(raw: bytes, file_name: str, wanted: Collection[str] | None = None) -> dict[str, list[list[str]]]:
    """The sheets of these names (written in any case), or else the one that was open last, as rows of text.

    Raises BadInput for what is no workbook, or one that is protected, damaged, or larger than it pretends to be.
    """
    if raw[:4] != ZIPPED:
        raise BadInput(f"{file_name} {_what_it_is(raw)}")
    _refuse_bombs(raw, file_name)
    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
        if wanted is None:
            sheets = [book.active if book.active in book.worksheets else book.worksheets[0]]
        else:
            sheets = [sheet for sheet in book.worksheets if sheet.title.strip().lower() in wanted]
        return {str(sheet.title).strip().lower(): _rows(sheet) for sheet in sheets}
    except Exception as error:  # openpyxl raises what zip, XML and its own reading of them raise
        raise BadInput(
            f"{file_name} is damaged, or no workbook. Open it in Excel and save it as .xlsx anew."
        ) from error


def text_of(value: Any) -> str:
    """A cell as text: whole numbers without a point, days and moments in ISO 8601."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.datetime):
        return value.isoformat() if value.time() != dt.time() else value.date().isoformat()
    if isinstance(value, (dt.date, dt.time)):
        return value.isoformat()
    return str(value).strip()


def _rows(sheet: Any) -> list[list[str]]:
    sheet.reset_dimensions()  # what a sheet says of its own size is often a million empty rows
    rows = sheet.iter_rows(min_row=1, max_row=MOST_ROWS, values_only=True)
    found = [[text_of(value) for value in row[:MOST_COLUMNS]] if row else [] for row in rows]
    while found and not any(found[-1]):
        found.pop()
    return found


def _what_it_is(raw: bytes) -> str:
    start = raw[:512].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if raw[:8] == OLD_EXCEL and _PROTECTED in raw:
        return "is protected by a password. Take the password off in Excel, then save it as .xlsx."
    if raw[:8] == OLD_EXCEL:
        return "is a workbook of an old Excel. Open it in Excel and save it as .xlsx."
    if start.startswith(_PAGES):
        return "is a web page, not a workbook. Open it in Excel and save it as .xlsx."
    return "is no workbook. Save it as .xlsx anew."


def _refuse_bombs(raw: bytes, file_name: str) -> None:
    try:
        parts = zipfile.ZipFile(io.BytesIO(raw)).infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise BadInput(f"{file_name} is damaged. Save it as .xlsx anew, or send it again.") from error
    if any(part.flag_bits & 1 for part in parts):
        raise BadInput(f"{file_name} is protected by a password. Take the password off, then save it as .xlsx.")
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise BadInput(f"{file_name} unpacks to more than 500 MB: no table is so large. Split it into smaller files.")
