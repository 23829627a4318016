"""Conflicts: where two people decided one thing apart from each other. Shown with both values, and decided.

What holds meanwhile is the later of them, on every laptop the same. A conflict goes by itself once somebody decides it
here, or gives the same field another value.
"""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import msgspec

from qaf_desktop.domain.events import ConflictDecided, PersonChanged, RoleGrant
from qaf_desktop.domain.slots import ANY_SLOT, Roles, decided, grants
from qaf_desktop.domain.words import AGE_BANDS, PLAN_TYPES
from qaf_desktop.errors import NotFound, Refused
from qaf_desktop.services import cases, devices, directory, settings, tools
from qaf_desktop.services.rights import allowed, require, who_may
from qaf_desktop.store import query_audits, query_conflicts, query_directory
from qaf_desktop.store.workspace import Workspace

DECIDED: Final = ConflictDecided.__name__
KINDS: Final = ("workspace", "service", "team", "person", "case", "tool_version")
"""The kinds of things whose changes can bring or end a conflict."""
WHAT: Final[dict[str, str]] = {
    "name": "Name",
    "service": "Service",
    "team": "Team",
    "manager": "Manager",
    "roles": "Roles",
    "left": "Has left",
    "plan": "Plan",
    "worker": "Allocated worker",
    "age_band": "Age band",
    "status": "Status",
    "content": "Content",
}
_NOTHING: Final = {"team": "No team", "manager": "No manager", "worker": "Nobody", "roles": "No role"}


