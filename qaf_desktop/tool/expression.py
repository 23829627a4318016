"""The expression language of XLSForm (ODK's XPath): compiled once into XPath 1.0, then evaluated on a form's tree.

The tree that expressions see has no namespaces, is the root of its own document, and holds an empty text in every
node that is not relevant. How source text becomes XPath is in `xpath_parse` and `xpath_rewrite`; what the functions
do is in `xpath_functions`.
"""

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any


class ExpressionError(Exception):
    """An expression that cannot be used: `message` is a sentence; `unsupported` where ODK knows it and we do not."""

    def __init__(self, message: str, unsupported: bool = False) -> None:
        super().__init__(message)
        self.message = message
        self.unsupported = unsupported


@dataclass(frozen=True)
class Compiled:
    """What is stored of an expression: XPath for lxml, the paths that it reads, and whether time or chance is in it."""

    source: str
    rewritten: str
    depends: frozenset[str]
    volatile: bool = False


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
    raise ExpressionError("Expressions are not there yet.")


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
        self.root = root
        self.now = now
        self.secondary = secondary or {}
        self.choice_label = choice_label
        self.token = token

    def boolean(self, rewritten: str, node: Any) -> bool:
        """The truth of an expression for `node`."""
        raise NotImplementedError

    def string(self, rewritten: str, node: Any) -> str:
        """The XForms text of an expression: 3 not 3.0, ISO dates, "true", and "" for not a number."""
        raise NotImplementedError

    def nodes(self, rewritten: str, node: Any) -> list[Any]:
        """The elements that a path expression names."""
        raise NotImplementedError
