"""What an audit tool is once it is compiled: sections, questions, choices, and the logic of each. Plain data.

A path is names joined by "/" from the form's root, without instances: "b_voice/b_seen". Expressions are XPath that is
rewritten already; they are stored with the definition, so that opening a form needs neither pyxform nor a parser.
"""

from collections.abc import Iterator
from functools import cached_property
from typing import Union

import msgspec


class Choice(msgspec.Struct, frozen=True):
    """One choice of a list; `extra` holds the further columns of its row."""

    value: str
    label: str
    descriptor: str = ""
    extra: dict[str, str] = {}
    labels: dict[str, str] = {}


class Words(msgspec.Struct, frozen=True):
    """A text with answers filled in: plain pieces, and rewritten expressions at the odd places."""

    pieces: tuple[str, ...]


class Question(msgspec.Struct, frozen=True, tag="question"):
    """A question, a note or a calculation."""

    path: str
    name: str
    kind: str
    label: str = ""
    hint: str = ""
    guidance: str = ""
    role: str = ""
    appearance: str = ""
    required_message: str = ""
    constraint_message: str = ""
    choices: tuple[Choice, ...] = ()
    list_name: str = ""
    default: str = ""
    required: str = ""
    readonly: str = ""
    relevant: str = ""
    constraint: str = ""
    calculate: str = ""
    choice_filter: str = ""
    dynamic_default: str = ""
    texts: dict[str, dict[str, Words]] = {}

    @property
    def multiline(self) -> bool:
        """Whether the answer is a longer text."""
        return self.kind == "text" and "multiline" in self.appearance

    @property
    def has_required(self) -> bool:
        """Whether an answer can be needed at all."""
        return bool(self.required)


class Group(msgspec.Struct, frozen=True, tag="group"):
    """A group of questions, or a repeat of it. A top-level group is a section."""

    path: str
    name: str
    label: str = ""
    hint: str = ""
    role: str = ""
    appearance: str = ""
    repeat: bool = False
    relevant: str = ""
    count: str = ""
    children: tuple[Union["Question", "Group"], ...] = ()
    texts: dict[str, dict[str, Words]] = {}


Node = Question | Group


class Tool(msgspec.Struct, frozen=True, dict=True):
    """A compiled tool. `order` has the paths so that what an expression reads comes before it; `touches` says what an
    answer at a path can change: "values" first (relevance, calculations), then what is only shown."""

    id: str
    version: str
    title: str
    sections: tuple[Group, ...]
    purpose: str = "case_audit"
    languages: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    root: str = "data"
    order: tuple[str, ...] = ()
    touches: dict[str, tuple[str, ...]] = {}
    shows: dict[str, tuple[str, ...]] = {}
    lists: dict[str, str] = {}
    volatile: tuple[str, ...] = ()

    def walk(self) -> Iterator[Node]:
        """Every group and question, in the form's order."""
        waiting: list[Node] = list(reversed(self.sections))
        while waiting:
            node = waiting.pop()
            yield node
            if isinstance(node, Group):
                waiting.extend(reversed(node.children))

    def node(self, path: str) -> Node:
        """The group or question at a path. Raises KeyError."""
        return self._nodes[path]

    def question(self, path: str) -> Question:
        """The question at a path. Raises KeyError."""
        node = self.node(path)
        if isinstance(node, Question):
            return node
        raise KeyError(path)

    def by_role(self, role: str) -> str | None:
        """The path of the first group or question with this role."""
        return self._roles.get(role)

    @cached_property
    def _nodes(self) -> dict[str, Node]:
        return {node.path: node for node in self.walk()}

    @cached_property
    def _roles(self) -> dict[str, str]:
        return {node.role: node.path for node in reversed(tuple(self.walk()))}
