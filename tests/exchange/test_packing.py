"""Packs: what lies loose becomes few files, nothing is lost on the way, and a new laptop needs no more than these."""

import pytest

from qaf_desktop.services import exchange, exchange_state, packing
from tests.exchange.faulty import FaultyFolder
from tests.exchange.laptops import Office, add_case, entries, state


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Packs of few segments, so that a short history makes many."""
    monkeypatch.setattr(packing, "LOOSE_BEFORE_PACK", 4)
    monkeypatch.setattr(packing, "PACKS_OF_A_LEVEL", 2)
    monkeypatch.setattr(exchange, "PACKS_NOW_AND_THEN", 1 << 40)


def live(office: Office, days: int) -> None:
    """Everybody records something and exchanges; the first packs each time."""
    first = office.laptops["A. Admin"]
    for day in range(days):
        for name, ws in office.laptops.items():
            add_case(ws, f"{name} {day}")
            exchange.now(ws)
        x, folder = exchange_state.needed(first), exchange_state.folder_of(first)
        assert folder is not None
        packing.pack_loose(first, x, folder)
    office.exchange_all()


def test_loose_segments_become_packs_and_their_owners_take_them_away(office: Office) -> None:
    office.join("B. Officer")
    live(office, 8)
    loose = list((office.shared / "segments").rglob("*.seg"))
    packs = list((office.shared / "packs").glob("*.pack"))
    assert packs and len(loose) < 10 and len(packs) < 6


def test_a_new_laptop_takes_all_from_packs_in_few_calls(office: Office) -> None:
    second = office.join("B. Officer")
    live(office, 8)
    waiting = office.ask("C. Officer")
    office.approve(office.laptops["A. Admin"], waiting)
    counting = FaultyFolder(office.shared)
    exchange.now(waiting, folder=counting)
    exchange.now(second)
    assert state(waiting) == state(second) and entries(waiting) == entries(second)
    assert len(counting.calls) < 40
    waiting.close()


def test_a_pack_that_is_damaged_takes_no_loose_segment_with_it(office: Office) -> None:
    second = office.join("B. Officer")
    first = office.laptops["A. Admin"]
    for day in range(6):
        add_case(second, f"{day}")
        exchange.now(second)
    exchange.now(first)
    x, folder = exchange_state.needed(first), exchange_state.folder_of(first)
    assert folder is not None and packing.pack_loose(first, x, folder)
    (path,) = (office.shared / "packs").glob("*.pack")
    raw = bytearray(path.read_bytes())
    raw[40] ^= 1
    path.write_bytes(raw)
    before = sorted((office.shared / "segments" / second.device_id[:16]).glob("*.seg"))
    exchange.now(second)
    assert sorted((office.shared / "segments" / second.device_id[:16]).glob("*.seg")) >= before
    assert state(first) == state(second)


def test_packs_that_vanish_are_written_anew(office: Office) -> None:
    second = office.join("B. Officer")
    live(office, 6)
    for path in (office.shared / "packs").glob("*.pack"):
        path.unlink()
    for path in (office.shared / "heads").glob("pack-*"):
        path.unlink()
    office.exchange_all()
    third = office.join("C. Officer")
    exchange.now(second)
    assert state(third) == state(second)
