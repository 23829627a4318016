"""The expression language of XLSForm (ODK's XPath): compiled once into XPath 1.0, then evaluated on a form's tree.

The tree that expressions see has no namespaces, is the root of its own document, and holds an empty text in every
node that is not relevant. How source text becomes XPath is in `xpath_parse` and `xpath_rewrite`; what the functions
do is in `xpath_functions`.
"""

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from qaf_desktop.clock import MachineClock
from qaf_desktop.tool.xpath_functions import EXTENSIONS, NAMESPACE, Scene, stage, text, truth
from qaf_desktop.tool.xpath_parse import ExpressionError
from qaf_desktop.tool.xpath_paths import Shape, joined
from qaf_desktop.tool.xpath_rewrite import rewrite

__all__ = ["Compiled", "Evaluator", "ExpressionError", "compile_expression"]


@dataclass(frozen=True)
class Compiled:
    """What is known of an expression: XPath for lxml, the paths that it reads, whether time or chance is in it, and
    whether it makes a value of the one that is there already."""

    source: str
    rewritten: str
    depends: frozenset[str]
    volatile: bool = False
    reads_itself: bool = False


def compile_expression(
    source: str,
    context: str,
    known_paths: Collection[str],
    *,
    repeats: Collection[str] = (),
    kinds: Mapping[str, str] | None = None,
) -> Compiled:
    """Compile `source`, which stands on the node at the absolute path `context` ("/data/b/seen").

    `known_paths` are the absolute paths of the primary instance (groups too), `repeats` those that repeat. `kinds`
    says what a path holds ("date", "integer", ...); paths it names as no date or time are compared without asking.
    Raises ExpressionError.
    """
    return compile_within(source, context, Shape.of(known_paths, repeats, kinds or {}))


def compile_within(source: str, context: str, shape: Shape) -> Compiled:
    """The same, in a form whose shape is known already. Raises ExpressionError."""
    from lxml import etree

    rewritten, found = rewrite(source, context, shape)

    try:
        _xpath(rewritten)
    except (etree.XPathError, ValueError) as error:
        raise ExpressionError("The expression cannot be understood.") from error
    depends = frozenset(joined(path) for path in found.depends)
    return Compiled(source, rewritten, depends, bool(found.moving), bool(found.itself))


@lru_cache(maxsize=20_000)
def _xpath(rewritten: str) -> Any:
    """The expression as lxml compiled it; a form of thousands of questions keeps all of its expressions."""
    from lxml import etree

    return etree.XPath(rewritten, namespaces={"q": NAMESPACE}, extensions=EXTENSIONS, smart_strings=False)


def _xpath_errors() -> tuple[type[Exception], ...]:
    from lxml import etree

    return (etree.XPathError,)


class Evaluator:
    """Evaluates compiled expressions on one form's tree."""

    def __init__(
        self,
        root: Any,
        *,
        now: dt.datetime,
        secondary: Mapping[str, Any] | None = None,
        choice_label: Callable[[str, Any], str] | None = None,
        token: Callable[[int], bytes] | None = None,
    ) -> None:
        """`root` is the primary instance's root; `now` is aware, in the zone whose days count, and may be set later.

        `secondary` maps an id to its <instance> element, whose child is what `instance('id')/root` names.
        `choice_label(value, question element)` serves jr:choice-name; `token(size)` gives random bytes.
        """
        self.scene = Scene(root, now, secondary or {}, choice_label, token or MachineClock().token)

    @property
    def now(self) -> dt.datetime:
        """The moment that today() and now() tell."""
        return self.scene.now

    @now.setter
    def now(self, moment: dt.datetime) -> None:
        self.scene.now = moment

    def boolean(self, rewritten: str, node: Any) -> bool:
        """The truth of an expression for `node`."""
        value = self._value(rewritten, node)
        return value if isinstance(value, bool) else truth(value)

    def string(self, rewritten: str, node: Any) -> str:
        """The XForms text of an expression: 3 not 3.0, ISO dates, "true", and "" for not a number."""
        return text(self._value(rewritten, node))

    def nodes(self, rewritten: str, node: Any) -> list[Any]:
        """The elements that a path expression names."""
        value = self._value(rewritten, node)
        return value if isinstance(value, list) else []

    def _value(self, rewritten: str, node: Any) -> Any:
        expression = _xpath(rewritten)
        if "q:" in rewritten:
            self.scene.node = node
            stage.scene = self.scene
        try:
            return expression(node)
        except _xpath_errors() as error:
            raise ExpressionError("The expression cannot be worked out with these answers.") from error
