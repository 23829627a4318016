"""The rows of an XLSForm as they stand in its file, with their row numbers: what messages point to."""

import csv
import io
import re
from dataclasses import dataclass, field

from qaf_desktop import workbooks
from qaf_desktop.errors import BadInput

SHEETS = ("survey", "choices", "settings")
_NOT_READ = "cannot be read as a spreadsheet. Save it as .xlsx or .csv anew."
_NO_FORM_HOLDS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # what XML has no place for
_OTHER_NAMES = {"command": "type", "tag": "name", "value": "name", "caption": "label", "relevance": "relevant"}
_HEADINGS = (
    "type name label hint guidance_hint default relevant required required_message constraint constraint_message "
    "calculation appearance choice_filter repeat_count trigger list_name form_id form_title version"
)
_KNOWN = frozenset(_HEADINGS.split())


@dataclass(frozen=True)
class Row:
    """One row of a sheet: its number as people count, and its cells by column heading."""

    number: int
    cells: dict[str, str]

    def get(self, *names: str) -> str:
        """The first filled cell under one of these headings."""
        return next((self.cells[name] for name in names if self.cells.get(name)), "")


@dataclass
class Sheets:
    """The sheets of a form."""

    survey: list[Row] = field(default_factory=list)
    choices: list[Row] = field(default_factory=list)
    settings: list[Row] = field(default_factory=list)
    headings: dict[str, list[str]] = field(default_factory=dict)

    def setting(self, name: str) -> str:
        """A setting's value."""
        return self.settings[0].get(name) if self.settings else ""


def read(source: bytes, file_name: str) -> Sheets:
    """The sheets in a file's bytes. Raises BadInput for what is no form."""
    suffix = file_name.rsplit(".", 1)[-1].lower()
    if suffix == "xlsx":
        tables = _workbook(source, file_name)
    elif suffix in ("csv", "md"):
        try:
            text = source.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise BadInput(f"{file_name} is no text in UTF-8. Save it as .xlsx or as CSV UTF-8.") from error
        tables = _csv(text, file_name) if suffix == "csv" else _markdown(text)
    else:
        raise BadInput(f"{file_name} is no .xlsx, .csv or .md file. Save the tool as one of these.")
    sheets = Sheets()
    for name, (rows, headings) in tables.items():
        if name in SHEETS:
            setattr(sheets, name, rows)
            sheets.headings[name] = headings
    if not sheets.survey:
        raise BadInput(f"{file_name} has no sheet called survey with questions in it: that is no XLSForm.")
    return sheets


def _workbook(source: bytes, file_name: str) -> dict[str, tuple[list[Row], list[str]]]:
    found = workbooks.read_sheets(source, file_name, SHEETS)
    return {name: _rows(list(enumerate(rows, start=1))) for name, rows in found.items()}


def _csv(text: str, file_name: str) -> dict[str, tuple[list[Row], list[str]]]:
    csv.field_size_limit(10_000_000)
    try:
        rows = list(enumerate(csv.reader(io.StringIO(text, newline="")), start=1))
    except csv.Error as error:
        raise BadInput(f"{file_name} {_NOT_READ}") from error
    return _split(rows)


def _markdown(text: str) -> dict[str, tuple[list[Row], list[str]]]:
    rows = []
    for number, line in enumerate(text.splitlines(), start=1):
        line = line.strip()
        if line.startswith("|") and set(line) - set("|-: "):
            cells = line.removeprefix("|").removesuffix("|").replace("\\|", "\x00").split("|")
            rows.append((number, [cell.replace("\x00", "|").strip() for cell in cells]))
    return _split(rows)


def _split(rows: list[tuple[int, list[str]]]) -> dict[str, tuple[list[Row], list[str]]]:
    """Sheets below each other: a sheet's name stands alone in the first column."""
    parts: dict[str, list[tuple[int, list[str]]]] = {}
    current: list[tuple[int, list[str]]] = []
    for number, cells in rows:
        if cells and cells[0].strip():
            current = parts.setdefault(cells[0].strip().lower(), [])
        elif any(cell.strip() for cell in cells):
            current.append((number, [cell.strip() for cell in cells[1:]]))
    return {name: _rows(part) for name, part in parts.items()}


def _rows(rows: list[tuple[int, list[str]]]) -> tuple[list[Row], list[str]]:
    if not rows:
        return [], []
    headings = _plain([_NO_FORM_HOLDS.sub("", cell) for cell in rows[0][1]])
    found = []
    for number, cells in rows[1:]:
        cells = [_NO_FORM_HOLDS.sub(" ", cell) for cell in cells]
        named = {heading: cell for heading, cell in zip(headings, cells, strict=False) if heading and cell}
        if named:
            found.append(Row(number, named))
    return found, [heading for heading in headings if heading]


def _plain(headings: list[str]) -> list[str]:
    """Headings as pyxform knows them: in small letters but for the language, and no other names for the same."""
    found: list[str] = []
    for heading in (heading.strip() for heading in headings):
        name, mark, language = heading.partition("::")
        lower = "_".join(name.lower().split())
        plain = _OTHER_NAMES.get(lower, lower if lower in _KNOWN else name) + mark + language
        found.append(plain if plain not in found else heading)
    return found
