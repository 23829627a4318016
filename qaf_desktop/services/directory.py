"""Services, teams and people: who works where, who manages whom, and which roles they have."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from qaf_desktop.domain.events import (
    PersonAdded,
    PersonChanged,
    RoleGrant,
    ServiceAdded,
    ServiceChanged,
    TeamAdded,
    TeamChanged,
)
from qaf_desktop.domain.words import ROLES
from qaf_desktop.errors import Ambiguous, NotFound, Refused
from qaf_desktop.services.page import Page
from qaf_desktop.store import exchange_facts, query_directory
from qaf_desktop.store.workspace import Workspace

REMOVED: Final = (
    "This laptop was removed from the workspace: it sends nothing any more, and what is written on it now nobody else "
    "gets. Ask an administrator why. To take part again, it has to be set up again and join."
)
WAITS: Final = "This laptop waits to be approved: read its eight words to an administrator, then exchange."
REFUSED: Final = (
    "An administrator refused this laptop's request to join. Ask them why. To ask anew, give up joining first: device "
    "withdraw."
)
WAS_REFUSED: Final = "join_refused"


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """A service."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class TeamRow:
    """A team and its service."""

    id: str
    name: str
    service_id: str
    service: str


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person with team, manager and roles."""

    id: str
    name: str
    team_id: str | None
    team: str
    manager_id: str | None
    manager: str
    roles: tuple[RoleGrant, ...]
    left: bool

    def has(self, role: str) -> bool:
        """Whether the person has this role, limited or not."""
        return any(grant.role == role for grant in self.roles)


def services(ws: Workspace) -> tuple[ServiceRow, ...]:
    """All services, by name."""
    with ws.reading() as connection:
        return tuple(ServiceRow(row.id, row.name) for row in query_directory.services(connection))


def add_service(ws: Workspace, name: str) -> str:
    """Adds a service; answers its id. A name that is there already is refused."""
    from qaf_desktop.services.rights import require

    require(ws, "ServiceAdded", "add a service")
    name = named(name, "service")
    if any(row.name.lower() == name.lower() for row in services(ws)):
        raise Refused(f"There is a service called {name} already.")
    identity = ws.new_id()
    with ws.writing() as writing:
        writing.record("service", identity, ServiceAdded(name))
    return identity


def change_service(ws: Workspace, name_or_id: str, name: str) -> None:
    """Gives a service another name. Raises NotFound, and Refused where another service has it."""
    from qaf_desktop.services.rights import require

    require(ws, "ServiceChanged", "change a service")
    old, name = find_service(ws, name_or_id), named(name, "service")
    if any(row.name.lower() == name.lower() and row.id != old.id for row in services(ws)):
        raise Refused(f"There is a service called {name} already.")
    with ws.writing() as writing:
        writing.record("service", old.id, ServiceChanged(name))


def teams(ws: Workspace) -> tuple[TeamRow, ...]:
    """All teams, by name."""
    with ws.reading() as connection:
        rows = query_directory.teams(connection)
    return tuple(TeamRow(row.id, row.name, row.service_id, row.service or "") for row in rows)


def add_team(ws: Workspace, name: str, service: str) -> str:
    """Adds a team to a service, which is made where no service has that name; answers the team's id."""
    from qaf_desktop.services.rights import require

    require(ws, "TeamAdded", "add a team")
    name = named(name, "team")
    if any(row.name.lower() == name.lower() for row in teams(ws)):
        raise Refused(f"There is a team called {name} already.")
    known = [row for row in services(ws) if row.id == service or row.name.lower() == service.strip().lower()]
    identity = ws.new_id()
    with ws.writing() as writing:
        service_id = known[0].id if known else ws.new_id()
        if not known:
            writing.record("service", service_id, ServiceAdded(named(service, "service")))
        writing.record("team", identity, TeamAdded(name, service_id))
    return identity


def change_team(ws: Workspace, name_or_id: str, *, name: str | None = None, service: str | None = None) -> TeamRow:
    """Changes a team's name or service and keeps the rest. Raises NotFound, and Refused where a team has the name."""
    from qaf_desktop.services.rights import require

    require(ws, "TeamChanged", "change a team")
    old = find_team(ws, name_or_id)
    name = old.name if name is None else named(name, "team")
    if any(row.name.lower() == name.lower() and row.id != old.id for row in teams(ws)):
        raise Refused(f"There is a team called {name} already.")
    service_id = old.service_id if service is None else find_service(ws, service).id
    with ws.writing() as writing:
        writing.record("team", old.id, TeamChanged(name, service_id))
    return find_team(ws, old.id)


