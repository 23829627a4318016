"""Cases from files: CSV of every make, workbooks, errors by row, all or nothing."""

from pathlib import Path

import pytest
from openpyxl import Workbook

from qaf_desktop.errors import BadInput, NotFound
from qaf_desktop.services import cases, directory
from qaf_desktop.services.case_import import carry_out_import, preview_import
from qaf_desktop.store.workspace import Workspace
from tests.store.test_workspace import make_workspace

HEAD = "number,plan,worker,team,age_band\n"


@pytest.fixture
def ws(tmp_path: Path) -> Workspace:
    ws = make_workspace(tmp_path / "w")
    directory.add_team(ws, "North", "Help")
    directory.add_person(ws, "Zoë Shah", team="North")
    return ws


def write(tmp_path: Path, content: str | bytes) -> Path:
    path = tmp_path / "cases.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.mark.parametrize(
    "raw",
    [
        (HEAD + "104482,child_protection,Zoë Shah,North,5_9\n").encode(),
        b"\xef\xbb\xbf" + (HEAD + "104482,Child protection,zoë shah,north,5 to 9\n").encode(),
        (HEAD + "104482,child protection,Zoë Shah,North,5-9\n").encode("latin-1"),
        (HEAD + "104482,child-protection,Zoë Shah,,5 to 9\n").encode("utf-16"),
        (HEAD.replace(",", ";") + "104482;Child protection;Zoë Shah;North;5_9\r\n").encode(),
        ("Age band\tCase number\tNote\tPlan type\tWorker\n5_9\t104482\tx\tChild protection\tZoë Shah\n").encode(),
        (HEAD + '"104482","child_protection","Zoë Shah","North\n","5_9"\n\n,,,,\n').encode(),
    ],
)
def test_csv_of_every_make_gives_the_same_case(ws: Workspace, tmp_path: Path, raw: bytes) -> None:
    report = carry_out_import(ws, preview_import(ws, write(tmp_path, raw)))
    assert (report.added, report.changed, report.unchanged) == (1, 0, 0)
    case = cases.case(ws, "104482")
    assert (case.plan, case.worker, case.team, case.age_band) == ("child_protection", "Zoë Shah", "North", "5_9")


def test_a_workbook_gives_the_same_case(ws: Workspace, tmp_path: Path) -> None:
    book = Workbook()
    assert book.active is not None
    book.active.append(["Number", "Plan", "Worker"])
    book.active.append([104482, "child_protection", "Zoë Shah"])
    book.save(tmp_path / "cases.xlsx")
    assert carry_out_import(ws, preview_import(ws, tmp_path / "cases.xlsx")).added == 1
    assert cases.case(ws, "104482").team == "North"


def test_errors_are_said_by_row_and_nothing_is_imported(ws: Workspace, tmp_path: Path) -> None:
    text = HEAD + "1,closed,,,\n2,nonsense,,,\nAnna,closed,,,\n1,closed,,,\n5,closed,Nobody,,\n6,closed,,Nowhere,\n"
    preview = preview_import(ws, write(tmp_path, text))
    assert [error.row for error in preview.errors] == [3, 4, 5, 6, 7]
    assert "nonsense is no plan" in preview.errors[0].message
    assert "never a child's name" in preview.errors[1].message
    assert "row 2 already" in preview.errors[2].message
    with pytest.raises(BadInput, match="Nothing was imported"):
        carry_out_import(ws, preview)
    assert cases.cases(ws).total == 0


def test_a_second_import_updates_what_changed_and_reports_it(ws: Workspace, tmp_path: Path) -> None:
    carry_out_import(ws, preview_import(ws, write(tmp_path, HEAD + "1,closed,,,\n2,closed,,,5_9\n")))
    preview = preview_import(ws, write(tmp_path, "number,plan\n1,closed\n2,care_leaver\n3,closed\n"))
    assert (preview.added, preview.changed, preview.unchanged) == (1, 1, 1)
    carry_out_import(ws, preview)
    assert (cases.case(ws, "2").plan, cases.case(ws, "2").age_band) == ("care_leaver", "5_9")


def test_columns_that_are_not_used_are_named(ws: Workspace, tmp_path: Path) -> None:
    preview = preview_import(ws, write(tmp_path, "number,plan,Child's name\n1,closed,X\n"))
    assert preview.ignored_columns == ("Child's name",)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"\n\n", "is empty"),
        (b"number,plan\n", "no cases below"),
        (b"a,b\n1,2\n", "no column called number or plan"),
        (b"PK\x03\x04 and then no zip", "is damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old Excel", "workbook of an old Excel"),
        (b"%PDF-1.4\x00\x01\x02", "neither a CSV file nor"),
    ],
)
def test_what_is_no_table_is_said(ws: Workspace, tmp_path: Path, content: bytes, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        preview_import(ws, write(tmp_path, content))


def test_a_file_that_is_not_there_is_said(ws: Workspace, tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="cannot be read"):
        preview_import(ws, tmp_path / "gone.csv")


def test_tens_of_thousands_of_rows_are_taken_in(ws: Workspace, tmp_path: Path, long: bool) -> None:
    count = 100_000 if long else 20_000
    rows = "".join(f"{number},closed,,,\n" for number in range(count))
    report = carry_out_import(ws, preview_import(ws, write(tmp_path, HEAD + rows)))
    assert report.added == count
    assert cases.cases(ws, "9999").total == (11 if long else 1)
