"""A workspace: made, opened, written, backed up, verified; and what must not happen to it."""

import datetime as dt
import shutil
from pathlib import Path

import pytest

from qaf_desktop.clock import FixedClock
from qaf_desktop.domain.events import CaseAdded, CaseChanged, TeamAdded
from qaf_desktop.errors import Busy, Damaged, NotFound, Refused, TooNew, WrongPassphrase
from qaf_desktop.store import backup, database, journal, keys, projection
from qaf_desktop.store.verify import verify
from qaf_desktop.store.workspace import Workspace, create, open_workspace

PASSPHRASE = "four quiet words here"
CANARY = "CANARY104482"


def make_workspace(folder: Path, seed: int = 0) -> Workspace:
    clock = FixedClock(dt.datetime(2026, 8, 4, 12, tzinfo=dt.UTC), seed)
    return create(folder, "A council", "R. Patel", PASSPHRASE, clock, cost=keys.Cost(1, 1, 64))[0]


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return make_workspace(tmp_path / "w")


def add_case(workspace: Workspace, number: str = CANARY) -> str:
    identity = workspace.new_id()
    with workspace.writing() as writing:
        writing.record("case", identity, CaseAdded(number, "child_in_need"))
    return identity


def numbers(workspace: Workspace) -> list[str]:
    with workspace.reading() as connection:
        return [row[0] for row in connection.exec_driver_sql("SELECT number FROM case_ ORDER BY number")]


def test_what_was_recorded_is_there_after_opening_again(workspace: Workspace) -> None:
    add_case(workspace)
    workspace.close()
    again = open_workspace(workspace.folder, PASSPHRASE, FixedClock(workspace.now(), 5))
    assert numbers(again) == [CANARY]
    assert (again.person_id, again.device_id, again.id) == (workspace.person_id, workspace.device_id, workspace.id)


def test_nothing_is_readable_on_the_disk(workspace: Workspace, tmp_path: Path) -> None:
    add_case(workspace)
    backup.back_up(workspace, tmp_path / "b.backup")
    for path in [*workspace.folder.iterdir(), tmp_path / "b.backup"]:
        content = path.read_bytes()
        assert CANARY.encode() not in content
        assert b"R. Patel" not in content
        assert b"SQLite format" not in content


def test_an_error_within_a_transaction_leaves_nothing(workspace: Workspace) -> None:
    with pytest.raises(ZeroDivisionError), workspace.writing() as writing:
        writing.record("case", workspace.new_id(), CaseAdded("1", "closed"))
        writing.flush()
        raise ZeroDivisionError
    assert numbers(workspace) == []
    assert verify(workspace).problems == ()


def test_entries_of_one_entity_follow_each_other(workspace: Workspace) -> None:
    case = add_case(workspace)
    with workspace.writing() as writing:
        writing.record("case", case, CaseChanged("closed"))
        writing.record("case", case, CaseChanged("child_protection"))
    with workspace.reading() as connection:
        first, second, third = journal.of_entity(connection, case)
    assert second.header.after == (first.id,)
    assert third.header.after == (second.id,)
    assert third.header.seq == first.header.seq + 2


def test_a_clock_that_is_set_back_changes_no_order(workspace: Workspace) -> None:
    case = add_case(workspace)
    assert isinstance(workspace.clock, FixedClock)
    workspace.clock.moment -= dt.timedelta(days=400)
    with workspace.writing() as writing:
        writing.record("case", case, CaseChanged("closed"))
    with workspace.reading() as connection:
        assert connection.exec_driver_sql("SELECT plan FROM case_").scalar() == "closed"
    assert verify(workspace).problems == ()


def test_who_subscribed_hears_what_changed(workspace: Workspace) -> None:
    heard: list[frozenset[str]] = []
    end = workspace.subscribe(heard.append)
    add_case(workspace)
    end()
    add_case(workspace, "2")
    assert heard == [frozenset({"case"})]


def test_a_wrong_passphrase_opens_nothing(workspace: Workspace) -> None:
    with pytest.raises(WrongPassphrase):
        open_workspace(workspace.folder, "four quiet words", workspace.clock)


def test_a_folder_in_use_is_refused(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "used").mkdir()
    (tmp_path / "used" / "letter.txt").write_text("x")
    for folder in (workspace.folder, tmp_path / "used"):
        with pytest.raises(Refused):
            make_workspace(folder)
    with pytest.raises(NotFound):
        open_workspace(tmp_path / "used", PASSPHRASE, workspace.clock)


def test_a_newer_database_is_refused_in_words(workspace: Workspace) -> None:
    with workspace.writing() as writing:
        writing.connection.exec_driver_sql("INSERT INTO migration VALUES ('9999-later', '')")
    workspace.close()
    with pytest.raises(TooNew, match="newer version"):
        open_workspace(workspace.folder, PASSPHRASE, FixedClock(dt.datetime.now(dt.UTC)))


