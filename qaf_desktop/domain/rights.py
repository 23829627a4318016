"""Who may record what: for each kind of entry, the roles that its kind needs. One table, asked by every service."""

from collections.abc import Iterable
from typing import Final

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
}


def may(kind: str, roles: Iterable[str]) -> bool:
    """Whether somebody with these roles may record an entry of this kind."""
    needed = RIGHTS.get(kind)
    return needed is not None and (not needed or not needed.isdisjoint(roles))
