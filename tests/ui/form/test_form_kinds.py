"""Every kind of question as people answer it: languages, another answer, dates, times, numbers, help, long texts."""

from typing import Any

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtWidgets import QLabel, QPushButton

from qaf_desktop.services import audits
from qaf_desktop.tool.compile import compile_tool
from qaf_desktop.tool.definition import Tool
from qaf_desktop.ui.pages.form.desk import Desk
from qaf_desktop.ui.pages.form.reading import to_value
from tests.tool.made import tool as made_tool

REASON, FROM = "a_setting_up/a_child_contact_reason", "a_setting_up/a_period_from"
WELSH = b"""| survey |
|  | type | name | label::English | label::Cymraeg | hint::English | hint::Cymraeg |
|  | begin group | s | Section | Adran |  |  |
|  | select_one yn | seen | Was the child seen? | A welwyd y plentyn? | By the worker | Gan y gweithiwr |
|  | end group |  |  |  |  |  |
| choices |
|  | list_name | name | label::English | label::Cymraeg |
|  | yn | yes | Yes | Do |
|  | yn | no | No | Naddo |
| settings |
|  | form_id | version | form_title | default_language | qaf_purpose |
|  | welsh | 1 | Two languages | English | further_cases |
"""


class ToolDesk(Desk):
    """The real draft, with a tool of another shape in its place."""

    def __init__(self, desk: Desk, tool: Tool) -> None:
        super().__init__(desk.ws, desk.draft_id)
        self.tool = tool

    def form(self, draft: Any) -> Any:
        from qaf_desktop.tool.form import Form

        language = draft.language if draft.language in self.tool.languages else None
        return Form(self.tool, now=self.ws.now(), language=language)


@pytest.fixture
def shown(make_page: Any, make_desk: Any) -> Any:
    def show(tool: Tool) -> Any:
        return make_page(ToolDesk(make_desk(), tool))

    return show


def words(page: Any) -> set[str]:
    found = {one.text() for one in page.findChildren(QLabel)}
    return found | {one.text() for one in page.section.view("s/seen").editor.buttons}


def test_a_form_of_two_languages_is_read_in_either_and_the_answer_stays(shown: Any, qtbot: Any) -> None:
    page = shown(compile_tool(WELSH, "welsh.md"))
    qtbot.keyClick(page.focusWidget(), "2")
    assert {"Section", "Was the child seen?", "By the worker", "Yes", "No"} <= words(page)
    menu = next(one.menu() for one in page.frame.head.more.menu().actions() if one.text() == "Language")
    next(one for one in menu.actions() if one.text() == "Cymraeg").trigger()
    assert {"Adran", "A welwyd y plentyn?", "Gan y gweithiwr", "Do", "Naddo"} <= words(page)
    assert page.section.view("s/seen").editor.value() == "no" and page.sitting.position == "s/seen"
    page.saver.flush()
    assert page.desk.draft().language == "Cymraeg"


def test_another_answer_asks_which(shown: Any, qtbot: Any) -> None:
    rows = ("begin group | s | S", "select_one people or_other | who | Who?", "end group")
    page = shown(made_tool(*rows, choices=("people | mother | Mother |", "people | father | Father |")))
    page.jump("s/who")
    qtbot.keyClick(page.focusWidget(), "3")
    assert page.sitting.form.value("s/who") == "other"
    qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Tab)
    view = page.section.view("s/who_other")
    assert view.isVisible()


@pytest.mark.parametrize(
    ("kind", "typed", "kept", "said"),
    [
        ("date", "4/8/26", "2026-08-04", "4 August 2026"),
        ("date", "4 aug 2026", "2026-08-04", "4 August 2026"),
        ("date", "2026-08-04", "2026-08-04", "4 August 2026"),
        ("time", "2.32pm", "14:32:00", "2:32pm"),
        ("time", "1432", "14:32:00", "2:32pm"),
        ("datetime", "4/8/2026 at 2:32pm", "2026-08-04T14:32:00", "4 August 2026, 2:32pm"),
        ("integer", "1,200", "1200", ""),
        ("decimal", ".5", "0.5", ""),
        ("decimal", "+3.50", "3.50", ""),
        ("decimal", "3.", "3", ""),
    ],
)
def test_dates_times_and_numbers_are_understood_as_people_write_them(
    kind: str, typed: str, kept: str, said: str
) -> None:
    assert to_value(kind, typed) == (kept, said)


