"""Folds and projections of the directory: workspace settings, services, teams, people, cases, tool versions.

Each is folded slot by slot. What is one thing under several ids has a row for each of them, the same but for
`alias_of`; a tool version keeps under each id the content that was added under it.
"""

import hashlib
import json
from collections.abc import Sequence
from typing import Any, cast

import msgspec

from qaf_desktop.domain.entries import Entry, in_order
from qaf_desktop.domain.events import Event, read_event
from qaf_desktop.domain.slots import Folded, Roles, Told, content_of, fold
from qaf_desktop.models import directory as tables
from qaf_desktop.models.conflicts import conflict
from qaf_desktop.store.aliases import first_added, number_of
from qaf_desktop.store.rows import Rows


def event_of(entry: Entry) -> Event | None:
    """The event in an entry's body; None for a body that is erased or unreadable, and for an unknown kind."""
    return read_event(entry.header.kind, entry.body)


def told(kind: str, entries: Sequence[Entry]) -> Told:
    """The entries of one id in the order in which every laptop folds, with what those say that count."""
    ordered = in_order(entries, void=True) if len(entries) > 1 else entries
    return [(one, None if one.void or one.header.entity_kind != kind else event_of(one)) for one in ordered]


def conflict_id(entity: str, slot: str) -> str:
    """The id of the conflict over a slot of a thing: the same on every laptop, and again when it comes back."""
    return hashlib.sha256(f"{entity} {slot}".encode()).hexdigest()[:32]


def _conflicts(kind: str, entity: str, folded: Folded, rows: Rows) -> None:
    for slot, rivals in folded.rivals.items():
        writes = [
            {"entry": one.entry, "value": msgspec.to_builtins(one.value), "author": one.author, "time": one.time}
            for one in rivals
        ]
        named = {"id": conflict_id(entity, slot), "entity": entity, "entity_kind": kind, "slot": slot}
        rows.add(conflict, named | {"writes": json.dumps(writes)})


def _rows(table: Any, group: Sequence[str], row: dict[str, Any], rows: Rows) -> None:
    first = group[0]
    rows.add(table, row | {"id": first, "alias_of": None})
    for entity in group[1:]:
        rows.add(table, row | {"id": entity, "alias_of": first})


def project_workspace(group: Sequence[str], history: Told, rows: Rows) -> None:
    """The workspace's settings, each with the last value that it was given."""
    folded = fold("workspace", history)
    for name, value in sorted(folded.values.items()):
        rows.add(tables.setting, {"workspace_id": group[0], "name": name, "value": json.dumps(value)})
    _conflicts("workspace", group[0], folded, rows)


def project_service(group: Sequence[str], history: Told, rows: Rows) -> None:
    """A service."""
    folded = fold("service", history)
    if "name" in folded.values:
        _rows(tables.service, group, {"name": folded.values["name"]}, rows)
        _conflicts("service", group[0], folded, rows)


def project_team(group: Sequence[str], history: Told, rows: Rows) -> None:
    """A team and its service."""
    folded = fold("team", history)
    values = folded.values
    if "name" in values and "service" in values:
        _rows(tables.team, group, {"name": values["name"], "service_id": values["service"]}, rows)
        _conflicts("team", group[0], folded, rows)


def project_person(group: Sequence[str], history: Told, rows: Rows) -> None:
    """A person, and one row for each limit of each role."""
    entity, folded = group[0], fold("person", history)
    values = folded.values
    if "name" not in values:
        return
    person = {"id": entity, "name": values["name"], "team_id": values.get("team"), "manager_id": values.get("manager")}
    rows.add(tables.person, person | {"left": values.get("left", False)})
    for place, grant in enumerate(cast("Roles", values.get("roles", ()))):
        limits = [("team", one) for one in grant.teams] + [("service", one) for one in grant.services]
        for kind, scope in limits or [("", "")]:
            limit = {"person_id": entity, "role": grant.role, "scope_kind": kind, "scope_id": scope, "place": place}
            rows.add(tables.person_role, limit)
    _conflicts("person", entity, folded, rows)


def project_case(group: Sequence[str], history: Told, rows: Rows) -> None:
    """A case, field by field; its number stays."""
    number = number_of(history)
    if number is None:
        return
    folded = fold("case", history)
    values = folded.values
    row = {
        "number": number,
        "plan": values["plan"],
        "worker_id": values.get("worker"),
        "team_id": values.get("team"),
        "age_band": values.get("age_band"),
    }
    _rows(tables.case_, group, row, rows)
    _conflicts("case", group[0], folded, rows)


def project_tool_version(group: Sequence[str], history: Told, rows: Rows) -> None:
    """A version of an audit tool, with its source and its status; live unless it was said otherwise.

    Where it was added twice with other content, the id whose content holds is the one that lists show.
    """
    added = first_added(history)
    if not added:
        return
    folded = fold("tool_version", history)
    of = {entity: content_of(event.source) for entity, (_, event) in added.items()}
    first = next((one for one in group if of.get(one) == folded.values["content"]), min(added))
    for entity, (entry, event) in added.items():
        row = {
            "id": entity,
            "tool": event.tool,
            "version": event.version,
            "title": event.title,
            "purpose": event.purpose,
            "status": folded.values.get("status", "live"),
            "file_name": event.file_name,
            "left_out": json.dumps(event.left_out),
            "added": entry.header.time,
            "source": event.source,
            "alias_of": None if entity == first else first,
        }
        rows.add(tables.tool_version, row)
    _conflicts("tool_version", min(added), folded, rows)
