"""People from files: teams and services with them, managers further down, errors by row, all or nothing."""

from pathlib import Path

import pytest
from openpyxl import Workbook

from qaf_desktop.domain.events import RoleGrant
from qaf_desktop.errors import BadInput, Refused
from qaf_desktop.services import directory
from qaf_desktop.services.people_import import carry_out_people, preview_people
from qaf_desktop.store.workspace import Workspace
from tests.store.test_workspace import make_workspace

HEAD = "name,team,service,roles,manager\n"
PEOPLE = (
    "A. Shah,North,Help,social worker,J. Moss\n"
    'J. Moss,North,Help,"Team manager: North; auditor",R. Patel\n'
    "H. Lind,,,service_manager:Help,\n"
)


@pytest.fixture
def ws(tmp_path: Path) -> Workspace:
    return make_workspace(tmp_path / "w")


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "people.csv"
    path.write_text(text, "utf-8")
    return path


def take(ws: Workspace, path: Path) -> tuple[int, int, int]:
    report = carry_out_people(ws, preview_people(ws, path))
    return report.added, report.changed, report.unchanged


def test_people_come_with_team_service_roles_and_a_manager_from_further_down(ws: Workspace, tmp_path: Path) -> None:
    assert take(ws, write(tmp_path, HEAD + PEOPLE)) == (3, 0, 0)
    shah, moss = directory.person(ws, "A. Shah"), directory.person(ws, "J. Moss")
    assert (shah.team, shah.manager, moss.manager) == ("North", "J. Moss", "R. Patel")
    assert moss.roles == (RoleGrant("team_manager", (shah.team_id or "",)), RoleGrant("auditor"))
    assert [(one.name, one.service) for one in directory.teams(ws)] == [("North", "Help")]


def test_the_preview_names_what_is_new_and_changes_nothing(ws: Workspace, tmp_path: Path) -> None:
    preview = preview_people(ws, write(tmp_path, HEAD + PEOPLE))
    assert [one.name for one in (*preview.new_teams, *preview.new_services)] == ["North", "Help"]
    assert preview.rows[1].about == "North, Team manager (North), auditor, R. Patel"
    assert directory.people(ws).total == 1


def test_a_second_import_reports_what_changed_and_keeps_what_has_no_column(ws: Workspace, tmp_path: Path) -> None:
    take(ws, write(tmp_path, HEAD + PEOPLE))
    later = "name,manager,left\nA. Shah,H. Lind,\nJ. Moss,R. Patel,\nH. Lind,,yes\n"
    preview = preview_people(ws, write(tmp_path, later))
    assert (preview.added, preview.changed, preview.unchanged) == (0, 2, 1)
    assert preview.rows[0].about == "Manager: J. Moss becomes H. Lind"
    carry_out_people(ws, preview)
    assert directory.person(ws, "A. Shah").team == "North"
    assert directory.person(ws, "H. Lind").left


def test_a_workbook_is_read_like_a_csv_file(ws: Workspace, tmp_path: Path) -> None:
    book = Workbook()
    assert book.active is not None
    book.active.append(["Name", "Line manager"])
    book.active.append(["A. Shah", "R. Patel"])
    book.save(tmp_path / "people.xlsx")
    assert take(ws, tmp_path / "people.xlsx") == (1, 0, 0)
    assert directory.person(ws, "A. Shah").manager == "R. Patel"


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (",North,Help,,", "Enter the person's name"),
        ("A,South,,,", "There is no team called South"),
        ("A,,,wizard,", "wizard is no role"),
        ("A,,,auditor:Nowhere,", "no team or service called Nowhere"),
        ("A,,,,Nobody", "Nobody is called Nobody"),
        ("A,,,,A", "cannot be their own manager"),
        ("R. Patel,,,,\nR. PATEL,,,,", "stands in row 2 already"),
    ],
)
def test_what_is_wrong_is_said_by_row_and_nobody_is_imported(
    ws: Workspace, tmp_path: Path, row: str, words: str
) -> None:
    preview = preview_people(ws, write(tmp_path, f"{HEAD}{row}\nB. Fine,,,,\n"))
    assert words in preview.errors[0].message
    with pytest.raises(BadInput, match="Nothing was imported"):
        carry_out_people(ws, preview)
    assert directory.people(ws).total == 1


def test_two_people_of_one_name_are_told_apart_by_id(ws: Workspace, tmp_path: Path) -> None:
    first, _second = directory.add_person(ws, "A. Shah"), directory.add_person(ws, "A. Shah")
    assert "column id" in preview_people(ws, write(tmp_path, "name\nA. Shah\n")).errors[0].message
    assert take(ws, write(tmp_path, f"name,manager,id\nA. Shah,R. Patel,{first}\n")) == (0, 1, 0)
    assert directory.person(ws, first).manager == "R. Patel"


def test_a_file_cannot_take_the_last_administrator_away(ws: Workspace, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="nobody as administrator"):
        take(ws, write(tmp_path, "name,roles\nR. Patel,reader\n"))
