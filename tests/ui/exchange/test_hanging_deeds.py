"""What is done on the page while the shared folder hangs: it is done here at once, or can be left alone."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox
from pytestqt.qtbot import QtBot

from qaf_desktop.services import devices, directory, joining
from qaf_desktop.ui.window import Window
from tests.exchange.laptops import Office
from tests.ui.exchange.conftest import Hanging, quick, send, settled
from tests.ui.exchange.test_deeds import page_with
from tests.ui.exchange.test_faults import pipes
from tests.ui.first import press

Dialog = Callable[[Window], Any]
pytestmark = pipes


def test_a_leavers_laptop_is_removed_although_an_exchange_hangs(
    office: Office, window: Window, dialog: Dialog, qtbot: QtBot
) -> None:
    moss = office.join("J. Moss")
    send(window, qtbot)
    hanging = Hanging(office.shared)
    assert window.exchange is not None
    window.exchange.exchanger.now()
    window.open("person", moss.person_id)
    press(window.page, "Change person")
    left = dialog(window).fields.editors["left"]
    assert isinstance(left, QCheckBox)
    left.setChecked(True)
    press(dialog(window), "Save person")
    qtbot.waitUntil(lambda: directory.person(window.ws, moss.person_id).left, timeout=20_000)
    states = lambda: {one.id: one.state for one in devices.devices(window.ws, live=False)}  # noqa: E731 - asked again
    qtbot.waitUntil(lambda: states()[moss.device_id] == "removed", timeout=20_000)
    hanging.answer()
    quick(window)
    qtbot.waitUntil(lambda: window.exchange is not None and not window.exchange.exchanger.under_way, timeout=20_000)


def test_a_dialog_that_waits_for_the_folder_can_be_closed_and_what_comes_of_it_is_said(
    office: Office, window: Window, dialog: Dialog, qtbot: QtBot
) -> None:
    obi = office.ask("K. Obi")
    asked = joining.asked_here(obi)
    assert asked is not None
    press(page_with(window, qtbot, "Compare words and approve"), "Compare words and approve")
    shown = dialog(window)
    shown.editor.roles.item(0).setCheckState(Qt.CheckState.Checked)
    hanging = Hanging(office.shared)
    press(shown, "The words are the same: approve")
    assert not shown.main.isEnabled() and shown._cancel.text() == "Close"
    qtbot.keyClick(shown, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not [one for one in window.findChildren(type(shown)) if one.isVisible()])
    hanging.answer()
    qtbot.waitUntil(window._notice.isVisible, timeout=20_000)
    said = window._notice.accessibleDescription()
    settled(window, qtbot)
    assert joining.look(obi) == ("was approved" in said)
