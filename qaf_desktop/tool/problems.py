"""What is wrong with a form as an audit tool: the types that cannot be shown, and the roles that rules need."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from qaf_desktop.domain.words import GRADES
from qaf_desktop.tool.definition import Group, Question, Tool
from qaf_desktop.tool.sheets import Row, Sheets


@dataclass(frozen=True, slots=True)
class ToolProblem:
    """One thing that is wrong: "xlsform", "unsupported", "missing_role" or "ambiguous", and the row in the file."""

    code: str
    row: int | None
    message: str


_SUPPORTED: Final = (
    "text string integer int decimal date time datetime select_one select_multiple note calculate hidden start end "
    "today deviceid username email phonenumber simserial subscriberid range begin_group end_group begin_repeat "
    "end_repeat"
)
SUPPORTED: Final = frozenset(_SUPPORTED.split())
_WHY: Final = {
    "image": "pictures",
    "signature": "signatures",
    "audio": "sound",
    "video": "film",
    "file": "attached files",
    "geopoint": "maps",
    "geotrace": "maps",
    "geoshape": "maps",
    "barcode": "barcodes",
    "rank": "ranking",
    "acknowledge": "acknowledgements",
    "select_from_file": "choices from a separate file",
    "begin_loop": "loops over a list of choices",
    "include": "forms within forms",
    "audit": "logs of how a form was filled in",
    "background-audio": "sound",
    "start-geopoint": "maps",
    "background-geopoint": "maps",
    "xml-external": "data from a separate file",
    "csv-external": "data from a separate file",
    "osm": "maps",
}
_PHRASES: Final = (
    ("select one from file", "select_from_file"),
    ("select multiple from file", "select_from_file"),
    ("select one external", "select_from_file"),
    ("select one from", "select_one"),
    ("select one using", "select_one"),
    ("select one", "select_one"),
    ("select1", "select_one"),
    ("q select1", "select_one"),
    ("add select one prompt using", "select_one"),
    ("select multiple from", "select_multiple"),
    ("select multiple using", "select_multiple"),
    ("select multiple", "select_multiple"),
    ("select all that apply from", "select_multiple"),
    ("select all that apply", "select_multiple"),
    ("q select", "select_multiple"),
    ("add select multiple prompt using", "select_multiple"),
    ("begin group", "begin_group"),
    ("end group", "end_group"),
    ("begin repeat", "begin_repeat"),
    ("end repeat", "end_repeat"),
    ("begin lgroup", "begin_repeat"),
    ("end lgroup", "end_repeat"),
    ("begin looped group", "begin_repeat"),
    ("end looped group", "end_repeat"),
    ("begin loop", "begin_loop"),
    ("end loop", "end_loop"),
    ("rank", "rank"),
    ("include", "include"),
)
_KINDS: Final = dict(_PHRASES)
_ALIASES: Final = {
    "photo": "image",
    "picture": "image",
    "gps": "geopoint",
    "location": "geopoint",
    "trigger": "acknowledge",
    "date time": "datetime",
    "phone number": "string",
    "percentage": "integer",
    "imei": "deviceid",
    "start time": "start",
    "end time": "end",
    "get start time": "start",
    "get end time": "end",
    "get today": "today",
    "device id": "deviceid",
    "get device id": "deviceid",
    "subscriber id": "subscriberid",
    "get subscriber id": "subscriberid",
    "sim id": "simserial",
    "get sim id": "simserial",
    "get phone number": "phonenumber",
    "uri:deviceid": "deviceid",
    "uri:subscriberid": "subscriberid",
    "uri:simserial": "simserial",
    "uri:phonenumber": "phonenumber",
    "uri:username": "username",
    "uri:email": "email",
}
_MEDIA: Final = ("image", "audio", "video", "big-image")
NEEDED: Final = {
    "overall_grade": "the overall grade",
    "child_contact": "what was decided about contacting the child (rule 8)",
    "child_contact_reason": "the reason for the decision about contacting the child (rule 8)",
    "worker_present": "whether the worker was there (rule 9)",
    "worker_absent_reason": "why the worker was not there (rule 9)",
    "urgent_concern": "whether there is an urgent concern (rule 7)",
    "urgent_told": "whom the auditor told of an urgent concern (rule 7)",
    "urgent_when": "when the auditor told somebody of an urgent concern (rule 7)",
}
_ONCE: Final = (*NEEDED, "family_contact", "plan_type", "age_band", "period_from", "period_to", "strengths")


def written_today(row: Row) -> str:
    """The whole type of a row, with its list, in the words that pyxform takes."""
    words, kind = " ".join(row.get("type").split()), type_of(row)
    if kind not in ("select_one", "select_multiple"):
        return words
    start = re.compile(_phrase_of(row).replace(" ", "[ _]"), re.IGNORECASE)
    return start.sub(kind, words, count=1)


def _phrase_of(row: Row) -> str:
    words = " ".join(row.get("type").lower().replace("_", " ").split())
    whole = not words.endswith((" from", " using"))
    return next((one for one, _ in _PHRASES if (whole and words == one) or words.startswith(f"{one} ")), "")


def type_of(row: Row) -> str:
    """The question type of a row, without its list, by the name that it has today."""
    words = " ".join(row.get("type").lower().replace("_", " ").split())
    phrase = _phrase_of(row)
    if phrase:
        return _KINDS[phrase]
    for bare in (words, words.removeprefix("q ").removeprefix("add ").removesuffix(" prompt")):
        kind = _ALIASES.get(bare, bare)
        if kind in SUPPORTED or kind in _WHY:
            return kind
    return words.split()[0] if words else ""


def unsupported(sheets: Sheets) -> Iterator[tuple[ToolProblem, Row, str]]:
    """Rows that cannot be shown, each with the column that is at fault, or "" for the whole row."""
    for row in sheets.survey:
        kind, label = type_of(row), row.get("label", "name", "type")
        if kind and kind not in SUPPORTED and kind != "end_loop":
            what = _WHY.get(kind, f"questions of the type {kind}")
            text = f"Row {row.number}: {what} cannot be shown ({label})."
            yield ToolProblem("unsupported", row.number, text), row, ""
        if row.get("trigger"):
            text = f"Row {row.number}: a trigger is not supported ({label}). Use a calculation."
            yield ToolProblem("unsupported", row.number, text), row, ""
        yield from _media(row, label)
    for row in sheets.choices:
        yield from _media(row, row.get("label", "name"))


def _media(row: Row, label: str) -> Iterator[tuple[ToolProblem, Row, str]]:
    for column in row.cells:
        plain = column.lower().removeprefix("media::").split("::")[0].strip()
        if plain in _MEDIA:
            text = f"Row {row.number}: {_WHY.get(plain, 'pictures')} beside a text cannot be shown ({label})."
            yield ToolProblem("unsupported", row.number, text), row, column


def of_roles(tool: Tool, rows: dict[str, int]) -> list[ToolProblem]:
    """Roles that are missing, or that stand where they mean two things."""
    found: list[ToolProblem] = []
    nodes = [node for node in tool.walk() if node.role]
    counts = Counter(node.role for node in nodes)
    if tool.purpose == "case_audit":
        found += [
            ToolProblem("missing_role", None, f"No question has the role {role}: {meaning}.")
            for role, meaning in NEEDED.items()
            if not counts[role]
        ]
    for role in _ONCE:
        if counts[role] > 1:
            last = [node for node in nodes if node.role == role][-1]
            text = f"{counts[role]} questions have the role {role}. Only one may."
            found.append(ToolProblem("ambiguous", rows.get(last.path), text))
    for section in tool.sections:
        inside = Counter(n.role for n in nodes if n.path.startswith(f"{section.path}/"))
        for role in ("section_grade", "reasons"):
            if inside[role] > 1:
                text = f"The section {section.label or section.name} has {inside[role]} questions with the role {role}."
                found.append(ToolProblem("ambiguous", rows.get(section.path), text))
    return found + list(_of_shapes(tool, rows))


def _of_shapes(tool: Tool, rows: dict[str, int]) -> Iterator[ToolProblem]:
    for node in tool.walk():
        row = rows.get(node.path)
        if isinstance(node, Question) and node.role in ("overall_grade", "section_grade"):
            values = {choice.value for choice in node.choices}
            if node.kind != "select_one" or values != set(GRADES):
                text = f"{node.name} is a grade: its choices have to be {', '.join(GRADES)}."
                yield ToolProblem("ambiguous", row, text)
        if node.role in ("strengths", "improvements", "recommendations") and not (
            isinstance(node, Group) and node.repeat
        ):
            yield ToolProblem("ambiguous", row, f"The role {node.role} belongs on a repeat, not on {node.name}.")
