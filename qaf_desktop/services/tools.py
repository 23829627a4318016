"""Audit tools: checked, added as versions, given out again, and compiled once."""

import json
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from qaf_desktop.domain.events import TakenOut, ToolStatusChanged, ToolVersionAdded
from qaf_desktop.errors import Ambiguous, NotFound, Refused
from qaf_desktop.files import write_whole
from qaf_desktop.store import query_directory
from qaf_desktop.store.workspace import Workspace
from qaf_desktop.tool.compile import ToolCheck
from qaf_desktop.tool.definition import Tool

STATUSES = ("draft", "live", "retired")
STANDARD_TOOLS = ("standard", "further_cases", "front_door")
LARGEST_SOURCE = 20_000_000
_caches: WeakKeyDictionary[Workspace, OrderedDict[str, Tool]] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class ToolRow:
    """A version of an audit tool. `id` is the tool's id, `entity` that of this version."""

    id: str
    version: str
    title: str
    status: str
    entity: str
    purpose: str
    left_out: tuple[str, ...]


def tools(ws: Workspace, tool: str | None = None) -> tuple[ToolRow, ...]:
    """All versions of all tools, the newest of each first; or those of one tool."""
    with ws.reading() as connection:
        return tuple(_row(row) for row in query_directory.tool_versions(connection, tool))


def check(path: Path) -> ToolCheck:
    """What is wrong with an XLSForm file as an audit tool, row by row. Raises NotFound, BadInput."""
    from qaf_desktop.tool.compile import check as check_source

    return check_source(_source(path), path.name)


def add(ws: Workspace, path: Path, leave_out_unsupported: bool = False) -> ToolRow:
    """Adds the tool in this file as a live version; older versions of it are retired. Raises BadInput by row."""
    return add_source(ws, _source(path), path.name, leave_out_unsupported)


def add_source(ws: Workspace, source: bytes, file_name: str, leave_out_unsupported: bool = False) -> ToolRow:
    """The same, from the file's bytes."""
    from qaf_desktop.services.rights import require
    from qaf_desktop.tool.compile import compile_tool

    require(ws, "ToolVersionAdded", "add an audit tool")
    tool = compile_tool(source, file_name, leave_out_unsupported)
    before = tools(ws, tool.id)
    if any(row.version == tool.version for row in before):
        raise Refused(f"Version {tool.version} of {tool.title} is there already. Give the changed tool a new version.")
    entity = ws.new_id()
    event = ToolVersionAdded(tool.id, tool.version, tool.title, file_name, source, tool.left_out, tool.purpose)
    with ws.writing() as writing:
        writing.record("tool_version", entity, event)
        query_directory.keep_compiled(writing.connection, entity, _stored(tool))
        for row in before:
            if row.status == "live":
                writing.record("tool_version", row.entity, ToolStatusChanged("retired"))
    _cache(ws)[entity] = tool
    return live(ws, entity)


def export(ws: Workspace, tool: str, target: Path) -> ToolRow:
    """Gives the tool out as .xlsx, for a council to adapt."""
    from qaf_desktop.tool.compile import to_xlsx

    if target.suffix.lower() != ".xlsx":
        raise Refused(f"Name a file that ends in .xlsx, not {target.name}.")
    row = live(ws, tool)
    with ws.reading() as connection:
        stored = query_directory.tool_source(connection, row.entity)
    if stored is None:
        raise NotFound(f"There is no audit tool called {tool}. See which there are: tool list.")
    write_whole(target, to_xlsx(stored[0], stored[1]))
    with ws.writing() as writing:
        writing.record("tool_version", row.entity, TakenOut("xlsx"))
    return row


def is_here(ws: Workspace, entity: str) -> bool:
    """Whether this laptop has a tool version; a draft that was restored can be here before it."""
    if entity in _cache(ws):
        return True
    with ws.reading() as connection:
        return query_directory.tool_source(connection, entity) is not None


