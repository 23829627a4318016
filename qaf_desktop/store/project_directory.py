"""Folds and projections of the directory: workspace settings, services, teams, people, cases, tool versions."""

import json
from typing import Any

import msgspec
from sqlalchemy import Connection, Table, delete, insert

from qaf_desktop.domain.entries import Entry
from qaf_desktop.domain.events import EVENTS, Event
from qaf_desktop.models import directory as tables


def event_of(entry: Entry) -> Event | None:
    """The event in an entry's body; None for a body that is erased or unreadable, and for an unknown kind."""
    kind = EVENTS.get(entry.header.kind)
    if kind is None or entry.raw_body is None:
        return None
    try:
        return msgspec.json.decode(entry.raw_body, type=kind)
    except msgspec.DecodeError:
        return None


def _last(entries: list[Entry], *kinds: type[Any]) -> Any:
    for entry in reversed(entries):
        event = event_of(entry)
        if isinstance(event, kinds):
            return event
    return None


def _rewrite(connection: Connection, table: Table, entity: str, row: dict[str, Any] | None) -> None:
    connection.execute(delete(table).where(table.c.id == entity))
    if row is not None:
        connection.execute(insert(table), {"id": entity, **row})


def project_workspace(connection: Connection, entity: str, entries: list[Entry]) -> None:
    """The workspace's settings, each with the last value that it was given."""
    from qaf_desktop.domain.events import SettingsChanged, WorkspaceStarted

    values: dict[str, object] = {}
    for entry in entries:
        event = event_of(entry)
        if isinstance(event, WorkspaceStarted):
            values["organisation"] = event.organisation
        elif isinstance(event, SettingsChanged):
            values.update(event.values)
    connection.execute(delete(tables.setting))
    rows = [{"name": name, "value": json.dumps(value)} for name, value in sorted(values.items())]
    if rows:
        connection.execute(insert(tables.setting), rows)


def project_service(connection: Connection, entity: str, entries: list[Entry]) -> None:
    """A service."""
    from qaf_desktop.domain.events import ServiceAdded

    event = _last(entries, ServiceAdded)
    _rewrite(connection, tables.service, entity, {"name": event.name} if event else None)


def project_team(connection: Connection, entity: str, entries: list[Entry]) -> None:
    """A team and its service."""
    from qaf_desktop.domain.events import TeamAdded

    event = _last(entries, TeamAdded)
    row = {"name": event.name, "service_id": event.service} if event else None
    _rewrite(connection, tables.team, entity, row)


def project_person(connection: Connection, entity: str, entries: list[Entry]) -> None:
    """A person, and one row for each limit of each role."""
    from qaf_desktop.domain.events import PersonAdded, PersonChanged

    event = _last(entries, PersonAdded, PersonChanged)
    connection.execute(delete(tables.person_role).where(tables.person_role.c.person_id == entity))
    if event is None:
        _rewrite(connection, tables.person, entity, None)
        return
    left = isinstance(event, PersonChanged) and event.left
    row = {"name": event.name, "team_id": event.team, "manager_id": event.manager, "left": left}
    _rewrite(connection, tables.person, entity, row)
    grants = [
        {"person_id": entity, "role": grant.role, "scope_kind": kind, "scope_id": scope, "place": place}
        for place, grant in enumerate(event.roles)
        for kind, scope in ([("team", t) for t in grant.teams] + [("service", s) for s in grant.services] or [("", "")])
    ]
    if grants:
        connection.execute(insert(tables.person_role).prefix_with("OR REPLACE"), grants)


def project_case(connection: Connection, entity: str, entries: list[Entry]) -> None:
    """A case: its number is the first, all else the last that was recorded."""
    from qaf_desktop.domain.events import CaseAdded, CaseChanged

    first, last = _last(entries[:1], CaseAdded), _last(entries, CaseAdded, CaseChanged)
    row = None
    if first is not None and last is not None:
        row = {
            "number": first.number,
            "plan": last.plan,
            "worker_id": last.worker,
            "team_id": last.team,
            "age_band": last.age_band,
        }
    _rewrite(connection, tables.case_, entity, row)


def project_tool_version(connection: Connection, entity: str, entries: list[Entry]) -> None:
    """A version of an audit tool, with its source and its status; live unless it was said otherwise."""
    from qaf_desktop.domain.events import ToolStatusChanged, ToolVersionAdded

    added = _last(entries, ToolVersionAdded)
    status = _last(entries, ToolStatusChanged)
    if added is None:
        _rewrite(connection, tables.tool_version, entity, None)
        return
    row = {
        "tool": added.tool,
        "version": added.version,
        "title": added.title,
        "purpose": added.purpose,
        "status": status.status if status else "live",
        "file_name": added.file_name,
        "left_out": json.dumps(added.left_out),
        "added": entries[0].header.time,
        "source": added.source,
    }
    _rewrite(connection, tables.tool_version, entity, row)
