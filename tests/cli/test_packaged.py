"""The one-folder program of installer.spec: starts, makes the practice workspace and prints, with no Python about."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from qaf_desktop.exchange import pack
from qaf_desktop.services import exchange, packing
from tests.exchange.laptops import PASSPHRASE, Office, add_case

pytest.importorskip("PyInstaller", reason="PyInstaller is not installed: python3 dev.py package installs it")
ROOT = Path(__file__).resolve().parent.parent.parent

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def packaged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The packaged program."""
    base = tmp_path_factory.mktemp("package")
    where = ["--distpath", str(base / "dist"), "--workpath", str(base / "build"), "--log-level", "ERROR"]
    subprocess.run([sys.executable, "-m", "PyInstaller", *where, "installer.spec"], cwd=ROOT, check=True)
    yield base / "dist" / "qaf-desktop" / ("qaf-desktop.exe" if os.name == "nt" else "qaf-desktop")


def windowed(program: Path) -> Path:
    """The program that a shortcut points to: on Windows the one without a console."""
    return program.with_name("QAF Desktop.exe") if os.name == "nt" else program


def run(program: Path, home: Path, *words: str, given: str = "") -> subprocess.CompletedProcess[str]:
    """Runs it with an environment in which no Python can be found, and with this passphrase."""
    kept = {name: os.environ[name] for name in ("SYSTEMROOT", "TEMP") if name in os.environ}
    machine = kept | {"HOME": str(home), "QAF_WORKSPACE": str(home / "practice"), "QT_QPA_PLATFORM": "offscreen"}
    machine |= {"QAF_PASSPHRASE": given} if given else {}
    return subprocess.run([str(program), *words], cwd=home, env=machine, capture_output=True, text=True, check=False)


def test_it_makes_the_practice_workspace_and_prints_a_summary(packaged: Path, tmp_path: Path) -> None:
    assert run(packaged, tmp_path, "workspace", "practise").returncode == 0
    listed = json.loads(run(packaged, tmp_path, "--json", "audit", "list", "--state", "submitted").stdout)
    done = run(packaged, tmp_path, "--json", "audit", "summary", listed["items"][0]["id"], "summary.pdf")
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "summary.pdf").read_bytes().startswith(b"%PDF-")


def test_it_checks_a_tool_of_ones_own(packaged: Path, tmp_path: Path) -> None:
    done = run(packaged, tmp_path, "--json", "tool", "check", str(ROOT / "resources/tools/standard.md"))
    assert json.loads(done.stdout)["ok"]


def test_it_takes_in_many_bundles(packaged: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second process of the program opens them: were that started wrongly, it would complain."""
    monkeypatch.setattr(packing, "LOOSE_BEFORE_PACK", 4)
    monkeypatch.setattr(exchange, "PACKS_NOW_AND_THEN", 1)
    monkeypatch.setattr(pack, "BUNDLE_BYTES", 1)
    office = Office(tmp_path)
    first = office.first()
    for number in range(8):
        add_case(first, str(number))
        exchange.now(first)
    assert len(list((office.shared / "packs").glob("*.pack"))) > 1
    waiting = office.ask("N. New")
    office.approve(first, waiting)
    waiting.close()
    done = run(packaged, tmp_path, "--json", "--workspace", str(waiting.folder), "exchange", "now", given=PASSPHRASE)
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["received"] >= 8


def test_its_window_opens_the_practice_workspace_and_stays_open(packaged: Path, tmp_path: Path) -> None:
    folder = tmp_path / "practice"
    machine = {"HOME": str(tmp_path), "QAF_WORKSPACE": str(folder), "QT_QPA_PLATFORM": "offscreen"}
    machine |= {name: os.environ[name] for name in ("SYSTEMROOT", "TEMP") if name in os.environ}
    command = [str(windowed(packaged)), "--practice"]
    window = subprocess.Popen(command, env=machine, cwd=tmp_path, stderr=subprocess.PIPE)
    try:
        with pytest.raises(subprocess.TimeoutExpired):
            window.wait(timeout=20)
        assert (folder / "keys.json").is_file() and (folder / "window.lock").exists()
    finally:
        window.kill()
        window.communicate()


def test_it_carries_nothing_that_it_never_uses(packaged: Path) -> None:
    names = [str(one.relative_to(packaged.parent)) for one in packaged.parent.rglob("*")]
    assert not [one for one in names if one.endswith(".jar") or "translations" in one or "WebEngine" in one]
