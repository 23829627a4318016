"""Questions to the directory's tables. Answers are plain rows; services make frozen data of them.

What has several ids is listed and counted once, and found by any of them; ids in answers are those that lists show.
"""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, delete, func, insert, or_, select

from qaf_desktop.models.directory import case_, person, person_role, service, setting, team, tool_version
from qaf_desktop.models.journal import compiled_tool
from qaf_desktop.store import aliases

_manager = person.alias("manager")
_worker = person.alias("worker")
_same = case_.alias("same")


def settings(connection: Connection) -> dict[str, str]:
    """Each setting's value, as JSON."""
    return {row.name: row.value for row in connection.execute(select(setting))}


def services(connection: Connection) -> Sequence[Any]:
    """Services by name."""
    query = select(service.c.id, service.c.name).where(service.c.alias_of.is_(None))
    return connection.execute(query.order_by(func.lower(service.c.name), service.c.id)).all()


def _shown(table: Table, named: ColumnElement[Any], label: str) -> ColumnElement[Any]:
    """The id that lists show of what is joined by the id that was named."""
    return func.coalesce(table.c.alias_of, named).label(label)


def shown_id(connection: Connection, kind: str, entity: str) -> str:
    """The id that lists show of the thing of this kind with this id."""
    c = aliases.TABLES[kind].c
    return connection.scalar(select(c.alias_of).where(c.id == entity)) or entity


def places(connection: Connection) -> dict[str, tuple[str, str]]:
    """Each id of each team and service: its name, and the id that lists show."""
    found: dict[str, tuple[str, str]] = {}
    for table in (service, team):
        for row in connection.execute(select(table.c.id, table.c.name, table.c.alias_of)):
            found[row.id] = row.name, row.alias_of or row.id
    return found


def teams(connection: Connection) -> Sequence[Any]:
    """Teams with their service's name."""
    query = (
        select(
            team.c.id, team.c.name, _shown(service, team.c.service_id, "service_id"), service.c.name.label("service")
        )
        .join(service, service.c.id == team.c.service_id, isouter=True)
        .where(team.c.alias_of.is_(None))
        .order_by(func.lower(team.c.name), team.c.id)
    )
    return connection.execute(query).all()


def _people() -> Select[Any]:
    return (
        select(
            person.c.id,
            person.c.name,
            _shown(team, person.c.team_id, "team_id"),
            team.c.name.label("team"),
            person.c.manager_id,
            _manager.c.name.label("manager"),
            person.c.left,
        )
        .join(team, team.c.id == person.c.team_id, isouter=True)
        .join(_manager, _manager.c.id == person.c.manager_id, isouter=True)
    )


def people(connection: Connection, text: str, offset: int, limit: int) -> tuple[Sequence[Any], int]:
    """A page of people by name, and how many there are."""
    query = _people()
    counting = select(func.count()).select_from(person)
    if text:
        matches = person.c.name.icontains(text, autoescape=True)
        query, counting = query.where(matches), counting.where(matches)
    rows = connection.execute(query.order_by(func.lower(person.c.name), person.c.id).limit(limit).offset(offset)).all()
    return rows, int(connection.scalar(counting) or 0)


def people_called(connection: Connection, name_or_id: str) -> Sequence[Any]:
    """The person with this id, or the people with this name."""
    found = connection.execute(_people().where(person.c.id == name_or_id)).all()
    if found:
        return found
    return connection.execute(_people().where(func.lower(person.c.name) == name_or_id.strip().lower())).all()


def roles_of(connection: Connection, people_ids: Sequence[str]) -> Sequence[Any]:
    """The role rows of these people, in their order."""
    role = person_role.c
    scope = func.coalesce(team.c.alias_of, service.c.alias_of, role.scope_id).label("scope_id")
    query = (
        select(role.person_id, role.role, role.scope_kind, scope, role.place)
        .join(team, (team.c.id == role.scope_id) & (role.scope_kind == "team"), isouter=True)
        .join(service, (service.c.id == role.scope_id) & (role.scope_kind == "service"), isouter=True)
        .where(role.person_id.in_(people_ids))
    )
    return connection.execute(query.distinct().order_by(role.person_id, role.place, scope)).all()


