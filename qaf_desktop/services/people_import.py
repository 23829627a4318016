"""People from a CSV or XLSX file: read, compared with who is there, shown by row, then taken in whole or not at all.

The file's columns are `name, team, service, roles, manager, left, id`; only the name is needed. Roles are written as on
the command line, `team_manager: North; auditor`. A team that is new is made where the row names its service. People
are told apart by name, and by id where two have one name. A column that is not there leaves what is recorded.
"""

from dataclasses import dataclass
from pathlib import Path

from qaf_desktop.domain.events import PersonAdded, PersonChanged, RoleGrant, ServiceAdded, TeamAdded
from qaf_desktop.domain.words import ROLES
from qaf_desktop.errors import BadInput, NotFound, QafError, Refused
from qaf_desktop.services import directory
from qaf_desktop.services.tables import ImportReport, RowError, read_table, refuse_with_errors
from qaf_desktop.store.workspace import Workspace

COLUMNS = ("name", "team", "service", "roles", "manager", "left", "id")
_WORDS = {"person": "name", "full_name": "name", "role": "roles", "managed_by": "manager", "line_manager": "manager"}
_YES, _NO = ("yes", "y", "true", "1", "left"), ("", "no", "n", "false", "0")


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One person of the file as they will be, and what the import does: "added", "changed" or "unchanged"."""

    row: int
    id: str
    name: str
    team: str | None
    manager: str | None
    roles: tuple[RoleGrant, ...]
    left: bool
    outcome: str
    about: str

    @property
    def title(self) -> str:
        """The person in words."""
        return self.name


@dataclass(frozen=True, slots=True)
class PeoplePreview:
    """What an import would do. With errors, it can not be carried out."""

    rows: tuple[PersonLine, ...]
    errors: tuple[RowError, ...]
    added: int
    changed: int
    unchanged: int
    ignored_columns: tuple[str, ...]
    new_services: tuple[directory.ServiceRow, ...] = ()
    new_teams: tuple[directory.TeamRow, ...] = ()


def preview_people(ws: Workspace, path: Path) -> PeoplePreview:
    """Reads the file and compares it with the people who are there. Raises BadInput for a file that is no table."""
    table = read_table(path, COLUMNS, _WORDS)
    table.require(("name",), COLUMNS)
    reader = _Reader(ws)
    for number, said in table.said(COLUMNS):
        reader.meet(number, said)
    if not reader.met and not reader.errors:
        raise BadInput(f"{path.name} has a heading and no people below it.")
    rows = reader.read()
    outcomes = [row.outcome for row in rows]
    return PeoplePreview(
        rows,
        tuple(sorted(reader.errors, key=lambda error: error.row)),
        outcomes.count("added"),
        outcomes.count("changed"),
        outcomes.count("unchanged"),
        table.ignored(COLUMNS),
        tuple(reader.places.new_services),
        tuple(reader.places.new_teams),
    )


def carry_out_people(ws: Workspace, preview: PeoplePreview) -> ImportReport:
    """Takes the people in, with new teams and services, in one transaction. Raises BadInput, Refused."""
    from qaf_desktop.services.rights import require

    require(ws, "PersonAdded", "import people")
    refuse_with_errors(preview.errors)
    _keep_an_administrator(ws, preview)
    batch = ws.new_id()
    with ws.writing() as writing:
        for service in preview.new_services:
            writing.record("service", service.id, ServiceAdded(service.name), batch)
        for team in preview.new_teams:
            writing.record("team", team.id, TeamAdded(team.name, team.service_id), batch)
        for one in preview.rows:
            if one.outcome == "added":
                writing.record("person", one.id, PersonAdded(one.name, one.team, one.manager, one.roles), batch)
            if one.outcome == "changed" or (one.outcome == "added" and one.left):
                event = PersonChanged(one.name, one.team, one.manager, one.roles, one.left)
                writing.record("person", one.id, event, batch)
    return ImportReport(preview.added, preview.changed, preview.unchanged)


def _keep_an_administrator(ws: Workspace, preview: PeoplePreview) -> None:
    changed = {one.id for one in preview.rows}
    stays = [(p.left, p.roles) for p in directory.people(ws, limit=1_000_000).items if p.id not in changed]
    comes = [(one.left, one.roles) for one in preview.rows]
    if any(not left and any(one.role == "administrator" for one in roles) for left, roles in (*stays, *comes)):
        return
    raise Refused("This file leaves nobody as administrator. Give one person of it the role administrator.")


class _Places:
    """Teams and services by name, with those that the file makes."""

    def __init__(self, ws: Workspace) -> None:
        self.new_services: list[directory.ServiceRow] = []
        self.new_teams: list[directory.TeamRow] = []
        self._ws = ws
        self._teams = {key: one for one in directory.teams(ws) for key in (one.id, one.name.lower())}
        self._services = {key: one for one in directory.services(ws) for key in (one.id, one.name.lower())}

    def team(self, name: str, service: str) -> directory.TeamRow:
        """The team of this name; made where it is new and its service is named."""
        found = self._teams.get(name.lower())
        if found is None:
            if not service:
                raise NotFound(f"There is no team called {name}. Add the team, name its service, or correct the name.")
            home = self._service(service)
            found = directory.TeamRow(self._ws.new_id(), " ".join(name.split()), home.id, home.name)
            self._teams[name.lower()] = found
            self.new_teams.append(found)
        elif service and service.lower() not in (found.service.lower(), found.service_id):
            raise BadInput(f"The team {found.name} belongs to the service {found.service}, not to {service}.")
        return found

    def names(self) -> dict[str, str]:
        """The names of teams and services by id."""
        return {one.id: one.name for known in (self._teams, self._services) for one in known.values()}

    def grant(self, role: str, limit: str) -> tuple[str, str, str]:
        """(role, team id, service id) of a role as the file writes it."""
        wanted = limit.lower()
        team, service = self._teams.get(wanted), self._services.get(wanted)
        if limit and not team and not service:
            raise NotFound(f"There is no team or service called {limit}. Add it first, or correct the name.")
        if team and service:
            raise BadInput(f"Both a team and a service are called {limit}. Rename one of them first.")
        return role, team.id if team else "", service.id if service else ""

    def _service(self, name: str) -> directory.ServiceRow:
        found = self._services.get(name.lower())
        if found is None:
            found = directory.ServiceRow(self._ws.new_id(), " ".join(name.split()))
            self._services[name.lower()] = found
            self.new_services.append(found)
        return found


class _Reader:
    """Meets every person of the file first, so that a manager may stand below; then reads what each row says."""

    def __init__(self, ws: Workspace) -> None:
        self._ws = ws
        self.places = _Places(ws)
        self.errors: list[RowError] = []
        self.met: list[tuple[int, str, dict[str, str]]] = []
        self._rows_of: dict[str, int] = {}
        self._known = {one.id: one for one in directory.people(ws, limit=1_000_000).items}
        self._names: dict[str, list[str]] = {}
        self._called = {key: one.name for key, one in self._known.items()}
        for one in self._known.values():
            self._names.setdefault(one.name.lower(), []).append(one.id)

    def meet(self, row: int, said: dict[str, str]) -> None:
        """Finds out who this row is about, and makes its team known."""
        try:
            identity = self._who(said)
            if identity in self._rows_of:
                raise BadInput(f"{said['name']} stands in row {self._rows_of[identity]} already.")
            if said.get("team"):
                self.places.team(said["team"], said.get("service", ""))
        except QafError as error:
            self.errors.append(RowError(row, str(error)))
            return
        self._rows_of[identity] = row
        self.met.append((row, identity, said))

    def read(self) -> tuple[PersonLine, ...]:
        """Everyone who was met, as they will be."""
        lines = []
        for row, identity, said in self.met:
            try:
                lines.append(self._line(row, identity, said))
            except QafError as error:
                self.errors.append(RowError(row, str(error)))
        return tuple(lines)

    def _who(self, said: dict[str, str]) -> str:
        name = " ".join(said["name"].split())
        if not name or len(name) > 200:
            raise BadInput("Enter the person's name, at most 200 characters.")
        if said.get("id"):
            if said["id"] not in self._known:
                raise NotFound(f"Nobody has the id {said['id']}. Leave it empty for a new person.")
            return said["id"]
        found = self._names.get(name.lower(), [])
        if len(found) > 1:
            raise BadInput(f"{len(found)} people are called {name}. Add a column id that says which one.")
        if found:
            return found[0]
        identity = self._ws.new_id()
        self._names[name.lower()] = [identity]
        self._called[identity] = name
        return identity

    def _line(self, row: int, identity: str, said: dict[str, str]) -> PersonLine:
        old = self._known.get(identity)
        name = " ".join(said["name"].split())
        team, manager = old.team_id if old else None, old.manager_id if old else None
        roles, left = old.roles if old else (), old.left if old else False
        if "team" in said:
            team = self.places.team(said["team"], said.get("service", "")).id if said["team"] else None
        if "manager" in said:
            manager = self._manager(said["manager"], identity)
        if "roles" in said:
            roles = self._roles(said["roles"])
        if "left" in said:
            left = _yes_or_no(said["left"])
        if old is None:
            about = ", ".join(filter(None, self._shown(team, manager, roles, left).values()))
            return PersonLine(row, identity, name, team, manager, roles, left, "added", about)
        if (name, team, manager, _plain(roles), left) == (
            old.name, old.team_id, old.manager_id, _plain(old.roles), old.left,
        ):  # fmt: skip
            return PersonLine(row, identity, name, team, manager, old.roles, left, "unchanged", "")
        before = {"Name": old.name} | self._shown(old.team_id, old.manager_id, old.roles, old.left)
        after = {"Name": name} | self._shown(team, manager, roles, left)
        about = ". ".join(
            f"{what}: {was or 'none'} becomes {after[what] or 'none'}"
            for what, was in before.items()
            if was != after[what]
        )
        return PersonLine(row, identity, name, team, manager, roles, left, "changed", about)

    def _manager(self, name: str, identity: str) -> str | None:
        if not name:
            return None
        found = [name] if name in self._known else self._names.get(name.lower(), [])
        if not found:
            raise NotFound(f"Nobody is called {name}. Add the manager first, or put them into this file.")
        if len(found) > 1:
            raise BadInput(f"{len(found)} people are called {name}. Write the manager's id instead.")
        if found[0] == identity:
            raise BadInput(f"{name} cannot be their own manager. Write another person.")
        return found[0]

    def _roles(self, text: str) -> tuple[RoleGrant, ...]:
        limits: dict[str, list[tuple[str, str, str]]] = {}
        for part in filter(None, (one.strip() for one in text.replace("\n", ";").replace(",", ";").split(";"))):
            word, _, limit = part.partition(":")
            plain = "_".join(word.strip().lower().replace("-", " ").replace("_", " ").split())
            if plain not in ROLES:
                raise BadInput(f"{word.strip()} is no role. Write one of: {', '.join(ROLES)}.")
            limits.setdefault(plain, []).append(self.places.grant(plain, limit.strip()))
        return tuple(
            RoleGrant(role, tuple(t for _, t, _ in found if t), tuple(s for _, _, s in found if s))
            for role, found in limits.items()
        )

    def _shown(self, team: str | None, manager: str | None, roles: tuple[RoleGrant, ...], left: bool) -> dict[str, str]:
        words = directory.roles_in_words(roles, self.places.names())
        managed = self._called.get(manager or "", "")
        return {
            "Team": self.places.names().get(team or "", ""),
            "Roles": words,
            "Manager": managed,
            "Left": "left" if left else "",
        }


def _plain(roles: tuple[RoleGrant, ...]) -> dict[str, tuple[frozenset[str], frozenset[str]]]:
    return {one.role: (frozenset(one.teams), frozenset(one.services)) for one in roles}


def _yes_or_no(text: str) -> bool:
    if text.lower() in _YES:
        return True
    if text.lower() in _NO:
        return False
    raise BadInput(f"{text} says neither yes nor no about whether the person has left. Write yes or no.")
