"""Small forms for tests, written as rows."""

import datetime as dt

from qaf_desktop.tool.compile import ToolCheck, check, compile_tool
from qaf_desktop.tool.definition import Tool
from qaf_desktop.tool.form import Form

NOW = dt.datetime(2026, 8, 4, 12, tzinfo=dt.UTC)
COLUMNS = (
    "type name label relevant constraint constraint_message required calculation choice_filter bind::qaf:role default"
)


def source(*rows: str, choices: tuple[str, ...] = (), settings: str = "t | 1 | T | further_cases") -> bytes:
    """A form in Markdown; a row's cells stand in the order of COLUMNS, separated by bars."""
    lines = ["| survey |", "|  | " + " | ".join(COLUMNS.split()) + " |"]
    lines += [f"|  | {row} |" for row in rows]
    lines += ["| choices |", "|  | list_name | name | label | kind |", *(f"|  | {row} |" for row in choices)]
    lines += ["| settings |", "|  | form_id | version | form_title | qaf_purpose | namespaces |"]
    lines += [f'|  | {settings} | qaf="urn:qaf:audit-tool" |']
    return "\n".join(lines).encode()


def tool(*rows: str, choices: tuple[str, ...] = ()) -> Tool:
    """A compiled form of these rows."""
    return compile_tool(source(*rows, choices=choices), "t.md")


def form(*rows: str, choices: tuple[str, ...] = ()) -> Form:
    """A form of these rows, to be filled in."""
    return Form(tool(*rows, choices=choices), now=NOW)


def checked(*rows: str, choices: tuple[str, ...] = (), settings: str = "t | 1 | T | further_cases") -> ToolCheck:
    """What is wrong with a form of these rows."""
    return check(source(*rows, choices=choices, settings=settings), "t.md")
