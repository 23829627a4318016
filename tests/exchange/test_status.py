"""What is said of the exchange is true: all that waits, as of when, which laptop is silent, what does not count."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from qaf_desktop.domain.events import RoleGrant
from qaf_desktop.errors import QafError
from qaf_desktop.exchange.folder import Closed, SharedFolder
from qaf_desktop.services import devices, exchange, exchange_overview, exchange_state, exchange_status
from qaf_desktop.store import segments
from qaf_desktop.store.workspace import Workspace
from tests.exchange.laptops import START, Office, add_case

LONDON = ZoneInfo("Europe/London")


def waits(ws: Workspace) -> dict[str, int]:
    found = exchange_status.status(ws)
    assert found is not None
    return {one.kind: one.count for one in found.waiting}


def test_a_change_of_roles_waits_until_the_folder_has_it(office: Office) -> None:
    admin = office.laptops["A. Admin"]
    moss = office.join("J. Moss")
    exchange.now(admin)
    assert waits(admin) == {}
    away = office.shared.rename(office.base / "away")
    devices.set_roles(admin, {moss.person_id: (RoleGrant("reader"),)})
    assert waits(admin) == {"lists": 1}
    away.rename(office.shared)
    exchange.now(admin)
    assert waits(admin) == {}


def test_what_came_by_hand_waits_to_be_passed_on(office: Office) -> None:
    admin, moss = office.laptops["A. Admin"], office.join("J. Moss")
    exchange.now(admin)
    add_case(moss, "104482")
    exchange.export(moss, office.base / "stick.pack")
    exchange.import_(admin, office.base / "stick.pack")
    assert waits(admin) == {"others": 1}
    exchange.now(admin)
    assert waits(admin) == {}


def test_what_is_known_is_as_of_when_one_began_to_look(office: Office) -> None:
    admin = office.laptops["A. Admin"]
    before = admin.clock.now()
    exchange.now(admin)
    moment, found = exchange_status.as_of(admin), exchange_status.status(admin)
    assert moment is not None and found is not None and found.last is not None
    assert before < moment < found.last


def test_a_folder_that_takes_nothing_still_says_as_of_when_it_was_read(office: Office) -> None:
    admin = office.laptops["A. Admin"]
    first = exchange_status.as_of(admin)
    add_case(admin, "104482")

    class ReadOnly(SharedFolder):
        def publish(self, path: str, content: bytes, _as_good: object = None) -> None:
            raise exchange.Refused("no")

    with pytest.raises(QafError):
        exchange.now(admin, folder=ReadOnly(office.shared))
    assert first is not None and (exchange_status.as_of(admin) or first) > first
    assert waits(admin) == {"CaseAdded": 1}


def test_as_of_is_never_later_than_what_is_known(office: Office) -> None:
    admin = office.laptops["A. Admin"]
    now = exchange_status.as_of_in_words(admin, LONDON)
    admin.clock.moment += dt.timedelta(days=2)  # type: ignore[attr-defined]  # a clock that is moved by hand
    assert exchange_status.as_of_in_words(admin, LONDON) == now


def test_a_laptop_is_silent_after_five_working_days_and_not_over_a_weekend(office: Office) -> None:
    admin, moss = office.laptops["A. Admin"], office.join("J. Moss")
    add_case(moss, "104482")
    office.exchange_all()
    for days, silent in ((1, 0), (6, 0), (7, 0), (8, 6)):  # from Tuesday 1 September
        admin.clock.moment = moss.clock.moment + dt.timedelta(days=days)  # type: ignore[attr-defined]
        found = [one.silent for one in exchange_overview.overview(admin).laptops if one.row.state == "approved"]
        assert found == [silent], days


def test_a_laptop_that_never_sent_anything_is_silent_since_it_was_approved(office: Office) -> None:
    admin = office.laptops["A. Admin"]
    office.join("J. Moss")
    for days, silent in ((6, 0), (8, 6)):
        admin.clock.moment = START + dt.timedelta(days=days)  # type: ignore[attr-defined]  # moved by hand
        (found,) = [one for one in exchange_overview.overview(admin).laptops if one.row.state == "approved"]
        assert (found.row.heard, found.silent) == ("", silent), days


def test_what_does_not_count_is_listed_with_the_reason(office: Office) -> None:
    admin, moss = office.laptops["A. Admin"], office.join("J. Moss")
    office.exchange_all()
    devices.set_roles(admin, {moss.person_id: (RoleGrant("reader"),)})
    key = add_case(moss, "104482")
    exchange.now(moss)
    exchange.now(admin)
    (one,) = exchange_status.void(admin)
    assert (one.words, one.author, one.device, one.entity) == ("Case", "J. Moss", "J. Moss", key)
    assert one.why and exchange_status.void(admin, key) == (one,)
    assert exchange_status.void(admin, admin.new_id()) == ()


def test_what_outlives_its_workspace_reads_and_writes_nothing_more(office: Office) -> None:
    moss = office.join("J. Moss")
    folder = exchange_state.folder_of(moss)
    assert folder is not None and folder.listing("heads")
    moss.close()
    with pytest.raises(Closed):
        folder.listing("heads")
    with pytest.raises(Closed):
        folder.touch("heads/x")
    assert not (office.shared / "heads" / "x").exists()


def test_what_waits_for_something_is_counted_in_entries(office: Office) -> None:
    admin, moss = office.laptops["A. Admin"], office.join("J. Moss")
    exchange.now(admin)
    add_case(moss, "1")
    exchange.now(moss)
    for number in range(3):
        add_case(moss, f"later {number}")
    exchange.now(moss)
    first, _second = sorted(office.shared.glob(f"segments/{moss.device_id[:16]}/*.seg"))
    first.rename(office.base / "away")
    tally, found = exchange.now(admin), exchange_status.status(admin)
    assert found is not None and found.held == tally.held == 3
    (office.base / "away").rename(first)
    exchange.now(admin)
    found = exchange_status.status(admin)
    assert found is not None and found.held == 0


def test_a_laptop_was_heard_from_at_the_latest_moment_however_it_is_written(office: Office) -> None:
    admin = office.laptops["A. Admin"]
    said = ("2026-09-01T09:00:00.5Z", "2026-09-01T09:00:00Z", "2026-09-01T08:59:59+00:00", "2026-09-01T09:00:00.25")
    for moment in said:
        with admin.writing() as writing:
            segments.hear(writing.connection, {"f" * 32: moment})
    with admin.reading() as connection:
        assert segments.last_heard(connection)["f" * 32] == "2026-09-01T09:00:00.500000+00:00"
