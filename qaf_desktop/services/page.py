"""One page of a long list: what services hand to list models."""

from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some items of a list, and how many there are in all: with `more`, at least `total`, where counting stopped."""

    items: tuple[T, ...]
    total: int
    more: bool = False
