"""How a question that cannot be shown is left out of a form, so that what reads it stands: it reads an empty answer."""

import re

from qaf_desktop.tool.problems import type_of
from qaf_desktop.tool.sheets import Row, Sheets

_READ = re.compile(r"\$\{\s*([^}\s]+)\s*\}")
_SHOWN = ("label", "hint", "caption", "guidance")


def leave_out(form: Sheets, row: Row, column: str = "") -> None:
    """Leaves out one column of a row, or the row; a group goes with all that lies in it."""
    if column:
        row.cells.pop(column, None)
        if any(name.lower().startswith(_SHOWN) for name in row.cells):
            return
        if any(row is one for one in form.choices):
            row.cells["label"] = row.get("name")
            return
    if type_of(row).startswith("begin_"):
        _without_group(form, row)
    elif row.get("name") in _names_read(form, row):
        name = row.get("name")
        row.cells.clear()
        row.cells.update(type="hidden", name=name)
    else:
        form.survey = [one for one in form.survey if one is not row]


def _names_read(form: Sheets, but: Row) -> set[str]:
    rows = (row for row in (*form.survey, *form.choices, *form.settings) if row is not but)
    return {name for row in rows for cell in row.cells.values() for name in _READ.findall(cell)}


def _without_group(form: Sheets, first: Row) -> None:
    kept: list[Row] = []
    depth = 0
    for row in form.survey:
        kind = type_of(row)
        if row is first or (depth and kind.startswith("begin_")):
            depth += 1
        if not depth:
            kept.append(row)
        if depth and kind.startswith("end_"):
            depth -= 1
    form.survey = kept
