"""Settings in the window: every one of them, this laptop's own, and what keeps the workspace safe."""

from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QPageSize
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QCheckBox, QLabel, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from qaf_desktop.domain.events import RoleGrant
from qaf_desktop.errors import WrongPassphrase
from qaf_desktop.services import directory, settings, workspaces
from qaf_desktop.ui.bars import CalmCombo
from qaf_desktop.ui.pages.settings import SettingsPage
from qaf_desktop.ui.theme import DARK
from qaf_desktop.ui.widgets.recovery_key import RecoveryKey, document_of
from qaf_desktop.ui.window import Window
from tests.ui.conftest import PASSPHRASE

Dialog = Callable[[Window], Any]
OTHER = "four other words here"


def page_of(window: Window) -> SettingsPage:
    window.open("settings")
    assert isinstance(window.page, SettingsPage)
    return window.page


def press(page: QWidget, words: str, about: str = "") -> None:
    found = [one for one in page.findChildren(QPushButton) if one.text() == words and one.isVisibleTo(page)]
    next(one for one in found if about in one.accessibleDescription()).click()


def said(page: QWidget) -> str:
    return " ".join(one.text() for one in page.findChildren(QLabel) if one.isVisibleTo(page))


def test_every_setting_is_shown_with_its_value(mine: Window) -> None:
    settings.change(mine.ws, duty_number="020 7946 0000")
    shown, now = said(page_of(mine)), settings.get(mine.ws)
    for field in fields(settings.Settings):
        assert settings.ABOUT[field.name].words in shown
        assert settings.in_words(field.name, getattr(now, field.name)) in shown


@pytest.mark.parametrize("group", settings.GROUPS)
def test_every_setting_of_a_group_can_be_changed(mine: Window, dialog: Dialog, group: str) -> None:
    press(page_of(mine), "Change", settings.GROUPS[group].lower())
    editors = dialog(mine).fields.editors
    assert set(editors) == {name for name, about in settings.ABOUT.items() if about.group == group}


def test_a_period_is_changed_and_one_that_is_none_is_refused(mine: Window, dialog: Dialog) -> None:
    press(page_of(mine), "Change", "periods")
    asked = dialog(mine)
    asked.fields.editors["response_days"].setText("0")
    press(asked, "Save settings")
    assert "from 1 to 365 for response to findings" in asked.problem.text()
    asked.fields.editors["response_days"].setText("12")
    asked.fields.editors["any_section_starts_dip_sample"].setChecked(True)
    press(asked, "Save settings")
    now = settings.get(mine.ws)
    assert (now.response_days, now.any_section_starts_dip_sample) == (12, True)
    assert "12 working days" in said(mine.page)


def test_who_is_no_administrator_sees_settings_and_changes_none(mine: Window) -> None:
    mine.ws.person_id = directory.add_person(mine.ws, "A. Shah", roles=[RoleGrant("reader")])
    page = page_of(mine)
    assert "An administrator can change these." in said(page)
    assert "Change" not in {one.text() for one in page.findChildren(QPushButton)}


def test_appearance_and_keys_are_this_laptops_own(mine: Window) -> None:
    page = page_of(mine)
    look = next(one for one in page.findChildren(CalmCombo) if one.accessibleName() == "Appearance")
    look.activated.emit(look.findData("dark"))
    assert mine.theme.tokens == DARK and mine.preferences.appearance == "dark"
    keys = mine.page.findChild(QCheckBox)
    keys.setChecked(False)
    assert mine.preferences.single_keys is False
    press(mine.page, "Larger text")
    assert (mine.theme.scale, mine.preferences.text_size) == (110, 110)


def test_the_passphrase_is_changed(mine: Window, dialog: Dialog, qtbot: QtBot) -> None:
    press(page_of(mine), "Change passphrase")
    asked = dialog(mine)
    for name, words in (("old", "wrong"), ("new", OTHER), ("again", OTHER)):
        asked.fields.editors[name].setText(words)
    press(asked, "Change passphrase")
    qtbot.waitUntil(lambda: "does not open this workspace" in asked.problem.text())
    asked.fields.editors["old"].setText(PASSPHRASE)
    press(asked, "Change passphrase")
    qtbot.waitUntil(lambda: "The passphrase was changed" in mine._notice.accessibleDescription())
    with pytest.raises(WrongPassphrase):
        workspaces.open_(mine.ws.folder, PASSPHRASE)
    workspaces.open_(mine.ws.folder, OTHER).close()


def test_a_new_recovery_key_is_shown_saved_and_opens_the_workspace(
    mine: Window, dialog: Dialog, tmp_path: Path, qtbot: QtBot
) -> None:
    press(page_of(mine), "New recovery key")
    dialog(mine).fields.editors["passphrase"].setText(PASSPHRASE)
    press(dialog(mine), "Make key")
    qtbot.waitUntil(lambda: mine.findChild(RecoveryKey) is not None)
    shown = mine.findChild(RecoveryKey)
    key = shown.findChild(QPlainTextEdit).toPlainText()
    shown.save_to(tmp_path / "key.txt")
    assert key in (tmp_path / "key.txt").read_text("utf-8")
    workspaces.open_(mine.ws.folder, key).close()


def test_the_recovery_key_is_printed_on_a_page_of_its_own(tmp_path: Path, qtbot: QtBot) -> None:
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setOutputFileName(str(tmp_path / "key.pdf"))
    document = document_of("ABCD-EFGH", "A council")
    document.print_(printer)
    assert (tmp_path / "key.pdf").read_bytes().startswith(b"%PDF")
    assert "ABCD-EFGH" in document.toPlainText() and "A council" in document.toPlainText()


def test_a_backup_is_written_behind_the_window_and_restores(mine: Window, tmp_path: Path, qtbot: QtBot) -> None:
    page_of(mine).safe.back_up(tmp_path / "b.qafbackup")
    qtbot.waitUntil(lambda: "Backed up to" in mine._notice.accessibleDescription(), timeout=20_000)
    again = workspaces.restore(tmp_path / "b.qafbackup", tmp_path / "again", PASSPHRASE)
    assert settings.get(again).organisation == "A council"
    again.close()


def test_a_backup_that_cannot_be_written_is_said(mine: Window, tmp_path: Path, qtbot: QtBot) -> None:
    page_of(mine).safe.back_up(tmp_path / "nowhere" / "b.qafbackup")
    qtbot.waitUntil(lambda: "is not there. Choose another folder" in mine._notice.accessibleDescription())


def test_verifying_says_in_words_what_was_found(mine: Window, qtbot: QtBot) -> None:
    page_of(mine).safe.verify()
    qtbot.waitUntil(lambda: "Everything is as it was recorded." in mine._notice.accessibleDescription(), timeout=20_000)
    assert "things were read at" in said(mine.page)
    assert not mine.working.isVisible()


def test_practice_has_neither_passphrase_nor_recovery_key(window: Window) -> None:
    shown = {one.text() for one in page_of(window).findChildren(QPushButton)}
    assert {"Back up", "Verify workspace"} <= shown
    assert not shown & {"Change passphrase", "New recovery key", "Restore a backup"}
