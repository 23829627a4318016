"""A form while it is filled in: answers, relevance, what is needed, what stops it. One answer works out only what
depends on it."""

import datetime as dt
import secrets
from collections.abc import Iterator, Mapping, MutableSet
from dataclasses import dataclass
from typing import Any

from qaf_desktop.errors import WrongUse
from qaf_desktop.tool import answers as single
from qaf_desktop.tool import shapes
from qaf_desktop.tool.definition import Group, Question, Tool
from qaf_desktop.tool.reading import Problem, Progress, Reading
from qaf_desktop.tool.tree import Changed, Tree

__all__ = ["Changed", "Form", "Problem", "Progress", "Removed"]


@dataclass(frozen=True, slots=True)
class Removed:
    """An instance that was taken out, with what it takes to put it back."""

    group_ref: str
    identity: str
    place: int
    values: Mapping[str, Any]


class Form(Reading):
    """A tool being filled in. Values are XForms text; "" is not answered."""

    def __init__(
        self,
        tool: Tool,
        answers: Mapping[str, Any] | None = None,
        *,
        now: dt.datetime,
        language: str | None = None,
    ) -> None:
        self.tool = tool
        self.language = language or (tool.languages[0] if tool.languages else "")
        self.tree = Tree(tool, now, lambda: secrets.token_hex(16))
        self._first_load(fresh=answers is None)
        if answers:
            self.fill(answers)

    def _first_load(self, *, fresh: bool) -> None:
        tree = self.tree
        tree.work_out(tool_order := self.tool.order, set())
        if fresh:
            for path in tool_order:
                node = tree.nodes[path]
                if isinstance(node, Question) and node.dynamic_default:
                    for ref in tree.refs.get(path, ()):
                        self.set(ref, tree.string(node.dynamic_default, ref))

    def set(self, ref: str, value: object) -> Changed:
        """Gives an answer; "" takes it away. Any answer is taken, a broken constraint too. Raises KeyError."""
        tree = self.tree
        path = tree.paths[ref]
        text = single.as_text(value)
        if ref not in tree.values:
            raise KeyError(ref)
        if tree.values[ref] == text:
            return Changed(frozenset())
        tree.values[ref] = text
        return self._work_out([path], {ref})

    def _work_out(self, paths: list[str], changed: MutableSet[str], *, shape: bool = False) -> Changed:
        tree = self.tree
        before = sum(map(len, tree.instances.values()))
        tree.work_out(paths, changed)
        shown = {path for ref in changed for path in self.tool.shows.get(tree.paths.get(ref, ""), ())}
        shown.update(path for path in paths for path in self.tool.shows.get(path, ()))
        values = frozenset(changed).union(ref for path in shown for ref in tree.refs.get(path, ()))
        return Changed(values, shape or before != sum(map(len, tree.instances.values())))

    def add(self, group_ref: str, id: str | None = None, values: Mapping[str, Any] | None = None) -> str:
        """Adds an instance to a repeat, with answers by name; answers its ref. Raises KeyError."""
        return self._insert(group_ref, id, values or {}, None)

    def _insert(self, group_ref: str, identity: str | None, values: Mapping[str, Any], place: int | None) -> str:
        ref = self.tree.add(group_ref, identity, place)
        self._fill(ref, values)
        path = self.tree.paths[group_ref]
        inside = [p for p in self.tool.order if p == path or p.startswith(f"{path}/")]
        self._work_out([*inside, *self.tool.touches.get(path, ())], {ref})
        return ref

    def remove(self, instance_ref: str) -> Removed:
        """Takes an instance out; what is answered puts it back through `restore`. Raises KeyError."""
        group_ref, _, identity = instance_ref.rpartition("[")
        place = self.tree.instances[group_ref].index(identity[:-1])
        removed = Removed(group_ref, identity[:-1], place, self._answers_of(instance_ref, counting=False))
        path = self.tree.paths[group_ref]
        inside = [p for p in self.tool.order if p.startswith(f"{path}/")]
        touched = [t for p in (path, *inside) for t in self.tool.touches.get(p, ())]
        self.tree.remove(instance_ref)
        self._work_out([path, *touched], set())
        return removed

    def restore(self, removed: Removed) -> str:
        """Puts an instance back where it was, with its id; answers its ref."""
        return self._insert(removed.group_ref, removed.identity, removed.values, removed.place)

    def fill(self, values: Mapping[str, Any]) -> None:
        """Takes answers in the shape of `audit fill`: a key given replaces, null clears, an absent key stays.

        Groups nest as objects; a name that only one question has may stand at the top. Raises WrongUse, in words, for
        a name that is unknown and for a value whose shape does not fit.
        """
        self._fill("", values)
        self.tree.work_out(self.tool.order, set())

    def _fill(self, parent: str, values: Mapping[str, Any]) -> None:
        for name, value in values.items():
            if name == "_id":
                continue
            ref = self._find(parent, name)
            if ref in self.tree.instances:
                self._fill_repeat(ref, value)
            elif isinstance(node := self.node(ref), Group):
                if not isinstance(value, Mapping | None):
                    raise WrongUse(f"{name} is a group: give an object of its questions, or null.")
                self._fill(ref, dict.fromkeys(one.name for one in node.children) if value is None else value)
            elif not shapes.is_answer(value):
                raise WrongUse(f"{name} is one question: give a text, a number, a list of choices, or null.")
            else:
                self.tree.values[ref] = single.as_text(value)

    def _fill_repeat(self, ref: str, values: Any) -> None:
        shapes.check_instances(ref.rpartition("/")[2], values)
        for identity in tuple(self.tree.instances[ref]):
            self.tree.remove(f"{ref}[{identity}]")
        for one in values or ():
            self._fill(self.tree.add(ref, one.get("_id")), one)

    def _find(self, parent: str, name: str) -> str:
        ref = f"{parent}/{name}" if parent else name
        if ref in self.tree.paths:
            return ref
        fitting = [r for r in self.tree.paths if r.rpartition("/")[2] == name and "[" not in r] if not parent else []
        if len(fitting) != 1:
            raise WrongUse(shapes.unknown(name, fitting))
        return fitting[0]

    def answers(self) -> dict[str, Any]:
        """All answers that were given, nested, whether relevant now or not."""
        return self._answers_of("", counting=False)

    def counting_answers(self) -> dict[str, Any]:
        """The answers that count: the relevant ones. This is what is submitted."""
        return self._answers_of("", counting=True)

    def _answers_of(self, ref: str, *, counting: bool) -> dict[str, Any]:
        tree, found = self.tree, {}
        prefix = f"{ref}/" if ref else ""
        nodes = tree.nodes[tree.paths[ref]].children if ref else self._top()  # type: ignore[union-attr]
        for node in nodes:
            child = f"{prefix}{node.name}"
            if counting and not tree.relevant.get(child, True):
                continue
            answer: Any
            if child in tree.instances:
                answer = [
                    {"_id": identity} | self._answers_of(f"{child}[{identity}]", counting=counting)
                    for identity in tree.instances[child]
                    if not counting or tree.relevant.get(f"{child}[{identity}]", True)
                ]
            elif isinstance(node, Group):
                answer = self._answers_of(child, counting=counting)
            else:
                answer = tree.values.get(child, "")
            if answer:
                found[node.name] = answer
        return found

    def _top(self) -> Iterator[Question | Group]:
        for section in self.tool.sections:
            yield from section.children if section.path == "" else (section,)
