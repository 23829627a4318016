"""Bundles that are opened in a process beside this one: the same comes out, whatever becomes of that process."""

import multiprocessing
from collections.abc import Iterator

import pytest

from qaf_desktop.exchange import opening, pack
from qaf_desktop.exchange.opening import Job
from qaf_desktop.services import exchange, exchange_state, intake, packing
from qaf_desktop.store import journal, receiving
from qaf_desktop.store.workspace import open_workspace
from tests.exchange.laptops import PASSPHRASE, Office, add_case, entries, state
from tests.exchange.test_segment import DEVICE, EPOCHS, IDENTITIES, KEYS, WORKSPACE, made

SIGNING = {DEVICE: KEYS.public.sign}


def jobs(count: int = 5) -> list[Job]:
    found, prev = [], ""
    for n in range(1, count + 1):
        one = made(n=n, prev=prev)
        prev = one.hash
        (bundle,) = pack.read(pack.make(WORKSPACE, {}, [one], EPOCHS)).bundles()
        found.append(Job(f"packs/{n}.pack", bundle, IDENTITIES, SIGNING))
    return found


def test_beside_as_here_the_same_comes_out_in_the_same_order() -> None:
    every = jobs()
    every[2] = every[2]._replace(raw=every[2].raw[:-1])
    here = list(opening.opened(iter(every), many=False))
    assert list(opening.opened(iter(every), many=True)) == here
    assert [isinstance(found, str) for _, found in here] == [False, False, True, False, False]


def test_of_a_laptop_that_is_not_known_no_entry_is_told() -> None:
    (one,) = jobs(1)
    found = opening.open_bundle(one._replace(signers={}))
    assert not isinstance(found, str) and [each.ids for each in found] == [None]


@pytest.mark.parametrize("after", [0, 1, 3])
def test_where_the_process_ends_the_rest_is_opened_here(after: int) -> None:
    every = jobs()
    found = []
    for number, one in enumerate(opening.opened(iter(every), many=True)):
        found.append(one)
        if number == after:
            for process in multiprocessing.active_children():
                process.kill()
                process.join()
    assert found == list(opening.opened(iter(every), many=False))


def test_where_no_process_may_start_all_is_opened_here(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError("not allowed here")

    monkeypatch.setattr(multiprocessing.get_context("spawn").Process, "start", refuse)
    assert len(list(opening.opened(iter(jobs()), many=True))) == 5


def test_the_process_ends_with_the_work() -> None:
    list(opening.opened(iter(jobs()), many=True))
    for process in multiprocessing.active_children():
        process.join(60)
    assert not multiprocessing.active_children()


@pytest.fixture
def packed(office: Office, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """A folder whose packs hold each segment in a bundle of its own, and a laptop that waits to take them in."""
    monkeypatch.setattr(packing, "LOOSE_BEFORE_PACK", 4)
    monkeypatch.setattr(exchange, "PACKS_NOW_AND_THEN", 1 << 40)
    monkeypatch.setattr(pack, "BUNDLE_BYTES", 1)
    first = office.laptops["A. Admin"]
    second = office.join("B. Officer")
    for day in range(5):
        for ws in (first, second):
            add_case(ws, f"{ws.person_id[:4]} {day}")
            exchange.now(ws)
    office.exchange_all()
    x, folder = exchange_state.needed(first), exchange_state.folder_of(first)
    assert folder is not None and packing.pack_loose(first, x, folder)
    office.exchange_all()
    yield office


def test_a_new_laptop_takes_in_many_bundles(packed: Office) -> None:
    third = packed.join("C. Officer")
    packed.exchange_all()
    assert state(third) == state(packed.laptops["B. Officer"])
    assert entries(third) == entries(packed.laptops["B. Officer"])


def test_stopped_between_bundles_nothing_is_lost_and_the_next_exchange_goes_on(packed: Office) -> None:
    waiting = packed.ask("C. Officer")
    packed.approve(packed.laptops["A. Admin"], waiting)
    with pytest.raises(exchange.Cancelled):
        exchange.now(waiting, progress=lambda done, _whole: done < 4)
    exchange.now(waiting)
    packed.exchange_all()
    exchange.now(waiting)
    assert state(waiting) == state(packed.laptops["B. Officer"])
    waiting.close()


def test_what_waited_when_the_program_ended_is_read_again(packed: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pack counts as read once what waits from it is kept, not before."""
    waiting = packed.ask("C. Officer")
    packed.approve(packed.laptops["A. Admin"], waiting)

    def end(_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as ended:
        ended.setattr(intake.Intake, "settle", lambda _: None)
        ended.setattr(intake.Intake, "finish", end)
        with pytest.raises(KeyboardInterrupt):
            exchange.now(waiting)
    exchange.now(waiting)
    packed.exchange_all()
    exchange.now(waiting)
    assert state(waiting) == state(packed.laptops["B. Officer"])
    waiting.close()


def test_what_was_noted_and_not_folded_is_folded_when_the_workspace_is_opened(packed: Office) -> None:
    second = packed.laptops["B. Officer"]
    with second.writing() as writing:
        known = list(journal.everything(writing.connection, "case"))
        receiving.note_stale(writing.connection, ((one.header.entity, "case") for one in known))
        writing.connection.exec_driver_sql("DELETE FROM case_")
        writing.connection.exec_driver_sql("DELETE FROM head")
    second.close()
    again = open_workspace(second.folder, PASSPHRASE, second.clock)
    assert state(again) == state(packed.laptops["A. Admin"])
    again.close()
