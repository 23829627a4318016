"""The shared folder in every bad state: nothing is written to the wrong one, nothing deleted, all sent in the end."""

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from qaf_desktop.errors import QafError, Refused, Unreachable
from qaf_desktop.exchange import segment
from qaf_desktop.services import devices, exchange, exchange_state, exchange_status
from qaf_desktop.services.exchange_repair import repair
from qaf_desktop.store.workspace import Workspace
from tests.exchange.faulty import WAYS, FaultyFolder, SharedAtOnce, rolled_back, tree
from tests.exchange.laptops import Office, add_case, state


def not_there(shared: Path) -> None:
    shutil.rmtree(shared)


def unmounted(shared: Path) -> None:
    shutil.rmtree(shared)
    shared.mkdir()


def a_file(shared: Path) -> None:
    shutil.rmtree(shared)
    shared.write_bytes(b"")


def foreign(shared: Path) -> None:
    (shared / "workspace.json").write_bytes(
        b'{"format":1,"root":"' + b"0" * 64 + b'","workspace":"' + b"0" * 32 + b'"}'
    )


def newer(shared: Path) -> None:
    text = (shared / "workspace.json").read_text("utf-8")
    (shared / "workspace.json").write_text(text.replace('"format":1', '"format":2'), "utf-8")


def damaged(shared: Path) -> None:
    (shared / "workspace.json").write_bytes(b"{")


def half_restored(shared: Path) -> None:
    (shared / "workspace.json").unlink()


def without_rosters(shared: Path) -> None:
    shutil.rmtree(shared / "roster")


VARIANTS = (not_there, unmounted, a_file, foreign, newer, damaged, half_restored, without_rosters)


@pytest.mark.parametrize("spoil", VARIANTS, ids=lambda one: one.__name__)
def test_a_folder_that_is_not_the_workspaces_is_left_as_it_is(office: Office, spoil: Callable[[Path], None]) -> None:
    first = office.laptops["A. Admin"]
    add_case(first, "1001")
    spoil(office.shared)
    before = tree(office.shared) if office.shared.is_dir() else {}
    with pytest.raises((Refused, Unreachable)):
        exchange.now(first)
    assert (tree(office.shared) if office.shared.is_dir() else {}) == before
    status = exchange_status.status(first)
    assert status is not None and status.trouble and status.to_send == 1


@pytest.mark.parametrize("way", WAYS)
def test_whatever_call_fails_all_is_sent_in_the_end(office: Office, way: str) -> None:
    first, second = office.laptops["A. Admin"], office.join("B. Officer")
    office.exchange_all()
    add_case(first, "counting")
    counting = FaultyFolder(office.shared)
    exchange.now(first, folder=counting)
    for place in range(len(counting.calls)):
        add_case(first, f"{way} {place}")
        try:
            exchange.now(first, folder=FaultyFolder(office.shared, place, WAYS[way]))
        except QafError as error:
            assert str(error) and "Traceback" not in str(error)
    exchange.now(first)
    status = exchange_status.status(first)
    assert status is not None and not status.to_send and not status.trouble
    exchange.now(second)
    assert state(first) == state(second)


@pytest.mark.parametrize("way", WAYS)
def test_whatever_call_fails_all_is_received_in_the_end(office: Office, way: str) -> None:
    first, second = office.laptops["A. Admin"], office.join("B. Officer")
    office.exchange_all()
    for place in range(8):
        add_case(first, f"counting {place}")
        exchange.now(first)
    counting = FaultyFolder(office.shared)
    exchange.now(second, folder=counting)
    for place in range(len(counting.calls)):
        add_case(first, f"{way} {place}")
        exchange.now(first)
        try:
            exchange.now(second, folder=FaultyFolder(office.shared, place, WAYS[way]))
        except QafError as error:
            assert str(error)
    exchange.now(second)
    assert state(first) == state(second)


def test_a_folder_that_lists_in_part_loses_nothing(office: Office) -> None:
    first, second = office.laptops["A. Admin"], office.join("B. Officer")
    for number in range(4):
        add_case(first, f"{number}")
        exchange.now(first, folder=FaultyFolder(office.shared, partly=True))
        exchange.now(second, folder=FaultyFolder(office.shared, partly=True))
    office.exchange_all()
    assert state(first) == state(second)


