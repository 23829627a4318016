"""The window over the practice workspace: places, lists, record, first run."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from qaf_desktop.app import Program, make_window
from qaf_desktop.services import audits, workspaces
from qaf_desktop.ui.pages.audits import AuditsPage
from qaf_desktop.ui.pages.start import SaidPage, StartPage
from qaf_desktop.ui.pages.unlock import UnlockPage
from qaf_desktop.ui.theme import Theme
from qaf_desktop.ui.window import Window


@pytest.fixture(scope="module")
def practice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("practice") / "workspace"
    workspaces.practise(folder).close()
    return folder


@pytest.fixture
def window(practice: Path, qtbot: QtBot) -> Iterator[Window]:
    made = make_window(workspaces.practise(practice), Theme())
    qtbot.addWidget(made)
    made.show()
    yield made
    made.end()


def test_navigation_is_called_exactly_by_its_words(window: Window) -> None:
    names = [one.accessibleName() for one in window.navigation.buttons.values()]
    assert names == ["To do", "Audits", "Directory", "Audit tools", "Settings"]


@pytest.mark.parametrize("page", ["todo", "audits", "begin", "directory", "tools", "settings"])
def test_every_button_and_field_of_a_page_has_a_name(window: Window, page: str) -> None:
    window.open(page)
    found = [one for kind in (QAbstractButton, QLineEdit) for one in window.findChildren(kind) if one.isVisible()]
    ours = [one for one in found if not isinstance(one.parent(), QLineEdit | QComboBox)]
    assert [one for one in ours if not one.accessibleName()] == []


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