def _cases() -> Select[Any]:
    return (
        select(
            case_.c.id,
            case_.c.number,
            case_.c.plan,
            case_.c.age_band,
            case_.c.worker_id,
            _worker.c.name.label("worker"),
            _shown(team, case_.c.team_id, "team_id"),
            team.c.name.label("team"),
            _shown(service, team.c.service_id, "service_id"),
            service.c.name.label("service"),
        )
        .join(_worker, _worker.c.id == case_.c.worker_id, isouter=True)
        .join(team, team.c.id == case_.c.team_id, isouter=True)
        .join(service, service.c.id == team.c.service_id, isouter=True)
    )


def cases(connection: Connection, text: str, offset: int, limit: int) -> tuple[Sequence[Any], int]:
    """A page of cases by number, and how many there are; `text` is in number, worker or team."""
    once = case_.c.alias_of.is_(None)
    query, counting = _cases().where(once), select(func.count()).select_from(case_).where(once)
    if text:
        matches = or_(
            case_.c.number.istartswith(text, autoescape=True),
            case_.c.worker_id.in_(select(person.c.id).where(person.c.name.icontains(text, autoescape=True))),
            case_.c.team_id.in_(select(team.c.id).where(team.c.name.icontains(text, autoescape=True))),
        )
        query, counting = query.where(matches), counting.where(matches)
    rows = connection.execute(query.order_by(case_.c.number, case_.c.id).limit(limit).offset(offset)).all()
    return rows, int(connection.scalar(counting) or 0)


def case_called(connection: Connection, number_or_id: str) -> Sequence[Any]:
    """The case with this id, or those with this number."""
    found = connection.execute(_cases().where(case_.c.id == shown_id(connection, "case", number_or_id))).all()
    if found:
        return found
    return connection.execute(_cases().where(case_.c.number == number_or_id.strip(), case_.c.alias_of.is_(None))).all()


def ids_of_cases(connection: Connection, ids: Collection[str]) -> frozenset[str]:
    """All ids of the cases with these ids."""
    first = select(func.coalesce(_same.c.alias_of, _same.c.id)).where(_same.c.id.in_(ids))
    query = select(case_.c.id).where(or_(case_.c.id.in_(first), case_.c.alias_of.in_(first)))
    return frozenset(ids) | frozenset(connection.scalars(query))


def cases_held(connection: Connection, person_id: str) -> int:
    """How many cases have this worker."""
    counting = select(func.count()).select_from(case_).where(case_.c.worker_id == person_id, case_.c.alias_of.is_(None))
    return int(connection.scalar(counting) or 0)


def all_cases(connection: Connection) -> Sequence[Any]:
    """Every case, without names: for comparing with a file that is imported."""
    c = case_.c
    query = select(c.id, c.number, c.plan, c.worker_id, _shown(team, c.team_id, "team_id"), c.age_band)
    query = query.join(team, team.c.id == c.team_id, isouter=True).where(c.alias_of.is_(None))
    return connection.execute(query).all()


def tool_versions(connection: Connection, tool: str | None = None) -> Sequence[Any]:
    """Tool versions without their source, the newest of each tool first."""
    c = tool_version.c
    query = select(c.id, c.tool, c.version, c.title, c.purpose, c.status, c.left_out, c.file_name, c.added)
    query = query.where(c.alias_of.is_(None))
    if tool is not None:
        query = query.where(or_(c.tool == tool, c.id == shown_id(connection, "tool_version", tool)))
    return connection.execute(query.order_by(c.tool, c.added.desc(), c.id)).all()


def tool_source(connection: Connection, entity: str) -> tuple[bytes, str, tuple[str, ...]] | None:
    """The source bytes, file name and left-out questions of a tool version."""
    import json

    c = tool_version.c
    row = connection.execute(select(c.source, c.file_name, c.left_out).where(c.id == entity)).first()
    return (row[0], row[1], tuple(json.loads(row[2]))) if row else None


def compiled(connection: Connection, entity: str) -> bytes | None:
    """The compiled form of a tool version, where it was kept."""
    return connection.scalar(select(compiled_tool.c.form).where(compiled_tool.c.id == entity))


def keep_compiled(connection: Connection, entity: str, form: bytes) -> None:
    """Keeps the compiled form of a tool version; it can always be made anew from the source."""
    connection.execute(delete(compiled_tool).where(compiled_tool.c.id == entity))
    connection.execute(insert(compiled_tool), {"id": entity, "form": form})
