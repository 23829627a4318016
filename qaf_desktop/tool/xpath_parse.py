"""The text of an ODK expression into a tree: a tokenizer and a precedence parser. What names mean is not known here."""

import re
from dataclasses import dataclass, replace

LONGEST = 32_767  # what one cell of a spreadsheet holds
DEEPEST = 40
WIDEST = 1_000
TOKEN = re.compile(
    r"""\s*(?:(?P<number>\d+(?:\.\d*)?|\.\d+)|(?P<text>"[^"]*"|'[^']*')|(?P<name>[^\W\d][\w.\-]*(?::(?!:)[^\W\d][\w.\-]*)?)
    |(?P<sign>::|//|\.\.|!=|<=|>=|[()\[\],/.|+\-=<>*@${}]))""",
    re.VERBOSE,
)
LEVELS = (("or",), ("and",), ("=", "!="), ("<", "<=", ">", ">="), ("+", "-"), ("*", "div", "mod"), ("|",))
AXES = {"child", "parent", "self", "descendant"}


class ExpressionError(Exception):
    """An expression that cannot be used: `message` is a sentence; `unsupported` where ODK knows it and we do not."""

    def __init__(self, message: str, unsupported: bool = False) -> None:
        super().__init__(message)
        self.message = message
        self.unsupported = unsupported


@dataclass(frozen=True)
class Number:
    """A number as written."""

    text: str


@dataclass(frozen=True)
class Text:
    """A text in quotes."""

    value: str


@dataclass(frozen=True)
class Call:
    """A function with its arguments."""

    name: str
    arguments: tuple["Node", ...]


@dataclass(frozen=True)
class Negative:
    """A minus before a value."""

    operand: "Node"


@dataclass(frozen=True)
class Chain:
    """Operands of one precedence level, from left to right; each but the first with its operator."""

    first: "Node"
    rest: tuple[tuple[str, "Node"], ...]


@dataclass(frozen=True)
class Step:
    """One step of a path; the axis is child, parent, self or descendant (written "//")."""

    axis: str
    name: str
    predicates: tuple["Node", ...] = ()


@dataclass(frozen=True)
class Path:
    """A path: absolute, relative, or going on from the value of `base`, which may carry predicates."""

    absolute: bool
    steps: tuple[Step, ...]
    base: "Node | None" = None
    predicates: tuple["Node", ...] = ()


Node = Number | Text | Call | Negative | Chain | Path


def parse(source: str) -> Node:
    """The tree of `source`. Raises ExpressionError, and nothing else."""
    if len(source) > LONGEST:
        raise ExpressionError(f"The expression is longer than {LONGEST:,} characters.")
    if not source.strip():
        raise ExpressionError("The expression is empty.")
    parser = _Parser(_tokens(source))
    tree = parser.level(0)
    if parser.kind:
        raise ExpressionError(f"“{parser.text}” was not expected here.")
    return tree


def _tokens(source: str) -> list[tuple[str, str]]:
    found, at, end = [], 0, len(source.rstrip())
    while at < end:
        match = TOKEN.match(source, at)
        if match is None or match.lastgroup is None:
            rest = source[at:].strip()
            if rest[0] in "\"'":
                raise ExpressionError("A text is opened with a quotation mark and never closed.")
            raise ExpressionError(f"The sign “{rest[0]}” has no meaning in an expression.")
        found.append((match.lastgroup, match[match.lastgroup]))
        at = match.end()
    found.append(("", ""))
    return found


