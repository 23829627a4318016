"""Who may record what: for each kind of entry, the roles that its kind needs, and where they must hold.

One table, asked by every service before an entry is recorded, and by every laptop when one arrives.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from qaf_desktop.domain.events import AuditSubmitted, CaseAdded, CaseChanged, ConflictDecided, Event, RoleGrant

ADMINISTRATORS: Final = frozenset({"administrator"})
ANYONE: Final[frozenset[str]] = frozenset()
DIRECTORY_KEEPERS: Final = frozenset({"administrator", "quality_officer"})
AUDITORS: Final = frozenset({"auditor", "team_manager", "service_manager", "standards_lead", "moderator"})

RIGHTS: Final[dict[str, frozenset[str]]] = {
    "WorkspaceStarted": ANYONE,
    "SettingsChanged": ADMINISTRATORS,
    "ServiceAdded": ADMINISTRATORS,
    "ServiceChanged": ADMINISTRATORS,
    "TeamAdded": ADMINISTRATORS,
    "TeamChanged": ADMINISTRATORS,
    "PersonAdded": ADMINISTRATORS,
    "PersonChanged": ADMINISTRATORS,
    "CaseAdded": DIRECTORY_KEEPERS | {"team_manager", "auditor"},
    "CaseChanged": DIRECTORY_KEEPERS | {"team_manager", "auditor"},
    "ToolVersionAdded": DIRECTORY_KEEPERS,
    "ToolStatusChanged": DIRECTORY_KEEPERS,
    "AuditSubmitted": AUDITORS,
    "AuditCorrected": ANYONE,
    "AuditWithdrawn": frozenset({"standards_lead"}),
    "AuditFiled": ANYONE,
    "VoiceAdded": ANYONE,
    "WorkerViewAdded": ANYONE,
    "TakenOut": ANYONE,
    "UrgentConcernRaised": ANYONE,
    "UrgentConcernTold": ANYONE,
    "DeviceNamed": ADMINISTRATORS,
    "ConflictDecided": ADMINISTRATORS | {"quality_officer", "standards_lead", "team_manager", "service_manager"},
    "CaseErased": ADMINISTRATORS,
    "PassageRedacted": ADMINISTRATORS,
}

DECIDERS: Final[dict[str, frozenset[str]]] = {
    "workspace": ADMINISTRATORS,
    "service": ADMINISTRATORS,
    "team": ADMINISTRATORS,
    "person": ADMINISTRATORS,
    "case": DIRECTORY_KEEPERS,
    "tool_version": DIRECTORY_KEEPERS,
}
"""Who decides a conflict, by the kind of thing it is about; of other kinds, those in RIGHTS."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where an entry belongs: team and service by id, None where it does not say."""

    team: str | None = None
    service: str | None = None


@dataclass(frozen=True, slots=True)
class Same:
    """Which ids of teams, and which of services, are one thing: each of several ids with the first of them."""

    team: Mapping[str, str] = field(default_factory=dict)
    service: Mapping[str, str] = field(default_factory=dict)


NOWHERE: Final = Place()
NONE_THE_SAME: Final = Same()
ANYWHERE: Final = frozenset({(AuditSubmitted.__name__, "team_manager")})
# Kinds whose content says where they belong, or whose they are: whether they are permitted depends on it.
BY_CONTENT: Final = frozenset({AuditSubmitted.__name__, CaseAdded.__name__, CaseChanged.__name__})
# What teams and services are known to be one by, and what is erased for good: decided by roles alone, so that which ids
# are one never depends on what is judged by it.
BY_ROLE_ALONE: Final = frozenset({"service", "team", "erasure"})


def place_of(event: Event | None) -> Place:
    """Where an event belongs, as far as its own content says."""
    if isinstance(event, AuditSubmitted):
        return Place(event.case.team, event.case.service)
    if isinstance(event, CaseAdded | CaseChanged):
        return Place(event.team)
    return NOWHERE


def permits(
    kind: str,
    grants: Iterable[RoleGrant],
    author: str,
    event: Event | None,
    entity_kind: str = "",
    same: Same = NONE_THE_SAME,
) -> bool:
    """Whether this person, with these roles, may record this event; a role that is limited holds in its teams alone.

    An audit is its auditor's own [29]. An event that says of no team where it belongs needs the role alone. Who decides
    a conflict depends on the kind of thing that it is about.
    """
    if isinstance(event, AuditSubmitted) and event.auditor != author:
        return False
    return permits_at(kind, grants, place_of(event), entity_kind, same)


def permits_at(
    kind: str, grants: Iterable[RoleGrant], place: Place, entity_kind: str = "", same: Same = NONE_THE_SAME
) -> bool:
    """Whether somebody with these roles may record an entry of this kind there.

    A team manager audits colleagues' cases, in other teams than the one that their role is limited to [29, 32].
    """
    held = (grant.role for grant in grants if (kind, grant.role) in ANYWHERE or covers(grant, place, same))
    return may(kind, held, entity_kind)


def covers(grant: RoleGrant, place: Place, same: Same = NONE_THE_SAME) -> bool:
    """Whether a role holds there. A limit to services holds where only a team is said: its service is not known.

    A limit to one id of a team or service holds for all of them.
    """
    if place == NOWHERE or not (grant.teams or grant.services):
        return True
    if _is_among(place.team, grant.teams, same.team) or _is_among(place.service, grant.services, same.service):
        return True
    return place.service is None and bool(grant.services)


def _is_among(one: str | None, limits: Iterable[str], first: Mapping[str, str]) -> bool:
    return one is not None and first.get(one, one) in {first.get(limit, limit) for limit in limits}


def may(kind: str, roles: Iterable[str], entity_kind: str = "") -> bool:
    """Whether somebody with these roles may record an entry of this kind, about this kind of thing."""
    needed = needed_for(kind, entity_kind)
    return needed is not None and (not needed or not needed.isdisjoint(roles))


def needed_for(kind: str, entity_kind: str = "") -> frozenset[str] | None:
    """The roles of which an entry of this kind needs one; none where anyone may, None where nobody may."""
    if kind == ConflictDecided.__name__ and entity_kind in DECIDERS:
        return DECIDERS[entity_kind]
    return RIGHTS.get(kind)
