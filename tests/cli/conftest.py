"""The program, run in this process as the console script runs it."""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import pytest

from qaf_desktop.cli.main import main
from qaf_desktop.clock import MachineClock
from qaf_desktop.store import keys
from qaf_desktop.store.workspace import is_workspace
from tests.cli.answers import full

PASSPHRASE = "seven green bicycles"
CHEAP = keys.Cost(iterations=1, lanes=1, memory=8)


@dataclass
class Run:
    """What a command came to."""

    code: int
    out: str
    err: str

    @property
    def value(self) -> Any:
        """The one JSON value on standard output."""
        return json.loads(self.out)


def unlock_cheaply(folder: Path) -> None:
    """Wraps a workspace's key anew, at next to no cost: at its real one, unlocking is most of what a command takes."""
    file = keys.read(folder)
    key = keys.unlock(file, PASSPHRASE)
    cheap = msgspec.structs.replace(file, cost=CHEAP)
    keys.write(folder, keys.with_passphrase(cheap, key, PASSPHRASE, MachineClock()))


class Program:
    """qaf-desktop on one folder."""

    def __init__(self, folder: Path, capture: Any) -> None:
        self.folder, self._capture = folder, capture

    def __call__(self, *words: object, json: bool = True) -> Run:
        given = ["--workspace", str(self.folder), *(["--json"] if json else []), *map(str, words)]
        self._capture.readouterr()
        fresh = not is_workspace(self.folder)
        code = main(given)
        said = self._capture.readouterr()
        if fresh and is_workspace(self.folder):
            unlock_cheaply(self.folder)
        return Run(code, said.out, said.err)


@pytest.fixture(autouse=True)
def _passphrase() -> Iterator[None]:
    os.environ["QAF_PASSPHRASE"] = PASSPHRASE
    yield
    os.environ.pop("QAF_PASSPHRASE", None)


@pytest.fixture
def program(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Program:
    """The program on a folder in which nothing is yet."""
    return Program(tmp_path / "workspace", capsys)


@pytest.fixture(scope="session")
def _templates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where what many tests begin with is kept, once it was made."""
    return tmp_path_factory.mktemp("templates")


@pytest.fixture
def begun(program: Program, tmp_path: Path, _templates: Path) -> Program:
    """A workspace with a team, a manager, a worker and one case."""
    template = _templates / "begun"
    if not template.exists():
        _begin(program, tmp_path / "r")
        shutil.copytree(program.folder, template)
        shutil.copy(tmp_path / "r", _templates / "r")
        return program
    shutil.copytree(template, program.folder)
    shutil.copy(_templates / "r", tmp_path / "r")
    return program


def _begin(program: Program, recovery: Path) -> None:
    begin = ("workspace", "create", "--organisation", "A council", "--person", "A. Lead", "--recovery-file", recovery)
    program(*begin)
    program("team", "add", "--service", "Children in need", "North")
    program("person", "add", "T. Manager", "--role", "team_manager:North", "--team", "North")
    program("person", "add", "W. Worker", "--role", "social_worker", "--team", "North", "--manager", "T. Manager")
    assert program("case", "add", "1001", "--plan", "child_in_need", "--worker", "W. Worker").code == 0


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., Path]:
    """Writes a JSON file and answers its path."""

    def write(value: object, name: str = "given.json") -> Path:
        path = tmp_path / name
        path.write_text(json.dumps(value), "utf-8")
        return path

    return write


@pytest.fixture
def submitted(begun: Program, written: Callable[..., Path]) -> tuple[Program, str]:
    """The same, with an audit that was filled in and submitted; and its id."""
    key = begun("audit", "new", "--case", "1001").value["id"]
    begun("audit", "fill", key, written(full()))
    done = begun("audit", "submit", key)
    assert done.code == 0, done.err
    return begun, key
