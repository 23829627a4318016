"""What stands in the place of a redacted passage, and what holds where an entry was redacted more than once. Pure."""

from collections.abc import Sequence
from typing import Any, Final

import msgspec

from qaf_desktop.domain.entries import Entry, encode_body, heads, in_order
from qaf_desktop.domain.events import UNREADABLE, PassageRedacted, read_event

REMOVED: Final = "[removed]"
NOTHING: Final = b"{}"  # in the place of an earlier redaction, whose content a later one took over


def without(body: bytes, passage: str) -> bytes | None:
    """The body with the passage taken out of its texts; None where it stands in none. One word alone is no text."""
    try:
        whole = msgspec.json.decode(body)
    except UNREADABLE:
        return None
    found = _taken_out(whole, passage)
    return None if found == whole else encode_body(found)


def _taken_out(value: Any, passage: str) -> Any:
    if isinstance(value, str):
        return value.replace(passage, REMOVED) if value == passage or len(value.split()) > 1 else value
    if isinstance(value, list):
        return [_taken_out(one, passage) for one in value]
    if isinstance(value, dict):
        return {key: _taken_out(one, passage) for key, one in value.items()}
    return value


def thing_of(entry: str) -> str:
    """The id of the thing that all redactions of an entry are about, so that each follows those it knew."""
    return entry[:32]


def content_of(entry: str, redactions: Sequence[Entry]) -> bytes | None:
    """What is put in the place of an entry's body, by all redactions of it that are known; None where there is none.

    A later one was made from what the earlier ones left. Of those that did not know of each other, each left in what
    the other took out: a text in which they differ goes whole.
    """
    told = [(one, read_event(one.header.kind, one.body)) for one in in_order(redactions)]
    found = {one.id: event for one, event in told if isinstance(event, PassageRedacted) and event.entry == entry}
    last = [found[key] for key in heads([one for one, _ in told if one.id in found])]
    if len(last) < 2:
        return last[0].content if last else None
    try:
        values = [msgspec.json.decode(one.content) for one in last]
    except UNREADABLE:
        return None
    both = values[0]
    for other in values[1:]:
        both = _both(both, other)
    return encode_body(both)


def _both(one: Any, other: Any) -> Any:
    if isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys():
        return {key: _both(value, other[key]) for key, value in one.items()}
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        return [_both(left, right) for left, right in zip(one, other, strict=True)]
    return one if type(one) is type(other) and one == other else REMOVED
