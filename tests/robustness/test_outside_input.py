"""Whatever is handed in from outside: a sentence, or it is taken. Nothing but QafError ever comes out."""

import io
import json
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from qaf_desktop import resources, workbooks
from qaf_desktop.clock import FixedClock
from qaf_desktop.errors import BadInput, Damaged, QafError
from qaf_desktop.services.case_import import COLUMNS, preview_import
from qaf_desktop.services.tables import read_table
from qaf_desktop.store import backup, keys
from qaf_desktop.store.workspace import Workspace
from qaf_desktop.tool.compile import check, compile_tool
from qaf_desktop.tool.definition import Question, Tool
from qaf_desktop.tool.form import Form
from tests.services import council
from tests.store.test_workspace import PASSPHRASE, make_workspace
from tests.tool.made import NOW, source

QUICK = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
LONG = settings(max_examples=1_500, deadline=None, suppress_health_check=list(HealthCheck))
CASES = b"number,plan,worker\n104482,child_in_need,A. Shah\n104483,closed,\n"
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


def refused_at_worst(act: Callable[[], Any]) -> None:
    """Carries out an act; a refusal is a sentence of one line or more, for people."""
    try:
        act()
    except QafError as error:
        assert str(error).strip() and "Traceback" not in str(error)


def workbook(*rows: tuple[Any, ...]) -> bytes:
    book = Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


XLSX = workbook(("number", "plan"), (104482, "closed"))


@st.composite
def spoilt(draw: st.DrawFn, sound: bytes) -> bytes:
    """Sound bytes with some changed, cut out, doubled or put in."""
    content = bytearray(sound)
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, max(len(content) - 1, 0)))
        size = draw(st.integers(0, 40))
        new = draw(st.one_of(st.binary(max_size=12), st.just(bytes(content[at : at + size]) * 2), st.just(b"")))
        content[at : at + size] = new
    return bytes(content)


