"""Replicas converge: after any history, in any order, in pieces and twice, every laptop holds and shows the same."""

import random
from collections.abc import Iterator

import pytest

from qaf_desktop.clock import FixedClock
from qaf_desktop.domain.entries import in_order
from qaf_desktop.exchange import segment
from qaf_desktop.services import devices, exchange, exchange_state
from qaf_desktop.store import journal
from tests.exchange.beginnings import Beginnings
from tests.exchange.laptops import START, Office, add_case, change_case, entries, give, state
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


def test_what_is_here_and_comes_again_with_the_key_of_what_it_follows_is_taken_once(office: Office) -> None:
    first, (second, third, leaver) = office.laptops["A. Admin"], (office.join(f"{one}. Officer") for one in "BCD")
    office.exchange_all()
    for number in ("1001", "1002"):
        add_case(second, number)
        exchange.now(second)
    held, folder = exchange_state.needed(second), office.shared / "segments" / second.device_id[:16]
    read = sorted((segment.read(one.read_bytes()) for one in folder.glob("*.seg")), key=lambda one: one.outer.n)
    before, after = (segment.open_(one, held.identities) for one in read[-2:])
    devices.remove(first, leaver.device_id)
    lists, keys = (
        {one.relative_to(office.shared).as_posix(): one.read_bytes() for one in office.shared.glob(f"{kind}/*")}
        for kind in ("roster", "epochs")
    )
    shut = {before.name.path: segment.to_file(before, exchange_state.needed(first).rosters.now().epochs)}
    open_ = {after.name.path: segment.to_file(after, held.rosters.now().epochs)}
    give(third, {**lists, **shut, **open_})
    assert give(third, {**keys, **open_}).received == 1
    office.exchange_all()
    assert state(third) == state(first)
