"""The functions of ODK that are rewritten into plain XPath, or whose arguments are more than values."""

from dataclasses import replace
from typing import TYPE_CHECKING

from qaf_desktop.tool.xpath_parse import Call, Chain, ExpressionError, Negative, Node, Number, Path, Text, parse

if TYPE_CHECKING:
    from qaf_desktop.tool.xpath_rewrite import Piece, Rewriter


def rewrite_special(rewriter: "Rewriter", call: Call) -> "Piece":
    """Rewrite one of the functions named in `REWRITTEN`; their number of arguments has been counted."""
    from qaf_desktop.tool.xpath_rewrite import Piece

    arguments = call.arguments
    match call.name:
        case "if":
            return _if(rewriter, arguments)
        case "concat":
            pieces = [rewriter.piece(argument) for argument in arguments]
            native = len(pieces) > 1 and all(piece.kind not in ("nodes", "any") or piece.single for piece in pieces)
            name = "concat" if native else "q:concat"
            return Piece(f"{name}({', '.join(piece.text for piece in pieces)})", "str", True)
        case "selected":
            listed, wanted = (rewriter.piece(argument).text for argument in arguments)
            wanted = f"concat(' ', normalize-space({wanted}), ' ')"
            if isinstance(arguments[1], Text):
                word = " ".join(arguments[1].value.split())
                quote = '"' if "'" in word else "'"
                wanted = f"{quote} {word} {quote}"
            return Piece(f"contains(concat(' ', normalize-space({listed}), ' '), {wanted})", "bool")
        case "round":
            numbers = [rewriter.number(argument) for argument in arguments]
            return Piece(f"{'round' if len(numbers) == 1 else 'q:round'}({', '.join(numbers)})", "num")
        case "number":
            return Piece(f"number({rewriter.number(arguments[0])})", "num")
        case "position":
            return _position(rewriter, arguments)
        case "once":
            piece = rewriter.piece(arguments[0])
            return Piece(f"q:once({piece.text})", "any", True)
        case "indexed-repeat":
            return _indexed_repeat(rewriter, arguments)
        case "jr:choice-name":
            return _choice_name(rewriter, arguments)
        case "boolean-from-string":
            text = rewriter.piece(arguments[0]).text
            return Piece(f"(string({text}) = 'true' or string({text}) = '1')", "bool")
        case "current":
            here = frozenset([rewriter.context])
            rewriter.depends |= here
            return Piece("q:current()", "nodes", rewriter.shape.may_be_date(here), True, here)
        case _:
            if not isinstance(arguments[0], Text):
                raise ExpressionError("The function instance() needs the name of a list in quotes.")
            if arguments[0].value == "__last-saved":
                raise ExpressionError("Answers of the form that was saved last cannot be used.", unsupported=True)
            return Piece(f"q:instance({rewriter.piece(arguments[0]).text})", "nodes", True)


def _if(rewriter: "Rewriter", arguments: tuple[Node, ...]) -> "Piece":
    from qaf_desktop.tool.xpath_rewrite import Piece

    condition = rewriter.truth(arguments[0])
    branches = [rewriter.piece(argument) for argument in arguments[1:]]
    kinds = {branch.kind for branch in branches}
    kind = kinds.pop() if len(kinds) == 1 and not kinds & {"nodes"} else "date" if "date" in kinds else "any"
    text = f"q:if({condition}, {branches[0].text}, {branches[1].text})"
    return Piece(text, kind, kind == "any" or any(branch.dated for branch in branches))


def _position(rewriter: "Rewriter", arguments: tuple[Node, ...]) -> "Piece":
    from qaf_desktop.tool.xpath_rewrite import Piece

    if not arguments:
        if not rewriter.inside:
            raise ExpressionError(
                "The function position() needs a repeat, such as “..”, outside the brackets of a path."
            )
        return Piece("position()", "num")
    if not isinstance(arguments[0], Path):
        raise ExpressionError("The function position() needs a repeat, not a value.")
    piece = rewriter.path(arguments[0], itself=True)
    names = {names[-1] for names in piece.nodes if names}
    if len(names) != 1:
        raise ExpressionError("The function position() needs one repeat of the form.")
    first = piece.text if piece.single else f"({piece.text})[1]"
    return Piece(f"(count({first}/preceding-sibling::{names.pop()}) + 1)", "num")


def _indexed_repeat(rewriter: "Rewriter", arguments: tuple[Node, ...]) -> "Piece":
    from qaf_desktop.tool.xpath_rewrite import Piece

    if len(arguments) % 2 == 0:
        raise ExpressionError("The function indexed-repeat() needs a question, and a number for each repeat.")
    pieces = [rewriter.piece(arguments[0]), *(rewriter.nodes(argument) for argument in arguments[1::2])]
    if any(len(piece.nodes) != 1 for piece in pieces):
        raise ExpressionError("The function indexed-repeat() needs a question of the form and its repeats.")
    (target,), *repeats = (tuple(piece.nodes) for piece in pieces)
    inner = rewriter.within(frozenset([rewriter.context]))
    indexes = {}
    for (repeat,), index in zip(repeats, arguments[2::2], strict=True):
        if target[: len(repeat)] != repeat:
            raise ExpressionError("The function indexed-repeat() names a repeat that does not hold the question.")
        indexes[len(repeat)] = index.text if isinstance(index, Number) else inner.number(_from_current(index))
    outer = min(indexes)
    shared = rewriter.shape.common_repeat(target[: outer - 1], rewriter.context, True)
    start = len(shared) if shared else 0
    up = "/".join([".."] * (len(rewriter.context) - start)) if shared else ""
    if rewriter.inside:
        up = "q:current()/" + up if shared else "q:form()"
    steps = [
        name + (f"[position() = {indexes[at]}]" if at in indexes else "")
        for at, name in enumerate(target[start:], start + 1)
    ]
    if rewriter.inside and not shared:
        steps = steps[1:]
    text = "/".join([up, *steps])
    return Piece(text, "nodes", rewriter.shape.may_be_date([target]), True, frozenset([target]))


def _from_current(node: Node) -> Node:
    """An index stands in brackets, but is counted from the question that carries the expression."""
    match node:
        case Path(absolute=False, base=None):
            return replace(node, base=Call("current", ()))
        case Chain():
            rest = tuple((sign, _from_current(operand)) for sign, operand in node.rest)
            return Chain(_from_current(node.first), rest)
        case Negative():
            return Negative(_from_current(node.operand))
        case Call():
            return Call(node.name, tuple(map(_from_current, node.arguments)))
        case _:
            return node


def _choice_name(rewriter: "Rewriter", arguments: tuple[Node, ...]) -> "Piece":
    from qaf_desktop.tool.xpath_rewrite import Piece

    question = arguments[1]
    if isinstance(question, Text):
        question = parse(question.value)
    if not isinstance(question, Path):
        raise ExpressionError("The function jr:choice-name() needs a question as its second argument.")
    return Piece(f"q:choice-name({rewriter.piece(arguments[0]).text}, {rewriter.path(question).text})", "str")
