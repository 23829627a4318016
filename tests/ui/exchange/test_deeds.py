"""What is done on the page Exchange and devices: approved, removed, agreed, decided, carried by hand, erased."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from qaf_desktop.domain.events import AuditCorrected, RoleGrant
from qaf_desktop.services import cases, conflicts, devices, directory, draft_backup, exchange, exchange_repair, joining
from qaf_desktop.store.workspace import Workspace
from qaf_desktop.ui.widgets.roles_editor import RolesEditor
from qaf_desktop.ui.window import Window
from tests.exchange.drafting import new_draft
from tests.exchange.laptops import PASSPHRASE, Office, add_case, change_case, state
from tests.ui.exchange.conftest import says, send, settled
from tests.ui.first import press
from tests.ui.office import names, words

Dialog = Callable[[Window], Any]
ADMINISTRATOR = (RoleGrant("administrator"),)


def notices(window: Window, qtbot: QtBot, text: str) -> None:
    qtbot.waitUntil(lambda: text in window._notice.accessibleDescription(), timeout=20_000)


def page_with(window: Window, qtbot: QtBot, *buttons: str) -> QWidget:
    """The page, once it offers these."""
    window.open("exchange")
    settled(window, qtbot)
    qtbot.waitUntil(lambda: set(buttons) <= set(names(window.page)), timeout=20_000)
    page: QWidget = window.page
    return page


def test_a_laptop_is_approved_once_its_words_are_compared(
    office: Office, window: Window, dialog: Dialog, qtbot: QtBot
) -> None:
    obi = office.ask("K. Obi", folder="LAPTOP-11")
    asked = joining.asked_here(obi)
    assert asked is not None
    press(page_with(window, qtbot, "Compare words and approve"), "Compare words and approve")
    shown = dialog(window)
    assert all(word in words(shown) for word in asked.words)
    assert shown.fields.editors["name"].text() == "K. Obi"
    press(shown, "The words are the same: approve")
    qtbot.waitUntil(lambda: "Tick at least one role" in shown.problem.text())
    editor = shown.findChild(RolesEditor)
    editor.roles.item(0).setCheckState(Qt.CheckState.Checked)
    press(shown, "The words are the same: approve")
    notices(window, qtbot, "LAPTOP-11 was approved")
    assert directory.person(window.ws, "K. Obi").has("auditor")
    exchange.now(obi)
    assert obi.person_id == directory.person(window.ws, "K. Obi").id
    qtbot.waitUntil(lambda: "Waiting to be approved" not in words(window.page), timeout=20_000)


def test_a_request_is_refused_once_it_was_confirmed(
    office: Office, window: Window, dialog: Dialog, qtbot: QtBot
) -> None:
    obi = office.ask("K. Obi", folder="LAPTOP-11")
    press(page_with(window, qtbot, "Refuse"), "Refuse")
    assert "K. Obi asks to join with it. Their request goes" in words(dialog(window))
    press(dialog(window), "Refuse request")
    notices(window, qtbot, "K. Obi's request for LAPTOP-11 was refused")
    qtbot.waitUntil(lambda: "Waiting to be approved" not in words(window.page), timeout=20_000)
    assert not joining.look(obi)
    asked = joining.asked_here(obi)
    assert asked is not None and asked.refused


def test_a_request_is_matched_to_somebody_of_the_directory_who_keeps_their_roles(
    office: Office, window: Window, dialog: Dialog, qtbot: QtBot
) -> None:
    key = directory.add_person(window.ws, "Karen Obi", roles=[RoleGrant("moderator")])
    obi = office.ask("K. Obi")
    press(page_with(window, qtbot, "Compare words and approve"), "Compare words and approve")
    who = dialog(window).fields.editors["who"]
    who.setCurrentIndex(who.findData(key))
    assert [one.role for one in dialog(window).editor.value()] == ["moderator"]
    press(dialog(window), "The words are the same: approve")
    notices(window, qtbot, "was approved")
    exchange.now(obi)
    assert obi.person_id == key and [one.role for one in directory.me(obi).roles] == ["moderator"]


def test_a_lost_laptop_is_removed_and_one_is_told_what_it_could_read(
    office: Office, window: Window, dialog: Dialog, qtbot: QtBot
) -> None:
    moss = office.join("J. Moss", folder="LAPTOP-07")
    send(window, qtbot)
    press(page_with(window, qtbot, "Remove"), "Remove")
    said = words(dialog(window))
    assert "What it sent so far stays and counts" in said and "nothing can take that back" in said
    assert "recovery" not in dialog(window).fields.editors
    press(dialog(window), "Remove laptop")
    notices(window, qtbot, "LAPTOP-07 was removed. It can still read up to")
    qtbot.waitUntil(lambda: "Removed" in words(window.page), timeout=20_000)
    assert not exchange.now(moss).sent


def second_administrator(office: Office, window: Window, qtbot: QtBot) -> Workspace:
    other = office.join("S. Second", ADMINISTRATOR)
    send(window, qtbot)
    return other


def test_an_administrators_laptop_waits_for_a_second_who_agrees(
    office: Office, window: Window, dialog: Dialog, show: Callable[..., Window], qtbot: QtBot
) -> None:
    second = second_administrator(office, window, qtbot)
    third = office.ask("T. Third")
    asked = joining.asked_here(third)
    assert asked is not None
    with pytest.raises(Exception, match="second administrator"):
        joining.approve(window.ws, asked.request, asked.words, roles=ADMINISTRATOR)
    exchange.now(window.ws)
    other = show(second)
    page = page_with(other, qtbot, "Agree")
    assert "Approve a laptop of" in words(page) and "Begun by R. Patel" in words(page)
    press(page, "Agree")
    notices(other, qtbot, "It counts from now on.")
    assert joining.look(third)


def test_with_one_administrator_left_the_recovery_key_removes_the_other(
    office: Office, window: Window, dialog: Dialog, qtbot: QtBot
) -> None:
    second = second_administrator(office, window, qtbot)
    press(page_with(window, qtbot, "Remove"), "Remove")
    assert "another administrator has to agree" in words(dialog(window))
    dialog(window).fields.editors["recovery"].setText("ABCD-EFGH")
    press(dialog(window), "Remove laptop")
    qtbot.waitUntil(lambda: bool(dialog(window).problem.text()), timeout=20_000)
    dialog(window).fields.editors["recovery"].setText(office.recovery_key)
    press(dialog(window), "Remove laptop")
    notices(window, qtbot, "was removed")
    assert [one.state for one in devices.devices(window.ws, live=False) if one.id == second.device_id] == ["removed"]


def test_a_conflict_is_decided_with_both_values_in_sight(
    office: Office, window: Window, dialog: Dialog, qtbot: QtBot
) -> None:
    moss, key = office.join("J. Moss"), add_case(window.ws, "104482")
    office.exchange_all()
    change_case(window.ws, key, "child_protection")
    change_case(moss, key, "child_looked_after")
    office.exchange_all()
    page = page_with(window, qtbot, "Decide")
    assert "Child protection" in words(page) and "Child looked after" in words(page)
    press(page, "Decide")
    entry = dialog(window).fields.editors["entry"]
    entry.setCurrentIndex(0)
    press(dialog(window), "Decide")
    notices(window, qtbot, "Decided: case 104482.")
    assert conflicts.list_conflicts(window.ws) == ()
    office.exchange_all()
    assert cases.case(moss, "104482").plan == cases.case(window.ws, "104482").plan == "child_protection"
    qtbot.waitUntil(lambda: "Decided apart" not in words(window.page), timeout=20_000)


def test_a_file_is_exported_and_dragged_in_on_another_laptop(
    office: Office, window: Window, show: Callable[..., Window], qtbot: QtBot
) -> None:
    other = show(office.join("J. Moss"))
    settled(other, qtbot)
    send(window, qtbot)
    add_case(window.ws, "104482")
    window.open("exchange")
    window.page.act.hand.export_to(office.base / "stick.pack")
    notices(window, qtbot, "entries are in")
    other.open("exchange")
    drop(other.page, office.base / "stick.pack")
    notices(other, qtbot, "were taken in from stick.pack.")
    assert cases.case(other.ws, "104482").number == "104482"


def test_an_export_is_cancelled_and_leaves_no_file(
    office: Office, window: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        add_case(window.ws, f"10448{number}")
        exchange.now(window.ws)
    told: list[tuple[int, int]] = []

    def progress(done: int, of: int) -> bool:
        told.append((done, of))
        return done < of // 2

    with pytest.raises(exchange.Cancelled):
        exchange.export(window.ws, office.base / "stick.pack", progress)
    assert len(told) == 2 and told[0][1] == told[1][1] >= 8
    assert list(office.base.glob("*stick*")) == []
    export, cancelled = exchange.export, threading.Event()

    def after_the_press(*given: Any) -> int:
        cancelled.wait(60)
        return export(*given)

    monkeypatch.setattr(exchange, "export", after_the_press)
    window.open("exchange")
    window.page.act.hand.export_to(office.base / "stick.pack")
    window.working.cancel()
    cancelled.set()
    notices(window, qtbot, "Cancelled. No file was written.")
    assert list(office.base.glob("*stick*")) == []


def drop(page: QWidget, path: Any) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    page.dropEvent(
        QDropEvent(
            QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        )
    )


def test_a_file_that_is_damaged_is_refused_whole(office: Office, window: Window, qtbot: QtBot) -> None:
    target = office.base / "stick.pack"
    exchange.export(window.ws, target)
    target.write_bytes(target.read_bytes()[:-5])
    before = state(window.ws)
    window.open("exchange")
    window.page.act.hand.take_in(target)
    notices(window, qtbot, "stick.pack")
    assert state(window.ws) == before


def test_the_folder_is_repaired_and_what_was_damaged_is_listed(
    office: Office, window: Window, dialog: Dialog, qtbot: QtBot
) -> None:
    add_case(window.ws, "104482")
    send(window, qtbot)
    file = max((office.shared / "segments" / window.ws.device_id[:16]).iterdir(), key=lambda one: one.name)
    file.write_bytes(file.read_bytes()[:-20])
    press(page_with(window, qtbot, "Repair folder"), "Repair folder")
    assert "These were damaged" in words(dialog(window))
    assert exchange_repair.repair(window.ws).problems == ()


def test_drafts_of_an_earlier_laptop_are_restored_with_its_passphrase(
    office: Office, window: Window, dialog: Dialog, show: Callable[..., Window], qtbot: QtBot
) -> None:
    from tests.exchange.laptops import KEEPER

    first = office.join("J. Moss", KEEPER, folder="LAPTOP-07")
    new_draft(first, first.new_id())
    exchange.now(first)
    second = office.join("J. Moss", None, folder="LAPTOP-08")
    found = draft_backup.restorable(second)
    assert [(one.drafts, one.locked) for one in found] == [(1, True)]
    other = show(second)
    press(page_with(other, qtbot, "Restore drafts"), "Restore drafts")
    dialog(other).fields.editors["passphrase"].setText("not that one at all")
    press(dialog(other), "Restore drafts")
    qtbot.waitUntil(lambda: "does not open the drafts" in dialog(other).problem.text(), timeout=20_000)
    dialog(other).fields.editors["passphrase"].setText(PASSPHRASE)
    press(dialog(other), "Restore drafts")
    notices(other, qtbot, "1 draft was restored.")
    qtbot.waitUntil(lambda: "Restore drafts" not in names(other.page), timeout=20_000)


def test_a_case_is_erased_once_its_number_was_typed_twice(
    office: Office, window: Window, dialog: Dialog, qtbot: QtBot
) -> None:
    moss = office.join("J. Moss")
    add_case(window.ws, "104482")
    office.exchange_all()
    press(page_with(window, qtbot, "Erase a case"), "Erase a case")
    fields = dialog(window).fields.editors
    fields["number"].setText("104482")
    fields["again"].setText("104428")
    fields["reason"].setPlainText("The family asked, and the council agreed.")
    press(dialog(window), "Erase case")
    qtbot.waitUntil(lambda: "The two numbers differ" in dialog(window).problem.text(), timeout=20_000)
    fields["again"].setText("104482")
    press(dialog(window), "Erase case")
    notices(window, qtbot, "Case 104482 was erased")
    exchange.now(window.ws)
    exchange.now(moss)
    assert [one.number for one in cases.cases(moss).items] == []


def test_a_page_whose_case_was_erased_elsewhere_is_left_in_words(
    office: Office, window: Window, show: Callable[..., Window], qtbot: QtBot
) -> None:
    from qaf_desktop.services import erasure

    moss = office.join("J. Moss")
    add_case(window.ws, "104482")
    office.exchange_all()
    other = show(moss)
    settled(other, qtbot)
    other.open("case", "104482")
    erasure.erase_case(window.ws, "104482", "The family asked.")
    exchange.now(window.ws)
    send(other, qtbot)
    qtbot.waitUntil(lambda: other.place != "case", timeout=20_000)
    assert "104482" in other._notice.accessibleDescription()


def test_what_does_not_count_is_listed_with_the_reason(
    office: Office, window: Window, show: Callable[..., Window], qtbot: QtBot
) -> None:
    moss = office.join("J. Moss", folder="LAPTOP-07")
    office.exchange_all()
    with moss.writing() as writing:  # what no service would let them record
        writing.record("audit", moss.new_id(), AuditCorrected("The visit was on 3 May.", ""))
    devices.set_roles(window.ws, {moss.person_id: (RoleGrant("reader"),)})
    add_case(moss, "104482")
    exchange.now(moss)
    send(window, qtbot)
    page_with(window, qtbot, "Export")
    qtbot.waitUntil(lambda: "Does not count (1)" in words(window.page), timeout=20_000)
    assert "J. Moss, LAPTOP-07, today" in words(window.page)


def test_roles_are_changed_from_the_list_of_laptops(
    office: Office, window: Window, dialog: Dialog, qtbot: QtBot
) -> None:
    moss = office.join("J. Moss")
    send(window, qtbot)
    press(page_with(window, qtbot, "Change roles"), "Change roles")
    editor = dialog(window).findChild(RolesEditor)
    for at in range(editor.roles.count()):
        wanted = editor.roles.item(at).data(Qt.ItemDataRole.UserRole) == "moderator"
        editor.roles.item(at).setCheckState(Qt.CheckState.Checked if wanted else Qt.CheckState.Unchecked)
    press(dialog(window), "Save person")
    qtbot.waitUntil(lambda: directory.person(window.ws, moss.person_id).has("moderator"), timeout=20_000)
    says(window, qtbot, "Received as of")
    exchange.now(window.ws)
    exchange.now(moss)
    assert [one.role for one in directory.me(moss).roles] == ["moderator"]


def test_new_roles_show_their_places_at_once(
    office: Office, window: Window, show: Callable[..., Window], qtbot: QtBot
) -> None:
    moss = office.join("J. Moss", (RoleGrant("auditor"),))
    other = show(moss)
    settled(other, qtbot)
    assert "tools" not in other.navigation.buttons
    directory.change_person(window.ws, moss.person_id, roles=[RoleGrant("quality_officer")])
    exchange.now(window.ws)
    send(other, qtbot)
    qtbot.waitUntil(lambda: "tools" in other.navigation.buttons, timeout=20_000)
