"""Questions to the directory's tables. Answers are plain rows; services make frozen data of them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Select, delete, func, insert, or_, select

from qaf_desktop.models.directory import case_, person, person_role, service, setting, team, tool_version
from qaf_desktop.models.journal import compiled_tool

_manager = person.alias("manager")
_worker = person.alias("worker")


def settings(connection: Connection) -> dict[str, str]:
    """Each setting's value, as JSON."""
    return {row.name: row.value for row in connection.execute(select(setting))}


def services(connection: Connection) -> Sequence[Any]:
    """Services by name."""
    return connection.execute(select(service).order_by(func.lower(service.c.name), service.c.id)).all()


def teams(connection: Connection) -> Sequence[Any]:
    """Teams with their service's name."""
    query = (
        select(team.c.id, team.c.name, team.c.service_id, service.c.name.label("service"))
        .join(service, service.c.id == team.c.service_id, isouter=True)
        .order_by(func.lower(team.c.name), team.c.id)
    )
    return connection.execute(query).all()


def _people() -> Select[Any]:
    return (
        select(
            person.c.id,
            person.c.name,
            person.c.team_id,
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
    query = select(person_role).where(person_role.c.person_id.in_(people_ids))
    return connection.execute(
        query.order_by(person_role.c.person_id, person_role.c.place, person_role.c.scope_id)
    ).all()


def _cases() -> Select[Any]:
    return (
        select(
            case_.c.id,
            case_.c.number,
            case_.c.plan,
            case_.c.age_band,
            case_.c.worker_id,
            _worker.c.name.label("worker"),
            case_.c.team_id,
            team.c.name.label("team"),
            team.c.service_id,
            service.c.name.label("service"),
        )
        .join(_worker, _worker.c.id == case_.c.worker_id, isouter=True)
        .join(team, team.c.id == case_.c.team_id, isouter=True)
        .join(service, service.c.id == team.c.service_id, isouter=True)
    )


def cases(connection: Connection, text: str, offset: int, limit: int) -> tuple[Sequence[Any], int]:
    """A page of cases by number, and how many there are; `text` is in number, worker or team."""
    query, counting = _cases(), select(func.count()).select_from(case_)
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
    found = connection.execute(_cases().where(case_.c.id == number_or_id)).all()
    return found or connection.execute(_cases().where(case_.c.number == number_or_id.strip())).all()


def cases_held(connection: Connection, person_id: str) -> int:
    """How many cases have this worker."""
    counting = select(func.count()).select_from(case_).where(case_.c.worker_id == person_id)
    return int(connection.scalar(counting) or 0)


def all_cases(connection: Connection) -> Sequence[Any]:
    """Every case, bare: for comparing with a file that is imported."""
    return connection.execute(select(case_)).all()


def tool_versions(connection: Connection, tool: str | None = None) -> Sequence[Any]:
    """Tool versions without their source, the newest of each tool first."""
    c = tool_version.c
    query = select(c.id, c.tool, c.version, c.title, c.purpose, c.status, c.left_out, c.file_name, c.added)
    if tool is not None:
        query = query.where(or_(c.tool == tool, c.id == tool))
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
