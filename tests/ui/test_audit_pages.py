"""To do, audits, beginning, record, urgent concern and summary, on a window over a small council."""

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QScrollArea
from pytestqt.qtbot import QtBot

from qaf_desktop.app import make_window
from qaf_desktop.services import audits, cases, concerns, settings, summaries
from qaf_desktop.store.workspace import Workspace
from qaf_desktop.ui.dialogs.ask import Ask
from qaf_desktop.ui.theme import Theme
from qaf_desktop.ui.window import Window
from tests.services import council
from tests.services.council import begun, later, submitted
from tests.ui.office import interactive, named, names, page_of, stops, words

PAGES = ["todo", "audits", "begin", "found", "record", "concerns", "concern", "summary"]
BANNED = re.compile(r"\b(please|sorry|oops|invalid|required field)\b", re.IGNORECASE)
BAD_DAY = re.compile(r"\b\d{4}-\d\d-\d\d\b|\b\d{1,2}/\d{1,2}/\d{4}\b")
BAD_TIME = re.compile(r"\b\d{1,2}:\d\d\b(?!(am|pm))")


@pytest.fixture
def ws(tmp_path: Path) -> Workspace:
    made = council.make(tmp_path)
    settings.change(made, duty_number="01632 960 001", out_of_hours_number="01632 960 002")
    return made


@pytest.fixture
def window(ws: Workspace, qtbot: QtBot) -> Iterator[Window]:
    look = Theme()
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    look.apply(app)
    made = make_window(ws, look)
    qtbot.addWidget(made)
    made.resize(1093, 614)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    made.end()


@pytest.fixture
def with_work(ws: Workspace) -> None:
    """One audit, an urgent concern and a draft; made before there is a window, which would show each at once."""
    key = submitted(ws, i_judgement={"i_overall": "inadequate"})
    concerns.raise_concern(ws, "104482", "Left alone at night", audit=key)
    cases.add_case(ws, "104483", "child_in_need", worker="B. Wells")
    begun(ws, "104483")


@pytest.fixture
def full(with_work: None, window: Window) -> Window:
    """The window with these."""
    return window


def show(window: Window, page: str) -> None:
    """Opens one of PAGES."""
    (key,) = [row.id for row in audits.list_audits(window.ws, audits.AuditFilter(state="submitted")).items]
    concern = concerns.concerns(window.ws)[0].id
    refs = {"found": ("begin", "104482"), "record": ("record", key), "concerns": ("concern", None),
            "concern": ("concern", concern), "summary": ("summary", key)}  # fmt: skip
    window.open(*refs.get(page, (page, None)))
    QApplication.processEvents()


def answered(window: Window, **said: str) -> None:
    """Answers the dialog that is open."""
    dialog = page_of(window).findChild(Ask)
    assert dialog is not None
    for name, text in said.items():
        editor = dialog.fields.editors[name]
        if isinstance(editor, QComboBox):
            editor.setCurrentIndex(editor.findData(text))
        else:
            (editor.setPlainText if hasattr(editor, "setPlainText") else editor.setText)(text)  # type: ignore[attr-defined]
    dialog.main.click()
    assert not dialog.isVisible(), dialog.problem.text()
    QApplication.processEvents()


@pytest.mark.parametrize("page", PAGES)
def test_check_7_no_interactive_item_is_without_a_name(full: Window, page: str) -> None:
    show(full, page)
    assert [one for one in interactive(page_of(full)) if not one.accessibleName()] == []


@pytest.mark.parametrize("page", PAGES)
def test_check_8_tab_stops_at_each_control_once_from_top_to_bottom(full: Window, page: str) -> None:
    show(full, page)
    stopped = list(stops(full))
    assert len(stopped) == len(set(stopped)) and stopped
    tops = [one.mapTo(page_of(full), QPoint(0, one.height())).y() for one in stopped]
    assert all(below >= above - 40 for above, below in pairwise(tops))


