"""Cases from a CSV or XLSX file: read, compared with what is there, shown by row, then taken in whole or not at all.

The file's columns are `number, plan, worker, team, age_band`, in any order and any case; more columns are ignored and
named. A person or team that is not there is an error of its row: nothing is made up.
"""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from qaf_desktop.domain.events import CaseAdded, CaseChanged
from qaf_desktop.errors import BadInput, NotFound, QafError
from qaf_desktop.services import cases, directory
from qaf_desktop.store import query_directory
from qaf_desktop.store.workspace import Workspace

COLUMNS = ("number", "plan", "worker", "team", "age_band")
_NEEDED = ("number", "plan")
_WORDS = {"case": "number", "case_number": "number", "plan_type": "plan", "social_worker": "worker", "age": "age_band"}
LARGEST_FILE = 200_000_000


@dataclass(frozen=True, slots=True)
class RowError:
    """What is wrong with one row of the file; rows count from 1, the heading."""

    row: int
    message: str


@dataclass(frozen=True, slots=True)
class ImportRow:
    """One case of the file, and what the import does with it: "added", "changed" or "unchanged"."""

    row: int
    number: str
    plan: str
    worker_id: str | None
    team_id: str | None
    age_band: str | None
    outcome: str
    case_id: str | None


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """What an import would do. With errors, it can not be carried out."""

    rows: tuple[ImportRow, ...]
    errors: tuple[RowError, ...]
    added: int
    changed: int
    unchanged: int
    ignored_columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did."""

    added: int
    changed: int
    unchanged: int


def preview_import(ws: Workspace, path: Path) -> ImportPreview:
    """Reads the file and compares it with the cases that are there. Raises BadInput for a file that is no table."""
    heading, rows = _table(path)
    names = [_WORDS.get(name, name) for name in (_plain(cell) for cell in heading)]
    missing = [name for name in _NEEDED if name not in names]
    if missing:
        raise BadInput(
            f"{path.name} has no column called {' or '.join(missing)}. Its first row has to name the columns: "
            f"{', '.join(COLUMNS)}."
        )
    reader = _Rows(ws, {name: names.index(name) for name in COLUMNS if name in names})
    for number, cells in enumerate(rows, start=2):
        if any(cell.strip() for cell in cells):
            reader.take(number, cells)
    if not reader.rows and not reader.errors:
        raise BadInput(f"{path.name} has a heading and no cases below it.")
    outcomes = [row.outcome for row in reader.rows]
    return ImportPreview(
        tuple(reader.rows),
        tuple(reader.errors),
        outcomes.count("added"),
        outcomes.count("changed"),
        outcomes.count("unchanged"),
        tuple(cell for cell, name in zip(heading, names, strict=True) if cell.strip() and name not in COLUMNS),
    )


def carry_out_import(ws: Workspace, preview: ImportPreview) -> ImportReport:
    """Takes the cases in, all in one transaction. Raises BadInput where the preview has errors."""
    from qaf_desktop.services.rights import require

    require(ws, "CaseAdded", "import cases")
    if preview.errors:
        problems = tuple(f"Row {error.row}: {error.message}" for error in preview.errors)
        more = f" (and {len(problems) - 10} more)" if len(problems) > 10 else ""
        raise BadInput(f"Nothing was imported. {' '.join(problems[:10])}{more}", problems)
    batch = ws.new_id()
    with ws.writing() as writing:
        for row in preview.rows:
            if row.outcome == "added":
                event = CaseAdded(row.number, row.plan, row.worker_id, row.team_id, row.age_band)
                writing.record("case", ws.new_id(), event, batch)
            elif row.outcome == "changed" and row.case_id is not None:
                changed = CaseChanged(row.plan, row.worker_id, row.team_id, row.age_band)
                writing.record("case", row.case_id, changed, batch)
    return ImportReport(preview.added, preview.changed, preview.unchanged)


class _Rows:
    """Reads rows one by one against what the workspace knows."""

    def __init__(self, ws: Workspace, places: dict[str, int]) -> None:
        self.rows: list[ImportRow] = []
        self.errors: list[RowError] = []
        self._places = places
        self._seen: dict[str, int] = {}
        self._people: dict[str, list[str]] = {}
        self._team_of: dict[str, str | None] = {}
        for person in directory.people(ws, limit=1_000_000).items:
            self._people.setdefault(person.name.lower(), []).append(person.id)
            self._people.setdefault(person.id, []).append(person.id)
            self._team_of[person.id] = person.team_id
        self._teams = {key: team.id for team in directory.teams(ws) for key in (team.id, team.name.lower())}
        with ws.reading() as connection:
            self._known = {row.number: row for row in query_directory.all_cases(connection)}

    def take(self, row: int, cells: Sequence[str]) -> None:
        """Reads one row: a case, or an error with the row's number."""
        said = {name: cells[place].strip() if place < len(cells) else "" for name, place in self._places.items()}
        try:
            self.rows.append(self._read(row, said))
        except QafError as error:
            self.errors.append(RowError(row, str(error)))

    def _read(self, row: int, said: dict[str, str]) -> ImportRow:
        number = cases.a_number(_whole(said["number"]))
        if number in self._seen:
            raise BadInput(f"Case {number} stands in row {self._seen[number]} already.")
        self._seen[number] = row
        old = self._known.get(number)
        worker = self._worker(said["worker"]) if "worker" in said else (old.worker_id if old else None)
        team = self._team(said["team"]) if said.get("team") else None
        if team is None:
            team = self._team_of.get(worker) if worker else (old.team_id if old else None)
        band = cases.an_age_band(said["age_band"]) if "age_band" in said else (old.age_band if old else None)
        now = (cases.a_plan(said["plan"]), worker, team, band)
        if old is None:
            return ImportRow(row, number, *now, "added", None)
        same = now == (old.plan, old.worker_id, old.team_id, old.age_band)
        return ImportRow(row, number, *now, "unchanged" if same else "changed", old.id)

    def _worker(self, name: str) -> str | None:
        if not name:
            return None
        found = self._people.get(name.lower(), [])
        if not found:
            raise NotFound(f"Nobody is called {name}. Add the person first, or correct the name.")
        if len(found) > 1:
            raise BadInput(f"{len(found)} people are called {name}. Write the person's id instead.")
        return found[0]

    def _team(self, name: str) -> str:
        team = self._teams.get(name.lower())
        if team is None:
            raise NotFound(f"There is no team called {name}. Add the team first, or correct the name.")
        return team


