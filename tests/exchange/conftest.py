"""Fixtures of the exchange's tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.exchange.laptops import Office, an_office


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """A shared folder with the administrator's laptop."""
    with an_office(tmp_path) as made:
        yield made
