"""Replicas converge: after any history, in any order, in pieces and twice, every laptop holds and shows the same."""

import random

import pytest

from qaf_desktop.clock import FixedClock
from qaf_desktop.domain.entries import in_order
from qaf_desktop.services import exchange
from qaf_desktop.store import journal
from tests.exchange.laptops import START, Office, add_case, change_case, entries, state
from tests.exchange.simulation import converges

QUICK, LONG = 6, 2_000


@pytest.mark.parametrize("seed", range(QUICK))
def test_laptops_that_lived_apart_agree_in_the_end(seed: int) -> None:
    converges(seed, orders=3, removal=seed % 3 == 0)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(QUICK, LONG, 100))
def test_laptops_that_lived_apart_agree_in_the_end_over_many_histories(seed: int) -> None:
    for one in range(seed, min(seed + 100, LONG)):
        converges(one, orders=10, removal=one % 3 == 0)


@pytest.mark.parametrize("seed", range(4))
def test_importing_twice_thrice_and_in_pieces_changes_nothing(office: Office, seed: int) -> None:
    first, second = office.laptops["A. Admin"], office.join("B. Officer")
    rng, files = random.Random(seed), []
    for number in range(5):
        case = add_case(first, f"{number}")
        change_case(first, case, "closed")
        exchange.export(first, office.base / f"{number}.qaf")
        files.append(office.base / f"{number}.qaf")
    for file in rng.choices(files, k=12):
        exchange.import_(second, file)
    exchange.import_(second, files[-1])
    assert state(first) == state(second) and entries(first) == entries(second)
    assert exchange.import_(second, rng.choice(files)).received == 0


@pytest.mark.parametrize("seed", range(8))
def test_a_parent_precedes_its_child_whatever_the_clocks_say(office: Office, seed: int) -> None:
    first, second = office.laptops["A. Admin"], office.join("B. Officer")
    rng = random.Random(seed)
    case = add_case(first, "1001")
    for _ in range(10):
        ws = rng.choice((first, second))
        clock = ws.clock
        assert isinstance(clock, FixedClock)
        clock.moment = START.replace(year=rng.randint(1990, 2060))
        exchange.now(ws)
        change_case(ws, case, rng.choice(("closed", "early_help", "care_leaver")))
        exchange.now(ws)
    office.exchange_all()
    for ws in (first, second):
        with ws.reading() as connection:
            ordered = in_order(journal.of_entity(connection, case))
        places = {one.id: place for place, one in enumerate(ordered)}
        assert all(places[parent] < places[one.id] for one in ordered for parent in one.header.after)
    assert state(first) == state(second)