def _plain(cell: str) -> str:
    return "_".join(cell.strip().lower().replace("-", " ").split())


def _whole(number: str) -> str:
    return number[:-2] if number.endswith(".0") and number[:-2].isdigit() else number


def _table(path: Path) -> tuple[list[str], Iterator[list[str]]]:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise BadInput(f"{path.name} is larger than 200 MB. Split it into smaller files.")
        raw = path.read_bytes()
    except OSError as error:
        raise NotFound(f"{path} cannot be read: {error.strerror or error}.") from error
    rows = _workbook(path, raw) if raw[:4] == b"PK\x03\x04" else _csv(path, raw)
    heading = next(rows, None)
    if heading is None or not any(cell.strip() for cell in heading):
        raise BadInput(f"{path.name} is empty. Its first row has to name the columns: {', '.join(COLUMNS)}.")
    return heading, rows


def _csv(path: Path, raw: bytes) -> Iterator[list[str]]:
    if raw[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" or (
        b"\x00" in raw[:4096] and raw[:2] not in (b"\xff\xfe", b"\xfe\xff")
    ):
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
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return raw.decode("utf-16", "replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def _workbook(path: Path, raw: bytes) -> Iterator[list[str]]:
    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
        sheet = book.active
        if sheet is None:
            raise BadInput(f"{path.name} has no sheet.")
        rows = [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    except BadInput:
        raise
    except Exception as error:
        raise BadInput(f"{path.name} is no workbook that can be read. Save it as .xlsx or .csv anew.") from error
    yield from rows
