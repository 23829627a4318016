"""The exchange from end to end, on a plain folder and by hand."""

import pytest

from qaf_desktop.domain.events import RoleGrant
from qaf_desktop.errors import Refused
from qaf_desktop.services import devices, exchange, joining
from qaf_desktop.store.verify import verify
from tests.exchange.laptops import KEEPER, Office, add_case, change_case, entries, state


def test_what_one_laptop_records_the_other_has_after_both_exchanged(office: Office) -> None:
    first, second = office.laptops["A. Admin"], office.join("B. Officer")
    add_case(first, "1001")
    add_case(second, "1002")
    office.exchange_all()
    assert state(first) == state(second)
    assert entries(first) == entries(second)
    assert not verify(first).problems and not verify(second).problems


def test_an_exchange_with_nothing_new_sends_and_receives_nothing(office: Office) -> None:
    second = office.join("B. Officer")
    office.exchange_all()
    tally = exchange.now(second)
    assert (tally.sent, tally.received, tally.held, tally.problems) == (0, 0, 0, [])


def test_the_two_screens_show_the_same_eight_words(office: Office) -> None:
    waiting = office.ask("B. Officer")
    here, there = joining.asked_here(waiting), joining.requests(office.laptops["A. Admin"])
    assert here is not None and [here] == list(there) and len(here.words) == 8
    waiting.close()


def test_wrong_words_are_refused_and_leave_the_request(office: Office) -> None:
    first, waiting = office.laptops["A. Admin"], office.ask("B. Officer")
    (asked,) = joining.requests(first)
    with pytest.raises(Refused, match="words are not the same"):
        joining.approve(first, asked.request, ("wrong", *asked.words[1:]), roles=KEEPER)
    assert joining.requests(first) == (asked,)
    waiting.close()


def test_what_a_removed_laptop_writes_afterwards_counts_nowhere(office: Office) -> None:
    first, second, third = office.laptops["A. Admin"], office.join("B. Officer"), office.join("C. Officer")
    add_case(second, "1001")
    office.exchange_all()
    devices.remove(first, second.device_id)
    add_case(second, "1002")
    exchange.now(third)
    assert exchange.now(second).notices
    assert state(first) == state(third)
    assert "1001" in str(_numbers(third)) and "1002" not in str(_numbers(third))


def test_a_file_carried_by_hand_brings_the_same_as_the_folder(office: Office, tmp_path: object) -> None:
    first, second = office.laptops["A. Admin"], office.join("B. Officer")
    case = add_case(first, "1001")
    change_case(first, case, "child_protection")
    exchange.export(first, office.base / "carried.qaf")
    tally = exchange.import_(second, office.base / "carried.qaf")
    assert tally.received == 2 and state(first) == state(second)
    assert exchange.import_(second, office.base / "carried.qaf").received == 0


def test_roles_that_a_person_lost_count_for_what_came_before(office: Office) -> None:
    first, second = office.laptops["A. Admin"], office.join("B. Officer")
    add_case(second, "1001")
    office.exchange_all()
    devices.set_roles(first, {second.person_id: (RoleGrant("reader"),)})
    add_case(second, "1002")
    office.exchange_all()
    assert _numbers(first) == ["1001"] == _numbers(second)


def _numbers(ws: object) -> list[str]:
    from qaf_desktop.services import cases

    return [row.number for row in cases.cases(ws).items]  # type: ignore[arg-type]


def test_a_recovery_key_that_is_another_workspaces_removes_nobody_and_leaves_nothing_behind(office: Office) -> None:
    from qaf_desktop.store.keys import _shown

    first, second = office.laptops["A. Admin"], office.join("B. Officer")
    with pytest.raises(Refused, match="not the workspace's"):
        devices.recover(first, _shown(b"7" * 32), [second.device_id])
    assert not devices.proposals(first)
    devices.recover(first, office.recovery_key, [second.device_id])
    assert {row.state for row in devices.devices(first) if row.id == second.device_id} == {"removed"}
