"""Fixtures of the exchange's tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.exchange.laptops import Office


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """A shared folder with the administrator's laptop."""
    made = Office(tmp_path)
    made.first()
    yield made
    for ws in made.laptops.values():
        ws.close()
