"""The bar on standard error: counted where the work can be counted, and never in the way."""

import pytest

from qaf_desktop.cli.progress import Progress


def test_it_counts_where_the_work_can_be_counted() -> None:
    bar = Progress(shown=True)
    bar.step(6, 24)
    assert bar._line(3) == f"[{'#' * 6}{'.' * 18}] 6 of 24"


def test_it_shows_the_seconds_otherwise() -> None:
    assert Progress(shown=True)._line(3) == "Working, 3 s"


@pytest.mark.parametrize("shown", [True, False])
def test_what_is_quickly_done_shows_none(shown: bool, capsys: pytest.CaptureFixture[str]) -> None:
    bar = Progress(shown)
    bar.start()
    bar.end()
    assert capsys.readouterr() == ("", "")
