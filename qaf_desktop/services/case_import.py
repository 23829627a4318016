"""Cases from a CSV or XLSX file: read, compared with what is there, shown by row, then taken in whole or not at all.

The file's columns are `number, plan, worker, team, age_band`, in any order and any case; more columns are ignored and
named. A person or team that is not there is an error of its row: nothing is made up.
"""

from dataclasses import dataclass
from pathlib import Path

from qaf_desktop.domain.events import CaseAdded, CaseChanged
from qaf_desktop.domain.rights import Place
from qaf_desktop.domain.words import AGE_BANDS, PLAN_TYPES
from qaf_desktop.errors import BadInput, NotFound, QafError
from qaf_desktop.services import cases, directory
from qaf_desktop.services.tables import ImportReport, RowError, read_table, refuse_with_errors
from qaf_desktop.store import query_directory
from qaf_desktop.store.workspace import Workspace

COLUMNS = ("number", "plan", "worker", "team", "age_band")
_NEEDED = ("number", "plan")
_WORDS = {"case": "number", "case_number": "number", "plan_type": "plan", "social_worker": "worker", "age": "age_band"}


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
    about: str

    @property
    def title(self) -> str:
        """The case in words."""
        return f"Case {self.number}"


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """What an import would do. With errors, it can not be carried out."""

    rows: tuple[ImportRow, ...]
    errors: tuple[RowError, ...]
    added: int
    changed: int
    unchanged: int
    ignored_columns: tuple[str, ...]


def preview_import(ws: Workspace, path: Path) -> ImportPreview:
    """Reads the file and compares it with the cases that are there. Raises BadInput for a file that is no table."""
    table = read_table(path, COLUMNS, _WORDS)
    table.require(_NEEDED, COLUMNS)
    reader = _Rows(ws)
    for number, said in table.said(COLUMNS):
        reader.take(number, said)
    if not reader.rows and not reader.errors:
        raise BadInput(f"{path.name} has a heading and no cases below it.")
    outcomes = [row.outcome for row in reader.rows]
    return ImportPreview(
        tuple(reader.rows),
        tuple(reader.errors),
        outcomes.count("added"),
        outcomes.count("changed"),
        outcomes.count("unchanged"),
        table.ignored(COLUMNS),
    )


def carry_out_import(ws: Workspace, preview: ImportPreview) -> ImportReport:
    """Takes the cases in, all in one transaction. Raises BadInput where the preview has errors."""
    from qaf_desktop.services.rights import require, require_at

    require(ws, "CaseAdded", "import cases")
    refuse_with_errors(preview.errors)
    for team in {row.team_id for row in preview.rows if row.outcome != "unchanged"}:
        require_at(ws, "CaseAdded", "import cases of these teams", Place(team))
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

    def __init__(self, ws: Workspace) -> None:
        self.rows: list[ImportRow] = []
        self.errors: list[RowError] = []
        self._seen: dict[str, int] = {}
        self._people: dict[str, list[str]] = {}
        self._team_of: dict[str, str | None] = {}
        self._names: dict[str | None, str] = {None: ""}
        for person in directory.people(ws, limit=1_000_000).items:
            self._people.setdefault(person.name.lower(), []).append(person.id)
            self._people.setdefault(person.id, []).append(person.id)
            self._team_of[person.id] = person.team_id
            self._names[person.id] = person.name
        teams = directory.teams(ws)
        self._teams = {key: team.id for team in teams for key in (team.id, team.name.lower())}
        self._names.update((team.id, team.name) for team in teams)
        with ws.reading() as connection:
            self._known = {row.number: row for row in query_directory.all_cases(connection)}

    def take(self, row: int, said: dict[str, str]) -> None:
        """Reads one row: a case, or an error with the row's number."""
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
            return ImportRow(row, number, *now, "added", None, ", ".join(filter(None, self._shown(*now).values())))
        before = (old.plan, old.worker_id, old.team_id, old.age_band)
        if now == before:
            return ImportRow(row, number, *now, "unchanged", old.id, "")
        pairs = zip(self._shown(*before).items(), self._shown(*now).values(), strict=True)
        about = [
            f"{what}: {was or 'none'} becomes {becomes or 'none'}" for (what, was), becomes in pairs if was != becomes
        ]
        return ImportRow(row, number, *now, "changed", old.id, ". ".join(about))

    def _shown(self, plan: str, worker: str | None, team: str | None, band: str | None) -> dict[str, str]:
        age = AGE_BANDS.get(band or "", "")
        return {
            "Plan": PLAN_TYPES.get(plan, plan), "Worker": self._names.get(worker, ""),
            "Team": self._names.get(team, ""), "Age band": f"age {age}" if age[:1].isdigit() else age.lower(),
        }  # fmt: skip

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


def _whole(number: str) -> str:
    return number[:-2] if number.endswith(".0") and number[:-2].isdigit() else number
