"""What is kept: where one was, what was raised beside what, what was typed; through a crash and a full disk."""

import datetime as dt
import threading
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog
from sqlalchemy import event

from qaf_desktop.errors import NotFound, Refused
from qaf_desktop.services import audits
from qaf_desktop.ui.pages.form.desk import Desk
from qaf_desktop.ui.pages.form.saver import Saver
from tests.cli.answers import full

RISK = "d_safety/d_risk"
REASON = "a_setting_up/a_child_contact_reason"
FROM = "a_setting_up/a_period_from"


def killed(page: Any) -> Desk:
    """As kill -9 leaves it: what was saved is there, and nobody said goodbye."""
    page.saver.stop()
    return Desk(page.ws, page.desk.draft_id)


def test_after_a_kill_the_same_question_and_caret_without_a_dialog(qtbot: Any, make_page: Any) -> None:
    page = make_page()
    page.jump(REASON)
    qtbot.keyClicks(page.focusWidget(), "Seen at school")
    for _ in range(6):
        qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Left)
    page.saver.flush()
    again = make_page(killed(page))
    view = again.section.view(REASON)
    assert again.focusWidget() is view.editor and view.caret() == len("Seen at ")
    assert again.frame.saved.text() == "Restored, last saved 2:32pm" and not again.findChildren(QDialog)


def test_the_caret_in_a_date_is_kept_too(qtbot: Any, make_page: Any) -> None:
    page = make_page()
    page.jump(FROM)
    qtbot.keyClicks(page.focusWidget(), "4 Aug")
    page.saver.flush()
    again = make_page(killed(page))
    assert again.focusWidget() is again.section.view(FROM).editor.line
    assert again.focusWidget().text() == "4 Aug" and again.focusWidget().cursorPosition() == 5


def test_a_program_that_was_killed_opens_the_audit_in_hand_first(make_page: Any, council: Any) -> None:
    page = make_page()
    assert audits.in_hand(council) == page.desk.draft_id
    page.hide()
    assert audits.in_hand(council) is None


def test_a_form_opens_and_is_left_although_an_exchange_is_storing_what_it_received(
    qtbot: Any, make_page: Any, council: Any
) -> None:
    begun, done = threading.Event(), threading.Event()

    def store() -> None:
        with council.writing():
            begun.set()
            done.wait()

    page = make_page()
    key = page.desk.draft_id
    storing = threading.Thread(target=store)
    storing.start()
    begun.wait()
    page.desk.take_in_hand(False, page.window())
    assert council.held_up() and audits.in_hand(council) == key
    done.set()
    storing.join()
    qtbot.waitUntil(lambda: audits.in_hand(council) is None)


def test_what_is_typed_meanwhile_is_saved_once_that_is_over(qtbot: Any) -> None:
    held, saved = [True], []

    def save() -> dt.datetime:
        saved.append(held[0])
        return dt.datetime(2026, 8, 4)

    saver = Saver(save, held_up=lambda: held[0])
    saver.touch()
    saver._in_time()
    assert saved == [] and saver.waiting and saver._look.isActive()
    held[0] = False
    saver._in_time()
    assert saved == [False] and not saver.waiting


def test_a_finding_remembers_its_question_to_the_end(qtbot: Any, make_page: Any, make_desk: Any) -> None:
    desk = make_desk()
    audits.fill(desk.ws, desk.draft_id, full() | {"i_judgement": full()["i_judgement"] | {"strengths": []}})
    page = make_page(desk)
    page.jump(RISK)
    qtbot.keyClick(page.focusWidget(), "S", Qt.KeyboardModifier.AltModifier)
    qtbot.keyClicks(page.focusWidget(), "Risks are named with the family")
    page.saver.flush()
    again = make_page(killed(page))
    kinds = [slot.item.kind for slot in again.section.slots if "strengths[" in slot.item.ref]
    assert again.at == 3 and kinds[0] == "card", "it is shown beside its question still"
    audits.submit(desk.ws, desk.draft_id)
    (strength,) = audits.show(desk.ws, desk.draft_id).strengths
    assert strength.question == RISK


def test_in_its_own_section_a_finding_leads_back_to_its_question(make_page: Any) -> None:
    page = make_page()
    page.jump(RISK)
    page.raise_beside("strengths", RISK)
    page.show_section(8)
    card = next(slot for slot in page.section.slots if slot.item.kind == "card")
    page.section.build(card)
    back = next(one for one in card.built.children() if getattr(one, "text", str)() == "Question 32")
    back.click()
    assert page.sitting.position == RISK


def test_an_empty_audit_can_be_left_reopened_and_paged(make_page: Any) -> None:
    page = make_page()
    page.hide()
    again = make_page(Desk(page.ws, page.desk.draft_id))
    for place in (*range(9), *reversed(range(9))):
        again.show_section(place)
        assert again.at == place


def test_after_submission_nothing_is_left_of_the_draft_and_its_private_notes(make_page: Any, make_desk: Any) -> None:
    desk = make_desk()
    audits.fill(desk.ws, desk.draft_id, full())
    page = make_page(desk)
    page.frame.foot.notes.setPlainText("Ask about the second worker")
    page.submission().carry_out()
    assert audits.in_hand(desk.ws) is None
    with pytest.raises((NotFound, Refused)):
        audits.draft(desk.ws, desk.draft_id)
    with desk.ws.reading() as connection:
        tables = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars().all()
        rows = [row for name in tables for row in connection.exec_driver_sql(f'SELECT * FROM "{name}"')]
    assert "second worker" not in str(rows)


def test_words_that_are_no_name_are_not_pointed_out_again(make_page: Any) -> None:
    page = make_page()
    page.sitting.answer(REASON, "Green Lane was visited")
    page.check()
    page.section.view(REASON).names.keep.click()
    page.saver.flush()
    again = make_page(killed(page))
    again.check()
    assert not again.section.view(REASON).names.isVisibleTo(again) and again.check_panel.note.text() == ""


def test_a_disk_that_fills_up_is_said_at_once_and_all_is_saved_once_there_is_room(qtbot: Any, make_page: Any) -> None:
    page = make_page()
    engine, full_ = page.ws.engine, [True]

    def no_room(connection: Any, *_: Any) -> None:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar() if full_[0] else 1_000_000_000
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")

    event.listen(engine, "begin", no_room)
    long = "The plan of 12 June names three changes. " * 2000
    page.jump(REASON)
    page.focusWidget().insertPlainText(long)
    assert not page.saver.flush()
    assert page.frame.trouble.text().startswith("Not saved. The disk is full") and page.frame.trouble.isVisible()
    assert page.section.view(REASON).editor.toPlainText() == long and page.saver._again.isActive()
    full_[0] = False
    page.saver._again.timeout.emit()
    event.remove(engine, "begin", no_room)
    assert not page.frame.trouble.isVisible() and page.frame.saved.text() == "Saved on this laptop 2:32pm"
    assert page.desk.draft().answers["a_setting_up"]["a_child_contact_reason"] == long