@pytest.mark.parametrize("page", ["todo", "record", "concern"])
def test_check_9_the_focus_is_inside_the_viewport(full: Window, page: str, qtbot: QtBot) -> None:
    show(full, page)
    area = page_of(full).findChild(QScrollArea)
    first, *rest = stops(full)
    first.setFocus(Qt.FocusReason.TabFocusReason)
    for _ in rest:
        qtbot.keyClick(full.focusWidget(), Qt.Key.Key_Tab)
        held = full.focusWidget()
        if area.isAncestorOf(held):
            top = held.mapTo(area.viewport(), QPoint(0, 0)).y()
            assert -1 <= top <= area.viewport().height() - held.height() + 1, held.accessibleName()


def test_check_10_the_focus_returns_after_a_dialog_that_changed_the_page(full: Window, qtbot: QtBot) -> None:
    show(full, "record")
    named(page_of(full), "Correct a fact").setFocus()
    named(page_of(full), "Correct a fact").click()
    answered(full, text="The visit was on 3 June")
    held = full.focusWidget()
    assert held is not None and held.accessibleName() == "Correct a fact"


def test_check_10_the_focus_goes_to_the_next_where_what_held_it_is_done(full: Window) -> None:
    council.become(full.ws, "J. Moss")
    full.open("todo")
    named(page_of(full), "Record filing").setFocus()
    named(page_of(full), "Record filing").click()
    answered(full, day="4/8/2026")
    held = full.focusWidget()
    assert held is not None and held.accessibleName() == "Open audit"


def test_check_10_back_comes_to_the_same_place_of_the_list(full: Window, qtbot: QtBot) -> None:
    full.open("audits")
    page_of(full).filter.setText("104482")
    page_of(full).list.setCurrentIndex(page_of(full).model.index(0))
    page_of(full).list.opened.emit(0)
    full.back()
    assert page_of(full).filter.text() == "104482"
    assert page_of(full).list.currentIndex().row() == 0


@pytest.mark.parametrize("page", ["audits", "begin", "found"])
def test_check_11_the_wheel_passes_over_every_list_to_choose_from(full: Window, page: str) -> None:
    show(full, page)
    for combo in page_of(full).findChildren(QComboBox):
        before, at = combo.currentIndex(), QPointF(combo.rect().center())
        full.setFocus()
        none = (Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase)
        turn = QWheelEvent(at, combo.mapToGlobal(at), QPoint(), QPoint(0, -120), *none, False)
        QApplication.sendEvent(combo, turn)
        assert (combo.currentIndex(), turn.isAccepted()) == (before, False)


@pytest.mark.parametrize(("width", "scale"), [(1093, 100), (1093, 200), (683, 100)])
@pytest.mark.parametrize("page", PAGES)
def test_check_14_nothing_is_wider_than_the_page_and_no_label_is_cut(
    full: Window, page: str, width: int, scale: int
) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    full.theme.scale = scale
    full.theme.apply(app)
    full.navigation.fit()
    full.resize(width, 614)
    show(full, page)
    for _ in range(3):
        QApplication.processEvents()
    assert full.width() == width
    for area in page_of(full).findChildren(QScrollArea):
        assert area.horizontalScrollBar().maximum() == 0
    for one in page_of(full).findChildren(QLabel):
        if one.isVisible() and one.text() and one.wordWrap():
            assert one.height() + 1 >= one.heightForWidth(one.width()), one.text()


@pytest.mark.parametrize("page", PAGES)
def test_check_19_words_days_and_times_are_as_people_write_them(full: Window, page: str) -> None:
    show(full, page)
    said = words(page_of(full))
    assert said and not BANNED.search(said) and not BAD_DAY.search(said) and not BAD_TIME.search(said)


def test_check_20_the_preview_has_the_pages_of_the_file_and_of_the_print(
    full: Window, tmp_path: Path, qtbot: QtBot
) -> None:
    show(full, "summary")
    page = page_of(full)
    page.save_as(tmp_path / "summary.pdf")
    qtbot.waitUntil(lambda: not full.working.busy())
    count = (tmp_path / "summary.pdf").read_bytes().count(b"/Type /Page\n")
    assert page.document.pageCount() == count > 1
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    page.print_on(printer)
    qtbot.waitUntil(lambda: not full.working.busy(), timeout=30_000)
    assert (tmp_path / "printed.pdf").read_bytes().count(b"/Type /Page\n") == count
    (key,) = [row.id for row in audits.list_audits(full.ws, audits.AuditFilter(state="submitted")).items]
    assert [one.text for one in audits.show(full.ws, key).taken_out] == ["summary saved as PDF", "summary printed"]


