"""Entries by their id: found whether their ids are recent or settled, and a database of before has all of them."""

from pathlib import Path

import pytest

from qaf_desktop.services.intake import settle_ids
from qaf_desktop.store import journal, migrate, verify
from qaf_desktop.store.workspace import Workspace, open_workspace
from tests.exchange.laptops import PASSPHRASE, Office, add_case


@pytest.fixture
def ws(tmp_path: Path) -> Workspace:
    """A laptop with twenty cases."""
    ws = Office(tmp_path).first()
    for number in range(20):
        add_case(ws, str(number))
    return ws


def found(ws: Workspace) -> set[str]:
    """The ids of all entries that are found by them."""
    with ws.reading() as connection:
        ids = [bytes.fromhex(one.id) for one in journal.everything(connection)]
        return {one.id for one in journal.with_ids(connection, ids)}


def test_settled_or_recent_every_entry_is_found_by_its_id(ws: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    before = found(ws)
    monkeypatch.setattr(journal, "MOST_RECENT", 10)
    settle_ids(ws)
    assert found(ws) == before and len(before) > 20
    add_case(ws, "one more")
    assert len(found(ws)) == len(before) + 1
    assert verify.verify(ws).problems == ()


def test_few_recent_ids_stay_where_they_are(ws: Workspace) -> None:
    settle_ids(ws)
    with ws.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM id_settled").scalar() == 0


def test_an_entry_that_cannot_be_found_by_its_id_is_told_of(ws: Workspace) -> None:
    with ws.writing() as writing:
        writing.connection.exec_driver_sql("DELETE FROM id_recent WHERE number = 3")
    (problem,) = verify.verify(ws).problems
    assert "can be found by their id" in problem


def test_a_database_from_before_has_all_ids_after_the_step(ws: Workspace) -> None:
    before = found(ws)
    with ws.writing() as writing:
        for statement in (
            "DROP TRIGGER entry_is_numbered_no_more", "DROP VIEW entry_number",
            "DROP TABLE id_recent", "DROP TABLE id_settled", "DELETE FROM migration WHERE name LIKE '%-ids-%'",
        ):  # fmt: skip
            writing.connection.exec_driver_sql(statement)
    ws.close()
    assert [name for name, _ in migrate.STEPS][-2:] == ["0007-ids-apart", "0008-ids-all-at-once"]
    again = open_workspace(ws.folder, PASSPHRASE, ws.clock)
    assert found(again) == before and verify.verify(again).problems == ()
    again.close()