class _Parser:
    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self.tokens = tokens
        self.at = 0
        self.depth = 0

    @property
    def kind(self) -> str:
        return self.tokens[self.at][0]

    @property
    def text(self) -> str:
        return self.tokens[self.at][1]

    def is_sign(self, *signs: str) -> bool:
        return self.kind == "sign" and self.text in signs

    def take(self) -> str:
        text = self.text
        self.at += 1
        return text

    def need(self, sign: str) -> None:
        if not self.is_sign(sign):
            found = f"“{self.text}” stands there" if self.kind else "the expression ends"
            raise ExpressionError(f"“{sign}” is missing: {found}.")
        self.at += 1

    def nested(self) -> Node:
        self.depth += 1
        if self.depth > DEEPEST:
            raise ExpressionError(f"The expression is nested more than {DEEPEST} deep; calculate parts of it first.")
        tree = self.level(0)
        self.depth -= 1
        return tree

    def level(self, level: int) -> Node:
        if level == len(LEVELS):
            return self.path()
        if level == len(LEVELS) - 1 and self.is_sign("-"):
            count = 0
            while self.is_sign("-"):
                self.at += 1
                count += 1
            operand = self.level(level)
            return Negative(operand) if count % 2 else Negative(Negative(operand))
        first = self.level(level + 1)
        rest: list[tuple[str, Node]] = []
        while self.kind in ("sign", "name") and self.text in LEVELS[level]:
            operator = self.take()
            rest.append((operator, self.level(level + 1)))
            if len(rest) > WIDEST:
                raise ExpressionError(f"The expression joins more than {WIDEST:,} parts; calculate parts of it first.")
        return Chain(first, tuple(rest)) if rest else first

    def path(self) -> Node:
        if self.is_sign("/"):
            self.at += 1
            if self.kind == "name" or self.is_sign(".", "..", "*"):
                return Path(True, self.steps("child"))
            return Path(True, ())
        if self.is_sign("//"):
            self.at += 1
            return Path(True, self.steps("descendant"))
        if (self.kind == "name" and self.tokens[self.at + 1] != ("sign", "(")) or self.is_sign(".", "..", "*", "@"):
            return Path(False, self.steps("child"))
        base = self.primary()
        predicates = self.predicates()
        if self.is_sign("/", "//"):
            steps = self.steps("descendant" if self.take() == "//" else "child")
            return Path(False, steps, base, predicates)
        return Path(False, (), base, predicates) if predicates else base

    def steps(self, axis: str) -> tuple[Step, ...]:
        found = [self.step(axis)]
        while self.is_sign("/", "//"):
            found.append(self.step("descendant" if self.take() == "//" else "child"))
        if len(found) > WIDEST:
            raise ExpressionError(f"A path has more than {WIDEST:,} steps.")
        return tuple(found)

    def step(self, axis: str) -> Step:
        if self.is_sign("."):
            self.at += 1
            return Step("self", "*", self.predicates())
        if self.is_sign(".."):
            self.at += 1
            return Step("parent", "*", self.predicates())
        if self.kind == "name" and self.tokens[self.at + 1] == ("sign", "::"):
            named = self.take()
            self.at += 1
            if named not in AXES:
                raise ExpressionError(f"The axis “{named}::” is not supported in paths.", unsupported=True)
            if self.tokens[self.at + 1] == ("sign", "::"):
                raise ExpressionError("A step of a path has two axes.")
            return replace(self.step(axis), axis=named)
        if self.is_sign("@"):
            raise ExpressionError("Attributes (“@”) are not supported in paths.", unsupported=True)
        if self.kind == "name" or self.is_sign("*"):
            name = self.take()
            if self.is_sign("("):
                raise ExpressionError(f"“{name}()” cannot be a step of a path.", unsupported=True)
            return Step(axis, name, self.predicates())
        raise ExpressionError(f"A path goes on with “{self.text}”." if self.kind else "A path breaks off at the end.")

    def predicates(self) -> tuple[Node, ...]:
        found = []
        while self.is_sign("["):
            self.at += 1
            found.append(self.nested())
            self.need("]")
        return tuple(found)

    def primary(self) -> Node:
        if self.kind == "number":
            return Number(self.take())
        if self.kind == "text":
            return Text(self.take()[1:-1])
        if self.is_sign("("):
            self.at += 1
            inside = self.nested()
            self.need(")")
            return inside
        if self.kind == "name":
            return self.call(self.take())
        if self.is_sign("$"):
            raise ExpressionError("A reference “${…}” is left in the expression: its question does not exist.")
        raise ExpressionError(
            f"“{self.text}” stands where a value is needed." if self.kind else "The expression breaks off at the end."
        )

    def call(self, name: str) -> Node:
        self.need("(")
        arguments: list[Node] = []
        if not self.is_sign(")"):
            arguments.append(self.nested())
            while self.is_sign(","):
                self.at += 1
                arguments.append(self.nested())
        self.need(")")
        return Call(name, tuple(arguments))