@pytest.mark.cases(5, 30)
def test_a_folder_that_was_set_back_is_noticed_and_put_right(office: Office, seed: int) -> None:
    first, second = office.laptops["A. Admin"], office.join("B. Officer")
    shutil.copytree(office.shared, office.base / "older")
    rng = random.Random(seed)
    for number in range(1 + seed % 6):
        for name, ws in rng.sample([("first", first), ("second", second)], 1 if number else 2):
            add_case(ws, f"{name} {number}")
        office.exchange_all(rng.randint(0, 1))
    office.exchange_all()
    whole = {name for name in tree(office.shared) if name.endswith(".seg")}
    rolled_back(office.shared, office.base / "older")
    assert any("set back" in one for one in exchange.now(first).notices)
    third = office.join("C. Officer")
    assert {name for name in tree(office.shared) if name.endswith(".seg")} >= whole
    assert "first 0" in str(_numbers(third)) and "second 0" in str(_numbers(third))


@pytest.mark.parametrize("days", range(6))
def test_a_part_of_the_folder_that_stands_still_is_noticed_and_put_right(office: Office, days: int) -> None:
    first, (second, third) = office.laptops["A. Admin"], (office.join(f"{one}. Officer") for one in "BC")
    add_case(second, "before")
    office.exchange_all()
    older = part_of(office.shared, second)
    for number in range(days + 1):
        add_case(second, f"second {number}")
        exchange.now(second)
        add_case(first, f"first {number}")
        exchange.now(first)
    for path in part_of(office.shared, second).keys() - older.keys():
        path.unlink()
    for path, raw in older.items():
        path.write_bytes(raw)
    assert any("the shared folder lacks it" in one for one in exchange.now(third).notices)
    assert "second 0" not in _numbers(third)
    assert any("were put back" in one for one in exchange.now(first).notices)
    assert not exchange.now(third).notices and state(third) == state(first)


def part_of(shared: Path, ws: Workspace) -> dict[Path, bytes]:
    """What the shared folder shows of one laptop's segments."""
    own = [*(shared / "segments" / ws.device_id[:16]).glob("*"), *(shared / "heads").glob(f"{ws.device_id[:16]}-*")]
    return {path: path.read_bytes() for path in own}


def test_what_only_one_laptop_had_is_put_back_by_that_one(office: Office) -> None:
    first, second = office.laptops["A. Admin"], office.join("B. Officer")
    shutil.copytree(office.shared, office.base / "older")
    add_case(second, "only here")
    exchange.now(second)
    rolled_back(office.shared, office.base / "older")
    exchange.now(first)
    exchange.now(second)
    exchange.now(first)
    assert _numbers(first) == ["only here"]


