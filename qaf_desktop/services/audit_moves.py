"""A draft's answers on their way into a newer version of its tool: what has a place there, and what is kept beside."""

from collections.abc import Mapping
from typing import Any

from qaf_desktop.services.audit_answers import put
from qaf_desktop.tool.definition import Group, Question, Tool

Left = tuple[str, str]


def moved(old: Tool, new: Tool, answers: Mapping[str, Any]) -> tuple[dict[str, Any], tuple[Left, ...]]:
    """The answers as they stand in a newer version, by path or by name; and (label, value) of the rest.

    An answer has a place where its question is there still, of the same kind, and still offers what was chosen.
    """
    move = _Move(old, new)
    move.group(answers, "")
    return move.kept, tuple(move.left)


class _Move:
    def __init__(self, old: Tool, new: Tool) -> None:
        self.kept: dict[str, Any] = {}
        self.left: list[Left] = []
        self.old = {one.path: one for one in old.walk()}
        self.new = {one.path: one for one in new.walk()}
        repeats = [f"{path}/" for path, one in self.new.items() if isinstance(one, Group) and one.repeat]
        outside = [one for one in self.new.values() if not one.path.startswith(tuple(repeats))]
        self.by_name = {one.name: one for one in reversed(outside)}

    def group(self, values: Mapping[str, Any], above: str) -> None:
        for name, value in values.items():
            path = f"{above}/{name}" if above else name
            was = self.old.get(path)
            found = self.new.get(path) or self.by_name.get(name)
            if isinstance(value, Mapping):
                self.group(value, path)
            elif isinstance(was, Group) and was.repeat:
                target = found if isinstance(found, Group) and found.repeat else None
                instances = self.instances(was, target, value, was.label or was.name)
                if target is not None and instances:
                    put(self.kept, target.path, instances)
            elif found is not None and _has_place(was, found, value):
                put(self.kept, found.path, value)
            else:
                self.leave(was, name, value)

    def instances(self, was: Group, target: Group | None, rows: Any, title: str) -> list[dict[str, Any]]:
        """The entries of a repeat; where it has no place, none, and all that they said is left."""
        places = {one.name: one for one in target.children} if target is not None else {}
        mine = {one.name: one for one in was.children}
        kept = []
        for number, row in enumerate(rows if isinstance(rows, list) else (), 1):
            entry: dict[str, Any] = {"_id": row["_id"]} if "_id" in row else {}
            for name, value in row.items():
                child, found = mine.get(name), places.get(name)
                if isinstance(child, Group):
                    inner = found if isinstance(found, Group) else None
                    entry[name] = self.instances(child, inner, value, f"{title} {number}, {child.label or name}")
                elif found is not None and _has_place(child, found, value):
                    entry[name] = value
                elif name != "_id":
                    self.leave(child, name, value, f"{title} {number}, ")
            kept.append(entry)
        return kept if target is not None else []

    def leave(self, was: object, name: str, value: Any, before: str = "") -> None:
        if value not in (None, "", []):
            label = was.label or name if isinstance(was, Question) else name
            self.left.append((f"{before}{label}", _in_words(was, value)))


def _has_place(was: object, found: object, value: Any) -> bool:
    if not isinstance(was, Question) or not isinstance(found, Question):
        return False
    if found.kind != was.kind:
        return found.kind == "text" and not was.choices
    return not found.choices or set(_chosen(found, value)) <= {one.value for one in found.choices}


def _chosen(question: Question, value: Any) -> list[str]:
    if isinstance(value, list):
        return [str(one) for one in value]
    return str(value).split() if question.kind == "select_multiple" else [str(value)]


def _in_words(was: object, value: Any) -> str:
    if isinstance(was, Question) and was.choices:
        labels = {one.value: one.label for one in was.choices}
        return ", ".join(labels.get(one, one) for one in _chosen(was, value))
    return " ".join(str(one) for one in value) if isinstance(value, list) else str(value)
