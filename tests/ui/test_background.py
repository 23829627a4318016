"""Work in the background: what came of it, how far it is, and how it is stopped."""

import threading
from typing import Any

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from qaf_desktop.errors import Refused
from qaf_desktop.ui.background import Background, Job


@pytest.fixture
def background(qtbot: QtBot) -> Any:
    made = Background()
    yield made
    made.end()


def test_the_answer_arrives_in_the_windows_own_thread(background: Background, qtbot: QtBot) -> None:
    got: list[tuple[str, int]] = []
    background.run(lambda job: "made", lambda made: got.append((made, threading.get_ident())))
    qtbot.waitUntil(lambda: bool(got))
    assert got == [("made", threading.get_ident())]


def test_an_error_is_handed_over_and_never_swallowed(background: Background, qtbot: QtBot) -> None:
    def work(job: Job) -> None:
        raise Refused("No.")

    errors: list[Exception] = []
    background.run(work, lambda made: None, errors.append)
    qtbot.waitUntil(lambda: bool(errors))
    assert str(errors[0]) == "No."


def test_progress_is_told_step_by_step(background: Background, qtbot: QtBot) -> None:
    def work(job: Job) -> str:
        for at in range(1, 4):
            job.step(at, 3)
        return "made"

    steps: list[tuple[int, int]] = []
    ended: list[str] = []
    background.run(work, ended.append, progress=lambda done, of: steps.append((done, of)))
    qtbot.waitUntil(lambda: bool(ended))
    assert steps == [(1, 3), (2, 3), (3, 3)]


def test_work_is_cancelled_where_all_it_has_made_is_whole(background: Background, qtbot: QtBot) -> None:
    reached, go_on = threading.Event(), threading.Event()

    def work(job: Job) -> str:
        reached.set()
        go_on.wait(5)
        return "stopped" if job.cancelled() else "went on"

    ended: list[str] = []
    job = background.run(work, ended.append)
    assert reached.wait(5)
    job.cancel()
    go_on.set()
    qtbot.waitUntil(lambda: bool(ended))
    assert ended == ["stopped"]


def test_nobody_is_told_once_the_page_that_asked_is_gone(background: Background, qtbot: QtBot) -> None:
    page, go_on, got = QObject(), threading.Event(), []
    background.run(lambda job: go_on.wait(5), got.append, owner=page)
    delete(page)
    other: list[object] = []
    go_on.set()
    background.run(lambda job: "other", other.append)
    qtbot.waitUntil(lambda: bool(other) and not background.at_work())
    assert got == []


def test_ending_waits_for_what_is_still_at_work(background: Background) -> None:
    seen: list[bool] = []

    def work(job: Job) -> None:
        while not job.cancelled():
            pass
        seen.append(True)

    background.run(work, lambda made: None)
    background.end()
    assert seen == [True]


def test_nothing_is_begun_after_the_end(background: Background) -> None:
    begun: list[Job] = []
    background.end()
    job = background.run(begun.append, lambda made: None)
    assert job.cancelled() and not background.at_work()
    background.end()
    assert begun == []


def test_a_window_that_goes_waits_for_no_work_that_is_under_way() -> None:
    window, go_on, ended = QObject(), threading.Event(), threading.Event()

    def work(job: Job) -> None:
        go_on.wait()
        ended.set()

    Background(window).run(work, lambda made: None)
    delete(window)
    go_on.set()
    assert ended.wait()
