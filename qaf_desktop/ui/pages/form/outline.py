"""What a section shows, in order: headings, questions, cards of its repeats, and what was raised beside a question."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qaf_desktop.ui.pages.form.sitting import Sitting

if TYPE_CHECKING:
    from qaf_desktop.tool.definition import Group, Question, Tool

_FOLLOWING = ("text", "date", "time", "datetime", "integer", "decimal")
_UNLESS = re.compile(r"\S+ != '[^']*'")
SINGULAR = {"strengths": "Strength", "improvements": "Improvement", "recommendations": "Recommendation"}


@dataclass(frozen=True)
class Item:
    """One line of a section: kind is heading, card, question or add."""

    kind: str
    ref: str
    words: str = ""
    deep: int = 0


def is_group(node: "Question | Group") -> bool:
    """Whether a node of the tool holds others."""
    return hasattr(node, "children")


def follows(question: "Question") -> bool:
    """Whether it belongs under the question before it: evidence, the reason for an answer, since when.

    What is asked unless one thing was said, as of a section that is not applicable, stands by itself.
    """
    asked_anyway = _UNLESS.fullmatch(question.relevant) is not None
    return question.kind in _FOLLOWING and bool(question.relevant) and not asked_anyway


def numbers(tool: "Tool") -> dict[str, str]:
    """The number of each question, by its path; notes and what is in repeats have none."""
    found: dict[str, str] = {}

    def walk(group: "Group") -> None:
        for node in group.children:
            if is_group(node):
                if not node.repeat:  # type: ignore[union-attr]
                    walk(node)  # type: ignore[arg-type]
            elif node.kind not in ("note", "calculate", "hidden") and not follows(node):  # type: ignore[union-attr,arg-type]
                found[node.path] = str(len(found) + 1)

    for section in tool.sections:
        walk(section)
    return found


def outline(sitting: Sitting, section: "Group") -> list[Item]:
    """All that a section can show now; what is not relevant is left out."""
    return list(_group(sitting, section, section.path, 0))


def _group(sitting: Sitting, group: "Group", ref: str, deep: int) -> Iterator[Item]:
    for node in group.children:
        child = f"{ref}/{node.name}" if ref else node.name
        if is_group(node):
            yield from _inner(sitting, node, child, deep)  # type: ignore[arg-type]
        elif node.kind not in ("calculate", "hidden"):  # type: ignore[union-attr]
            yield Item("question", child, deep=deep)
            yield from _raised(sitting, child, deep)


def _inner(sitting: Sitting, group: "Group", ref: str, deep: int) -> Iterator[Item]:
    if not group.repeat:
        if group.label:
            yield Item("heading", ref, sitting.form.label(ref), deep)
        yield from _group(sitting, group, ref, deep)
        return
    yield Item("heading", ref, sitting.form.label(ref) or group.name, deep)
    word = SINGULAR.get(group.role, "") or "Entry"
    for place, one in enumerate(sitting.form.instances(ref)):
        yield Item("card", f"{ref}[{one}]", f"{word} {place + 1}", deep)
        yield from _group(sitting, group, f"{ref}[{one}]", deep + 1)
    yield Item("add", ref, word, deep)


def _raised(sitting: Sitting, question: str, deep: int) -> Iterator[Item]:
    for instance, beside in sitting.beside.items():
        if beside != question or home(instance) == home(question):
            continue
        group_ref, _, one = instance.removesuffix("]").rpartition("[")
        if one in sitting.form.instances(group_ref):
            group = find_group(sitting.form.tool, group_ref)
            if group is not None:
                yield Item("card", instance, SINGULAR.get(group.role, "Entry"), deep)
                yield from _group(sitting, group, instance, deep + 1)


def home(ref: str) -> str:
    """The section that a question or entry belongs to."""
    return ref.partition("/")[0].partition("[")[0]


def leads(sitting: Sitting, items: list[Item]) -> dict[str, str]:
    """For each question outside repeats the one that it belongs under: its own ref, or what its evidence is for."""
    found: dict[str, str] = {}
    before = ""
    for item in items:
        if item.kind != "question" or "[" in item.ref or sitting.question(item.ref).kind == "note":
            continue
        same = item.ref.rpartition("/")[0] == before.rpartition("/")[0]
        own = not (before and same and follows(sitting.question(item.ref)))
        found[item.ref] = item.ref if own else found[before]
        before = item.ref
    return found


def find_group(tool: "Tool", path: str) -> "Group | None":
    """A group of the tool by its path."""
    try:
        node = tool.node(path)
    except KeyError:
        return None
    return node if is_group(node) else None  # type: ignore[return-value]


def repeat_by_role(tool: "Tool", role: str) -> "Group | None":
    """The repeat that holds findings of a kind; None where the tool has none."""
    path = tool.by_role(role)
    return find_group(tool, path) if path else None
