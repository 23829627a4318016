"""Rules 7, 8 and 9 on the answers of an audit: what must be said before it can be submitted. Pure.

Each question without what its rule needs gives one problem, with a sentence about that question.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that has a role, where it stands, and its answer ("" where there is none)."""

    ref: str
    name: str
    section: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Gap:
    """A question that stops submission, and the sentence that says so."""

    question: Asked
    message: str


TONIGHT_ROLES: Final = ("urgent_will_do", "urgent_tonight")
_NEEDED: Final = {
    "child_contact": "Say what was decided about contacting the child",
    "child_contact_reason": "Say why that was decided about contacting the child",
    "family_contact": "Say what was decided about contacting the parents or carers",
    "family_contact_reason": "Say why that was decided about contacting the parents or carers",
    "worker_present": "Say whether the allocated worker sat alongside",
    "urgent_concern": "Say whether there is an urgent concern now",
}
_TOLD: Final = {
    "urgent_told": "Say whom you told about the urgent concern",
    "urgent_when": "Say when you told them about the urgent concern",
    "urgent_will_do": "Say what they will do about the urgent concern",
    "urgent_tonight": "Say what they will do about the urgent concern",
}
_ABSENT: Final = "Say why the allocated worker did not sit alongside"


def gaps(asked: Mapping[str, Asked]) -> tuple[Gap, ...]:
    """What rules 7, 8 and 9 still need, by role. A role that the tool does not use asks nothing."""
    needed = dict(_NEEDED)
    if _is(asked, "urgent_concern", "yes"):
        needed |= _TOLD
    found = [Gap(asked[role], say) for role, say in needed.items() if role in asked and not asked[role].value.strip()]
    reason = asked.get("worker_absent_reason")
    if reason is not None and _is(asked, "worker_present", "no") and not reason.value.strip():
        found.append(Gap(reason, _ABSENT))
    return tuple(found)


def _is(asked: Mapping[str, Asked], role: str, value: str) -> bool:
    return role in asked and asked[role].value == value
