"""The directory in the window: added and changed by hand, taken from files, and only by those who may."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from qaf_desktop.domain.events import RoleGrant
from qaf_desktop.services import cases, directory
from qaf_desktop.ui.bars import CalmCombo
from qaf_desktop.ui.pages.directory import DirectoryPage
from qaf_desktop.ui.widgets.roles_editor import RolesEditor
from qaf_desktop.ui.window import Window

Dialog = Callable[[Window], Any]


def press(page: QWidget, words: str) -> None:
    next(one for one in page.findChildren(QPushButton) if one.text() == words and one.isVisibleTo(page)).click()


def choose(combo: CalmCombo, words: str) -> None:
    combo.setCurrentIndex(next(at for at in range(combo.count()) if combo.itemText(at).startswith(words)))


def tick(editor: RolesEditor, role: str, *places: str) -> None:
    """Ticks a role, and where it holds."""
    item = next(one for at in range(10) if (one := editor.roles.item(at)).text().startswith(role))
    item.setCheckState(Qt.CheckState.Checked)
    for at in range(editor.places.count()):
        if editor.places.item(at).text().strip() in places:
            editor.places.item(at).setCheckState(Qt.CheckState.Checked)


def open_directory(window: Window, kind: str) -> DirectoryPage:
    window.open("directory", f"{kind}:")
    assert isinstance(window.page, DirectoryPage)
    return window.page


def said(dialog: QWidget) -> str:
    return " ".join(one.text() for one in dialog.findChildren(QLabel) if one.isVisibleTo(dialog))


def written(tmp_path: Path, text: str) -> Path:
    (tmp_path / "file.csv").write_text(text, "utf-8")
    return tmp_path / "file.csv"


def test_a_case_is_added_then_changed_by_hand(mine: Window, dialog: Dialog, qtbot: QtBot) -> None:
    page = open_directory(mine, "cases")
    press(page, "Add case")
    fields = dialog(mine).fields.editors
    fields["number"].setText("104482")
    choose(fields["plan"], "Child protection")
    choose(fields["team"], "North")
    qtbot.keyClick(fields["number"], Qt.Key.Key_Return)
    assert (cases.case(mine.ws, "104482").plan, cases.case(mine.ws, "104482").team) == ("child_protection", "North")
    mine.open("case", "104482")
    press(mine.page, "Change case")
    choose(dialog(mine).fields.editors["plan"], "Closed")
    press(dialog(mine), "Save case")
    assert cases.case(mine.ws, "104482").plan == "closed"


def test_a_name_in_the_place_of_a_number_is_refused_and_what_was_entered_stays(mine: Window, dialog: Dialog) -> None:
    press(open_directory(mine, "cases"), "Add case")
    asked = dialog(mine)
    asked.fields.editors["number"].setText("Anna Smith")
    press(asked, "Add case")
    assert asked.isVisible() and "never a child's name" in asked.problem.text()
    assert asked.fields.editors["number"].text() == "Anna Smith"
    assert asked.accessibleDescription() == asked.problem.text()


def test_a_person_is_added_with_roles_limited_to_a_team_and_a_service(mine: Window, dialog: Dialog) -> None:
    press(open_directory(mine, "people"), "Add person")
    asked = dialog(mine)
    asked.fields.editors["name"].setText("J. Moss")
    choose(asked.fields.editors["team"], "North")
    choose(asked.fields.editors["manager"], "R. Patel")
    editor = asked.findChild(RolesEditor)
    tick(editor, "Team manager", "North")
    tick(editor, "Service manager", "Help")
    tick(editor, "Auditor")
    press(asked, "Add person")
    moss, service = directory.person(mine.ws, "J. Moss"), directory.services(mine.ws)[0].id
    assert (moss.team, moss.manager) == ("North", "R. Patel")
    assert set(moss.roles) == {
        RoleGrant("auditor"), RoleGrant("team_manager", (moss.team_id or "",)),
        RoleGrant("service_manager", (), (service,)),
    }  # fmt: skip


def test_a_person_who_left_is_marked_and_keeps_their_roles(mine: Window, dialog: Dialog, qtbot: QtBot) -> None:
    key = directory.add_person(mine.ws, "A. Shah", roles=[RoleGrant("auditor")])
    mine.open("person", key)
    press(mine.page, "Change person")
    left = dialog(mine).fields.editors["left"]
    assert isinstance(left, QCheckBox)
    left.setChecked(True)
    press(dialog(mine), "Save person")
    qtbot.waitUntil(lambda: "Has left" in said(mine.page))
    assert directory.person(mine.ws, key).left and directory.person(mine.ws, key).has("auditor")


def test_a_team_comes_with_a_new_service_and_is_renamed(mine: Window, dialog: Dialog) -> None:
    press(open_directory(mine, "teams"), "Add team")
    fields = dialog(mine).fields.editors
    fields["name"].setText("Court")
    choose(fields["service"], "A new service")
    press(dialog(mine), "Add team")
    assert "name of a new one" in dialog(mine).problem.text()
    fields["new_service"].setText("Care")
    press(dialog(mine), "Add team")
    assert directory.find_team(mine.ws, "Court").service == "Care"
    page = mine.page
    page.list.opened.emit(next(at for at in range(page.model.total) if page.model.item(at).name == "Court"))
    dialog(mine).fields.editors["name"].setText("Court and permanence")
    press(dialog(mine), "Save team")
    assert directory.find_team(mine.ws, "Court and permanence").service == "Care"


def test_a_file_that_is_dropped_is_previewed_and_taken_in_whole(
    mine: Window, dialog: Dialog, tmp_path: Path, qtbot: QtBot
) -> None:
    cases.add_case(mine.ws, "1", "closed", team="North")
    page, file = open_directory(mine, "cases"), written(tmp_path, "number,plan,team\n1,care_leaver,North\n2,closed,\n")
    drop(page, file)
    preview = dialog(mine)
    assert "1 to add, 1 to change, 0 unchanged. Nothing is imported yet." in said(preview)
    assert preview.model.index(1, 0).data() == "Case 1. Changed. Plan: Closed becomes Care leaver. Row 2"
    press(preview, "Import cases")
    qtbot.waitUntil(lambda: cases.cases(mine.ws).total == 2)
    qtbot.waitUntil(lambda: "1 added, 1 changed, 0 unchanged" in mine._notice.accessibleDescription())


def drop(page: QWidget, file: Path) -> None:
    """Drags a file over the page and lets it go."""
    held = QMimeData()
    held.setUrls([QUrl.fromLocalFile(str(file))])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    over = QDragEnterEvent(QPointF(9, 9), copy, held, left, none)
    page.dragEnterEvent(over)
    assert over.isAccepted()
    page.dropEvent(QDropEvent(QPointF(9, 9), copy, held, left, none))


def test_what_is_wrong_with_a_file_is_listed_by_row_and_nothing_can_be_imported(
    mine: Window, dialog: Dialog, tmp_path: Path
) -> None:
    open_directory(mine, "people").preview(written(tmp_path, "name,team,roles\nA,Nowhere,\nB,,wizard\nC,North,\n"))
    preview = dialog(mine)
    assert [preview.model.index(at, 0).data().split(".")[0] for at in range(preview.model.rowCount())] == [
        "Row 2",
        "Row 3",
    ]
    assert [one.text() for one in preview.findChildren(QAbstractButton) if one.isVisibleTo(preview)] == ["Close"]
    assert directory.people(mine.ws).total == 1


def test_people_are_recognised_by_their_columns_whatever_list_is_open(
    mine: Window, dialog: Dialog, tmp_path: Path, qtbot: QtBot
) -> None:
    open_directory(mine, "cases").preview(written(tmp_path, "name,team,service\nA. Shah,Court,Care\n"))
    preview = dialog(mine)
    assert "New teams: Court (Care). New services: Care." in said(preview)
    press(preview, "Import people")
    qtbot.waitUntil(lambda: directory.people(mine.ws, "Shah").total == 1)


def test_a_file_that_is_no_table_is_said(mine: Window, tmp_path: Path, qtbot: QtBot) -> None:
    file = tmp_path / "picture.csv"
    file.write_bytes(b"%PDF-1.4\x00\x01")
    open_directory(mine, "cases").preview(file)
    qtbot.waitUntil(lambda: "neither a CSV file nor" in mine._notice.accessibleDescription())


def test_an_empty_list_has_a_heading_a_reason_and_an_action(mine: Window) -> None:
    page = open_directory(mine, "cases")
    assert "No cases yet" in said(page) and "social care system" in said(page)
    page.filter.setText("99")
    assert "Nothing fits" in said(page)
    press(page, "Show all cases")
    assert page.filter.text() == ""


@pytest.mark.parametrize(("role", "case", "person"), [("team_manager", True, False), ("administrator", False, True)])
def test_only_what_a_role_allows_is_offered(mine: Window, role: str, case: bool, person: bool) -> None:
    mine.ws.person_id = directory.add_person(mine.ws, "A. Shah", roles=[RoleGrant(role)])
    for kind, offered in (("cases", case), ("people", person)):
        page = open_directory(mine, kind)
        shown = {one.text() for one in page.findChildren(QPushButton) if one.isVisibleTo(page)}
        assert bool(shown & {"Add case", "Add person", f"Import {kind}"}) is (offered or (kind == "cases" and person))


def test_j_and_k_move_in_a_list_unless_they_are_switched_off(window: Window, qtbot: QtBot) -> None:
    page = open_directory(window, "people")
    page.list.setFocus()
    qtbot.keyClick(page.list, Qt.Key.Key_J)
    assert page.list.currentIndex().row() == 1
    window.allow_single_keys(False)
    qtbot.keyClick(page.list, Qt.Key.Key_J)
    assert page.list.currentIndex().row() == 1
    window.allow_single_keys(True)


def test_enter_opens_the_person_in_hand(window: Window, qtbot: QtBot) -> None:
    page = open_directory(window, "people")
    page.list.setFocus()
    name = page.model.item(0).name
    qtbot.keyClick(page.list, Qt.Key.Key_Return)
    assert name in said(window.page)
