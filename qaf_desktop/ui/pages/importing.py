"""A file of cases or people that was chosen or dragged in: read behind the window, shown row by row, then taken in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from qaf_desktop.errors import BadInput
from qaf_desktop.services import case_import, people_import
from qaf_desktop.services.tables import read_table
from qaf_desktop.ui.dialogs.preview import Plan, Preview, plan_of

if TYPE_CHECKING:
    from qaf_desktop.services.tables import ImportReport
    from qaf_desktop.store.workspace import Workspace
    from qaf_desktop.ui.shell import Shell

KINDS = ("cases", "people")


def import_file(page: QWidget, ws: Workspace, shell: Shell, path: Path, kind: str) -> None:
    """Shows what the file would change. What it holds is seen from its columns, else it is of the kind in hand."""

    def read(_job: Any) -> Plan:
        return _people(ws, path) if _kind_of(path, kind) == "people" else _cases(ws, path)

    def show(plan: Plan) -> None:
        Preview(page, plan, shell.theme, shell.background, lambda report: _say(shell, plan.what, report)).open()

    shell.working.run(f"Reading {path.name}", read, show, page)


def _kind_of(path: Path, kind: str) -> str:
    names = read_table(path, (), {}).names
    if {"number", "case_number", "case"} & set(names):
        return "cases"
    if {"name", "person", "full_name"} & set(names):
        return "people"
    if kind not in KINDS:
        raise BadInput(f"{path.name} is no table of cases or people: it has neither a column number nor a column name.")
    return kind


def _cases(ws: Workspace, path: Path) -> Plan:
    found = case_import.preview_import(ws, path)
    return plan_of(path.name, "cases", found, (), lambda: case_import.carry_out_import(ws, found))


def _people(ws: Workspace, path: Path) -> Plan:
    found = people_import.preview_people(ws, path)
    new = [f"{one.name} ({one.service})" for one in found.new_teams]
    notes = [f"New teams: {', '.join(new)}."] if new else []
    if found.new_services:
        notes.append(f"New services: {', '.join(one.name for one in found.new_services)}.")
    return plan_of(path.name, "people", found, notes, lambda: people_import.carry_out_people(ws, found))


def _say(shell: Shell, what: str, report: ImportReport) -> None:
    shell.notice(
        f"Imported {what}: {report.added:,} added, {report.changed:,} changed, {report.unchanged:,} unchanged."
    )
