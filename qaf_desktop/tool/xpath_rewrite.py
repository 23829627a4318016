"""The tree of an ODK expression into XPath 1.0 for lxml, where `q:` names our functions, and what it depends on."""

import re
from dataclasses import dataclass, field, replace

from qaf_desktop.tool.xpath_dates import DATE, number_to_text, text_to_number
from qaf_desktop.tool.xpath_parse import Call, Chain, ExpressionError, Negative, Node, Number, Path, Step, Text, parse
from qaf_desktop.tool.xpath_paths import Names, Shape, split
from qaf_desktop.tool.xpath_signatures import FUNCTIONS, REFUSED, REWRITTEN, VOLATILE

KEEPING = {"if", "coalesce", "once"}  # `coalesce(., uuid())` keeps a value, `. + 1` would change it again and again


@dataclass(frozen=True)
class Piece:
    """Rewritten text, and what it yields: num, bool, str, date (a text), nodes, or any."""

    text: str
    kind: str
    dated: bool = False  # may hold a date where a number is wanted
    single: bool = False  # at most one node
    nodes: frozenset[Names] = frozenset()


@dataclass
class Rewriter:
    """Rewrites one expression; collects what it depends on. `inside` is true within predicates."""

    shape: Shape
    context: Names
    depends: set[Names] = field(default_factory=set)
    moving: set[str] = field(default_factory=set)  # functions of time and chance
    itself: set[Names] = field(default_factory=set)  # the context, where its own value is worked with
    keeping: bool = True  # whether a value that is read here is the result as it is
    inside: bool = False
    here: frozenset[Names] | None = None  # where relative paths start; None in a list of choices

    def piece(self, node: Node) -> Piece:
        """The rewritten text of any part of the tree."""
        before = self.keeping
        self.keeping = before and (isinstance(node, Path) or (isinstance(node, Call) and node.name in KEEPING))
        found = self._piece(node)
        self.keeping = before
        return found

    def _piece(self, node: Node) -> Piece:
        match node:
            case Number():
                return Piece(node.text, "num")
            case Text():
                return Piece(_quoted(node.value), "str", DATE.fullmatch(node.value.strip()) is not None)
            case Negative():
                return Piece(f"-{_bracketed(self.number(node.operand))}", "num")
            case Chain():
                return self.chain(node)
            case Call():
                return self.call(node)
            case Path():
                return self.path(node)

    def number(self, node: Node) -> str:
        """Text that yields a number, days where the value is a date."""
        if isinstance(node, Text):
            value = text_to_number(node.value)
            return number_to_text(value) or "number('')"
        piece = self.piece(node)
        if piece.kind in ("num", "bool") or not piece.dated:
            return piece.text
        if piece.text in ("q:today()", "q:now()"):
            return piece.text.replace("()", "-days()")
        return f"q:days({piece.text})"

    def truth(self, node: Node) -> str:
        """Text that yields a truth value: an empty answer is false."""
        piece = self.piece(node)
        if piece.kind == "nodes" and piece.single:
            return f"string({piece.text}) != ''"
        return f"q:truth({piece.text})" if piece.kind == "any" else piece.text

    def nodes(self, node: Node) -> Piece:
        """A part of the tree of which only the nodes matter, not what they hold."""
        return self.path(node, counted=True) if isinstance(node, Path) else self.piece(node)

    def chain(self, chain: Chain) -> Piece:
        operators = {operator for operator, _ in chain.rest}
        operands = [chain.first, *(operand for _, operand in chain.rest)]
        signs = [operator for operator, _ in chain.rest]
        if operators & {"and", "or"}:
            return Piece(_interleave([f"({self.truth(operand)})" for operand in operands], signs), "bool")
        if operators == {"|"}:
            pieces = [self.piece(operand) for operand in operands]
            if any(piece.kind != "nodes" for piece in pieces):
                raise ExpressionError("“|” joins paths only.")
            nodes = frozenset().union(*(piece.nodes for piece in pieces))
            dated = any(piece.dated for piece in pieces)
            return Piece(f"({_interleave([piece.text for piece in pieces], signs)})", "nodes", dated, nodes=nodes)
        if operators & {"=", "!=", "<", "<=", ">", ">="}:
            return self.comparison(chain)
        return Piece(_interleave([_bracketed(self.number(operand)) for operand in operands], signs), "num")

    def comparison(self, chain: Chain) -> Piece:
        left: Node = chain.first
        text = ""
        for operator, right in chain.rest:
            if text:
                text = f"({text}) {operator} {_bracketed(self.number(right))}"
                continue
            sides = (self.piece(left), self.piece(right))
            kinds = {side.kind for side in sides}
            as_days = operator in "<=>=" and operator != "="
            if not as_days and "bool" not in kinds:
                literal = isinstance(left, Number) or isinstance(right, Number)
                as_days = "date" in kinds or ("num" in kinds and not literal)
            first, second = (self.number(left), self.number(right)) if as_days else (sides[0].text, sides[1].text)
            text = f"{_bracketed(first)} {operator} {_bracketed(second)}"
        return Piece(text, "bool")

    def path(self, path: Path, itself: bool = False, counted: bool = False) -> Piece:
        """A path, or a value with predicates and steps after it; `counted` where what lies below does not matter."""
        if path.base is not None:
            return self.path_on_value(path)
        start = self.here if not path.absolute else frozenset([()])
        if start is None:
            return Piece(self.steps(path.steps, None), "nodes")
        reached, after = start, []
        for at, step in enumerate(path.steps):
            reached = self.shape.follow(reached, step, _written(path.absolute, path.steps[: at + 1]))
            after.append(reached)
        if not path.steps:
            reached = frozenset([self.context[:1]])
        self.depends |= reached if itself or counted else self.shape.with_below(reached)
        self.itself |= frozenset() if itself or counted or self.keeping else reached & {self.context}
        plain = not any(step.predicates for step in path.steps)
        single = plain and all(self.shape.is_single(names, self.context) for names in reached) and len(reached) == 1
        text = self.absolute(path.steps, after, itself) if path.absolute else self.steps(path.steps, after)
        return Piece(text, "nodes", self.shape.may_be_date(reached), single, reached)

    def absolute(self, steps: tuple[Step, ...], after: list[frozenset[Names]], itself: bool) -> str:
        """An absolute path, from the nearest repeat that it shares with the context, as ODK binds it."""
        named = all(step.axis == "child" and step.name != "*" for step in steps)
        if named and steps:
            target = tuple(step.name for step in steps)
            shared = self.shape.common_repeat(target, self.context, itself)
            if shared and not any(step.predicates for step in steps[: len(shared)]):
                up = "/".join([".."] * (len(self.context) - len(shared)))
                rest = self.steps(steps[len(shared) :], after[len(shared) :])
                base = "q:current()" if self.inside else ""
                return "/".join(part for part in (base, up, rest) if part) or "."
        if self.inside:  # another document may be the current one, so "/" would not be the form
            skip = 1 if steps and steps[0].axis == "child" else 0
            return "/".join(filter(None, ("q:form()", self.steps(steps[skip:], after[skip:]))))
        text = self.steps(steps, after)
        return ("" if text.startswith("//") else "/") + text

    def steps(self, steps: tuple[Step, ...], after: list[frozenset[Names]] | None) -> str:
        """Steps in XPath's words, with their predicates rewritten."""
        text = ""
        for at, step in enumerate(steps):
            text += ("" if not at else "/") + ("descendant::" if step.axis == "descendant" else "")
            text += {"self": ".", "parent": ".."}.get(step.axis, step.name)
            if ":" in step.name:
                raise ExpressionError(f"The name “{step.name}” is not supported in a path.", unsupported=True)
            inner = self.within(after[at] if after is not None else None)
            if step.predicates and text.endswith("."):
                raise ExpressionError("“.” and “..” cannot have a condition in brackets.", unsupported=True)
            text += "".join(f"[{inner.predicate(predicate)}]" for predicate in step.predicates)
        return text

    def within(self, here: frozenset[Names] | None) -> "Rewriter":
        """A rewriter for what stands in brackets after nodes at `here`; what it depends on is collected together."""
        return replace(self, inside=True, here=here)

    def predicate(self, node: Node) -> str:
        piece = self.piece(node)
        return piece.text if piece.kind in ("num", "bool") else self.truth(node)

    def path_on_value(self, path: Path) -> Piece:
        base = path.base
        if isinstance(base, Call) and base.name == "current":
            start: frozenset[Names] | None = frozenset([self.context])
        elif isinstance(base, Call) and base.name == "instance":
            start = None
        elif base is not None and (piece := self.piece(base)).kind == "nodes":
            start = piece.nodes or None
        else:
            raise ExpressionError("A path goes on from something that is no path.")
        assert base is not None
        text = _bracketed(self.piece(base).text)
        inner = self.within(start)
        text += "".join(f"[{inner.predicate(predicate)}]" for predicate in path.predicates)
        if start is None:
            return Piece("/".join(filter(None, (text, self.steps(path.steps, None)))), "nodes")
        after = []
        for at, step in enumerate(path.steps):
            start = self.shape.follow(start, step, _written(False, path.steps[: at + 1]))
            after.append(start)
        self.depends |= start
        tail = self.steps(path.steps, after)
        single = not path.predicates and not any(step.predicates for step in path.steps)
        single = single and all(self.shape.is_single(names, self.context) for names in start)
        return Piece("/".join(filter(None, (text, tail))), "nodes", self.shape.may_be_date(start), single, start)

    def call(self, call: Call) -> Piece:
        """A function: carried out by libxml2, by us, or rewritten away."""
        if call.name in REFUSED:
            raise ExpressionError(f"The function {call.name}() {REFUSED[call.name]}.", unsupported=True)
        if call.name in REWRITTEN:
            _count(call, *REWRITTEN[call.name])
            from qaf_desktop.tool.xpath_special import rewrite_special

            return rewrite_special(self, call)
        signature = FUNCTIONS.get(call.name)
        if signature is None:
            other = ":" in call.name  # another program's own, such as cht:difference-in-days()
            raise ExpressionError(f"There is no function {call.name}().", unsupported=other)
        _count(call, signature.least, signature.most)
        if call.name == "last" and not self.inside:
            raise ExpressionError("The function last() has a meaning only in the brackets of a path.")
        if call.name == "weighted-checklist" and len(call.arguments) % 2:
            raise ExpressionError("The function weighted-checklist() needs a weight for each answer.")
        if call.name == "normalize-space" and not call.arguments:
            call = replace(call, arguments=(Path(False, (Step("self", "*"),)),))
        self.moving |= VOLATILE & {call.name}
        if call.name == "regex" and isinstance(call.arguments[1], Text):
            _check_pattern(call.arguments[1].value)
        kinds = signature.kinds.ljust(len(call.arguments), signature.kinds[-1:] or "*")
        written = [self.argument(call.name, kind, node) for kind, node in zip(kinds, call.arguments, strict=False)]
        name = call.name if signature.native else f"q:{call.name}"
        return Piece(f"{name}({', '.join(written)})", signature.returns, signature.returns in ("date", "any", "str"))

    def argument(self, name: str, kind: str, node: Node) -> str:
        """An argument as the function wants it."""
        if kind == "n":
            return self.number(node)
        if kind == "b":
            return self.truth(node)
        piece = self.nodes(node) if name == "count" else self.piece(node)
        if kind == "N" and piece.kind not in ("nodes", "any"):
            raise ExpressionError(f"The function {name}() needs a question or a repeat, not a value.")
        return piece.text