def test_a_file_that_is_broken_is_one_problem_and_a_good_one_in_its_place_is_taken(office: Office) -> None:
    first, second, third = office.laptops["A. Admin"], office.join("B. Officer"), office.join("C. Officer")
    add_case(first, "first")
    add_case(second, "second")
    exchange.now(first)
    exchange.now(second)
    path = max((office.shared / "segments" / second.device_id[:16]).glob("*.seg"))
    good = path.read_bytes()
    path.write_bytes(good[: len(good) // 2])
    tally = exchange.now(third)
    assert len(tally.problems) == 1 and _numbers(third) == ["first"]
    path.write_bytes(good)
    assert not exchange.now(third).problems
    assert _numbers(third) == ["first", "second"]


def test_what_is_sealed_to_a_key_of_a_list_that_is_not_here_yet_waits_for_it(office: Office) -> None:
    admin, moss, lost = office.laptops["A. Admin"], office.join("J. Moss"), office.join("L. Lost")
    office.exchange_all()
    before = {path for path in office.shared.rglob("*") if path.is_file()}
    add_case(admin, "104482")
    exchange.export(admin, office.base / "carried.qaf")
    devices.remove(admin, lost.device_id)  # in the folder, what was written before is sealed to the new key
    new = [path for path in office.shared.rglob("*") if path.is_file() and path not in before]
    away = {path: path.read_bytes() for path in new if "roster" in path.name or "key" in path.name}
    for path in away:
        path.unlink()
    (problem,) = exchange.now(moss).problems
    assert "waits: its key is of a list of laptops that is not here yet" in problem.message
    for path, raw in away.items():
        path.write_bytes(raw)
    assert not exchange.now(moss).problems and _numbers(moss) == ["104482"]


def test_repair_writes_again_what_is_damaged_in_the_folder(office: Office) -> None:
    first, second = office.laptops["A. Admin"], office.join("B. Officer")
    add_case(second, "second")
    office.exchange_all()
    path = max((office.shared / "segments" / second.device_id[:16]).glob("*.seg"))
    path.write_bytes(b"nonsense")
    done = repair(first)
    assert done.problems and done.written >= 1
    assert _numbers(office.join("C. Officer")) == ["second"]


def test_an_administrator_puts_back_the_list_of_laptops(office: Office) -> None:
    first = office.laptops["A. Admin"]
    without_rosters(office.shared)
    repair(first)
    assert not exchange.now(first).problems and any((office.shared / "roster").iterdir())


@pytest.mark.parametrize("part", ["roster", "epochs"])
def test_repair_writes_again_damaged_lists_and_keys_and_a_new_laptop_can_join(office: Office, part: str) -> None:
    first = office.laptops["A. Admin"]
    office.join("B. Officer")
    for path in (office.shared / part).iterdir():
        path.write_bytes(b"nonsense")
    done = repair(first)
    assert done.problems and done.written == len(list((office.shared / part).iterdir()))
    assert repair(first).problems == () and state(office.join("C. Officer")) == state(first)


@pytest.mark.parametrize("spoil", [damaged, half_restored], ids=["damaged", "lost"])
def test_an_administrator_puts_back_what_names_the_folder(office: Office, spoil: Callable[[Path], None]) -> None:
    first, second = office.laptops["A. Admin"], office.join("B. Officer")
    before = (office.shared / "workspace.json").read_bytes()
    spoil(office.shared)
    with pytest.raises(Refused):
        repair(second)
    assert repair(first).problems and (office.shared / "workspace.json").read_bytes() == before
    assert not exchange.now(second).problems


def test_no_other_folder_is_taken_for_the_workspaces_by_a_repair(office: Office) -> None:
    half_restored(office.shared)
    without_rosters(office.shared)
    before = tree(office.shared)
    with pytest.raises(Refused):
        repair(office.laptops["A. Admin"])
    assert tree(office.shared) == before


def test_an_exchange_with_nothing_new_costs_few_calls(office: Office) -> None:
    first = office.laptops["A. Admin"]
    office.join("B. Officer")
    office.exchange_all()
    folder = FaultyFolder(office.shared)
    exchange.now(first, folder=folder)
    assert len(folder.calls) <= 6, folder.calls


def _numbers(ws: object) -> list[str]:
    from qaf_desktop.services import cases

    return [row.number for row in cases.cases(ws, limit=1000).items]  # type: ignore[arg-type]


def sent_at_once(office: Office, meanwhile: Callable[[Path], None], times: int = 1) -> Path:
    """A case is sent while somebody else does something to its file; answers that file."""
    first = office.laptops["A. Admin"]
    office.join("B. Officer")
    exchange.now(first)
    add_case(first, "1001")
    exchange.now(first, folder=SharedAtOnce(office.shared, meanwhile, times))
    return max(office.shared.rglob("*.seg"), key=lambda one: one.stat().st_mtime_ns)


def test_another_laptops_writing_of_the_same_file_may_stand(office: Office) -> None:
    first = office.laptops["A. Admin"]

    def sealed_anew(path: Path) -> None:
        x = exchange_state.needed(first)
        there = segment.open_(segment.read(path.read_bytes()), x.identities)
        path.write_bytes(segment.to_file(there, x.rosters.now().epochs))

    sent_at_once(office, sealed_anew, times=99)
    office.exchange_all()
    assert state(office.laptops["B. Officer"]) == state(first) and not waits(first)


@pytest.mark.parametrize("meanwhile", [Path.unlink, lambda path: path.write_bytes(b"half of it")], ids=["gone", "half"])
def test_what_another_laptop_took_away_or_was_half_way_with_is_written_again(
    office: Office, meanwhile: Callable[[Path], None]
) -> None:
    first = office.laptops["A. Admin"]
    written = sent_at_once(office, meanwhile)
    assert segment.read(written.read_bytes()).outer.device == first.device_id and not waits(first)


@pytest.mark.parametrize("spoil", [lambda raw: raw[:-1], lambda raw: b"", lambda raw: bytes(len(raw))])
def test_a_drive_that_does_not_keep_what_is_written_is_said_to(office: Office, spoil: Callable[[bytes], bytes]) -> None:
    with pytest.raises(Unreachable, match="does not keep"):
        sent_at_once(office, lambda path: path.write_bytes(spoil(path.read_bytes())) and None, times=99)
    assert waits(office.laptops["A. Admin"]) == 1


def waits(ws: Workspace) -> int:
    status = exchange_status.status(ws)
    assert status is not None
    return status.to_send


def test_what_waits_behind_a_damaged_file_is_not_said_to_be_lacking(office: Office) -> None:
    first, second = office.laptops["A. Admin"], office.join("B. Officer")
    for number in "12":
        add_case(second, number)
        exchange.now(second)
        add_case(first, f"seen {number}")
        exchange.now(first)
    sealed = min((office.shared / "segments" / second.device_id[:16]).iterdir(), key=lambda one: int(one.name[0]))
    whole = sealed.read_bytes()
    sealed.write_bytes(whole[:-1])
    third = office.join("C. Officer")
    found = exchange.now(third)
    assert found.held and len(found.problems) == 1 and not found.notices
    sealed.write_bytes(whole)
    assert not exchange.now(third).problems and state(third) == state(first)
