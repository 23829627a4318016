"""What is at rest can be read by nobody, and a wrong passphrase tells nothing."""

import contextlib
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from qaf_desktop.clock import FixedClock
from qaf_desktop.errors import QafError, WrongPassphrase
from qaf_desktop.services import audits, summaries, workspaces
from qaf_desktop.services.case_import import carry_out_import, preview_import
from qaf_desktop.store import backup, keys
from qaf_desktop.store.workspace import Workspace, open_workspace
from tests.services import council
from tests.store.test_workspace import PASSPHRASE, make_workspace

CANARY = "KANARIENVOGEL"
SECRETS = (
    CANARY,
    "104482",
    "R. Patel",
    "A. Shah",
    "a long passphrase",
    "AuditSubmitted",
    "CREATE TABLE",
    "SQLite format",
)
WRONG = (
    "",
    " ",
    PASSPHRASE[:-1],
    PASSPHRASE.upper(),
    PASSPHRASE + " ",
    "AAAA-" * 14,
    "'; DROP TABLE entry",
    "\0",
    "ü" * 999,
)


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The machine's folder for temporary files, empty."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    for name in ("TMPDIR", "TEMP", "TMP", "SQLITE_TMPDIR"):
        monkeypatch.setenv(name, str(folder))
    monkeypatch.setattr(tempfile, "tempdir", None)
    yield folder
    monkeypatch.setattr(tempfile, "tempdir", None)


def written_in(*folders: Path) -> Iterator[tuple[Path, bytes]]:
    for folder in folders:
        yield from ((path, path.read_bytes()) for path in folder.rglob("*") if path.is_file())


def is_bare(content: bytes) -> list[str]:
    """The secrets that stand in these bytes, in any encoding that a database or JSON would use."""
    forms = {word: (word.encode(), word.encode("utf-16-le"), word.encode("utf-16-be")) for word in SECRETS}
    return [word for word, encoded in forms.items() if any(one in content for one in encoded)]


def used(ws: Workspace, folder: Path) -> None:
    """Does what leaves traces: a draft, a submission, a large import, a search, a summary, a backup."""
    key = council.begun(ws, b_voice={"b_day_ev": f"{CANARY} " * 5_000})
    assert audits.draft(ws, key).answers
    audits.submit(ws, key)
    rows = "".join(f"{CANARY}-{number},closed\n" for number in range(5_000))
    (folder / "cases.csv").write_text(f"number,plan\n{rows}")
    carry_out_import(ws, preview_import(ws, folder / "cases.csv"))
    (folder / "cases.csv").unlink()
    assert audits.list_audits(ws, audits.AuditFilter(text="104482"), limit=10).total == 1
    assert summaries.summary_pdf(ws, key)
    backup.back_up(ws, folder / "b.backup")


def test_nothing_is_readable_in_database_log_temporary_files_and_backup(tmp_path: Path, temporary: Path) -> None:
    folder = tmp_path / "used"
    folder.mkdir()
    ws = council.make(folder)
    used(ws, folder)
    files = dict(written_in(folder, temporary))
    assert {path.name for path in files} >= {"workspace.db", "workspace.db-wal", "keys.json", "b.backup"}
    assert {path.name: found for path, content in files.items() if (found := is_bare(content))} == {}
    ws.close()
    assert {path.name: found for path, content in written_in(folder) if (found := is_bare(content))} == {}
    assert list(temporary.iterdir()) == []


def test_a_wrong_passphrase_gets_the_same_words_whatever_is_wrong_with_it(tmp_path: Path) -> None:
    ws = make_workspace(tmp_path / "w")
    ws.close()
    said = set()
    for wrong in WRONG:
        with pytest.raises(WrongPassphrase) as caught:
            open_workspace(ws.folder, wrong, ws.clock)
        said.add((str(caught.value), caught.value.code, caught.value.exit_code))
    assert said == {("That passphrase does not open this workspace. Check it, then try again.", "wrong_passphrase", 1)}


def test_a_wrong_passphrase_costs_as_much_work_as_the_right_one() -> None:
    """The passphrase is stretched before anything of it is looked at, so that the time taken tells nothing."""
    stretched = []

    class Counting(keys.Cost, frozen=True):
        def __getattribute__(self, name: str) -> object:
            if name == "memory":
                stretched.append(name)
            return super().__getattribute__(name)

    clock = FixedClock(council.NOW)
    file = keys.make("ab" * 16, PASSPHRASE, clock, Counting(1, 1, 64)).file
    counts = set()
    for one in (PASSPHRASE, *WRONG):
        stretched.clear()
        with contextlib.suppress(WrongPassphrase):
            keys.unlock(file, one)
        counts.add(len(stretched))
    assert counts == {1}


def test_a_wrong_passphrase_changes_nothing_and_opens_nothing(tmp_path: Path) -> None:
    ws = make_workspace(tmp_path / "w")
    backup.back_up(ws, tmp_path / "b.backup")
    ws.close()
    before = dict(written_in(tmp_path))
    for act in (
        lambda: open_workspace(ws.folder, "wrong wrong", ws.clock),
        lambda: backup.restore(tmp_path / "b.backup", tmp_path / "new", "wrong wrong", ws.clock),
        lambda: backup.restore(tmp_path / "b.backup", ws.folder, "wrong wrong", ws.clock),
    ):
        with pytest.raises(WrongPassphrase):
            act()
    assert dict(written_in(tmp_path)) == before


def test_a_message_never_repeats_a_passphrase(tmp_path: Path) -> None:
    ws = make_workspace(tmp_path / "w")
    for act in (
        lambda: open_workspace(ws.folder, CANARY * 3, ws.clock),
        lambda: workspaces.change_passphrase(ws, CANARY * 3, "another passphrase"),
        lambda: workspaces.change_passphrase(ws, PASSPHRASE, CANARY[:5]),
    ):
        with pytest.raises(QafError) as caught:
            act()
        assert not re.search(CANARY[:5], str(caught.value))
    ws.close()
