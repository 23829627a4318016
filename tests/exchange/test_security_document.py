"""docs/security.md names tests: they are there, and each kind of threat has its rows."""

import re
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
DOCUMENT = (HERE.parent.parent / "docs" / "security.md").read_text("utf-8")
NAMED = sorted(set(re.findall(r"`([\w./]+\.py)::(\w+)`", DOCUMENT)))
ROWS = [line.strip("|").split("|") for line in DOCUMENT.splitlines() if line.startswith("| ") and "::" in line]


@pytest.mark.parametrize(("file", "test"), NAMED, ids=lambda one: one)
def test_a_test_that_the_document_names_is_there(file: str, test: str) -> None:
    assert f"def {test}(" in (HERE / file).read_text("utf-8")


def test_every_row_says_threat_control_what_remains_and_a_test() -> None:
    assert len(ROWS) >= 20
    assert all(len(row) == 4 and all(cell.strip() for cell in row) for row in ROWS)


@pytest.mark.parametrize(
    "kind", ["Spoofing", "Tampering", "Repudiation", "Information disclosure", "Denial of service", "Elevation"]
)
def test_each_kind_of_threat_has_its_row(kind: str) -> None:
    assert f"| **{kind}**" in DOCUMENT