@dataclass(frozen=True, slots=True)
class Value:
    """One of the values beside each other, in words: by which entry, who gave it, and when."""

    entry: str
    value: str
    by: str
    by_id: str
    when: dt.datetime


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field of a thing with different values: the thing and the field in words, who decides, and whether I may.

    The last value is the one that holds until then. `entity` is the thing's id.
    """

    id: str
    about: str
    kind: str
    slot: str
    what: str
    values: tuple[Value, ...]
    decides: str
    mine: bool
    entity: str


def list_conflicts(ws: Workspace) -> tuple[Conflict, ...]:
    """Every conflict, in the order of what it is about."""
    with ws.reading() as connection:
        rows = query_conflicts.conflicts(connection)
        places = query_directory.places(connection) if rows else {}
    found = [_conflict(ws, row, writes, places) for row in rows if _differ(row, writes := _writes(row), places)]
    return tuple(sorted(found, key=lambda one: (KINDS.index(one.kind), one.about, one.what, one.id)))


def conflict(ws: Workspace, key: str) -> Conflict:
    """The conflict with this id. Raises NotFound."""
    found = next((one for one in list_conflicts(ws) if one.id == key), None)
    if found is None:
        raise NotFound(f"There is no conflict {key}: it may be decided already. See which there are: conflict list.")
    return found


def choose(ws: Workspace, key: str, entry: str, reason: str = "") -> None:
    """Decides that the value of this entry holds. Raises NotFound, Refused."""
    found = _mine_to_decide(ws, key)
    with ws.reading() as connection:
        writes = next((_writes(row) for row in query_conflicts.conflicts(connection) if row.id == key), [])
    chosen = next((one for one in writes if one["entry"] == entry), None)
    if chosen is None:
        raise Refused("Choose one of the values that stand beside each other, by its entry: conflict list.")
    _decide(ws, found, chosen["value"], entry, reason)


def give(ws: Workspace, key: str, value: object, reason: str = "") -> None:
    """Decides that another value holds: people, teams and services by name or id. Raises NotFound, Refused."""
    found = _mine_to_decide(ws, key)
    _decide(ws, found, _checked(ws, found, value), "", reason)


def _mine_to_decide(ws: Workspace, key: str) -> Conflict:
    found = conflict(ws, key)
    require(ws, DECIDED, "decide this conflict", found.kind)
    return found


def _decide(ws: Workspace, found: Conflict, value: object, entry: str, reason: str) -> None:
    event = ConflictDecided(found.slot, value, entry, reason.strip())
    if found.kind == "person":
        old = directory.person(ws, found.entity)
        directory.keep_an_administrator(ws, old, _person_with(old, event))
    with ws.writing() as writing:
        writing.record(found.kind, found.entity, event)
        writing.changed("conflict")
    if found.slot == "roles":
        devices.set_roles(ws, {found.entity: directory.person(ws, found.entity).roles})
    elif found.slot == "left" and value is True:
        devices.remove_leaver(ws, found.entity)


def _person_with(old: directory.PersonRow, event: ConflictDecided) -> PersonChanged:
    now = PersonChanged(old.name, old.team_id, old.manager_id, old.roles, old.left)
    return msgspec.structs.replace(now, **decided(event, "person"))


def _writes(row: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(row.writes)
    return found


def _differ(row: Any, writes: list[dict[str, Any]], places: Mapping[str, tuple[str, str]]) -> bool:
    """Whether the values are still different: two ids of one team, made apart from each other, are the same team."""

    def plain(value: Any) -> object:
        if row.entity_kind not in ANY_SLOT and row.slot == "roles":
            return grants(tuple(_at_shown(one, places) for one in _roles(value)))
        return json.dumps(places[value][1] if isinstance(value, str) and value in places else value)

    first = plain(writes[0]["value"])
    return any(plain(one["value"]) != first for one in writes[1:])


def _at_shown(one: RoleGrant, places: Mapping[str, tuple[str, str]]) -> RoleGrant:
    limits = (tuple(places[key][1] if key in places else key for key in keys) for keys in (one.teams, one.services))
    return RoleGrant(one.role, *limits)


def _roles(value: object) -> Roles:
    return msgspec.convert(value, type=Roles)


def _conflict(ws: Workspace, row: Any, writes: list[dict[str, Any]], places: Mapping[str, tuple[str, str]]) -> Conflict:
    kind, slot, entity = row.entity_kind, row.slot, row.entity
    named = {one["author"] for one in writes} | {str(one["value"]) for one in writes if slot in ("manager", "worker")}
    with ws.reading() as connection:
        people = query_audits.names(connection, [*named, entity])
        number = query_conflicts.case_number(connection, entity) if kind == "case" else ""
        contents = query_conflicts.tool_contents(connection, entity) if kind == "tool_version" else {}
    place = places[entity][0] if entity in places else ""
    about = {
        "workspace": f"setting {settings.ABOUT[slot].words}" if slot in settings.ABOUT else f"setting {slot}",
        "case": f"case {number}",
        "person": f"person {people.get(entity, '')}",
        "tool_version": next((f"audit tool {one.title}, version {one.version}" for one in contents.values()), ""),
    }.get(kind, f"{kind} {place}")
    names = people | {key: name for key, (name, _) in places.items()}

    def value(one: dict[str, Any]) -> Value:
        words = _in_words(kind, slot, one["value"], names, contents)
        by = people.get(one["author"], "")
        return Value(one["entry"], words, by, one["author"], dt.datetime.fromisoformat(one["time"]))

    what = "Value" if kind in ANY_SLOT else WHAT[slot]
    values, mine = tuple(value(one) for one in writes), allowed(ws, DECIDED, kind)
    return Conflict(row.id, about, kind, slot, what, values, who_may(DECIDED, kind), mine, entity)


def _in_words(kind: str, slot: str, value: Any, names: Mapping[str, str], contents: Mapping[str, Any]) -> str:
    if kind in ANY_SLOT:
        return settings.in_words(slot, value) if slot in settings.ABOUT else json.dumps(value, ensure_ascii=False)
    if slot == "roles":
        return directory.roles_in_words(_roles(value), names) or _NOTHING[slot]
    if slot == "left":
        return "Has left" if value else "Works here"
    if slot == "content":
        return f"{contents[value].file_name} ({value[:8]})" if value in contents else value[:8]
    if value is None:
        return _NOTHING.get(slot, "Not recorded")
    text = str(value)
    if slot == "name":
        return text
    words = PLAN_TYPES.get(text) or AGE_BANDS.get(text) or names.get(text)
    return words or (text.capitalize() if slot == "status" else "Someone or something that is not here")


def _checked(ws: Workspace, found: Conflict, value: object) -> object:
    """The value as it is stored. Raises Refused, NotFound for one that the field cannot have."""
    if found.kind in ANY_SLOT:
        settings.check(found.slot, value)
        return value
    if found.slot in ("left", "roles", "content"):
        return _checked_shape(ws, found, value)
    if value is not None and not isinstance(value, str):
        raise Refused(f"{WHAT[found.slot]} is a text, or null where there is none.")
    return _checked_text(ws, found, value)


def _checked_shape(ws: Workspace, found: Conflict, value: object) -> object:
    if found.slot == "left":
        if not isinstance(value, bool):
            raise Refused("Say true where the person has left, and false where not.")
        return value
    if found.slot == "content":
        raise Refused("The content of an audit tool is chosen among those that were added: name its entry.")
    try:
        given = _roles(value)
    except msgspec.ValidationError as error:
        raise Refused('Roles are a list such as [{"role": "auditor", "teams": ["North"], "services": []}].') from error
    roles = tuple(directory.grant(ws, one.role, (*one.teams, *one.services)) for one in given)
    return msgspec.to_builtins(grants(roles))


def _checked_text(ws: Workspace, found: Conflict, value: str | None) -> str | None:
    slot = found.slot
    if slot in ("worker", "manager"):
        key = directory.person(ws, value).id if value else None
        if slot == "manager" and key == found.entity:
            raise Refused("Nobody can be their own manager. Choose another person.")
        return key
    if slot == "team":
        return directory.find_team(ws, value).id if value else None
    if slot == "age_band":
        return cases.an_age_band(value)
    if value is None:
        raise Refused(f"{WHAT[slot]} cannot be left empty.")
    if slot == "service":
        return directory.find_service(ws, value).id
    if slot == "plan":
        return cases.a_plan(value)
    if slot == "status":
        if value not in tools.STATUSES:
            raise Refused(f"{value} is no status of a tool. Choose one of: {', '.join(tools.STATUSES)}.")
        return value
    return _checked_name(ws, found, value)


def _checked_name(ws: Workspace, found: Conflict, value: str) -> str:
    name = directory.named(value, found.kind)
    others: tuple[directory.ServiceRow, ...] | tuple[directory.TeamRow, ...] = ()
    if found.kind in ("service", "team"):
        others = directory.services(ws) if found.kind == "service" else directory.teams(ws)
    if any(row.name.lower() == name.lower() and row.id != found.entity for row in others):
        raise Refused(f"There is a {found.kind} called {name} already.")
    return name