def test_to_do_is_in_its_order_and_says_when_things_are_due(full: Window) -> None:
    council.become(full.ws, "R. Patel")
    full.open("todo")
    said = words(page_of(full))
    places = [said.index(one) for one in ("Continue the audit of case 104483", "Urgent\n", "Left alone at night")]
    assert places == sorted(places)
    council.become(full.ws, "J. Moss")
    later(full.ws, days=8)
    full.open("todo")
    said = words(page_of(full))
    assert said.index("Overdue\n") < said.index("Due within 5 working days\n") < said.index("Later\n")
    assert "Overdue 1 working day" in said and "Tuesday 18 August 2026" in said


def test_to_do_records_filing_where_one_is(full: Window) -> None:
    council.become(full.ws, "J. Moss")
    full.open("todo")
    named(page_of(full), "Record filing").click()
    answered(full, day="4/8/2026")
    assert "Record filing" not in names(page_of(full))
    assert page_of(full).title == "To do"


def test_to_do_leads_to_the_urgent_concern_and_records_whom_one_told(full: Window) -> None:
    full.open("todo")
    named(page_of(full), "Record whom you told").click()
    said = words(page_of(full))
    for one in ("This laptop has alerted nobody.", "999", "01632 960 001", "01632 960 002", "designated officer"):
        assert one in said
    named(page_of(full), "Record whom you told").click()
    answered(full, told="Duty manager", when="Today at nine", tonight="A visit at six")
    assert "Duty manager" in words(page_of(full))
    full.open("todo")
    assert "Urgent\n" not in words(page_of(full))


def test_an_urgent_concern_is_recorded_without_an_audit(window: Window) -> None:
    window.open("concern")
    named(page_of(window), "Record urgent concern").click()
    answered(window, case="104482", concern="Left alone at night")
    assert "Left alone at night" in words(page_of(window))


def test_the_record_shows_the_audit_whole(full: Window) -> None:
    show(full, "record")
    page = page_of(full)
    said = words(page)
    for one in ("Who must do what next", "Respond to the findings", "Due 18 August 2026", "Look at three further cases",
                "Grades describe the help", "Contingency is thin.", "Agree a contingency at the next review.",
                "Answers by section", "Left alone at night"):  # fmt: skip
        assert one in said, one
    assert "Both parents were telephoned." not in said
    named(page, "A Setting up").click()
    assert "Both parents were telephoned." in words(page)


def test_the_record_takes_a_correction_on_behalf_of_the_worker(full: Window) -> None:
    show(full, "record")
    named(page_of(full), "Correct a fact").click()
    answered(full, text="The visit was on 3 June")
    assert "The visit was on 3 June" in words(page_of(full))
    assert "on behalf of A. Shah" in words(page_of(full))


def test_the_record_of_a_withdrawn_audit_stays_in_sight(full: Window) -> None:
    show(full, "record")
    named(page_of(full), "Withdraw audit").click()
    answered(full, reason="The wrong case")
    assert "Withdrawn by R. Patel, 4 August 2026, 10:00am: The wrong case" in words(page_of(full))
    assert "Withdraw audit" not in names(page_of(full))
    full.open("audits")
    page_of(full).state.setCurrentIndex(3)
    page_of(full).refresh()
    assert page_of(full).model.total == 1


def test_who_is_no_standards_lead_sees_no_button_to_withdraw(full: Window) -> None:
    council.become(full.ws, "J. Moss")
    show(full, "record")
    assert "Withdraw audit" not in names(page_of(full))


def test_an_abandoned_draft_is_found_with_its_reason(window: Window) -> None:
    audits.abandon(window.ws, begun(window.ws), "The worker is ill")
    window.open("audits")
    assert page_of(window).model.total == 0
    page_of(window).state.setCurrentIndex(4)
    page_of(window).refresh()
    page_of(window).list.opened.emit(0)
    assert "Abandoned: The worker is ill" in words(page_of(window))


