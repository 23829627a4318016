"""Replicas converge: after any history, in any order, in pieces and twice, every laptop holds and shows the same."""

import random
from collections.abc import Iterator

import pytest

from qaf_desktop.clock import FixedClock
from qaf_desktop.domain.entries import in_order
from qaf_desktop.services import exchange
from qaf_desktop.store import journal
from tests.exchange.beginnings import Beginnings
from tests.exchange.laptops import START, add_case, change_case, entries, state
from tests.exchange.simulation import converges


@pytest.fixture(scope="module")
def beginnings() -> Iterator[Beginnings]:
    """Laptops that have just joined, for each history anew."""
    made = Beginnings()
    yield made
    made.end()


@pytest.mark.cases(6, 2_000)
def test_laptops_that_lived_apart_agree_in_the_end(beginnings: Beginnings, seed: int, long: bool) -> None:
    converges(seed, 10 if long else 3, beginnings)


@pytest.mark.cases(4, 500)
def test_importing_twice_thrice_and_in_pieces_changes_nothing(beginnings: Beginnings, seed: int) -> None:
    begun = beginnings.of(1, False, seed)
    first, second = begun.admin, begun.others[0]
    rng, files = random.Random(seed), []
    for number in range(5):
        case = add_case(first, f"{number}")
        change_case(first, case, "closed")
        exchange.export(first, begun.base / f"{number}.qaf")
        files.append(begun.base / f"{number}.qaf")
    for file in rng.choices(files, k=12):
        exchange.import_(second, file)
    exchange.import_(second, files[-1])
    assert state(first) == state(second) and entries(first) == entries(second)
    assert exchange.import_(second, rng.choice(files)).received == 0


@pytest.mark.cases(8, 2_000)
def test_a_parent_precedes_its_child_whatever_the_clocks_say(beginnings: Beginnings, seed: int) -> None:
    begun = beginnings.of(1, False, seed)
    both = first, second = begun.admin, begun.others[0]
    rng = random.Random(seed)
    case = add_case(first, "1001")
    for _ in range(10):
        ws = rng.choice(both)
        clock = ws.clock
        assert isinstance(clock, FixedClock)
        clock.moment = START.replace(year=rng.randint(1990, 2060))
        exchange.now(ws)
        change_case(ws, case, rng.choice(("closed", "early_help", "care_leaver")))
        exchange.now(ws)
    for ws in (*both, *both):
        exchange.now(ws)
    for ws in both:
        with ws.reading() as connection:
            ordered = in_order(journal.of_entity(connection, case))
        places = {one.id: place for place, one in enumerate(ordered)}
        assert all(places[parent] < places[one.id] for one in ordered for parent in one.header.after)
    assert state(first) == state(second)
