"""While the last segment inside a cut is on its way: what is before it comes in, and is judged again by the end."""

import shutil

import msgspec
import pytest

from qaf_desktop.domain.entries import Header, commitment, seal
from qaf_desktop.domain.events import CaseErased, Event
from qaf_desktop.exchange import names, segment
from qaf_desktop.exchange.segment import Segment
from qaf_desktop.services import devices, exchange, exchange_state, intake, judging
from qaf_desktop.store import exchange_facts
from qaf_desktop.store.workspace import FIRST_ROLES, Workspace
from tests.exchange.laptops import Office, add_case, entries, state
from tests.exchange.test_removal import chain_of, forged, hashes, numbers, remove_administrator, third_administrator


@pytest.fixture
def gone(office: Office) -> Workspace:
    """A laptop that recorded four cases in four segments, and was removed."""
    gone = office.join("B. Officer")
    for place in range(4):
        add_case(gone, f"genuine {place}")
        exchange.now(gone)
    exchange.now(office.laptops["A. Admin"])
    devices.remove(office.laptops["A. Admin"], gone.device_id)
    return gone


def named(office: Office, ws: Workspace, back: int = 0) -> names.SegmentName:
    """The name of a laptop's last segment, or of one so many before it."""
    return names.segment_name(ws.device_id, len(chain_of(office, ws)) - back, hashes(office, ws)[-1 - back])


def newcomer(office: Office) -> Workspace:
    """A laptop that is approved and has received nothing yet."""
    ws = office.ask("N. Newcomer")
    office.approve(office.laptops["A. Admin"], ws)
    office.laptops["N. Newcomer"] = ws
    return ws


def receive_before(office: Office, ws: Workspace, last: names.SegmentName, before: names.SegmentName) -> None:
    """Exchanges while the last segment of a removed laptop is not visible yet, and the one before it is."""
    aside = office.base / "aside.seg"
    shutil.move(office.shared / last.path, aside)
    (office.shared / before.head).touch()
    exchange.now(ws)
    shutil.move(aside, office.shared / last.path)


def test_what_is_before_the_end_counts_once_the_end_is_here(office: Office, gone: Workspace) -> None:
    ws = newcomer(office)
    receive_before(office, ws, named(office, gone), named(office, gone, 1))
    assert not [one for one in numbers(ws) if one.startswith("genuine")]
    for one in (ws, office.laptops["A. Admin"], ws):
        exchange.now(one)
    assert len([one for one in numbers(ws) if one.startswith("genuine")]) == 4
    assert state(ws) == state(office.laptops["A. Admin"])


def test_a_program_that_ends_before_it_looked_again_does_so_at_the_next_exchange(
    office: Office, gone: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def end(*_: object) -> set[str]:
        raise KeyboardInterrupt

    ws = newcomer(office)
    with monkeypatch.context() as ended:
        ended.setattr(intake, "look_again", end)
        with pytest.raises(KeyboardInterrupt):
            exchange.now(ws)
    exchange.now(ws)
    exchange.now(office.laptops["A. Admin"])
    exchange.now(ws)
    assert state(ws) == state(office.laptops["A. Admin"])
    with ws.reading() as connection:
        assert exchange_facts.note(connection, judging.ASSUMED, []) == []


def test_a_forged_branch_counts_on_no_laptop_whenever_the_end_comes(office: Office, gone: Workspace) -> None:
    last, before = named(office, gone), named(office, gone, 1)
    put(office, forged(gone, "forged", 3, hashes(office, gone)[1], chain_of(office, gone)[-1].rosters))
    ws = newcomer(office)
    receive_before(office, ws, last, before)
    assert "forged" not in numbers(ws)
    for each in (ws, office.laptops["A. Admin"], ws):
        exchange.now(each)
        assert "forged" not in numbers(each)
    assert state(ws) == state(office.laptops["A. Admin"])


def test_an_erasure_by_a_removed_laptop_is_not_carried_out_while_the_end_is_on_its_way(office: Office) -> None:
    """It could not be taken back."""
    first, deputy = office.laptops["A. Admin"], office.join("D. Deputy", FIRST_ROLES)
    case = add_case(first, "to be kept")
    gone = third_administrator(office, deputy, "E. Third")
    for place in range(3):
        add_case(gone, f"genuine {place}")
        exchange.now(gone)
    exchange.now(first)
    remove_administrator(office, deputy, gone)
    last, before = named(office, gone), named(office, gone, 1)
    put(office, erasing(gone, case, before.n, hashes(office, gone)[-3], chain_of(office, gone)[-1].rosters))
    ws = newcomer(office)
    receive_before(office, ws, last, before)
    assert "to be kept" in numbers(ws)
    exchange.now(ws)
    assert {"to be kept", "genuine 0"} <= numbers(ws)
    assert [one[3] for one in entries(ws).values() if b"a false reason" in (one[2] or b"")] != [""]
    gone.close()


def put(office: Office, one: Segment) -> None:
    """Puts a segment into the folder, with its head."""
    epochs = exchange_state.needed(office.laptops["A. Admin"]).rosters.now().epochs
    (office.shared / one.name.path).write_bytes(segment.to_file(one, epochs))
    (office.shared / one.name.head).touch()


def erasing(ws: Workspace, case: str, n: int, prev: str, rosters: tuple[str, ...]) -> Segment:
    """A segment of this laptop that erases a case."""
    event: Event = CaseErased(case, (), "a false reason")
    body, salt = msgspec.json.encode(event), bytes(16)
    header = Header(
        ws.new_id(), "erasure", "CaseErased", ws.person_id, ws.device_id, n + 90, "2020-01-01T00:00:00Z", (),
        commitment(salt, body),
    )  # fmt: skip
    return segment.make(
        exchange_state.needed(ws).keys, workspace=ws.id, device=ws.device_id, n=n, prev=prev, rosters=rosters, seen=(),
        headers=[seal(header, salt, body).raw_header], bodies=[(salt, body)],
    )  # fmt: skip
