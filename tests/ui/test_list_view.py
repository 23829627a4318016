"""Long lists: read page by page, counted only as far as they are shown."""

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QListView
from pytestqt.qtbot import QtBot

from qaf_desktop.services.page import Page
from qaf_desktop.ui.list_view import Line, PagedModel


def counted(offset: int, limit: int, there: int = 2_500) -> Page[int]:
    """Numbers up to `there`, counted to the next thousand after the page."""
    most = (offset + limit) // 1_000 * 1_000 + 1_000
    return Page(tuple(range(offset, min(offset + limit, there))), min(there, most), there > most)


def model() -> PagedModel:
    made = PagedModel(counted, lambda number: Line(f"Case {number}", ""))
    made.reload()
    return made


def test_a_list_that_is_not_counted_out_says_so_and_grows_until_it_is() -> None:
    made = model()
    assert (made.total, made.canFetchMore(QModelIndex())) == (1_000, True)
    made.fetchMore(QModelIndex())
    made.fetchMore(QModelIndex())
    assert (made.total, made.canFetchMore(QModelIndex())) == (2_500, False)
    assert [made.item(at) for at in (0, 999, 1_000, 2_499)] == [0, 999, 1_000, 2_499]


def test_going_to_the_end_of_a_list_again_and_again_reaches_its_last_row(qtbot: QtBot) -> None:
    view, made = QListView(), model()
    qtbot.addWidget(view)
    view.setModel(made)
    view.setUniformItemSizes(True)
    view.show()
    for _ in range(4):
        qtbot.keyClick(view, Qt.Key.Key_End)
        view.scrollToBottom()
        qtbot.wait(1)
    assert made.total == 2_500
