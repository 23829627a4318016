"""Tables that people hand in: CSV of every make and XLSX workbooks, as rows of text. No meaning of columns here."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from qaf_desktop import workbooks
from qaf_desktop.errors import BadInput, NotFound

LARGEST_FILE = 200_000_000
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class RowError:
    """What is wrong with one row of the file; rows count from 1, the heading."""

    row: int
    message: str


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did."""

    added: int
    changed: int
    unchanged: int


@dataclass(frozen=True)
class Table:
    """A file's heading in the program's words, and the rows below it."""

    file_name: str
    heading: tuple[str, ...]
    names: tuple[str, ...]
    rows: Iterator[list[str]]

    def require(self, needed: Sequence[str], columns: Sequence[str]) -> None:
        """Raises BadInput where a column that is needed is not there."""
        missing = [name for name in needed if name not in self.names]
        if missing:
            raise BadInput(
                f"{self.file_name} has no column called {' or '.join(missing)}. Its first row has to name the "
                f"columns: {', '.join(columns)}."
            )

    def said(self, columns: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
        """Each row that says something: its number in the file, and what it says in these columns."""
        places = {name: self.names.index(name) for name in columns if name in self.names}
        for number, cells in enumerate(self.rows, start=2):
            if any(cell.strip() for cell in cells):
                yield number, {name: cells[at].strip() if at < len(cells) else "" for name, at in places.items()}

    def ignored(self, columns: Sequence[str]) -> tuple[str, ...]:
        """The columns, as the file calls them, that are not read."""
        found = zip(self.heading, self.names, strict=True)
        return tuple(cell for cell, name in found if cell.strip() and name not in columns)


def read_table(path: Path, columns: Sequence[str], words: Mapping[str, str]) -> Table:
    """The table in a file; `words` maps other names of columns. Raises NotFound, and BadInput for what is no table."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise BadInput(f"{path.name} is larger than 200 MB. Split it into smaller files.")
        raw = path.read_bytes()
    except OSError as error:
        raise NotFound(f"{path} cannot be read: {error.strerror or error}.") from error
    if raw[:4] == workbooks.ZIPPED or raw[:8] == workbooks.OLD_EXCEL or path.suffix.lower() in (".xlsx", ".xls"):
        rows = iter(next(iter(workbooks.read_sheets(raw, path.name).values())))
    else:
        rows = _csv(path, raw)
    heading = next(rows, None)
    if heading is None or not any(cell.strip() for cell in heading):
        raise BadInput(f"{path.name} is empty. Its first row has to name the columns: {', '.join(columns)}.")
    names = (words.get(name, name) for name in (_plain(cell) for cell in heading))
    return Table(path.name, tuple(heading), tuple(names), rows)


def refuse_with_errors(errors: Sequence[RowError]) -> None:
    """Raises BadInput with the first errors by row, where there are any: an import is whole or not at all."""
    if errors:
        problems = tuple(f"Row {error.row}: {error.message}" for error in errors)
        more = f" (and {len(problems) - 10:,} more)" if len(problems) > 10 else ""
        raise BadInput(f"Nothing was imported. {' '.join(problems[:10])}{more}", problems)


def _plain(cell: str) -> str:
    return "_".join(cell.strip().lower().replace("-", " ").split())


def _csv(path: Path, raw: bytes) -> Iterator[list[str]]:
    if b"\x00" in raw[:4096] and raw[:2] not in _UTF16:
        raise BadInput(f"{path.name} is neither a CSV file nor an .xlsx workbook. Save it as one of these.")
    text = _decoded(raw)
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t|", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=False)
    csv.field_size_limit(10_000_000)
    try:
        yield from reader
    except csv.Error as error:
        raise BadInput(f"{path.name} cannot be read as CSV near row {reader.line_num}: {error}.") from error


def _decoded(raw: bytes) -> str:
    if raw[:2] in _UTF16:
        return raw.decode("utf-16", "replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")