def definition(ws: Workspace, entity: str) -> Tool:
    """The compiled form of a tool version; compiled when the tool is added, read from then on."""
    from qaf_desktop.tool.compile import compile_tool, from_stored

    cache = _cache(ws)
    if entity in cache:
        return cache[entity]
    with ws.reading() as connection:
        compiled = query_directory.compiled(connection, entity)
        stored = query_directory.tool_source(connection, entity)
    if stored is None:
        raise NotFound("The version of the tool that this audit was begun with is not on this laptop.")
    tool = from_stored(compiled) if compiled is not None else compile_tool(stored[0], stored[1], bool(stored[2]))
    if compiled is None:
        with ws.writing() as writing:
            query_directory.keep_compiled(writing.connection, entity, _stored(tool))
    cache[entity] = tool
    while len(cache) > 4:
        cache.popitem(last=False)
    return tool


def live(ws: Workspace, tool: str | None = None) -> ToolRow:
    """The live version of a tool, by the tool's id, title or a version's entity; else the standard tool."""
    rows = tools(ws)
    wanted = (tool or "standard").lower()
    with ws.reading() as connection:
        shown = query_directory.shown_id(connection, "tool_version", tool or "")
    named = [row for row in rows if row.entity == shown]
    if named:
        return named[0]
    now = [row for row in rows if row.status == "live"]
    fitting = [row for row in now if row.id.lower() == wanted] or [row for row in now if row.title.lower() == wanted]
    if len({row.id for row in fitting}) > 1:
        raise Ambiguous(f"{len(fitting)} live audit tools are called {tool}. Name one by id: tool list.")
    if not fitting and tool is None:
        fitting = [row for row in rows if row.status == "live" and row.purpose == "case_audit"]
    if not fitting:
        raise NotFound(f"There is no live audit tool called {tool or 'standard'}. See which there are: tool list.")
    return fitting[0]


def set_status(ws: Workspace, tool: str, version: str, status: str) -> ToolRow:
    """Makes a version draft, live or retired. One version of a tool is live at a time."""
    from qaf_desktop.services.rights import require

    require(ws, "ToolStatusChanged", "change an audit tool")
    if status not in STATUSES:
        raise Refused(f"{status} is no status of a tool. Choose one of: {', '.join(STATUSES)}.")
    rows = tools(ws, tool)
    chosen = next((row for row in rows if row.version == version), None)
    if chosen is None:
        raise NotFound(f"There is no version {version} of the tool {tool}. See which there are: tool list.")
    with ws.writing() as writing:
        writing.record("tool_version", chosen.entity, ToolStatusChanged(status))
        for row in rows:
            if status == "live" and row.status == "live" and row.entity != chosen.entity:
                writing.record("tool_version", row.entity, ToolStatusChanged("retired"))
    return live(ws, chosen.entity)


def add_standard_tools(ws: Workspace) -> None:
    """Adds the tools that ship with the program, where they are not there yet."""
    from qaf_desktop import resources

    there = {row.id for row in tools(ws)}
    for name in STANDARD_TOOLS:
        if name not in there:
            path = resources.path(f"tools/{name}.md")
            add_source(ws, path.read_bytes(), path.name)


def _stored(tool: Tool) -> bytes:
    from qaf_desktop.tool.compile import to_stored

    return to_stored(tool)


def _cache(ws: Workspace) -> OrderedDict[str, Tool]:
    return _caches.setdefault(ws, OrderedDict())


def _source(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST_SOURCE:
            raise Refused(f"{path.name} is larger than 20 MB: that is no audit tool.")
        return path.read_bytes()
    except OSError as error:
        raise NotFound(f"{path} cannot be read: {error.strerror or error}.") from error


def _row(row: Any) -> ToolRow:
    left_out = tuple(json.loads(row.left_out))
    return ToolRow(row.tool, row.version, row.title, row.status, row.id, row.purpose, left_out)
