"""Audit tools in the window: added, refused by row, left out on the record, versions and their status, given out."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from qaf_desktop import resources
from qaf_desktop.domain.events import RoleGrant
from qaf_desktop.services import directory, tools
from qaf_desktop.ui.pages.tools import ToolsPage
from qaf_desktop.ui.window import Window

Dialog = Callable[[Window], Any]
WAIT = 20_000


def source(tmp_path: Path, version: str = "2027.1", more: str = "") -> Path:
    """The standard tool as another version, with rows more in its first section."""
    text = resources.path("tools/standard.md").read_text("utf-8").replace("2026.1", version)
    lines = text.splitlines()
    at = next(at for at, line in enumerate(lines) if "begin group" in line or "begin_group" in line)
    path = tmp_path / "standard.md"
    path.write_text("\n".join([*lines[: at + 1], *more.splitlines(), *lines[at + 1 :]]), "utf-8")
    return path


def page_of(window: Window) -> ToolsPage:
    window.open("tools")
    assert isinstance(window.page, ToolsPage)
    return window.page


def press(page: QWidget, words: str) -> None:
    next(one for one in page.findChildren(QPushButton) if one.text() == words and one.isVisibleTo(page)).click()


def said(page: QWidget) -> str:
    return " ".join(one.text() for one in page.findChildren(QLabel) if one.isVisibleTo(page))


def versions(window: Window) -> dict[str, str]:
    return {one.version: one.status for one in tools.tools(window.ws, "standard")}


def test_a_new_version_is_live_and_retires_the_one_before(mine: Window, tmp_path: Path, qtbot: QtBot) -> None:
    page_of(mine).add(source(tmp_path))
    qtbot.waitUntil(lambda: versions(mine) == {"2027.1": "live", "2026.1": "retired"}, timeout=WAIT)
    qtbot.waitUntil(lambda: "version 2027.1, was added and is live" in mine._notice.accessibleDescription())


def test_a_status_is_changed_in_words(mine: Window, dialog: Dialog) -> None:
    press(page_of(mine), "Change status")
    asked = dialog(mine)
    status = asked.fields.editors["status"]
    status.setCurrentIndex(status.findData("draft"))
    press(asked, "Save status")
    assert versions(mine) == {"2026.1": "draft"}
    assert "Draft" in said(mine.page)


def test_what_stands_in_the_way_is_listed_by_row(mine: Window, dialog: Dialog, tmp_path: Path, qtbot: QtBot) -> None:
    form = tmp_path / "form.md"
    form.write_text("| survey |\n| | type | name | label |\n| | text | a | A |\n", "utf-8")
    page_of(mine).add(form)
    qtbot.waitUntil(lambda: not mine.working.busy(), timeout=WAIT)
    refused = dialog(mine)
    assert "No question has the role overall_grade" in said(refused)
    assert "Leave out" not in {one.text() for one in refused.findChildren(QPushButton)}


def test_what_cannot_be_shown_is_left_out_when_told_so_and_shown_for_good(
    mine: Window, dialog: Dialog, tmp_path: Path, qtbot: QtBot
) -> None:
    page_of(mine).add(source(tmp_path, more="| | image | house | A picture of the house |"))
    qtbot.waitUntil(lambda: not mine.working.busy(), timeout=WAIT)
    refused = dialog(mine)
    assert "Pictures cannot be shown (A picture of the house)." in said(refused)
    assert versions(mine) == {"2026.1": "live"}
    press(refused, "Leave out 1 question and add")
    qtbot.waitUntil(lambda: versions(mine) == {"2027.1": "live", "2026.1": "retired"}, timeout=WAIT)
    qtbot.waitUntil(lambda: "standard. 1 question left out" in said(mine.page))
    press(mine.page, "Left out")
    assert "A picture of the house" in said(dialog(mine))


def test_a_file_that_is_no_form_is_said(mine: Window, tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / "form.xlsx").write_bytes(b"PK\x03\x04 no workbook")
    page_of(mine).add(tmp_path / "form.xlsx")
    qtbot.waitUntil(lambda: "form.xlsx" in mine._notice.accessibleDescription(), timeout=WAIT)
    assert versions(mine) == {"2026.1": "live"}


def test_a_retired_version_is_given_out_as_it_was(mine: Window, tmp_path: Path, qtbot: QtBot) -> None:
    tools.set_status(mine.ws, "standard", "2026.1", "retired")
    page_of(mine).export(tools.tools(mine.ws, "standard")[0], tmp_path / "out.xlsx")
    qtbot.waitUntil(lambda: (tmp_path / "out.xlsx").is_file(), timeout=WAIT)
    assert tools.check(tmp_path / "out.xlsx").ok


def test_who_keeps_no_tools_can_look_and_export_only(mine: Window) -> None:
    mine.ws.person_id = directory.add_person(mine.ws, "A. Shah", roles=[RoleGrant("team_manager")])
    shown = {one.text() for one in page_of(mine).findChildren(QPushButton)}
    assert shown == {"Export"}
