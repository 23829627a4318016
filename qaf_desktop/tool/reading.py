"""What can be asked of a form while it is filled in: values, relevance, what is needed, what stops it."""

from collections.abc import Iterator
from dataclasses import dataclass

from qaf_desktop.tool import answers as single
from qaf_desktop.tool.definition import Choice, Group, Question, Tool, Words
from qaf_desktop.tool.tree import Tree

_SILENT = ("note", "calculate", "hidden")


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that stops submission: the question, where, and the sentence."""

    ref: str
    path: str
    name: str
    message: str
    section: str


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a section is: "not_started", "in_progress" or "completed"."""

    answered: int
    total: int
    state: str


class Reading:
    """A form as it stands. Values are XForms text; "" is not answered."""

    tool: Tool
    tree: Tree
    language: str

    def node(self, ref: str) -> Question | Group:
        """The question or group at a ref."""
        return self.tree.nodes[self.tree.paths[ref]]

    def value(self, ref: str) -> str:
        """The answer, as it was given, relevant or not."""
        return self.tree.values.get(ref, "")

    def relevant(self, ref: str) -> bool:
        """Whether the question or group is asked now."""
        return self.tree.relevant.get(ref, True)

    def required(self, ref: str) -> bool:
        """Whether an answer is needed now."""
        node = self.node(ref)
        return isinstance(node, Question) and self._holds(node.required, ref)

    def readonly(self, ref: str) -> bool:
        """Whether the answer is only shown."""
        node = self.node(ref)
        return isinstance(node, Question) and (bool(node.calculate) or self._holds(node.readonly, ref))

    def _holds(self, expression: str, ref: str) -> bool:
        return bool(expression) and self.tree.boolean(expression, ref)

    def label(self, ref: str) -> str:
        """The question's words, with answers filled in."""
        node = self.node(ref)
        return self._text(ref, "label", node.label)

    def hint(self, ref: str) -> str:
        """The hint, with answers filled in."""
        return self._text(ref, "hint", self.node(ref).hint)

    def guidance(self, ref: str) -> str:
        """The longer help, with answers filled in; "" for a group."""
        node = self.node(ref)
        return self._text(ref, "guidance", node.guidance) if isinstance(node, Question) else ""

    def _text(self, ref: str, name: str, plain: str) -> str:
        languages = self.node(ref).texts.get(name)
        if not languages:
            return plain
        words: Words = languages.get(self.language) or next(iter(languages.values()))
        filled = (
            piece if number % 2 == 0 else self.tree.string(piece, ref) for number, piece in enumerate(words.pieces)
        )
        return "".join(filled).strip()

    def choices(self, ref: str) -> tuple[Choice, ...]:
        """The choices that can be made now."""
        node = self.node(ref)
        if not isinstance(node, Question) or not node.choice_filter:
            return node.choices if isinstance(node, Question) else ()
        by_value = {choice.value: choice for choice in node.choices}
        names = self.tree.names_of(node.choice_filter, ref)
        return tuple(by_value[name] for name in names if name in by_value)

    def problem(self, ref: str) -> str | None:
        """What stops this answer from standing, in words; None where nothing does."""
        node = self.node(ref)
        if not isinstance(node, Question) or node.kind in _SILENT:
            return None
        value, label = self.value(ref).strip(), self.label(ref)
        if not value:
            needed = self.required(ref)
            message = self._text(ref, "required_message", node.required_message)
            return single.missing(node, label, message) if needed else None
        wrong = single.wrong_type(node, label, value)
        if wrong is None and node.kind in ("select_one", "select_multiple"):
            known = (choice.value for choice in self.choices(ref))
            wrong = single.not_a_choice(label, value, known, several=node.kind == "select_multiple")
        if wrong is None and node.constraint and not self.tree.boolean(node.constraint, ref):
            message = self._text(ref, "constraint_message", node.constraint_message)
            wrong = message or f"Enter another answer, this one does not fit: {label}"
        return wrong

    def instances(self, group_ref: str) -> tuple[str, ...]:
        """The ids of a repeat's instances, in order."""
        return tuple(self.tree.instances.get(group_ref, ()))

    def questions(self, group_ref: str | None = None) -> list[str]:
        """Refs of the questions that are asked now, in order; those of one group, repeat or instance, or all."""
        return list(self._walk(group_ref))

    def _walk(self, group_ref: str | None) -> Iterator[str]:
        tree = self.tree
        waiting = list(reversed(self._starts(group_ref)))
        while waiting:
            ref = waiting.pop()
            if not tree.relevant.get(ref, True):
                continue
            node = tree.nodes[tree.paths[ref]]
            if isinstance(node, Group):
                waiting.extend(reversed(list(tree.below(ref))))
            elif node.kind not in ("calculate", "hidden"):
                yield ref

    def _starts(self, group_ref: str | None) -> list[str]:
        if group_ref is None:
            return [ref for section in self.tool.sections for ref in self._starts(section.path)]
        if group_ref == "":
            loose = next((s for s in self.tool.sections if s.path == ""), None)
            return [child.name for child in loose.children] if loose else []
        if group_ref in self.tree.instances:
            return [f"{group_ref}[{identity}]" for identity in self.tree.instances[group_ref]]
        return [group_ref] if group_ref in self.tree.paths else []

    def problems(self) -> tuple[Problem, ...]:
        """Everything that stops submission so far as the tool itself says, in order."""
        found = []
        for section in self.tool.sections:
            for ref in self.questions(section.path):
                message = self.problem(ref)
                if message is not None:
                    node = self.node(ref)
                    found.append(Problem(ref, node.path, node.name, message, section.label or section.name))
        return tuple(found)

    def owes(self, ref: str) -> bool:
        """Whether an answer is waited for: not to optional texts, nor to ticks, where none is an answer too."""
        node = self.node(ref)
        if not isinstance(node, Question) or node.kind in _SILENT or self.readonly(ref):
            return False
        tick = node.kind in ("select_one", "select_multiple") and len(node.choices) == 1
        return bool(self.required(ref)) or not (tick or node.kind == "text")

    def progress(self, section_ref: str) -> Progress:
        """How many of a section's questions are answered; optional long texts do not count until they are."""
        answered, asked = 0, []
        for ref in self.questions(section_ref):
            node = self.node(ref)
            if not isinstance(node, Question) or node.kind in _SILENT or self.readonly(ref):
                continue
            given = bool(self.value(ref).strip())
            if given or ("[" not in ref and self.owes(ref)) or self.required(ref):
                answered += given
                asked.append(ref)
        if not answered:
            return Progress(0, len(asked), "not_started")
        whole = answered == len(asked) and all(self.problem(ref) is None for ref in asked)
        return Progress(answered, len(asked), "completed" if whole else "in_progress")
