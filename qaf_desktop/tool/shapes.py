"""The shapes in which answers are handed in from outside, and what is said where one does not fit."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from qaf_desktop.errors import WrongUse

_IDENTITY = re.compile(r"[\w.:-]{1,100}", re.ASCII)


def is_answer(value: object) -> bool:
    """Whether this can be the answer to one question: nothing, a text, a number, or a list of these."""
    if isinstance(value, list):
        return all(isinstance(one, str | int | float) for one in value)
    return value is None or isinstance(value, str | int | float)


def check_instances(name: str, values: Any) -> None:
    """Raises WrongUse where these cannot be the instances of a repeat."""
    if values is None:
        return
    if not isinstance(values, list) or not all(isinstance(one, Mapping) for one in values):
        raise WrongUse(f"{name} repeats: give a list of objects, or null.")
    given = [one["_id"] for one in values if one.get("_id") is not None]
    for identity in given:
        if not isinstance(identity, str) or not _IDENTITY.fullmatch(identity):
            raise WrongUse(f"{name}: an _id is a text of letters, digits, and . : _ - with at most 100 of them.")
        if given.count(identity) > 1:
            raise WrongUse(f"{name}: two of them have the _id {identity}. Give each its own, or none.")


def unknown(name: str, fitting: Sequence[str]) -> str:
    """What is said of a name that no question has, or that more than one has."""
    if fitting:
        return f"More than one question is called {name}: nest it in its group, such as {fitting[0]}."
    return f"{name} is no question of this tool."