@pytest.fixture(scope="module")
def ws(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return council.make(tmp_path_factory.mktemp("council"))


@pytest.fixture(scope="module")
def backed_up(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = tmp_path_factory.mktemp("backed_up")
    made = make_workspace(folder / "w")
    backup.back_up(made, folder / "b")
    made.close()
    return (folder / "b").read_bytes()


def _cases(ws: Workspace, folder: Path, content: bytes, name: str) -> None:
    path = folder / name
    path.write_bytes(content)
    refused_at_worst(lambda: preview_import(ws, path))


@QUICK
@given(st.one_of(st.binary(max_size=300), st.text(max_size=200).map(str.encode), spoilt(CASES)))
def test_any_csv_is_taken_or_refused(ws: Workspace, tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    _cases(ws, tmp_path_factory.getbasetemp(), content, "cases.csv")


@QUICK
@given(spoilt(XLSX))
def test_any_workbook_is_taken_or_refused(
    ws: Workspace, tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    _cases(ws, tmp_path_factory.getbasetemp(), content, "cases.xlsx")


@QUICK
@given(
    st.one_of(
        spoilt(source("text | a | A", "integer | b | B | ${a} = 'x'", "note | n | N ${b}")), st.binary(max_size=99)
    )
)
def test_any_form_in_markdown_is_taken_or_refused(content: bytes) -> None:
    refused_at_worst(lambda: check(content, "t.md"))
    refused_at_worst(lambda: compile_tool(content, "t.md", leave_out_unsupported=True))


@pytest.mark.long
@LONG
@given(
    spoilt(resources.path("tools/further_cases.md").read_bytes()),
    spoilt(XLSX),
    spoilt(CASES),
)
def test_a_great_many_spoilt_files_are_taken_or_refused(form: bytes, book: bytes, table: bytes) -> None:
    refused_at_worst(lambda: check(form, "t.md"))
    refused_at_worst(lambda: workbooks.read_sheets(book, "t.xlsx"))
    refused_at_worst(lambda: check(table, "t.csv"))


@st.composite
def fillings(draw: st.DrawFn) -> Any:
    """JSON that bears the names of the form's own questions, in any shape."""
    names = st.sampled_from(("a", "g", "b", "r", "n", "_id", "k", "nobody", "g/b"))
    inner = st.recursive(
        JSON, lambda one: st.lists(one, max_size=3) | st.dictionaries(names, one, max_size=4), max_leaves=8
    )
    return draw(st.dictionaries(names, inner, max_size=5))


def _filled_tool() -> Tool:
    rows = ("text | a | A", "begin group | g | G", "integer | b | B", "end group | |", "begin repeat | r | R")
    more = ("decimal | n | N | ${b} > 1", "end repeat | |", "select_multiple k | k | K")
    return compile_tool(source(*rows, *more, choices=("k | x | X", "k | y | Y")), "t.md")


FILLED = _filled_tool()


@settings(max_examples=200, deadline=None)
@given(fillings())
def test_any_json_that_fills_an_audit_is_taken_or_refused(values: Any) -> None:
    def fill() -> None:
        form = Form(FILLED, {}, now=NOW)
        form.fill(values)
        again = json.loads(msgspec.json.encode(form.answers()))
        assert Form(FILLED, again, now=NOW).answers() == form.answers()
        form.problems()

    refused_at_worst(fill)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60), st.sampled_from([node.path for node in FILLED.walk() if isinstance(node, Question)][:2]))
def test_any_answer_is_kept_as_it_is_and_judged(text: str, ref: str) -> None:
    form = Form(FILLED, {}, now=NOW)
    form.set(ref, text)
    assert form.value(ref) == text.encode("utf-8", "replace").decode()
    assert form.problem(ref) is None or isinstance(form.problem(ref), str)


SOUND = msgspec.json.encode(keys.make("ab" * 16, PASSPHRASE, FixedClock(council.NOW), keys.Cost(1, 1, 64)).file)


@settings(max_examples=200, deadline=None)
@given(st.one_of(spoilt(SOUND), st.binary(max_size=100), JSON.map(lambda one: json.dumps(one).encode())))
def test_any_key_file_is_taken_or_refused(content: bytes) -> None:
    def unlock() -> None:
        file = keys.parse(content)
        if file.cost.memory * file.cost.iterations < 100_000:
            keys.unlock(file, PASSPHRASE)

    refused_at_worst(unlock)


@pytest.mark.parametrize(
    "changed",
    [
        {"cost": keys.Cost(0, 1, 64)},
        {"cost": keys.Cost(1, 4, 8)},
        {"cost": keys.Cost(1, 1, 2**40)},
        {"passphrase": keys.Wrapped(b"", bytes(12), bytes(48))},
        {"passphrase": keys.Wrapped(bytes(16), b"", bytes(48))},
        {"recovery": keys.Wrapped(b"", bytes(12), b"")},
    ],
)
def test_a_key_file_that_asks_for_the_impossible_is_damaged(changed: dict[str, Any]) -> None:
    file = msgspec.structs.replace(keys.parse(SOUND), **changed)
    with pytest.raises(Damaged, match=r"keys\.json"):
        keys.parse(msgspec.json.encode(file))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_any_backup_is_restored_whole_or_refused(
    backed_up: bytes, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("spoilt")
    preface = backed_up[:1200]
    (folder / "b").write_bytes(data.draw(spoilt(preface)) + backed_up[1200:])

    def restore() -> None:
        backup.restore(folder / "b", folder / "w", PASSPHRASE, FixedClock(council.NOW)).close()

    refused_at_worst(restore)
    assert sorted(path.name for path in folder.iterdir()) in (["b"], ["b", "w"])


@cache
def _bomb(size: int) -> bytes:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as parts,
        zipfile.ZipFile(io.BytesIO(XLSX)) as sound,
    ):
        for name in sound.namelist():
            parts.writestr(name, sound.read(name))
        with parts.open("xl/media/picture.png", "w") as part:
            for _ in range(size // 10_000_000):
                part.write(bytes(10_000_000))
    return out.getvalue()


def _laughs() -> bytes:
    """A workbook whose sheet names itself a billion times over."""
    entities = "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    kind = f'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "ha">{entities}]>'
    sheet = f"{kind}<worksheet><sheetData>&i;</sheetData></worksheet>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as parts, zipfile.ZipFile(io.BytesIO(XLSX)) as sound:
        for name in sound.namelist():
            parts.writestr(name, sheet if "sheet1" in name else sound.read(name))
    return out.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
NO_WORKBOOKS = {
    "a zip bomb": (lambda: _bomb(600_000_000), "unpacks to more than 500 MB"),
    "a billion laughs": (_laughs, "is damaged, or no workbook"),
    "an old .xls renamed": (lambda: OLE, "workbook of an old Excel"),
    "a password": (lambda: OLE + "EncryptedPackage".encode("utf-16-le"), "protected by a password"),
    "a web page renamed": (lambda: b"\r\n<html><table><tr><td>number</td></tr></table></html>", "is a web page"),
    "a picture renamed": (lambda: b"\x89PNG\r\n\x1a\n", "is no workbook"),
    "text renamed": (lambda: b"number,plan\n1,closed\n", "is no workbook"),
    "a zip of something else": (lambda: _zip(), "is damaged, or no workbook"),
    "half a workbook": (lambda: XLSX[: len(XLSX) // 2], "is damaged"),
    "nothing": (lambda: b"", "is no workbook"),
}


def _zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as parts:
        parts.writestr("letter.txt", "hello")
    return out.getvalue()


@pytest.mark.parametrize(("content", "words"), NO_WORKBOOKS.values(), ids=list(NO_WORKBOOKS))
def test_a_spreadsheet_that_is_no_spreadsheet_is_said(content: Callable[[], bytes], words: str, tmp_path: Path) -> None:
    path = tmp_path / "cases.xlsx"
    path.write_bytes(content())
    with pytest.raises(BadInput, match=words):
        list(read_table(path, COLUMNS, {}).rows)
    with pytest.raises(BadInput, match=words):
        check(content(), "cases.xlsx")


def test_a_sheet_that_claims_a_million_rows_is_read_by_what_it_holds() -> None:
    sound = workbook(*[("number", "plan"), ("1", "closed")])
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as parts, zipfile.ZipFile(io.BytesIO(sound)) as old:
        for name in old.namelist():
            content = old.read(name).replace(b'<dimension ref="A1:B2"', b'<dimension ref="A1:XFD1048576"')
            parts.writestr(name, content)
    assert workbooks.read_sheets(out.getvalue(), "t.xlsx") == {"sheet": [["number", "plan"], ["1", "closed"]]}
