"""Paths of an expression: which nodes of the form they name, and how they read from the node that carries them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

from qaf_desktop.tool.xpath_parse import ExpressionError, Step

Names = tuple[str, ...]
TIMELESS = {"integer", "int", "decimal", "select_one", "select_multiple", "note", "boolean", "time", "group", "repeat"}


def split(path: str) -> Names:
    """The names of an absolute path."""
    return tuple(path.strip("/").split("/"))


def joined(names: Names) -> str:
    """The absolute path of names."""
    return "/" + "/".join(names)


@dataclass(frozen=True)
class Shape:
    """What is known of a form's nodes: all paths, those that repeat, and what kinds of values they hold."""

    paths: frozenset[Names]
    repeats: frozenset[Names]
    kinds: Mapping[str, str]

    @classmethod
    def of(cls, paths: Collection[str], repeats: Collection[str], kinds: Mapping[str, str]) -> "Shape":
        """The shape that absolute paths describe; the groups above each path are known too."""
        known = {names[:end] for names in map(split, paths) for end in range(1, len(names) + 1)}
        return cls(frozenset(known), frozenset(map(split, repeats)), kinds)

    def may_be_date(self, nodes: Collection[Names]) -> bool:
        """Whether any of the nodes could hold a date or a dateTime."""
        return any(self.kinds.get(joined(names)) not in TIMELESS for names in nodes)

    def follow(self, start: frozenset[Names], step: Step, written: str) -> frozenset[Names]:
        """The nodes that one step leads to. Raises ExpressionError where it leads nowhere."""
        if step.axis == "self":
            return start
        if step.axis == "parent":
            found = {names[:-1] for names in start if len(names) > 1}
        elif step.axis == "child" and step.name != "*":
            found = {(*names, step.name) for names in start} & self.paths
        elif step.axis == "child":
            found = {path for path in self.paths if path[:-1] in start}
        else:
            found = {
                path
                for path in self.paths
                if step.name in ("*", path[-1]) and any(path[:end] in start for end in range(len(path)))
            }
        if not found:
            raise ExpressionError(f"There is no question at “{written}”.")
        return frozenset(found)

    def with_below(self, nodes: frozenset[Names]) -> frozenset[Names]:
        """The nodes, and all that lie in them: the text of a group is all of its answers."""
        groups = nodes & self.groups
        if not groups:
            return nodes
        return nodes | {path for path in self.paths if any(path[:end] in groups for end in range(1, len(path)))}

    @cached_property
    def groups(self) -> frozenset[Names]:
        """The nodes that others lie in."""
        return frozenset(path[:-1] for path in self.paths)

    def common_repeat(self, target: Names, context: Names, itself: bool) -> Names | None:
        """The innermost repeat that holds both nodes; `target` counts as held by itself where `itself` says so."""
        for end in range(min(len(target) - (not itself), len(context)), 0, -1):
            if target[:end] == context[:end] and target[:end] in self.repeats:
                return target[:end]
        return None

    def is_single(self, target: Names, context: Names) -> bool:
        """Whether `target`, seen from `context`, is one node: no repeat but those that hold the context as well."""
        return all(
            target[:end] not in self.repeats or target[:end] == context[:end] for end in range(1, len(target) + 1)
        )
