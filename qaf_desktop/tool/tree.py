"""The answers of a form as a tree that expressions read: instances, relevance, calculations, and what changes them.

A ref is a path with an instance's id at each repeat: "i_judgement/strengths[3f2a]/what". The tree holds an empty text
in every node that is not relevant; the true values stand beside it and are never lost.
"""

import datetime as dt
import heapq
import re
from collections.abc import Callable, Iterable, Iterator, MutableSet
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from qaf_desktop.tool.definition import Choice, Group, Node, Question, Tool
from qaf_desktop.tool.expression import Evaluator, ExpressionError

_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def _for_expressions(text: str) -> str:
    """A text as a tree can hold it: control characters, which XML has no place for, stand as one mark each."""
    return text if text.isprintable() else _NOT_IN_XML.sub("\ufffd", text)


@dataclass(frozen=True)
class Changed:
    """What one answer changed: refs whose value, relevance or shown logic is other; `shape` where instances came or
    went."""

    values: frozenset[str]
    shape: bool = False


@dataclass
class Tree:
    """One form's answers. `form.Form` is what others use."""

    tool: Tool
    now: dt.datetime
    new_id: Callable[[], str]
    values: dict[str, str] = field(default_factory=dict)
    relevant: dict[str, bool] = field(default_factory=dict)
    elements: dict[str, Any] = field(default_factory=dict)
    instances: dict[str, list[str]] = field(default_factory=dict)
    refs: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.nodes: dict[str, Node] = {node.path: node for node in self.tool.walk()}
        self.rank = {path: number for number, path in enumerate(self.tool.order)}
        self.children = {n.path: [c.path for c in n.children] for n in self.nodes.values() if isinstance(n, Group)}
        self.paths: dict[str, str] = {}
        self._anchors: dict[str, Any] = {}
        self.root = etree.Element(self.tool.root)
        lists = {name: etree.fromstring(text) for name, text in self.tool.lists.items()}
        self.evaluator = Evaluator(self.root, now=self.now, secondary=lists, choice_label=self._choice_label)
        for section in self.tool.sections:
            for node in section.children if not section.path else (section,):
                self._build(node, "", self.root)

    # --- shape -------------------------------------------------------------------------------------------------
    def _build(self, node: Node, parent: str, into: Any) -> None:
        ref = f"{parent}/{node.name}" if parent else node.name
        self.paths[ref] = node.path
        if isinstance(node, Group) and node.repeat:
            self.instances[ref] = []
            anchor = etree.Comment("")
            into.append(anchor)
            self._anchors[ref] = anchor
            self.refs.setdefault(node.path, [])
            return
        self._place(node, ref, etree.SubElement(into, node.name))

    def _place(self, node: Node, ref: str, element: Any) -> None:
        self.paths[ref] = node.path
        self.elements[ref] = element
        self.relevant[ref] = True
        self.refs.setdefault(node.path, []).append(ref)
        if isinstance(node, Group):
            for child in node.children:
                self._build(child, ref, element)
        else:
            self.values[ref] = node.default
            element.text = node.default

    def add(self, group_ref: str, identity: str | None, at: int | None = None) -> str:
        """A new instance of a repeat, at the end or at a place; answers its ref."""
        node = self.nodes[self.paths[group_ref]]
        identity = identity or self.new_id()
        ids = self.instances[group_ref]
        place = len(ids) if at is None else min(at, len(ids))
        element = etree.Element(node.name)
        if place < len(ids):
            self.elements[f"{group_ref}[{ids[place]}]"].addprevious(element)
        else:
            self._anchors[group_ref].addprevious(element)
        ids.insert(place, identity)
        ref = f"{group_ref}[{identity}]"
        self._place(node, ref, element)
        return ref

    def remove(self, ref: str) -> None:
        """Takes an instance out, with all that lies in it."""
        group_ref, _, identity = ref.rpartition("[")
        self.instances[group_ref].remove(identity[:-1])
        element = self.elements[ref]
        element.getparent().remove(element)
        for inside in [r for r in self.paths if r == ref or r.startswith(f"{ref}/")]:
            path = self.paths.pop(inside)
            for known in (self.values, self.relevant, self.elements, self.instances, self._anchors):
                known.pop(inside, None)
            if inside in self.refs.get(path, ()):
                self.refs[path].remove(inside)

    def below(self, ref: str) -> Iterator[str]:
        """Refs directly below a group or instance, instances in the place of their repeat."""
        for path in self.children.get(self.paths[ref], ()):
            child = f"{ref}/{self.nodes[path].name}"
            if child in self.instances:
                yield from (f"{child}[{i}]" for i in self.instances[child])
            else:
                yield child

    # --- working out -------------------------------------------------------------------------------------------
    def work_out(self, paths: Iterable[str], changed: MutableSet[str]) -> None:
        """Works out these paths and all that depends on them, each once, in the order of dependence."""
        waiting = [(self.rank[path], path) for path in set(paths) if path in self.rank]
        heapq.heapify(waiting)
        seen = {path for _, path in waiting}
        while waiting:
            _, path = heapq.heappop(waiting)
            seen.discard(path)
            if not self._work_out(path, changed):
                continue
            for follower in (*self.tool.touches.get(path, ()), *self.children.get(path, ())):
                if follower not in seen and follower in self.rank:
                    seen.add(follower)
                    heapq.heappush(waiting, (self.rank[follower], follower))

    def _work_out(self, path: str, changed: MutableSet[str]) -> bool:
        node, other = self.nodes[path], False
        if isinstance(node, Group) and node.repeat and node.count:
            other = self._count(node, changed)
        for ref in tuple(self.refs.get(path, ())):
            parent = ref.rpartition("/")[0]
            is_relevant = self.relevant.get(parent, True)
            if is_relevant and node.relevant:
                is_relevant = self.boolean(node.relevant, ref)
            if isinstance(node, Question) and node.calculate and is_relevant:
                self.values[ref] = self.string(node.calculate, ref)
            if self._show(ref, is_relevant):
                changed.add(ref)
                other = True
        return other

    def _show(self, ref: str, is_relevant: bool) -> bool:
        """Puts into the tree what expressions may see; answers whether that is other than before."""
        text = _for_expressions(self.values.get(ref, "")) if is_relevant else ""
        element = self.elements[ref]
        other = self.relevant[ref] != is_relevant
        self.relevant[ref] = is_relevant
        if ref in self.values and (element.text or "") != text:
            element.text = text
            other = True
        return other

    def _count(self, node: Group, changed: MutableSet[str]) -> bool:
        other = False
        for ref in [r for r in self.instances if self.paths[r] == node.path]:
            parent = ref.rpartition("/")[0]
            text = self.string(node.count, parent) if parent else self.string(node.count, "")
            try:
                wanted = min(max(int(float(text)), 0), 1000)
            except ValueError:
                continue
            while len(self.instances[ref]) < wanted:
                changed.add(self.add(ref, None))
                other = True
            while len(self.instances[ref]) > wanted:
                changed.add(ref)
                self.remove(f"{ref}[{self.instances[ref][-1]}]")
                other = True
        return other

    # --- asking ------------------------------------------------------------------------------------------------
    def boolean(self, expression: str, ref: str) -> bool:
        """The truth of an expression at a ref; what cannot be worked out is false."""
        try:
            return self.evaluator.boolean(expression, self.elements.get(ref, self.root))
        except ExpressionError:
            return False

    def string(self, expression: str, ref: str) -> str:
        """The text of an expression at a ref; what cannot be worked out is empty."""
        try:
            return self.evaluator.string(expression, self.elements.get(ref, self.root))
        except ExpressionError:
            return ""

    def names_of(self, expression: str, ref: str) -> list[str]:
        """The values of the choices that a filtered list has at a ref."""
        try:
            found = self.evaluator.nodes(expression, self.elements[ref])
        except ExpressionError:
            return []
        return [(item.findtext("name") or "").strip() for item in found]

    def _choice_label(self, value: str, element: Any) -> str:
        names = []
        while element is not None and element is not self.root:
            names.append(element.tag)
            element = element.getparent()
        node = self.nodes.get("/".join(reversed(names)))
        choices: tuple[Choice, ...] = node.choices if isinstance(node, Question) else ()
        return next((choice.label for choice in choices if choice.value == value), value)