def rewrite(source: str, context: str, shape: Shape) -> tuple[str, Rewriter]:
    """The XPath of `source`, and what was found on the way: dependencies, time and chance, and reading of itself."""
    names = split(context)
    rewriter = Rewriter(shape, names, here=frozenset([names]))
    return rewriter.piece(parse(source)).text, rewriter


def _count(call: Call, least: int, most: int) -> None:
    given = len(call.arguments)
    if least <= given <= most:
        return
    wanted = str(least) if least == most else f"at least {least}" if given < least else f"at most {most}"
    noun = "value" if wanted.endswith("1") else "values"
    raise ExpressionError(f"The function {call.name}() needs {wanted} {noun} in its brackets, not {given}.")


def _check_pattern(pattern: str) -> None:
    try:
        re.compile(pattern)
    except (re.error, OverflowError, RecursionError) as error:
        raise ExpressionError(f"The pattern “{pattern}” of regex() is wrong: {error}.") from error


def _quoted(text: str) -> str:
    return f"'{text}'" if "'" not in text else f'"{text}"'


def _bracketed(text: str) -> str:
    plain = re.fullmatch(r"(?!-)[\w./:-]+|'[^']*'|[\w:.-]+\([^()]*\)(?:/[\w./-]+)?", text)
    return text if plain else f"({text})"


def _interleave(operands: list[str], signs: list[str]) -> str:
    return operands[0] + "".join(f" {sign} {operand}" for sign, operand in zip(signs, operands[1:], strict=True))


def _written(absolute: bool, steps: tuple[Step, ...]) -> str:
    names = {"self": ".", "parent": ".."}
    return "/" * absolute + "/".join(names.get(step.axis, step.name) for step in steps)
