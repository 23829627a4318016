"""The audit form by its keys, beside the worker, and to its end."""

from typing import Any

import pytest
from PySide6.QtCore import Qt

from qaf_desktop.services import audits
from tests.cli.answers import full

PLAIN = "a_setting_up/a_legal"
GRADE = "d_safety/d_grade"
ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier


@pytest.mark.parametrize(("key", "group"), [("S", "strengths"), ("I", "improvements"), ("R", "recommendations")])
def test_alt_and_a_letter_raises_beside_the_question(qtbot: Any, make_page: Any, key: str, group: str) -> None:
    page = make_page()
    page.jump(PLAIN)
    qtbot.keyClick(page.focusWidget(), key, ALT)
    (one,) = page.sitting.form.instances(f"i_judgement/{group}")
    assert page.sitting.position == f"i_judgement/{group}[{one}]/what"


def test_after_a_finding_the_next_unanswered_question_is_the_one_under_it(make_page: Any) -> None:
    page = make_page()
    page.jump(PLAIN)
    page.raise_beside("strengths", PLAIN)
    (one,) = page.sitting.form.instances("i_judgement/strengths")
    page.next_open()
    assert page.sitting.position == f"i_judgement/strengths[{one}]/themes"
    page.next_open()
    assert page.sitting.position == "a_setting_up/a_period_from"
    page.next_open(back=True)
    assert page.sitting.position == f"i_judgement/strengths[{one}]/themes"


def test_control_d_marks_the_question_to_come_back_to(qtbot: Any, make_page: Any) -> None:
    page = make_page()
    page.jump(PLAIN)
    qtbot.keyClick(page.focusWidget(), "D", CTRL)
    assert page.sitting.flagged == {PLAIN} and page.panel.words.text().endswith("To come back to: 1")
    page.saver.flush()
    assert page.desk.draft().flagged == {PLAIN}


def test_keys_page_through_the_sections_and_f9_checks(qtbot: Any, make_page: Any) -> None:
    page = make_page()
    page.jump(PLAIN)
    qtbot.keyClick(page, Qt.Key.Key_PageDown, CTRL)
    assert page.at == 1
    qtbot.keyClick(page, Qt.Key.Key_Return, CTRL)
    assert page.at == 2
    qtbot.keyClick(page, Qt.Key.Key_PageUp, CTRL)
    assert page.at == 1
    qtbot.keyClick(page, Qt.Key.Key_F9)
    assert page.check_panel.isVisibleTo(page) and page.check_panel.list.count() > 6


def test_alt_u_opens_the_urgent_concern(qtbot: Any, make_page: Any) -> None:
    from qaf_desktop.ui.pages.form.dialogs import UrgentDialog

    page = make_page()
    qtbot.keyClick(page, "U", ALT)
    (dialog,) = page.findChildren(UrgentDialog)
    assert dialog.isVisible()
    dialog.reject()


def test_sitting_together_folds_the_grades_and_the_private_notes(make_page: Any) -> None:
    page = make_page()
    page.sit_together(True)
    page.jump(GRADE)
    view = page.section.view(GRADE)
    assert view.editor.isHidden() and page.focusWidget() is view.opener
    assert page.frame.head.about_words.text().endswith("With A. Shah beside you") and page.shell.together
    view.opener.click()
    assert not view.editor.isHidden() and page.focusWidget() in view.editor.buttons
    page.sit_together(False)
    assert page.section.view(GRADE).opener is None


def test_choices_follow_the_answer_that_filters_them(make_page: Any, make_desk: Any) -> None:
    page = make_page(make_desk("places"))
    page.jump("m/area")
    part = page.section.view("m/part")
    page.sitting.answer("m/area", "south")
    assert [one.text() for one in part.editor.buttons] == ["South one", "South two"]
    page.sitting.answer("m/area", "north")
    assert [one.text() for one in part.editor.buttons] == ["North one"]


def test_a_whole_audit_is_submitted_from_the_last_section(qtbot: Any, make_page: Any, make_desk: Any) -> None:
    desk = make_desk()
    audits.fill(desk.ws, desk.draft_id, full())
    page = make_page(desk)
    page.show_section(8)
    assert page.check() and page.frame.foot.main.text() == "Submit audit"
    page.submission().carry_out()
    assert page.shell.opened == [("record", desk.draft_id)]
    assert audits.show(desk.ws, desk.draft_id).state != "draft"


def test_a_draft_is_abandoned_only_with_a_reason(make_page: Any) -> None:
    page = make_page()
    dialog = page.abandonment()
    dialog.carry_out()
    assert dialog.error.text() == "Enter why the audit is abandoned"


def test_the_newest_version_is_said_where_the_draft_has_it_already(make_page: Any) -> None:
    page = make_page()
    page.upgrade()
    assert "live version of its tool already" in page.notice.accessibleDescription()
    assert not [one for one in page.frame.head.more.menu().actions() if one.text().startswith("Move to")]
