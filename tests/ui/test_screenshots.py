"""Pictures for people to look at, made offscreen: what comes before a workspace is open, the exchange, and its dialogs.

In the folder that QAF_SCREENSHOTS names; without it, none are made. tests/journeys/test_screenshots.py has the rest.
"""

import datetime as dt
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from qaf_desktop.app import Program
from qaf_desktop.clock import FixedClock
from qaf_desktop.domain.events import AuditCorrected, RoleGrant
from qaf_desktop.services import devices, directory, exchange, workspaces
from qaf_desktop.ui.dialogs.erasing import ask_redact
from qaf_desktop.ui.pages.join import WaitingPage
from qaf_desktop.ui.pages.new_workspace import RecoveryPage
from qaf_desktop.ui.theme import DARK, LIGHT, Theme
from qaf_desktop.ui.window import Window
from tests.exchange.laptops import PASSPHRASE, Office, add_case, an_office, change_case
from tests.ui.exchange.conftest import settled
from tests.ui.first import enter, page, press
from tests.ui.seen import settle

FOLDER = os.environ.get("QAF_SCREENSHOTS", "")
LOOKS = {
    "light": (LIGHT, 100, (1366, 768)),
    "dark": (DARK, 100, (1093, 614)),
    "large": (LIGHT, 200, (1093, 614)),
    "large-dark": (DARK, 200, (1366, 768)),
}

pytestmark = [
    pytest.mark.skipif(not FOLDER, reason="QAF_SCREENSHOTS names no folder"),
    pytest.mark.parametrize("look", LOOKS),
]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """A shared folder, the administrator's laptop, and much to see."""
    with an_office(tmp_path, "R. Patel") as made:
        yield made


def theme_of(look: str) -> Theme:
    tokens, scale, _ = LOOKS[look]
    return Theme(tokens, scale)


def shot(widget: QWidget, look: str, name: str) -> None:
    """One picture, once all stands still."""
    settle()
    Path(FOLDER).mkdir(parents=True, exist_ok=True)
    widget.grab().save(str(Path(FOLDER) / f"{look}-{name}.png"))


def shot_down(window: QWidget, within: QWidget, look: str, name: str) -> None:
    """The same, a page further down each time."""
    bar = max((one.verticalScrollBar() for one in within.findChildren(QScrollArea)), key=lambda one: one.maximum())
    for at in range(6):
        bar.setValue(at * bar.pageStep())
        shot(window, look, f"{name}-{at + 1}")
        if bar.value() >= bar.maximum():
            break


def shot_dialog(window: QWidget, look: str, name: str, before: Callable[[Any], None] | None = None) -> None:
    """A dialog that is open, which is closed then."""
    settle()
    one = next(one for one in window.findChildren(QDialog) if one.isVisible())
    if before is not None:
        before(one)
    shot(one, look, name)
    one.reject()
    settle()


def test_before_a_workspace_is_open(
    office: Office, begun: Callable[[Path], Program], qtbot: QtBot, look: str, tmp_path: Path
) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme_of(look).apply(app)
    program = begun(tmp_path / "new")
    program.first.resize(*LOOKS[look][2])
    shot(program.first, look, "start")
    program.show_new()
    shot_down(program.first, page(program), look, "new")
    said = {"person": "R. Patel", "passphrase": PASSPHRASE, "again": PASSPHRASE}
    enter(page(program), organisation="A council", **said, folder="/proc/nowhere")
    press(page(program), "Start workspace")
    shot(program.first, look, "new-waits")
    qtbot.waitUntil(lambda: bool(page(program).fields.problems["folder"].text()))
    shot_down(program.first, page(program), look, "new-refused")
    program.show_join()
    press(page(program), "Ask to join")
    shot_down(program.first, page(program), look, "join")
    enter(page(program), **said, folder=str(office.shared))
    press(page(program), "Ask to join")
    qtbot.waitUntil(lambda: isinstance(page(program), WaitingPage))
    qtbot.waitUntil(lambda: "Not approved yet" in page(program).state.text())
    shot_down(program.first, page(program), look, "waiting")
    press(page(program), "Give up joining")
    shot_dialog(program.first, look, "give-up")
    recovery = RecoveryPage(office.recovery_key, "A council", lambda _file: None, lambda: None)
    program._let_go_of_waiting()
    recovery.say("The shared folder /shared is full. Nothing is lost: ask for room, then send again.")
    program.first.show_page(recovery)
    shot_down(program.first, recovery, look, "recovery")


def test_the_exchange_and_its_dialogs(office: Office, show: Callable[..., Window], qtbot: QtBot, look: str) -> None:
    window = show(busy(office), theme_of(look))
    window.resize(*LOOKS[look][2])
    window.open("exchange")
    settled(window, qtbot)
    qtbot.waitUntil(lambda: window.exchange is not None and window.exchange.found is not None)
    shot_down(window, window.page, look, "exchange")
    for words, name in (
        ("Compare words and approve", "approve"), ("Remove", "remove"), ("Decide", "decide"),
        ("Erase a case", "erase"), ("Change roles", "roles"),
    ):  # fmt: skip
        press(window.page, words)
        shot_dialog(window, look, name)
    window.page.act.hand.export_to(office.base / "stick.pack")
    qtbot.waitUntil(window._notice.isVisible)
    shot(window, look, "exported")
    ask_redact(window, window.ws, window, "01", "104482")
    shot_dialog(window, look, "redact")


def busy(office: Office) -> Any:
    """A laptop with everything to decide."""
    admin = office.laptops["R. Patel"]
    moss = office.join("J. Moss", folder="LAPTOP-07")
    key = add_case(admin, "104482")
    office.exchange_all()
    change_case(admin, key, "child_protection")
    change_case(moss, key, "child_looked_after")
    with moss.writing() as writing:  # what no service would let them record
        writing.record("audit", moss.new_id(), AuditCorrected("The visit was on 3 May.", ""))
    office.exchange_all()
    devices.set_roles(admin, {moss.person_id: (RoleGrant("reader"),)})
    add_case(moss, "104483")
    exchange.now(moss)
    exchange.now(admin)
    office.ask("K. Obi", folder="LAPTOP-11")
    directory.add_team(admin, "North", "Help")
    file = max((office.shared / "segments" / moss.device_id[:16]).iterdir(), key=lambda one: one.name)
    file.write_bytes(file.read_bytes()[:-20])
    clock = admin.clock
    assert isinstance(clock, FixedClock)
    clock.moment += dt.timedelta(days=20)
    return admin


def test_an_audit_and_its_check(practice: Path, show: Callable[..., Window], look: str) -> None:
    window = show(workspaces.practise(practice), theme_of(look))
    window.resize(*LOOKS[look][2])
    for name in ("todo", "audits", "directory"):
        window.open(name)
        shot(window, look, name)
    window.open("todo")
    press(window.page, "Continue")
    shot(window, look, "form")
    window.page.check()
    shot(window, look, "form-check")