@pytest.mark.parametrize("place", [0, 100, 4096, 9000])
def test_a_damaged_database_is_said_and_left_untouched(workspace: Workspace, place: int) -> None:
    add_case(workspace)
    workspace.close()
    path = workspace.folder / database.FILE_NAME
    content = bytearray(path.read_bytes())
    content[place : place + 64] = bytes(64)
    path.write_bytes(content)
    with pytest.raises(Damaged, match="Restore a backup"):
        verify(open_workspace(workspace.folder, PASSPHRASE, FixedClock(dt.datetime.now(dt.UTC))))
    assert path.read_bytes() == bytes(content)


def test_a_database_that_another_holds_is_busy(workspace: Workspace) -> None:
    other = database.open_engine(workspace.folder / database.FILE_NAME, workspace.key, wait=0.05)
    with workspace.writing(), pytest.raises(Busy), other.execution_options(writing=True).begin():
        pass
    other.dispose()


def test_a_disk_that_fills_up_is_said_and_nothing_is_lost(workspace: Workspace) -> None:
    from qaf_desktop.errors import DiskFull

    add_case(workspace)
    with pytest.raises(DiskFull, match="disk is full"), workspace.writing() as writing:
        pages = writing.connection.exec_driver_sql("PRAGMA page_count").scalar()
        writing.connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
        for _ in range(200):
            writing.record("team", workspace.new_id(), TeamAdded("x" * 1000, workspace.new_id()))
    assert numbers(workspace) == [CANARY]
    assert verify(workspace).problems == ()


def test_a_backup_comes_back_whole_and_what_was_there_is_set_aside(workspace: Workspace, tmp_path: Path) -> None:
    add_case(workspace)
    backup.back_up(workspace, tmp_path / "b.backup")
    add_case(workspace, "2")
    workspace.close()
    again = backup.restore(tmp_path / "b.backup", workspace.folder, PASSPHRASE, FixedClock(dt.datetime.now(dt.UTC)))
    assert numbers(again) == [CANARY]
    aside = workspace.folder.with_name("w.before-restore-1")
    assert numbers(open_workspace(aside, PASSPHRASE, FixedClock(dt.datetime.now(dt.UTC)))) == ["2", CANARY]
    assert verify(again).problems == ()


def test_a_damaged_backup_restores_nothing(workspace: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "b.backup"
    backup.back_up(workspace, file)
    content = file.read_bytes()
    for damaged in (content[:-100], content[:-5] + b"00000", b"nothing of the kind", content[:40]):
        file.write_bytes(damaged)
        with pytest.raises(Damaged):
            backup.restore(file, tmp_path / "new", PASSPHRASE, FixedClock(dt.datetime.now(dt.UTC)))
        assert not (tmp_path / "new").exists()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["b.backup", "w"]


def test_verify_sees_a_changed_projection_and_a_changed_body(workspace: Workspace) -> None:
    add_case(workspace)
    with workspace.writing() as writing:
        writing.connection.exec_driver_sql("UPDATE case_ SET plan = 'closed'")
    assert verify(workspace).problems == ("The table case_ differs from the journal.",)
    with workspace.writing() as writing:
        writing.connection.exec_driver_sql("UPDATE entry SET raw_body = x'7b7d' WHERE kind = 'CaseAdded'")
    assert any("content was changed" in problem for problem in verify(workspace).problems)


def test_verify_keeps_nothing_of_its_own_work(workspace: Workspace) -> None:
    add_case(workspace)
    with workspace.writing() as writing:
        writing.connection.exec_driver_sql("DELETE FROM case_")
    verify(workspace)
    assert numbers(workspace) == []


def test_projections_of_another_version_are_folded_anew(workspace: Workspace) -> None:
    add_case(workspace)
    with workspace.writing() as writing:
        writing.connection.exec_driver_sql("DELETE FROM case_")
        journal.set_fact(writing.connection, "projection_version", "0")
        assert projection.ensure(writing.connection)
    assert numbers(workspace) == [CANARY]


def test_a_laptop_restored_from_a_copy_writes_the_same_numbers_and_both_are_told_apart(
    workspace: Workspace, tmp_path: Path
) -> None:
    workspace.close()
    shutil.copytree(workspace.folder, tmp_path / "copy")
    left = open_workspace(workspace.folder, PASSPHRASE, FixedClock(dt.datetime(2026, 9, 1, tzinfo=dt.UTC), 1))
    right = open_workspace(tmp_path / "copy", PASSPHRASE, FixedClock(dt.datetime(2026, 9, 1, tzinfo=dt.UTC), 2))
    with left.reading() as a, right.reading() as b:
        assert journal.next_seq(a, left.device_id) == journal.next_seq(b, right.device_id)
    case_left, case_right = add_case(left), add_case(right)
    with left.reading() as a, right.reading() as b:
        assert journal.heads_of(a, case_left) != journal.heads_of(b, case_right)
