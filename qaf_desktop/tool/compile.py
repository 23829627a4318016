"""An XLSForm becomes an audit tool: converted by pyxform, checked, its expressions compiled, once, when it is added."""

import re
from dataclasses import dataclass
from typing import Any

import msgspec

from qaf_desktop.errors import BadInput
from qaf_desktop.tool import build, leaving, sheets
from qaf_desktop.tool.definition import Tool
from qaf_desktop.tool.problems import ToolProblem, of_roles, type_of, unsupported, written_today

_ROW = re.compile(r"\[row\s*:\s*(\d+)\]\s*", re.IGNORECASE)
_HELP = "Compare its columns with those of the standard tool: tool export standard."
_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Tool)


@dataclass(frozen=True, slots=True)
class ToolCheck:
    """Whether a form can be an audit tool, and what stands in the way."""

    ok: bool
    problems: tuple[ToolProblem, ...]
    id: str = ""
    version: str = ""
    title: str = ""


def check(source: bytes, file_name: str) -> ToolCheck:
    """What is wrong with a form as an audit tool, by row. Raises BadInput for a file that is no form."""
    tool, problems, _ = _compile(sheets.read(source, file_name), leave_out=False)
    if tool is None:
        return ToolCheck(False, tuple(problems))
    return ToolCheck(not problems, tuple(problems), tool.id, tool.version, tool.title)


def compile_tool(source: bytes, file_name: str, leave_out_unsupported: bool = False) -> Tool:
    """The compiled tool. Raises BadInput with the problems by row; what is left out is recorded in the tool."""
    tool, problems, _ = _compile(sheets.read(source, file_name), leave_out=leave_out_unsupported)
    if tool is None or problems:
        words = tuple(problem.message for problem in problems)
        more = f" (and {len(words) - 5} more)" if len(words) > 5 else ""
        raise BadInput(f"{file_name} cannot be used as an audit tool. {' '.join(words[:5])}{more}", words)
    return tool


def to_stored(tool: Tool) -> bytes:
    """The compiled tool as bytes."""
    return _encoder.encode(tool)


def from_stored(stored: bytes) -> Tool:
    """The compiled tool in these bytes; needs neither pyxform nor a spreadsheet library."""
    return _decoder.decode(stored)


def to_xlsx(source: bytes, file_name: str) -> bytes:
    """The tool's source as a workbook: the same bytes where it is one already."""
    if file_name.lower().endswith(".xlsx"):
        return source
    from qaf_desktop.tool.workbook import workbook

    return workbook(sheets.read(source, file_name))


def _compile(form: sheets.Sheets, *, leave_out: bool) -> tuple[Tool | None, list[ToolProblem], list[str]]:
    left_out: list[str] = []
    at_fault = list(unsupported(form))
    if at_fault and not leave_out:
        return None, [problem for problem, _, _ in at_fault], left_out
    for problem, row, column in at_fault:
        left_out.append(problem.message)
        leaving.leave_out(form, row, column)
    tool, problems = _convert(form)
    while leave_out:
        refused = {problem.row: problem.message for problem in problems if problem.code == "unsupported"}
        rows = [row for row in form.survey if row.number in refused]
        if not rows:
            break
        for row in rows:
            left_out.append(refused[row.number])
            leaving.leave_out(form, row)
        tool, problems = _convert(form)
    if tool is not None:
        tool = msgspec.structs.replace(tool, left_out=tuple(left_out))
    return tool, problems, left_out


def _convert(form: sheets.Sheets) -> tuple[Tool | None, list[ToolProblem]]:
    from pyxform.errors import PyXFormError
    from pyxform.xls2xform import convert

    try:
        xml = convert(_as_pyxform_takes_it(form)).xform
    except PyXFormError as error:
        return None, [_said(str(error))]
    except (KeyError, ValueError, TypeError, AttributeError, IndexError, RecursionError) as error:
        return None, [ToolProblem("xlsform", None, f"The form cannot be understood ({type(error).__name__}). {_HELP}")]
    try:
        tool, problems, rows = build.build(xml, form, paths_of_rows(form))
    except SyntaxError:  # lxml's own, of names that pyxform took from headings and settings as they are
        return None, [
            ToolProblem("xlsform", None, f"A heading or a setting holds a sign that no name can hold. {_HELP}")
        ]
    if not problems:
        problems = of_roles(tool, rows)
    return tool, problems


def _said(words: str) -> ToolProblem:
    row = _ROW.search(words)
    plain = " ".join(_ROW.sub("", words).split())
    number = int(row.group(1)) if row else None
    return ToolProblem("xlsform", number, f"Row {number}: {plain}" if number else plain)


def _as_pyxform_takes_it(form: sheets.Sheets) -> dict[str, Any]:
    taken: dict[str, Any] = {"sheet_names": list(form.headings)}
    for name, headings in form.headings.items():
        rows: list[sheets.Row] = getattr(form, name)
        padded: list[dict[str, str]] = []
        for row in rows:
            if name != "settings":  # so that pyxform counts rows as the file does
                padded += [{}] * max(row.number - 2 - len(padded), 0)
            # attributes of a node mean nothing here, and pyxform stumbles over some of their names
            cells = {name: cell for name, cell in row.cells.items() if not name.startswith("instance::")}
            padded.append(cells | {"type": written_today(row)} if name == "survey" and "type" in cells else cells)
        taken[name] = padded
        taken[f"{name}_header"] = [dict.fromkeys(one for one in headings if not one.startswith("instance::"))]
    if not form.setting("name"):
        taken["fallback_form_name"] = "data"
    return taken


def paths_of_rows(form: sheets.Sheets) -> dict[str, int]:
    """The row of each group and question, by path."""
    rows: dict[str, int] = {}
    stack: list[str] = []
    for row in form.survey:
        kind, name = type_of(row), row.get("name")
        if kind.startswith("end_"):
            del stack[-1:]
        elif name:
            rows.setdefault("/".join([*stack, name]), row.number)
            if kind.startswith("begin_"):
                stack.append(name)
    return rows
