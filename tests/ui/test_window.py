"""The window over the practice workspace: places, lists, record, first run."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from qaf_desktop.app import Program
from qaf_desktop.services import audits, directory
from qaf_desktop.ui.dialogs.goto import GoTo
from qaf_desktop.ui.pages.audits import AuditsPage
from qaf_desktop.ui.pages.start import SaidPage, StartPage
from qaf_desktop.ui.pages.unlock import UnlockPage
from qaf_desktop.ui.theme import Theme
from qaf_desktop.ui.window import Window


def test_navigation_is_called_exactly_by_its_words(window: Window) -> None:
    names = [one.accessibleName() for one in window.navigation.buttons.values()]
    assert names == ["To do", "Audits", "Directory", "Audit tools", "Exchange and devices", "Settings"]


def test_the_list_of_audits_reads_pages_and_is_filtered_by_a_case_number(window: Window) -> None:
    window.open("audits")
    page = window.findChild(AuditsPage)
    assert page is not None
    whole, number = page.model.total, page.model.item(page.model.total - 1).number
    page.filter.setText(number)
    assert 0 < page.model.total < whole


def test_the_record_shows_its_findings_and_goes_back_to_the_list(window: Window) -> None:
    row = audits.list_audits(window.ws, audits.AuditFilter(state="submitted")).items[0]
    window.open("audits")
    window.open("record", row.id)
    window.back()
    assert window.findChild(AuditsPage) is not None


def test_text_grows_to_200_per_cent_and_comes_back(window: Window) -> None:
    actions = {one.text(): one for one in window.menu.actions()}
    for _ in range(12):
        actions["Larger text"].trigger()
    assert window.theme.scale == 200
    actions["Text as it was"].trigger()
    assert window.theme.scale == 100


def actions_of(window: Window) -> dict[str, QAction]:
    return {one.text(): one for one in window.actions() if one.isEnabled()}


@pytest.mark.parametrize(
    ("person", "words"),
    [
        ("W. Hartley", ["To do", "Audits", "Exchange and devices", "Settings"]),
        ("C. Ellery", ["To do", "Audits", "Directory", "Audit tools", "Exchange and devices", "Settings"]),
        ("S. Okafor", ["To do", "Audits", "Directory", "Exchange and devices", "Settings"]),
    ],
)
def test_navigation_shows_what_a_persons_roles_allow(window: Window, person: str, words: list[str]) -> None:
    window._switch(directory.person(window.ws, person).id)
    assert [one.accessibleName() for one in window.navigation.buttons.values()] == words
    assert f"Ctrl+{len(words)}" in {one.shortcut().toString() for one in window.actions()}
    assert f"Ctrl+{len(words) + 1}" not in {one.shortcut().toString() for one in window.actions()}


def test_who_only_reads_begins_at_the_audits_and_begins_none(window: Window) -> None:
    window._switch(directory.person(window.ws, "W. Hartley").id)
    assert isinstance(window.page, AuditsPage)
    assert "Begin audit" not in actions_of(window)


def test_no_key_of_the_window_does_two_things(window: Window) -> None:
    keys = [key.toString() for one in window.actions() for key in one.shortcuts()]
    assert len(keys) == len(set(keys))
    assert not [key for key in keys if "Alt" in key and "Ctrl" in key]


def test_every_key_of_the_window_is_in_its_menu(window: Window) -> None:
    assert {one.text() for one in window.actions()} <= {one.text() for one in window.menu.actions()}


def test_the_menu_shows_the_keys_of_the_audit_form_while_it_is_open(window: Window) -> None:
    window.menu.aboutToShow.emit()
    assert "F9" not in "".join(one.text() for one in window.menu.actions())
    window.open("form", audits.list_audits(window.ws, audits.AuditFilter(state="draft", mine=True)).items[0].id)
    window.menu.aboutToShow.emit()
    assert [one.text() for one in window.menu.actions() if "F9" in one.text()] == ["Check audit\tF9"]


def test_f6_goes_round_the_panes_and_back_to_where_one_was(window: Window, qtbot: QtBot) -> None:
    window.open("audits")
    page = window.page
    page.filter.setFocus()
    panes = []
    for _ in range(3):
        qtbot.keyClick(window, Qt.Key.Key_F6)
        panes.append(QApplication.focusWidget())
    assert window.banner is not None and window.banner.isAncestorOf(panes[0])
    assert window.navigation.isAncestorOf(panes[1])
    assert panes[2] is page.filter


def test_a_notice_stays_until_the_next_action(window: Window) -> None:
    window.notice("Finding deleted.", "Undo", lambda: None)
    assert window._notice.isVisible() and window._notice.accessibleDescription() == "Finding deleted."
    window.open("audits")
    assert not window._notice.isVisible()


def test_go_to_opens_a_case_by_its_number(window: Window, qtbot: QtBot, dialog: Callable[[Window], GoTo]) -> None:
    actions_of(window)["Go to"].trigger()
    goto = dialog(window)
    qtbot.keyClicks(goto.field, "100203")
    qtbot.keyClick(goto.field, Qt.Key.Key_Return)
    assert window.page.title == "Case"


def test_the_status_says_that_something_is_not_saved_until_it_is(window: Window) -> None:
    window._status.say_unsaved("The disk is full.")
    assert window._status.saved.text() == "The disk is full."
    directory.add_team(window.ws, "A new team", "Help and protection")
    assert window._status.saved.text().startswith("Saved on this laptop")


@pytest.fixture
def begun(qtbot: QtBot) -> Iterator[Callable[[Path], Program]]:
    kept = []

    def begin(folder: Path) -> Program:
        kept.append(Program(folder, False, Theme()))
        qtbot.addWidget(kept[-1].first)
        kept[-1].begin()
        return kept[-1]

    yield begin
    for program in kept:
        program.end()


def test_a_first_run_offers_practice_and_a_workspace(tmp_path: Path, begun: Callable[[Path], Program]) -> None:
    page = begun(tmp_path / "none").first.centralWidget()
    assert isinstance(page, StartPage)
    assert {one.text() for one in page.findChildren(QAbstractButton)} >= {
        "Practise with made-up cases",
        "Start a workspace",
    }


def test_a_second_window_on_one_workspace_says_so_and_exits_3(
    practice: Path, begun: Callable[[Path], Program], qtbot: QtBot
) -> None:
    one, other = begun(practice), begun(practice)
    qtbot.waitUntil(lambda: other.exit_code == 3)
    assert isinstance(one.first.centralWidget(), UnlockPage)
    assert isinstance(other.first.centralWidget(), SaidPage)
    assert one.exit_code == 0
