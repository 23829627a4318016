"""Sit together, in the real window: only this audit, until one stops."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel

from qaf_desktop.app import make_window
from qaf_desktop.services import audits, workspaces
from qaf_desktop.ui.theme import Theme
from qaf_desktop.ui.window import Window

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(scope="module")
def practice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("together") / "workspace"
    workspaces.practise(folder).close()
    return folder


@pytest.fixture
def open_window(practice: Path, tmp_path: Path, qtbot: Any) -> Iterator[Any]:
    made: list[Window] = []
    shutil.copytree(practice, tmp_path / "workspace")

    def make() -> Window:
        for one in made:
            one.end()  # as a kill leaves it: nothing is closed in order
        made.clear()
        window = make_window(workspaces.practise(tmp_path / "workspace"), Theme())
        made.append(window)
        qtbot.addWidget(window)
        with qtbot.waitExposed(window):
            window.show()
        window.activateWindow()
        return window

    yield make
    for window in made:
        window.end()


def draft_of(window: Window) -> Any:
    from qaf_desktop.errors import QafError
    from qaf_desktop.services import cases

    mine = audits.list_audits(window.ws, audits.AuditFilter(state="draft")).items
    for row in mine:
        try:
            return audits.draft(window.ws, row.id)
        except QafError:
            continue
    for case in cases.cases(window.ws, "", 0, 300).items:
        try:
            return audits.draft(window.ws, audits.begin(window.ws, case.number))
        except QafError:
            continue
    raise AssertionError


def words_in_sight(window: Window) -> str:
    labels = [one.text() for one in window.findChildren(QLabel) if one.isVisible()]
    return "\n".join([*labels, *(one.currentText() for one in window.findChildren(QComboBox) if one.isVisible())])


def test_nothing_of_other_cases_or_workers_is_in_sight(open_window: Any, qtbot: Any) -> None:
    window = open_window()
    draft = draft_of(window)
    window.open("form", draft.id)
    qtbot.keyClick(window.page, "T", CTRL)
    assert window.page.together and not window.navigation.isVisible() and not window._status.isVisible()
    others = [row.number for row in audits.list_audits(window.ws, audits.AuditFilter()).items]
    said = words_in_sight(window)
    assert draft.case.number in said and f"With {draft.case.worker_name} beside you" in said
    assert not [one for one in others if one != draft.case.number and one in said]


def test_search_notices_and_the_ways_to_other_pages_are_off_and_come_back(open_window: Any, qtbot: Any) -> None:
    window = open_window()
    window.open("form", draft_of(window).id)
    window.page.frame.head.sit.click()
    window.notice("Audit of case 100001 was returned to you.")
    qtbot.keyClick(window.page, "1", CTRL)
    qtbot.keyClick(window.page, "K", CTRL)
    qtbot.keyClick(window.page, Qt.Key.Key_Escape)
    assert window.page.title == "Audit" and not window._notice.isVisible()
    window.page.frame.head.sit.click()
    assert window.navigation.isVisible() and window._status.isVisible()
    qtbot.keyClick(window.page, "1", CTRL)
    assert window.page.title != "Audit"


def test_it_opens_straight_into_the_audit_again_after_the_program_was_killed(open_window: Any) -> None:
    window = open_window()
    draft = draft_of(window)
    window.open("form", draft.id)
    window.page.sit_together(True)
    window.flush()
    again = open_window()
    assert again.page.draft.id == draft.id and again.page.together
    assert not again.navigation.isVisible()


def test_an_audit_that_was_left_in_order_is_not_what_opens_first(open_window: Any) -> None:
    window = open_window()
    window.open("form", draft_of(window).id)
    window.open("audits")
    assert open_window().page.title != "Audit"
