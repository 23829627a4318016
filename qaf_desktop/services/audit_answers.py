"""What the answers of an audit mean to the product, through the roles of its tool's questions. Nothing is stored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from qaf_desktop.domain.events import Finding, Recommendation
from qaf_desktop.domain.gates import Asked
from qaf_desktop.tool.definition import Group, Question, Tool


@dataclass(frozen=True, slots=True)
class UrgentSaid:
    """What the answers say of an urgent concern."""

    concern: str
    told: str
    when: str
    tonight: str
    refs: frozenset[str] = frozenset()


_URGENT: Final = {
    "urgent_concern": "concern",
    "urgent_told": "told",
    "urgent_when": "when",
    "urgent_tonight": "tonight",
    "urgent_will_do": "tonight",
}
_NOWHERE: Final[Mapping[str, str]] = {}
_SAID_AFTER: Final = {"urgent_concern": "what", "urgent_when": "tonight"}


def value_at(answers: Mapping[str, Any], path: str) -> Any:
    """The answer at a path without repeats; None where there is none."""
    found: Any = answers
    for part in path.split("/"):
        if not isinstance(found, Mapping):
            return None
        found = found.get(part)
    return found


def text_at(answers: Mapping[str, Any], path: str) -> str:
    """The same as text."""
    found = value_at(answers, path)
    return "" if found is None or isinstance(found, list | Mapping) else str(found)


def put(answers: dict[str, Any], path: str, value: Any) -> None:
    """Puts an answer at a path without repeats."""
    *groups, name = path.split("/")
    for group in groups:
        answers = answers.setdefault(group, {})
    answers[name] = value


def questions(tool: Tool) -> list[Question]:
    """The tool's questions, in order."""
    return [one for one in tool.walk() if isinstance(one, Question)]


def asked(tool: Tool, answers: Mapping[str, Any]) -> dict[str, Asked]:
    """The questions that the rules look at, by role, with their answers."""
    titles = {section.name: section.label or section.name for section in tool.sections}
    return {
        one.role: Asked(one.path, one.name, titles.get(one.path.split("/")[0], ""), text_at(answers, one.path))
        for one in questions(tool)
        if one.role
    }


def by_roles(tool: Tool, answers: Mapping[str, Any], roles: Sequence[str]) -> dict[str, str]:
    """The answers to the questions that have these roles; absent where the tool has none."""
    paths = {role: tool.by_role(role) for role in roles}
    return {role: text_at(answers, path) for role, path in paths.items() if path is not None}


def prefilled(tool: Tool, values: Mapping[str, str | None]) -> dict[str, Any]:
    """Answers that are known before one begins, put where the tool has a question of that role."""
    answers: dict[str, Any] = {}
    for role, value in values.items():
        path = tool.by_role(role)
        if value and path is not None:
            put(answers, path, value)
    return answers


def grades(tool: Tool, answers: Mapping[str, Any]) -> tuple[str, dict[str, str]]:
    """The overall grade and the sections' grades by group, as answered; "" and absent where not yet."""
    found = {
        one.path.split("/")[0]: text_at(answers, one.path) for one in questions(tool) if one.role == "section_grade"
    }
    overall = tool.by_role("overall_grade")
    sections = {section: grade for section, grade in found.items() if grade}
    return text_at(answers, overall) if overall else "", sections


def findings(
    tool: Tool, answers: Mapping[str, Any], role: str, beside: Mapping[str, str] = _NOWHERE
) -> tuple[Finding, ...]:
    """The strengths or the areas for improvement; `beside` has the question that each was raised beside."""
    return tuple(
        Finding(one["_id"], one["what"], one["evidence"], tuple(one["themes"].split()), _question(one, beside))
        for one in _instances(tool, answers, role)
    )


def recommendations(
    tool: Tool, answers: Mapping[str, Any], beside: Mapping[str, str] = _NOWHERE
) -> tuple[Recommendation, ...]:
    """What the auditor recommends."""
    return tuple(
        Recommendation(
            one["_id"],
            one["what"],
            one["evidence"],
            tuple(one["themes"].split()),
            one["urgency"],
            _question(one, beside),
        )
        for one in _instances(tool, answers, "recommendations")
    )


def _question(one: Mapping[str, str], beside: Mapping[str, str]) -> str:
    """What the tool itself asks for comes first; else where the entry was raised (refs end in the entry's id)."""
    raised = next((ref for entry, ref in beside.items() if entry.endswith(f"[{one['_id']}]")), "")
    return one["question"] or raised


def _instances(tool: Tool, answers: Mapping[str, Any], role: str) -> list[dict[str, str]]:
    group = next((one for one in tool.walk() if isinstance(one, Group) and one.role == role), None)
    found = value_at(answers, group.path) if group is not None else None
    if group is None or not isinstance(found, list):
        return []
    names = {child.role or child.name: child.name for child in group.children}
    keys = ("what", "evidence", "themes", "urgency", "question")
    rows = [
        {key: _text(one.get(names.get(key, key))) for key in keys} | {"_id": str(one.get("_id", place))}
        for place, one in enumerate(found)
    ]
    return [row for row in rows if row["what"].strip() or row["evidence"].strip()]


def _text(value: Any) -> str:
    if isinstance(value, list):
        return " ".join(str(one) for one in value)
    return "" if value is None else str(value)


def urgent_paths(tool: Tool) -> dict[str, str]:
    """The questions about an urgent concern: concern, what, told, when and tonight, where the tool has them.

    What it is stands between the question and whom one told; what they will do comes after when they were told.
    """
    concern = tool.by_role("urgent_concern")
    if concern is None:
        return {}
    section = concern.rsplit("/", 1)[0]
    found: dict[str, str] = {}
    after = ""
    for one in questions(tool):
        name = ""
        if one.role.startswith("urgent_"):
            after = one.role
            name = _URGENT.get(one.role, "")
        elif one.kind == "text" and one.path.rsplit("/", 1)[0] == section:
            name = _SAID_AFTER.get(after, "")
        if name:
            found.setdefault(name, one.path)
    return found


def urgent_concern(tool: Tool, answers: Mapping[str, Any]) -> UrgentSaid | None:
    """The urgent concern that the answers speak of, once there is a text; None where they say there is none."""
    paths = urgent_paths(tool)
    said = {name: text_at(answers, path) for name, path in paths.items()}
    if said.get("concern") != "yes" or not said.get("what", "").strip():
        return None
    told, when, tonight = (said.get(name, "") for name in ("told", "when", "tonight"))
    return UrgentSaid(said["what"].strip(), told, when, tonight, frozenset(paths.values()))