@pytest.mark.parametrize(
    ("row", "typed", "says"),
    [
        ("date | q | Day", "32 August", "Enter a date, such as 4 August 2026: Day"),
        ("time | q | Hour", "half past", "Enter a time, such as 2:32pm: Hour"),
        ("dateTime | q | Moment", "today", "Enter a date and a time: Moment"),
        ("integer | q | Days", "3.5", "Enter a whole number: Days"),
        ("decimal | q | Share", "a lot", "Enter a number: Share"),
    ],
)
def test_what_is_not_understood_is_kept_and_said_beside_the_field_once_it_is_left(
    shown: Any, qtbot: Any, row: str, typed: str, says: str
) -> None:
    page = shown(made_tool("begin group | s | S", row, "text | more | More", "end group"))
    page.jump("s/q")
    qtbot.keyClicks(page.focusWidget(), typed)
    view = page.section.view("s/q")
    assert page.sitting.form.value("s/q") == typed and not view.error.isVisible(), "nobody is told off while typing"
    qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Tab)
    assert view.error.isVisible() and view.error.text() == says
    assert view.editor.line.accessibleDescription() == says and view.editor.line.text() == typed


def test_guidance_is_folded_until_it_is_asked_for(make_page: Any) -> None:
    page = make_page()
    view = (page.show_section(1), page.section.view("b_voice/b_seen"))[1]
    opener = next(one for one in view.findChildren(QPushButton) if one.text() == "What this means")
    help_ = next(one for one in view.findChildren(QLabel) if one.text().startswith("For a baby"))
    assert help_.isHidden()
    opener.click()
    assert not help_.isHidden() and opener.text() == "Fold what this means"


def test_a_hundred_thousand_characters_stay_whole_and_do_not_fill_the_page(make_page: Any) -> None:
    page = make_page()
    page.jump(REASON)
    editor, text = page.focusWidget(), ("The plan of 12 June names three changes.\n" * 2500)[:100_000]
    editor.insertPlainText(text)
    editor.insertPlainText("x")
    assert editor.height() < 25 * editor.fontMetrics().lineSpacing()
    assert page.saver.flush()
    assert audits.draft(page.ws, page.desk.draft_id).answers["a_setting_up"]["a_child_contact_reason"] == text + "x"


@pytest.mark.parametrize("text", ["שלום עולם", "مرحبا بالعالم", "👩‍👧 drew this 🏠"])
def test_right_to_left_text_and_emoji_come_back_as_they_were(make_page: Any, text: str) -> None:
    page = make_page()
    page.jump(REASON)
    page.focusWidget().insertPlainText(text)
    page.saver.flush()
    again = make_page(Desk(page.ws, page.desk.draft_id))
    assert again.section.view(REASON).editor.toPlainText() == text


def test_a_name_is_pointed_out_at_paste_in_an_entry_of_a_repeat_too(make_page: Any) -> None:
    page = make_page()
    page.raise_beside("strengths", "d_safety/d_risk")
    view = page.section.view(page.sitting.position)
    pasted = QMimeData()
    pasted.setText("👧 Seen with Amelia Harding at home")
    view.editor.insertFromMimeData(pasted)
    assert view.names.isVisible() and view.names.words.text() == "“Amelia Harding” may be a name"
    view.names.change.click()
    assert view.editor.textCursor().selectedText() == "Amelia Harding" and page.focusWidget() is view.editor
    view.editor.insertPlainText("the sister")
    assert not view.names.isVisible() and page.sitting.form.value(view.ref).endswith("with the sister at home")


def test_the_check_points_out_names_in_every_section_and_never_stops(make_page: Any, make_desk: Any) -> None:
    from tests.cli.answers import full

    desk = make_desk()
    answers = full()
    answers["h_difference"]["h_reasons"] = "Born on 4/8/2019, NHS 943 476 5919"
    answers["i_judgement"]["strengths"] = [{"what": "Direct work by Miss Harding in SW1A 2AA"}]
    audits.fill(desk.ws, desk.draft_id, answers)
    page = make_page(desk)
    assert page.check(), "nothing stops it"
    listed = [page.check_panel.list.item(row).text() for row in range(page.check_panel.list.count())]
    assert page.check_panel.title.text() == "Ready to submit" and len(listed) == 4
    assert [one.partition("” ")[2] for one in listed] == [
        "may be a date of birth", "may be an NHS number", "may be a name", "may be a postcode",
    ]  # fmt: skip
    page.check_panel.list.opened.emit(page.check_panel.list.item(0))
    view = page.section.view("h_difference/h_reasons")
    assert page.at == 7 and view.names.isVisible()
