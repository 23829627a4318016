"""Which command lines open the window."""

import pytest

from qaf_desktop.cli.window_wanted import window_wanted


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("", (None, False)),
        ("--practice", (None, True)),
        ("--workspace W", ("W", False)),
        ("--workspace=W --practice --json", ("W", True)),
        ("--passphrase-file F", (None, False)),
        ("--workspace", None),
        ("--workspace=", None),
        ("--help", None),
        ("audit list", None),
        ("--workspace W audit list", None),
    ],
)
def test_a_command_line_without_a_noun_asks_for_the_window(words: str, wanted: tuple[str | None, bool] | None) -> None:
    assert window_wanted(words.split()) == wanted