def test_grades_of_an_earlier_audit_are_seen_after_ones_own_only(full: Window) -> None:
    own = begun(full.ws)
    show(full, "record")
    assert "You are auditing this case yourself." in words(page_of(full))
    assert "Print summary" not in names(page_of(full)) and "Inadequate" not in words(page_of(full))
    full.open("audits")
    texts = [page_of(full).model.index(at).data() for at in range(page_of(full).model.total)]
    assert not any("Inadequate" in one for one in texts)
    audits.abandon(full.ws, own, "Another audits it")
    show(full, "record")
    assert "Print summary" in names(page_of(full))


def test_beginning_confirms_the_case_and_lets_it_be_changed(window: Window) -> None:
    window.open("begin", "104482")
    said = words(page_of(window))
    for one in ("Is this the case?", "104482", "A. Shah", "North", "Child in need", "5 to 9"):
        assert one in said
    named(page_of(window), "Change case").click()
    answered(window, plan="child_protection", age_band="10_15")
    assert "Child protection" in words(page_of(window)) and "10 to 15" in words(page_of(window))


def test_beginning_is_refused_at_the_start_with_the_reason(window: Window) -> None:
    council.become(window.ws, "J. Moss")
    window.open("begin", "104482")
    assert "You cannot audit case 104482 because you supervise A. Shah." in words(page_of(window))
    assert "Begin audit" not in names(page_of(window))


def test_beginning_offers_the_tools_that_fit_and_takes_the_chosen_one(window: Window) -> None:
    page = window
    page.open("begin", "104482")
    begin = page_of(window)
    begin.purpose.setCurrentIndex(begin.purpose.findData("further_cases"))
    begin.purpose.activated.emit(begin.purpose.currentIndex())
    titles = [begin.tool.itemText(at) for at in range(begin.tool.count())]
    assert len(titles) == 2
    named(begin, "Begin audit").click()
    (row,) = audits.list_audits(window.ws, audits.AuditFilter(state="draft")).items
    assert (audits.draft(window.ws, row.id).tool, row.purpose) == ("further_cases", "further_cases")


def test_a_case_that_is_not_there_is_said(window: Window) -> None:
    window.open("begin", "999999")
    assert "There is no case 999999 on this laptop." in words(page_of(window))
    assert "Add case" in names(page_of(window))


def test_many_summaries_are_saved_behind_the_window(full: Window, tmp_path: Path, qtbot: QtBot) -> None:
    full.open("audits")
    page_of(full).save_into(tmp_path / "summaries")
    qtbot.waitUntil(lambda: not full.working.busy())
    (made,) = (tmp_path / "summaries").iterdir()
    assert made.read_bytes().startswith(b"%PDF")


def test_saving_many_summaries_is_cancelled_with_whole_files_only(full: Window, tmp_path: Path, qtbot: QtBot) -> None:
    for _ in range(4):
        submitted(full.ws)
    full.open("audits")
    page_of(full).save_into(tmp_path)
    full.working.cancel()
    qtbot.waitUntil(lambda: not full.working.busy())
    files = list(tmp_path.glob("*.pdf"))
    assert len(files) < 5 and all(one.read_bytes().rstrip().endswith(b"%%EOF") for one in files)
    assert list(tmp_path.glob(".~*")) == []


def test_a_summary_that_cannot_be_saved_is_said(full: Window, tmp_path: Path, qtbot: QtBot) -> None:
    show(full, "summary")
    page_of(full).save_as(tmp_path / "nowhere" / "summary.pdf")
    qtbot.waitUntil(lambda: not full.working.busy())
    assert "is not there. Choose another folder." in words(full)


def test_a_summary_is_named_after_case_and_day(full: Window) -> None:
    row = audits.list_audits(full.ws, audits.AuditFilter(state="submitted")).items[0]
    assert summaries.file_name(row.number, row.date, row.id).startswith("104482-2026-08-04-")
