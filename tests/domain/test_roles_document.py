"""docs/roles.md against the table of rights: every kind, its roles, and where they must hold."""

import re
from pathlib import Path

from qaf_desktop.domain.rights import BY_CONTENT, DECIDERS, RIGHTS
from qaf_desktop.domain.words import ROLES

DOCUMENT = (Path(__file__).resolve().parent.parent.parent / "docs" / "roles.md").read_text("utf-8")
ROWS = re.findall(r"^\| ([^|]+) \| `(\w+)` \| ([^|]+) \| ([^|]+) \|$", DOCUMENT, re.MULTILINE)
DECIDED = re.findall(r"^\| (?:`(\w+)`|(anything else)) \| ([^|]+) \|$", DOCUMENT, re.MULTILINE)


def in_words(roles: frozenset[str]) -> str:
    """Roles as the document names them."""
    return ", ".join(sorted(ROLES[one].lower() for one in roles)) or "anyone"


def test_every_kind_stands_in_the_document_once_in_the_order_of_the_table() -> None:
    assert [kind for _, kind, _, _ in ROWS] == list(RIGHTS)


def test_the_roles_of_each_kind_are_those_of_the_table() -> None:
    assert {kind: roles for _, kind, roles, _ in ROWS} == {kind: in_words(roles) for kind, roles in RIGHTS.items()}


def test_a_place_is_named_where_the_entry_itself_says_where_it_belongs() -> None:
    assert {kind for _, kind, _, where in ROWS if where != "everywhere"} == BY_CONTENT


def test_who_decides_a_conflict_is_what_the_table_says() -> None:
    wanted = {kind: in_words(roles) for kind, roles in DECIDERS.items()}
    assert {kind or other: roles for kind, other, roles in DECIDED} == {
        **wanted, "anything else": in_words(RIGHTS["ConflictDecided"]),
    }  # fmt: skip
