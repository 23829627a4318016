"""The standard tool with a section more, for what it has not: hundreds of questions, choices that are filtered."""

from collections.abc import Iterable, Mapping

from qaf_desktop import resources

Row = Mapping[str, str]
AREAS = (
    {"type": "select_one area", "name": "area", "label": "Which area?"},
    {"type": "select_one part", "name": "part", "label": "Which part?", "choice_filter": "area = ${area}"},
)  # fmt: skip
PLACES = (("area", "north", "North", ""), ("area", "south", "South", ""), ("part", "n1", "North one", "north"),
          ("part", "s1", "South one", "south"), ("part", "s2", "South two", "south"))  # fmt: skip


def many() -> bytes:
    """485 questions more, in one section."""
    return grown("many", ({"type": "select_one four", "name": f"q{n}", "label": f"Question {n}"} for n in range(485)))


def places() -> bytes:
    """A question whose choices hang on another."""
    return grown("places", AREAS, [dict(zip(("list_name", "name", "label", "area"), p, strict=True)) for p in PLACES])


def grown(name: str, questions: Iterable[Row], choices: Iterable[Row] = ()) -> bytes:
    """The standard tool with a section "m", under another id."""
    group = [{"type": "begin group", "name": "m", "label": "More"}, *questions, {"type": "end group"}]
    more = {"survey": group, "choices": list(choices)}
    written = []
    sheet, head = "", []
    for line in [*resources.path("tools/standard.md").read_text("utf-8").splitlines(), "| end |"]:
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if line.startswith("| ") and len(cells) == 1:
            written += [_line(head, row) for row in more.get(sheet, ())]
            sheet, head = cells[0], []
        elif sheet and not head and line.strip():
            head = [*cells[1:], *{"survey": ["choice_filter"], "choices": ["area"]}.get(sheet, [])]
            line = _line(head, {one: one for one in head})
        elif sheet == "settings" and line.strip():
            line = _line(head, dict(zip(head, cells[1:], strict=False)) | {"form_id": name, "id_string": name})
        if line != "| end |":
            written.append(line)
    return "\n".join(written).encode()


def _line(head: list[str], row: Row) -> str:
    return "|  | " + " | ".join(row.get(one, "") for one in head) + " |"