def people(ws: Workspace, text: str = "", offset: int = 0, limit: int = 200) -> Page[PersonRow]:
    """A page of people by name; `text` is anywhere in the name."""
    with ws.reading() as connection:
        rows, total = query_directory.people(connection, text, offset, limit)
        roles = query_directory.roles_of(connection, [row.id for row in rows])
    return Page(_people(rows, roles), total)


def person(ws: Workspace, name_or_id: str) -> PersonRow:
    """The person with this id or name. Raises NotFound, and Ambiguous where two have the name."""
    with ws.reading() as connection:
        rows = query_directory.people_called(connection, name_or_id)
        roles = query_directory.roles_of(connection, [row.id for row in rows])
    if not rows:
        raise NotFound(f"Nobody is called {name_or_id}. See who is there: person list.")
    if len(rows) > 1:
        raise Ambiguous(f"{len(rows)} people are called {name_or_id}. Name one by id: person list.")
    return _people(rows, roles)[0]


def managed_by(ws: Workspace, person_id: str) -> tuple[PersonRow, ...]:
    """Those whom this person manages and who have not left, by name."""
    found = people(ws, limit=1_000_000).items
    return tuple(one for one in found if one.manager_id == person_id and not one.left)


def why_nobody(ws: Workspace) -> str:
    """Why a laptop is nobody's yet: it waits to be approved, or was refused."""
    with ws.reading() as connection:
        return REFUSED if exchange_facts.note(connection, WAS_REFUSED) else WAITS


def me(ws: Workspace) -> PersonRow:
    """The person at this laptop. Raises Refused on one that waits to be approved: it is nobody's yet.

    On a laptop that has just joined, who they are comes with what it receives first; until then they have no role.
    """
    if not ws.person_id:
        raise Refused(why_nobody(ws))
    try:
        return person(ws, ws.person_id)
    except NotFound:
        return PersonRow(ws.person_id, "Not known here yet", None, "", None, "", (), False)


def add_person(
    ws: Workspace, name: str, *, team: str | None = None, manager: str | None = None, roles: Sequence[RoleGrant] = ()
) -> str:
    """Adds a person; answers their id. Team and manager by name or id; role limits by id."""
    from qaf_desktop.services.rights import require

    require(ws, "PersonAdded", "add a person")
    check_roles(roles)
    team_id = find_team(ws, team).id if team else None
    manager_id = person(ws, manager).id if manager else None
    identity = ws.new_id()
    with ws.writing() as writing:
        writing.record("person", identity, PersonAdded(named(name, "person"), team_id, manager_id, tuple(roles)))
    return identity


def change_person(
    ws: Workspace,
    name_or_id: str,
    *,
    name: str | None = None,
    team: str | None = None,
    manager: str | None = None,
    roles: Sequence[RoleGrant] | None = None,
    left: bool | None = None,
    on_the_list: bool = True,
) -> PersonRow:
    """Changes what is given and keeps the rest; an empty team or manager takes it away.

    Roles of somebody with a laptop change in the list of laptops too, unless whoever asks sees to that (`on_the_list`);
    a leaver's laptops are removed.
    """
    from qaf_desktop.services import devices
    from qaf_desktop.services.rights import require

    require(ws, "PersonChanged", "change a person")
    old = person(ws, name_or_id)
    if roles is not None:
        check_roles(roles)
    team_id = old.team_id if team is None else (find_team(ws, team).id if team else None)
    manager_id = old.manager_id if manager is None else (person(ws, manager).id if manager else None)
    if manager_id == old.id:
        raise Refused(f"{old.name} cannot be their own manager. Choose another person.")
    event = PersonChanged(
        name=named(name, "person") if name is not None else old.name,
        team=team_id,
        manager=manager_id,
        roles=tuple(roles) if roles is not None else old.roles,
        left=old.left if left is None else left,
    )
    keep_an_administrator(ws, old, event)
    with ws.writing() as writing:
        writing.record("person", old.id, event)
    if event.left and not old.left:
        devices.remove_leaver(ws, old.id)
    elif event.roles != old.roles and on_the_list:
        devices.set_roles(ws, {old.id: event.roles})
    return person(ws, old.id)


def switch_person(ws: Workspace, name_or_id: str) -> PersonRow:
    """In the practice workspace: works as another of its people from now on."""
    if not ws.practice:
        raise Refused("Only the practice workspace lets one switch between its people.")
    chosen = person(ws, name_or_id)
    ws.person_id = chosen.id
    return chosen


