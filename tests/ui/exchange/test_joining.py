"""Joining: asked in the first window, the same eight words on both screens, approved, and everything arrives."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot

from qaf_desktop.app import Program
from qaf_desktop.services import cases, joining
from qaf_desktop.store.workspace import Workspace
from qaf_desktop.ui.pages.join import JoinPage, WaitingPage
from qaf_desktop.ui.pages.start import StartPage
from qaf_desktop.ui.pages.unlock import UnlockPage
from qaf_desktop.ui.widgets.eight_words import EightWords
from qaf_desktop.ui.window import Window
from tests.exchange.laptops import PASSPHRASE, Office, add_case
from tests.ui.exchange.conftest import send
from tests.ui.exchange.test_deeds import notices, page_with
from tests.ui.first import enter, page, press
from tests.ui.office import words

WAIT = 60_000


def ask(program: Program, shared: Path, qtbot: QtBot, name: str = "K. Obi") -> tuple[str, ...]:
    """Asks to join; answers the words that are shown."""
    press(page(program), "Join a workspace")
    enter(page(program), folder=str(shared), person=name, passphrase=PASSPHRASE, again=PASSPHRASE)
    press(page(program), "Ask to join")
    qtbot.waitUntil(lambda: isinstance(page(program), WaitingPage), timeout=WAIT)
    return shown_words(page(program))


def shown_words(where: QWidget) -> tuple[str, ...]:
    return tuple(where.findChild(EightWords).accessibleDescription().split(", "))


def test_a_laptop_joins_through_two_windows(
    office: Office, window: Window, dialog: Callable[[Window], Any], begun: Callable[[Path], Program], qtbot: QtBot
) -> None:
    add_case(window.ws, "104482")
    send(window, qtbot)
    program = begun(office.base / "new")
    mine = ask(program, office.shared, qtbot)
    assert len(mine) == 8 and "Read these to an administrator by telephone" in words(page(program))
    press(page_with(window, qtbot, "Compare words and approve"), "Compare words and approve")
    assert shown_words(dialog(window)) == mine
    dialog(window).editor.roles.item(0).setCheckState(Qt.CheckState.Checked)
    press(dialog(window), "The words are the same: approve")
    notices(window, qtbot, "was approved")
    press(page(program), "Look now")
    qtbot.waitUntil(lambda: program.window is not None, timeout=WAIT)
    joined = program.window
    assert joined is not None and joined.exchange is not None and not program.first.isVisible()
    qtbot.waitUntil(lambda: joined._status.person.text() == "K. Obi, auditor", timeout=WAIT)
    qtbot.waitUntil(lambda: [one.number for one in cases.cases(joined.ws).items] == ["104482"], timeout=WAIT)
    line = joined.exchange.bar.line
    qtbot.waitUntil(lambda: line.words.startswith("All sent"), timeout=WAIT)


def test_a_laptop_that_waits_shows_its_words_again_after_a_restart(
    office: Office, begun: Callable[[Path], Program], qtbot: QtBot
) -> None:
    program = begun(office.base / "new")
    before = ask(program, office.shared, qtbot)
    qtbot.waitUntil(lambda: "Not approved yet. Looked at" in words(page(program)), timeout=WAIT)
    program.end()
    again = begun(office.base / "new")
    assert isinstance(page(again), UnlockPage)
    page(again).passphrase.setText(PASSPHRASE)
    press(page(again), "Unlock")
    qtbot.waitUntil(lambda: isinstance(page(again), WaitingPage), timeout=WAIT)
    assert shown_words(page(again)) == before


def test_a_folder_that_goes_away_while_one_waits_is_said(
    office: Office, begun: Callable[[Path], Program], qtbot: QtBot
) -> None:
    program = begun(office.base / "new")
    ask(program, office.shared, qtbot)
    qtbot.waitUntil(lambda: "Not approved yet" in words(page(program)), timeout=WAIT)
    office.shared.rename(office.base / "away")
    press(page(program), "Look now")
    qtbot.waitUntil(lambda: "is not there now" in words(page(program)), timeout=WAIT)
    (office.base / "away").rename(office.shared)
    press(page(program), "Look now")
    qtbot.waitUntil(lambda: "Not approved yet" in words(page(program)), timeout=WAIT)


@pytest.mark.parametrize(
    ("field", "text", "sentence"),
    [
        ("folder", "", "Enter the shared folder, or choose it."),
        ("folder", "/nowhere/at/all", "holds no workspace"),
        ("person", " ", "Enter your name."),
        ("again", "another one", "The two passphrases differ"),
        ("passphrase", "short", "The two passphrases differ"),
    ],
)
def test_what_is_refused_is_said_and_what_was_entered_stays(
    office: Office, begun: Callable[[Path], Program], qtbot: QtBot, field: str, text: str, sentence: str
) -> None:
    program = begun(office.base / "new")
    program.show_join()
    asked = page(program)
    assert isinstance(asked, JoinPage)
    values = {"folder": str(office.shared), "person": "K. Obi", "passphrase": PASSPHRASE, "again": PASSPHRASE}
    enter(asked, **values | {field: text})
    press(asked, "Ask to join")
    said = asked.fields.problems["again" if field == "passphrase" else field]
    qtbot.waitUntil(lambda: sentence in said.text() and said.isVisible(), timeout=WAIT)
    assert sentence in asked.fields.editors["again" if field == "passphrase" else field].accessibleDescription()
    person: Any = asked.fields.editors["person"]
    assert person.text() == (values | {field: text})["person"]
    assert not (office.base / "new" / "keys.json").exists()


def give_up(program: Program) -> None:
    press(page(program), "Give up joining")
    press(next(one for one in page(program).findChildren(QDialog) if one.isVisible()), "Give up joining")


def test_a_join_is_given_up_and_nothing_of_it_stays(
    office: Office, begun: Callable[[Path], Program], qtbot: QtBot
) -> None:
    program = begun(office.base / "new")
    before = ask(program, office.shared, qtbot)
    assert len(list((office.shared / "join").iterdir())) == 1
    give_up(program)
    qtbot.waitUntil(lambda: isinstance(page(program), StartPage), timeout=WAIT)
    assert list((office.shared / "join").iterdir()) == [] and not (office.base / "new").exists()
    assert ask(program, office.shared, qtbot) != before


def test_a_join_is_given_up_although_the_folder_is_gone_and_that_is_said(
    office: Office, begun: Callable[[Path], Program], qtbot: QtBot
) -> None:
    program = begun(office.base / "new")
    ask(program, office.shared, qtbot)
    office.shared.rename(office.base / "away")
    give_up(program)
    qtbot.waitUntil(lambda: isinstance(page(program), StartPage), timeout=WAIT)
    qtbot.waitUntil(lambda: page(program).problem.isVisible())
    assert "the request is still in it" in page(program).problem.text()
    assert not (office.base / "new").exists()


def test_a_join_that_was_approved_meanwhile_is_not_given_up(
    office: Office, admin: Workspace, begun: Callable[[Path], Program], qtbot: QtBot
) -> None:
    program = begun(office.base / "new")
    ask(program, office.shared, qtbot)
    assert program.waiting is not None
    office.approve(admin, program.waiting.ws)
    give_up(program)
    qtbot.waitUntil(lambda: program.window is not None, timeout=WAIT)
    assert (office.base / "new" / "keys.json").is_file()


def test_a_laptop_that_was_refused_says_so_now_and_after_a_restart_and_can_ask_anew(
    office: Office, admin: Workspace, begun: Callable[[Path], Program], qtbot: QtBot
) -> None:
    program = begun(office.base / "new")
    before = ask(program, office.shared, qtbot)
    qtbot.waitUntil(lambda: "Not approved yet" in words(page(program)), timeout=WAIT)
    (asked,) = joining.requests(admin)
    joining.refuse(admin, asked.request)
    press(page(program), "Look now")
    qtbot.waitUntil(lambda: "An administrator refused this request" in words(page(program)), timeout=WAIT)
    program.end()
    again = begun(office.base / "new")
    page(again).passphrase.setText(PASSPHRASE)
    press(page(again), "Unlock")
    qtbot.waitUntil(lambda: isinstance(page(again), WaitingPage), timeout=WAIT)
    assert "An administrator refused this request" in words(page(again))
    assert not page(again).findChild(EightWords).isVisible()
    give_up(again)
    qtbot.waitUntil(lambda: isinstance(page(again), StartPage), timeout=WAIT)
    assert not (office.base / "new").exists() and not page(again).problem.isVisible()
    assert ask(again, office.shared, qtbot) != before


def test_a_laptop_that_waits_is_locked_once_it_was_idle_for_long_enough(
    office: Office, begun: Callable[[Path], Program], qtbot: QtBot
) -> None:
    program = begun(office.base / "new")
    before, waiting = ask(program, office.shared, qtbot), program.waiting
    assert waiting is not None
    waiting.idle._system = lambda: 24 * 3600.0
    waiting.idle.look()
    assert isinstance(page(program), UnlockPage) and waiting.ws.key == b""
    page(program).passphrase.setText(PASSPHRASE)
    press(page(program), "Unlock")
    qtbot.waitUntil(lambda: isinstance(page(program), WaitingPage), timeout=WAIT)
    assert shown_words(page(program)) == before


def test_everything_on_both_pages_has_a_name(office: Office, begun: Callable[[Path], Program], qtbot: QtBot) -> None:
    from tests.ui import seen

    program = begun(office.base / "new")
    program.show_join()
    assert [one for one in seen.interactive(page(program)) if not one.accessibleName()] == []
    assert seen.in_visual_order(seen.stops(page(program)), page(program))
    program.show_start()
    ask(program, office.shared, qtbot)
    assert [one for one in seen.interactive(page(program)) if not one.accessibleName()] == []
