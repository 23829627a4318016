"""docs/command-line.md against the program: each shape, and each command."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from qaf_desktop.cli.main import main, parser
from qaf_desktop.store.workspace import is_workspace
from tests.cli.conftest import PASSPHRASE, unlock_cheaply
from tests.cli.documented import journey

DOCUMENT = (Path(__file__).resolve().parent.parent.parent / "docs" / "command-line.md").read_text("utf-8")
SHAPES = {
    name: json.loads(text)
    for name, text in re.findall(r"^### ([a-z ]+)$.*?^Answer:\n```json\n(.*?)^```", DOCUMENT, re.MULTILINE | re.DOTALL)
}
OPEN = {"answers", "sections"}


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """What the program answered to each command."""
    import contextlib
    import io

    folder, found = tmp_path_factory.mktemp("document"), {}
    (folder / "p").write_text(PASSPHRASE, "utf-8")
    places = [folder / name for name in ("w", "w2", "w3", "w4", "w5")]

    def run(name: str, *words: object) -> Any:
        out = io.StringIO()
        fresh = [one for one in places if not is_workspace(one)]
        where = ["--workspace", str(folder / "w"), "--json", "--passphrase-file", str(folder / "p")]
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()):
            main([*where, *map(str, words)])
        for one in filter(is_workspace, fresh):
            unlock_cheaply(one)
        found[name] = json.loads(out.getvalue())
        return found[name]

    journey(run, folder)
    yield found


def same_shape(shown: Any, real: Any, where: str) -> None:
    """Fails where keys or types differ; nothing at all fits everything, and of lists the first item counts."""
    if shown is None or real is None:
        return
    assert type(shown) is type(real), where
    if isinstance(shown, dict):
        assert list(shown) == list(real), where
        for key in set(shown) - OPEN:
            same_shape(shown[key], real[key], f"{where}, {key}")
    if isinstance(shown, list) and shown and real:
        same_shape(shown[0], real[0], f"{where}[0]")


@pytest.mark.parametrize("name", sorted(SHAPES))
def test_a_shape_in_the_document_is_what_the_program_answers(answers: dict[str, Any], name: str) -> None:
    same_shape(SHAPES[name], answers[name], name)


def test_every_command_is_in_the_document() -> None:
    nouns = next(one for one in parser()._actions if one.dest == "noun").choices
    commands = [
        f"{noun} {verb}"
        for noun, room in nouns.items()
        for one in room._actions
        if isinstance(one.choices, dict)
        for verb in one.choices
    ]
    assert [one for one in commands if f"`{one}" not in DOCUMENT] == []
    assert len(commands) > 25
