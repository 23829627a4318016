"""Undo and redo: one line of steps over choices, texts, dates and entries, and the focus where each was."""

from typing import Any

from PySide6.QtCore import Qt

PLAIN = "a_setting_up/a_legal"
REASON = "a_setting_up/a_child_contact_reason"
FAMILY = "a_setting_up/a_family_contact_reason"
FROM = "a_setting_up/a_period_from"
RISK = "d_safety/d_risk"
CTRL = Qt.KeyboardModifier.ControlModifier


def key(qtbot: Any, page: Any, letter: str) -> None:
    qtbot.keyClick(page.focusWidget(), letter, CTRL)


def test_a_choice_is_taken_back_from_another_section_and_the_focus_goes_there(qtbot: Any, make_page: Any) -> None:
    page = make_page()
    page.jump(PLAIN)
    qtbot.keyClick(page.focusWidget(), "2")
    page.show_section(3)
    key(qtbot, page, "Z")
    assert page.at == 0 and page.sitting.position == PLAIN and page.sitting.form.value(PLAIN) == ""
    assert page.focusWidget() in page.section.view(PLAIN).editor.buttons
    key(qtbot, page, "Y")
    assert page.sitting.form.value(PLAIN) == "partly"


def test_typing_is_taken_back_in_its_editor_first_and_then_the_step_before(qtbot: Any, make_page: Any) -> None:
    page = make_page()
    page.jump(PLAIN)
    qtbot.keyClick(page.focusWidget(), "1")
    page.jump(REASON)
    qtbot.keyClicks(page.focusWidget(), "Unwell")
    key(qtbot, page, "Z")
    assert page.sitting.form.value(REASON) == "" and page.sitting.form.value(PLAIN) == "yes"
    key(qtbot, page, "Z")
    assert page.sitting.form.value(PLAIN) == "" and page.sitting.position == PLAIN


def test_what_was_typed_in_an_editor_that_was_left_is_one_step(qtbot: Any, make_page: Any) -> None:
    page = make_page()
    for ref, words in ((REASON, "Unwell"), (FAMILY, "Telephoned"), (FROM, "4/8/2026")):
        page.jump(ref)
        qtbot.keyClicks(page.focusWidget(), words)
    page.jump(PLAIN)
    for ref in (FROM, FAMILY, REASON):
        key(qtbot, page, "Z")
        assert page.sitting.form.value(ref) == "" and page.sitting.position == ref
    for ref, value in ((REASON, "Unwell"), (FAMILY, "Telephoned"), (FROM, "2026-08-04")):
        key(qtbot, page, "Y")
        assert page.sitting.form.value(ref) == value


def test_a_deleted_entry_comes_back_whole_with_the_focus_in_it(qtbot: Any, make_page: Any) -> None:
    page = make_page()
    page.jump(RISK)
    qtbot.keyClick(page.focusWidget(), "S", Qt.KeyboardModifier.AltModifier)
    qtbot.keyClicks(page.focusWidget(), "Named early")
    ref = page.sitting.position
    card = next(slot for slot in page.section.slots if slot.item.kind == "card")
    page.section._delete(card.item)
    assert page.sitting.position == RISK and page.focusWidget() is not None
    key(qtbot, page, "Z")
    assert page.sitting.form.value(ref) == "Named early" and page.sitting.position == ref
    assert page.sitting.beside[ref.rpartition("/")[0]] == RISK
    key(qtbot, page, "Y")
    assert not page.sitting.known(ref)


def test_an_entry_that_was_added_by_mistake_is_taken_back(qtbot: Any, make_page: Any) -> None:
    page = make_page()
    page.jump(RISK)
    qtbot.keyClick(page.focusWidget(), "R", Qt.KeyboardModifier.AltModifier)
    key(qtbot, page, "Z")
    assert not page.sitting.form.instances("i_judgement/recommendations") and page.sitting.position == RISK


def test_a_choice_can_be_cleared_by_key_and_comes_back(qtbot: Any, make_page: Any) -> None:
    page = make_page()
    page.jump(PLAIN)
    qtbot.keyClick(page.focusWidget(), "3")
    qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Delete)
    assert page.sitting.form.value(PLAIN) == ""
    key(qtbot, page, "Z")
    assert page.sitting.form.value(PLAIN) == "no"


def test_with_nothing_to_take_back_it_says_so(qtbot: Any, make_page: Any) -> None:
    page = make_page()
    key(qtbot, page, "Z")
    assert page.notice.accessibleDescription() == "There is nothing that can be taken back"
