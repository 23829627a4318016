"""Folds and projections of the directory: workspace settings, services, teams, people, cases, tool versions."""

import json
from typing import Any

import msgspec

from qaf_desktop.domain.entries import Entry
from qaf_desktop.domain.events import (
    EVENTS,
    CaseAdded,
    CaseChanged,
    Event,
    PersonAdded,
    PersonChanged,
    ServiceAdded,
    ServiceChanged,
    SettingsChanged,
    TeamAdded,
    TeamChanged,
    ToolStatusChanged,
    ToolVersionAdded,
    WorkspaceStarted,
)
from qaf_desktop.models import directory as tables
from qaf_desktop.store.rows import Rows


def event_of(entry: Entry) -> Event | None:
    """The event in an entry's body; None for a body that is erased or unreadable, and for an unknown kind."""
    kind = EVENTS.get(entry.header.kind)
    if kind is None or entry.body is None:
        return None
    try:
        return msgspec.json.decode(entry.body, type=kind)
    except msgspec.DecodeError:
        return None


def _last(entries: list[Entry], *kinds: type[Any]) -> Any:
    for entry in reversed(entries):
        event = event_of(entry)
        if isinstance(event, kinds):
            return event
    return None


def project_workspace(entity: str, entries: list[Entry], rows: Rows) -> None:
    """The workspace's settings, each with the last value that it was given."""
    values: dict[str, object] = {}
    for entry in entries:
        event = event_of(entry)
        if isinstance(event, WorkspaceStarted):
            values["organisation"] = event.organisation
        elif isinstance(event, SettingsChanged):
            values.update(event.values)
    for name, value in sorted(values.items()):
        rows.add(tables.setting, {"workspace_id": entity, "name": name, "value": json.dumps(value)})


def project_service(entity: str, entries: list[Entry], rows: Rows) -> None:
    """A service."""
    if (event := _last(entries, ServiceAdded, ServiceChanged)) is not None:
        rows.add(tables.service, {"id": entity, "name": event.name})


def project_team(entity: str, entries: list[Entry], rows: Rows) -> None:
    """A team and its service."""
    if (event := _last(entries, TeamAdded, TeamChanged)) is not None:
        rows.add(tables.team, {"id": entity, "name": event.name, "service_id": event.service})


def project_person(entity: str, entries: list[Entry], rows: Rows) -> None:
    """A person, and one row for each limit of each role."""
    event = _last(entries, PersonAdded, PersonChanged)
    if event is None:
        return
    left = isinstance(event, PersonChanged) and event.left
    person = {"id": entity, "name": event.name, "team_id": event.team, "manager_id": event.manager, "left": left}
    rows.add(tables.person, person)
    grants = {
        (grant.role, kind, scope): place
        for place, grant in enumerate(event.roles)
        for kind, scope in ([("team", t) for t in grant.teams] + [("service", s) for s in grant.services] or [("", "")])
    }
    for (role, kind, scope), place in grants.items():
        limit = {"person_id": entity, "role": role, "scope_kind": kind, "scope_id": scope, "place": place}
        rows.add(tables.person_role, limit)


def project_case(entity: str, entries: list[Entry], rows: Rows) -> None:
    """A case: its number is the first, all else the last that was recorded."""
    first, last = _last(entries[:1], CaseAdded), _last(entries, CaseAdded, CaseChanged)
    if first is None:
        return
    row = {"id": entity, "number": first.number, "plan": last.plan, "worker_id": last.worker}
    rows.add(tables.case_, row | {"team_id": last.team, "age_band": last.age_band})


def project_tool_version(entity: str, entries: list[Entry], rows: Rows) -> None:
    """A version of an audit tool, with its source and its status; live unless it was said otherwise."""
    added, status = _last(entries, ToolVersionAdded), _last(entries, ToolStatusChanged)
    if added is None:
        return
    row = {
        "id": entity,
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
    rows.add(tables.tool_version, row)
