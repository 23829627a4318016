"""From the first run to a workspace, locked, unlocked, restored: the program's own way, in one process."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QDialog, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from qaf_desktop.app import Program
from qaf_desktop.services import directory, settings, workspaces
from qaf_desktop.store.keys import Cost
from qaf_desktop.ui.pages import restoring
from qaf_desktop.ui.pages.join import JoinPage
from qaf_desktop.ui.pages.new_workspace import NewWorkspacePage, RecoveryPage
from qaf_desktop.ui.pages.start import StartPage
from qaf_desktop.ui.pages.unlock import UnlockPage
from tests.ui.first import enter, page, press

PASSPHRASE = "a long passphrase"
WAIT = 30_000


@pytest.fixture
def made(tmp_path: Path) -> Path:
    folder = tmp_path / "w"
    workspaces.create(folder, "A council", "R. Patel", PASSPHRASE, cost=Cost(1, 1, 64)).workspace.close()
    return folder


def unlock(program: Program, words: str = PASSPHRASE) -> None:
    page(program).passphrase.setText(words)
    press(page(program), "Unlock")


def test_a_first_run_offers_four_ways_and_no_dead_button(begun: Callable[[Path], Program], tmp_path: Path) -> None:
    program = begun(tmp_path / "w")
    assert isinstance(page(program), StartPage)
    words = {one.text() for one in page(program).findChildren(QPushButton)}
    assert words == {"Start a workspace", "Join a workspace", "Practise with made-up cases", "Restore a backup"}


def test_a_workspace_is_started_and_its_recovery_key_opens_it(
    begun: Callable[[Path], Program], tmp_path: Path, qtbot: QtBot
) -> None:
    program = begun(tmp_path / "w")
    press(page(program), "Start a workspace")
    enter(page(program), organisation="A council", person="R. Patel", passphrase=PASSPHRASE, again="x")
    press(page(program), "Start workspace")
    assert "The two passphrases differ" in page(program).fields.problems["again"].text()
    enter(page(program), again=PASSPHRASE)
    press(page(program), "Start workspace")
    qtbot.waitUntil(lambda: isinstance(page(program), RecoveryPage), timeout=WAIT)
    press(page(program), "I have kept it")
    assert program.window is not None
    assert settings.get(program.window.ws).organisation == "A council"
    assert directory.me(program.window.ws).name == "R. Patel"


def test_what_is_refused_keeps_what_was_entered(begun: Callable[[Path], Program], tmp_path: Path, qtbot: QtBot) -> None:
    program = begun(tmp_path / "w")
    program.show_new()
    asked = page(program)
    assert isinstance(asked, NewWorkspacePage)
    enter(asked, organisation="A council")
    press(asked, "Start workspace")
    qtbot.waitUntil(lambda: "Enter your name" in asked.fields.problems["person"].text(), timeout=WAIT)
    assert asked.fields.problems["person"].isVisible() and not asked.fields.problems["folder"].isVisible()
    assert asked.fields.editors["organisation"].text() == "A council"


def test_a_workspace_is_started_with_its_shared_folder(
    begun: Callable[[Path], Program], tmp_path: Path, qtbot: QtBot
) -> None:
    program = begun(tmp_path / "w")
    program.show_new()
    said = {"organisation": "A council", "person": "R. Patel", "passphrase": PASSPHRASE, "again": PASSPHRASE}
    (tmp_path / "used").mkdir()
    (tmp_path / "used" / "letter.txt").write_text("")
    enter(page(program), **said, folder=str(tmp_path / "used"))
    press(page(program), "Start workspace")
    beside = page(program).fields.problems["folder"]
    qtbot.waitUntil(lambda: "is in use. Choose a folder that is empty" in beside.text(), timeout=WAIT)
    assert not (tmp_path / "w" / "keys.json").exists()
    enter(page(program), folder=str(tmp_path / "shared"))
    press(page(program), "Start workspace")
    qtbot.waitUntil(lambda: isinstance(page(program), RecoveryPage), timeout=WAIT)
    qtbot.waitUntil(lambda: any((tmp_path / "shared").glob("segments/*/*")), timeout=WAIT)
    press(page(program), "I have kept it")
    window = program.window
    assert window is not None and window.exchange is not None
    line = window.exchange.bar.line
    qtbot.waitUntil(lambda: line.words.startswith("All sent"), timeout=WAIT)


def test_a_folder_that_goes_away_meanwhile_is_said_beside_the_recovery_key(
    begun: Callable[[Path], Program], tmp_path: Path, qtbot: QtBot
) -> None:
    program = begun(tmp_path / "w")
    program.show_new()
    said = {"organisation": "A council", "person": "R. Patel", "passphrase": PASSPHRASE, "again": PASSPHRASE}
    enter(page(program), **said, folder=str(tmp_path / "shared"))
    press(page(program), "Start workspace")
    qtbot.waitUntil((tmp_path / "shared").is_dir, timeout=WAIT)
    (tmp_path / "shared" / "meanwhile.txt").write_text("")
    qtbot.waitUntil(lambda: isinstance(page(program), RecoveryPage), timeout=WAIT)
    qtbot.waitUntil(lambda: "Choose it again under Exchange and devices" in page(program).problem.text(), timeout=WAIT)


def test_a_wrong_passphrase_opens_nothing(begun: Callable[[Path], Program], made: Path, qtbot: QtBot) -> None:
    program = begun(made)
    unlock(program, "something else entirely")
    assert program.window is None
    assert "does not open this workspace" in page(program).problem.text()
    assert isinstance(page(program), UnlockPage)


def test_locking_forgets_the_key_and_unlocking_comes_back(
    begun: Callable[[Path], Program], made: Path, qtbot: QtBot
) -> None:
    program = begun(made)
    unlock(program)
    assert program.window is not None
    ws = program.window.ws
    next(one for one in program.window.actions() if one.text() == "Lock now").trigger()
    assert program.window is None and ws.key == b""
    assert isinstance(page(program), UnlockPage) and program.first.isVisible()
    assert page(program).findChild(QLineEdit).text() == ""
    unlock(program)
    assert program.window is not None


def test_it_locks_by_itself_once_the_computer_was_idle_for_long_enough(
    begun: Callable[[Path], Program], made: Path
) -> None:
    program = begun(made)
    unlock(program)
    window = program.window
    assert window is not None and window.idle is not None
    settings.change(window.ws, lock_after_minutes=5)
    window.idle._system = lambda: 299.0
    window.idle.look()
    assert program.window is window
    window.idle._system = lambda: 300.0
    window.idle.look()
    assert program.window is None and isinstance(page(program), UnlockPage)


def test_a_backup_is_restored_over_a_workspace_which_is_set_aside(
    begun: Callable[[Path], Program], made: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    ws = workspaces.open_(made, PASSPHRASE)
    workspaces.backup(ws, tmp_path / "b.qafbackup")
    directory.add_team(ws, "Made after the backup", "Help")
    ws.close()
    program = begun(made)
    unlock(program)
    chosen: list[Callable[[Path], None]] = []
    with pytest.MonkeyPatch.context() as patch:  # the system's own dialog cannot be driven from here
        patch.setattr(restoring, "ask_open", lambda *given: chosen.append(given[-1]))
        assert program.window is not None
        program.window.restore()
    chosen[0](tmp_path / "b.qafbackup")
    asked: Any = next(one for one in program.first.findChildren(QDialog) if one.isVisible())
    asked.fields.editors["passphrase"].setText(PASSPHRASE)
    press(asked, "Restore")
    qtbot.waitUntil(lambda: program.window is not None, timeout=WAIT)
    assert program.window is not None and directory.teams(program.window.ws) == ()
    assert [one.name for one in made.parent.iterdir() if "before-restore" in one.name]


def test_a_damaged_database_is_said_and_left_and_a_restore_is_offered(
    begun: Callable[[Path], Program], made: Path
) -> None:
    database = made / "workspace.db"
    bytes_before = b"no database" + database.read_bytes()[11:]
    database.write_bytes(bytes_before)
    program = begun(made)
    unlock(program)
    assert program.window is None and page(program).problem.text()
    assert database.read_bytes() == bytes_before
    assert "Restore a backup" in {one.text() for one in page(program).findChildren(QPushButton)}


def test_a_forgotten_passphrase_sets_the_workspace_aside_and_goes_on_to_join(
    begun: Callable[[Path], Program], made: Path, qtbot: QtBot
) -> None:
    program = begun(made)
    press(page(program), "Passphrase forgotten")
    asked = next(one for one in page(program).window().findChildren(QDialog) if one.isVisible())
    press(asked, "Set up again")
    qtbot.waitUntil(lambda: isinstance(page(program), JoinPage), timeout=WAIT)
    assert not (made / "keys.json").exists()
    workspaces.open_(made.with_name("w.set-aside-1"), PASSPHRASE).close()


def test_a_forgotten_passphrase_changes_nothing_where_one_thinks_better_of_it(
    begun: Callable[[Path], Program], made: Path
) -> None:
    program = begun(made)
    press(page(program), "Passphrase forgotten")
    asked = next(one for one in page(program).window().findChildren(QDialog) if one.isVisible())
    press(asked, "Cancel")
    unlock(program)
    assert program.window is not None