def find_team(ws: Workspace, name_or_id: str) -> TeamRow:
    """The team with this id or name. Raises NotFound, and Ambiguous where two have the name."""
    wanted, rows, shown = name_or_id.strip().lower(), teams(ws), _shown_id(ws, "team", name_or_id)
    found = [row for row in rows if row.id == shown] or [row for row in rows if row.name.lower() == wanted]
    if len(found) > 1:
        raise Ambiguous(f"{len(found)} teams are called {name_or_id}. Name one by id: team list.")
    if found:
        return found[0]
    raise NotFound(f"There is no team called {name_or_id}. Add it first: team add --service SERVICE {name_or_id}")


def find_service(ws: Workspace, name_or_id: str) -> ServiceRow:
    """The service with this id or name. Raises NotFound."""
    wanted, shown = name_or_id.strip().lower(), _shown_id(ws, "service", name_or_id)
    for row in services(ws):
        if row.id == shown or row.name.lower() == wanted:
            return row
    raise NotFound(f"There is no service called {name_or_id}. See which there are: team list.")


def _shown_id(ws: Workspace, kind: str, name_or_id: str) -> str:
    with ws.reading() as connection:
        return query_directory.shown_id(connection, kind, name_or_id)


def grant(ws: Workspace, role: str, limits: Sequence[str] = ()) -> RoleGrant:
    """A role, limited to the teams or services of these names or ids."""
    if role not in ROLES:
        raise NotFound(f"There is no role called {role}. The roles are: {', '.join(ROLES)}.")
    in_teams: list[str] = []
    in_services: list[str] = []
    for limit in limits:
        wanted = limit.strip().lower()
        team_ids = [row.id for row in teams(ws) if row.id == limit or row.name.lower() == wanted]
        service_ids = [row.id for row in services(ws) if row.id == limit or row.name.lower() == wanted]
        if not team_ids and not service_ids:
            raise NotFound(f"There is no team or service called {limit}. See which there are: team list.")
        if len(team_ids) + len(service_ids) > 1:
            raise Ambiguous(f"More than one team or service is called {limit}. Name one by id: team list.")
        in_teams += team_ids
        in_services += service_ids
    return RoleGrant(role, tuple(in_teams), tuple(in_services))


def place_names(ws: Workspace) -> dict[str, str]:
    """The names of teams and services by id."""
    return {row.id: row.name for row in teams(ws)} | {row.id: row.name for row in services(ws)}


def roles_in_words(roles: Sequence[RoleGrant], names: Mapping[str, str]) -> str:
    """Roles as people say them: "Team manager (North), auditor"."""
    said = []
    for one in roles:
        within = " and ".join(names.get(place, "a place that is not here") for place in (*one.teams, *one.services))
        said.append(f"{ROLES.get(one.role, one.role).lower()}{f' ({within})' if within else ''}")
    text = ", ".join(said)
    return text[:1].upper() + text[1:]


def first_role(person: PersonRow) -> str:
    """What somebody is called beside their name: the first role, and that there are more."""
    first = next((ROLES.get(one.role, one.role).lower() for one in person.roles), "no role")
    return first if len(person.roles) < 2 else f"{first} and more"


def _people(rows: Sequence[Any], roles: Sequence[Any]) -> tuple[PersonRow, ...]:
    grants: dict[str, dict[str, tuple[list[str], list[str]]]] = {}
    for row in roles:
        limits = grants.setdefault(row.person_id, {}).setdefault(row.role, ([], []))
        if row.scope_kind:
            limits[0 if row.scope_kind == "team" else 1].append(row.scope_id)
    return tuple(
        PersonRow(
            row.id,
            row.name,
            row.team_id,
            row.team or "",
            row.manager_id,
            row.manager or "",
            tuple(RoleGrant(role, tuple(t), tuple(s)) for role, (t, s) in grants.get(row.id, {}).items()),
            row.left,
        )
        for row in rows
    )


def check_roles(roles: Sequence[RoleGrant]) -> None:
    """Raises NotFound for a role that there is not."""
    for one in roles:
        if one.role not in ROLES:
            raise NotFound(f"There is no role called {one.role}. The roles are: {', '.join(ROLES)}.")


def keep_an_administrator(ws: Workspace, old: PersonRow, event: PersonChanged) -> None:
    """Raises Refused where this change leaves nobody as administrator."""
    stays = not event.left and any(grant.role == "administrator" for grant in event.roles)
    if stays or not old.has("administrator"):
        return
    others = [p for p in people(ws, limit=100_000).items if p.id != old.id and not p.left and p.has("administrator")]
    if not others:
        raise Refused(f"{old.name} is the only administrator. Make another person administrator first.")


def named(name: str, what: str) -> str:
    """A name as it is stored. Raises Refused for one that is empty or too long; `what` says of what it is."""
    name = " ".join(name.split())
    if not name:
        raise Refused(f"Enter the name of the {what}.")
    if len(name) > 200:
        raise Refused(f"Enter a name of at most 200 characters for the {what}.")
    return name
