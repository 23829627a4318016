"""From an XForm to a tool's definition: every expression compiled, and the order in which they depend on each other."""

from collections.abc import Iterable
from typing import Final

from lxml import etree

from qaf_desktop.tool import xform
from qaf_desktop.tool.definition import Choice, Group, Node, Question, Tool, Words
from qaf_desktop.tool.expression import Compiled, ExpressionError, compile_within
from qaf_desktop.tool.order import Dependencies, in_order
from qaf_desktop.tool.problems import ToolProblem
from qaf_desktop.tool.sheets import Sheets
from qaf_desktop.tool.xpath_paths import Shape

_KINDS: Final = {
    "int": "integer",
    "integer": "integer",
    "decimal": "decimal",
    "date": "date",
    "time": "time",
    "dateTime": "datetime",
}
_SHOWN: Final = ("input", "select1", "select", "range", "group", "repeat")
_NOT_SHOWN: Final = ("binary", "barcode", "geopoint", "geotrace", "geoshape")
PURPOSES: Final = ("case_audit", "further_cases", "front_door")
_VALUES: Final = ("relevant", "calculate", "count")


def build(xml: str, sheets: Sheets, rows: dict[str, int]) -> tuple[Tool, list[ToolProblem], dict[str, int]]:
    """The tool in this XForm, what is wrong with its expressions, and the rows of its paths."""
    builder = _Builder(xform.read(xml), sheets, rows)
    return builder.tool(), builder.problems, rows


class _Builder:
    """Holds what one build knows."""

    def __init__(self, form: xform.Form, sheets: Sheets, rows: dict[str, int]) -> None:
        self.form = form
        self.sheets = sheets
        self.rows = rows
        self.problems: list[ToolProblem] = []
        self.dependencies = Dependencies()
        self.children: dict[str, list[str]] = {}
        for path in form.paths:
            self.children.setdefault(path.rpartition("/")[0], []).append(path)
        self.kinds = {f"/{form.root}/{p}": self.kind(p) for p in form.paths}
        known = [f"/{form.root}", *self.kinds, f"/{form.root}/meta", f"/{form.root}/meta/instanceID"]
        self.shape = Shape.of(known, [f"/{form.root}/{p}" for p in form.repeats], self.kinds)

    def tool(self) -> Tool:
        """The whole tool."""
        form = self.form
        top = [self.node(path) for path in self.children.get("", [])]
        loose = tuple(node for node in top if isinstance(node, Question))
        sections = [node for node in top if isinstance(node, Group)]
        if any(node.kind not in ("calculate", "hidden") for node in loose):
            sections.insert(0, Group("", "questions", "Questions", children=loose))
        elif loose:
            sections.append(Group("", "questions", children=loose))
        order, cycle = in_order(form.paths, self.dependencies)
        if cycle:
            names = ", ".join(path.rpartition("/")[2] for path in cycle[:6])
            row = self.rows.get(cycle[0])
            where = f"Row {row}: " if row else ""
            text = f"{where}These depend on each other in a circle: {names}. Break the circle."
            self.problems.append(ToolProblem("xlsform", row, text))
        purpose = self.sheets.setting("qaf_purpose") or "case_audit"
        if purpose not in PURPOSES:
            text = f"The setting qaf_purpose is {purpose}. Write one of: {', '.join(PURPOSES)}."
            self.problems.append(ToolProblem("xlsform", None, text))
        return Tool(
            id=form.id,
            version=form.version,
            title=form.title or form.id,
            sections=tuple(sections),
            purpose=purpose,
            languages=form.languages,
            root=form.root,
            order=tuple(order),
            touches=self.dependencies.of(_VALUES),
            shows=self.dependencies.but(_VALUES),
            lists={name: _bare(element) for name, element in form.lists.items()},
            volatile=tuple(sorted(self.dependencies.volatile)),
        )

    def kind(self, path: str) -> str:
        """What a path holds."""
        control, bind = self.form.controls.get(path), self.form.binds.get(path, {})
        if path in self.form.repeats:
            return "repeat"
        if self.children_of(path) or (control is not None and control.tag == "group"):
            return "group"
        if control is not None and control.tag in ("select1", "select"):
            return "select_one" if control.tag == "select1" else "select_multiple"
        typed = _KINDS.get(bind.get("type", "").removeprefix("xsd:"), "text")
        if control is None:
            return "calculate" if "calculate" in bind or f"{xform.JR}preload" in bind else "hidden"
        if typed == "text" and bind.get("readonly") == "true()" and "calculate" not in bind:
            return "note"
        return typed

    def node_problems(self, path: str) -> None:
        """What cannot be shown, whatever its row calls it."""
        control, bind = self.form.controls.get(path), self.form.binds.get(path, {})
        if control is None or (control.tag in _SHOWN and bind.get("type", "") not in _NOT_SHOWN):
            return
        row = self.rows.get(path)
        where = f"Row {row}: " if row else ""
        what = bind.get("type", control.tag)
        text = f"{where}questions of the type {what} cannot be shown ({path.rpartition('/')[2]})."
        self.problems.append(ToolProblem("unsupported", row, text))

    def children_of(self, path: str) -> bool:
        """Whether paths lie below this one."""
        return path in self.children

    def node(self, path: str) -> Node:
        """The group or question at a path, with what lies in it."""
        kind = self.kinds[f"/{self.form.root}/{path}"]
        return self.group(path, kind == "repeat") if kind in ("group", "repeat") else self.question(path, kind)

    def group(self, path: str, repeat: bool) -> Group:
        """A group with its children."""
        control = self.form.controls.get(path, xform.Control("group"))
        bind = self.form.binds.get(path, {})
        texts = self.texts(path, label=control.label, hint=control.hint)
        return Group(
            path=path,
            name=path.rpartition("/")[2],
            label=_plain(control.label),
            hint=_plain(control.hint) or self.hint_of_row(path),
            role=bind.get(f"{xform.QAF}role", ""),
            appearance=control.appearance,
            repeat=repeat,
            relevant=self.expression(path, "relevant", bind.get("relevant", "")),
            count=self.expression(path, "count", control.count),
            children=tuple(self.node(child) for child in self.children.get(path, [])),
            texts=texts,
        )

    def hint_of_row(self, path: str) -> str:
        """A section's hint, which XForms groups have no place for."""
        number = self.rows.get(path)
        row = next((row for row in self.sheets.survey if row.number == number), None)
        return row.get("hint") if row else ""

    def question(self, path: str, kind: str) -> Question:
        """A question with its logic."""
        self.node_problems(path)
        form = self.form
        control, bind = form.controls.get(path, xform.Control("input")), form.binds.get(path, {})
        required_message = form.text(bind.get(f"{xform.JR}requiredMsg", ""))
        constraint_message = form.text(bind.get(f"{xform.JR}constraintMsg", ""))
        list_name, filtered = self.list_of(control)
        preload = bind.get(f"{xform.JR}preloadParams", "")
        calculate = bind.get("calculate", "") or {"start": "once(now())", "today": "once(today())"}.get(preload, "")
        return Question(
            path=path,
            name=path.rpartition("/")[2],
            kind=kind,
            label=_plain(control.label),
            hint=_plain(control.hint),
            guidance=_plain(control.guidance),
            role=bind.get(f"{xform.QAF}role", ""),
            appearance=control.appearance,
            required_message=_plain(required_message),
            constraint_message=_plain(constraint_message),
            choices=self.choices(control, list_name, bind.get(f"{xform.QAF}descriptors", "descriptor")),
            list_name=list_name,
            default=form.defaults.get(path, ""),
            required=self.expression(path, "required", bind.get("required", "")),
            readonly=self.expression(path, "readonly", bind.get("readonly", "") if kind != "note" else ""),
            relevant=self.expression(path, "relevant", bind.get("relevant", "")),
            constraint=self.expression(path, "constraint", bind.get("constraint", "")),
            calculate=self.expression(path, "calculate", calculate),
            choice_filter=self.expression(path, "choices", control.itemset if filtered else ""),
            dynamic_default=self.expression(path, "default", form.set_values.get(path, "")),
            texts=self.texts(
                path,
                label=control.label,
                hint=control.hint,
                guidance=control.guidance,
                required_message=required_message,
                constraint_message=constraint_message,
            ),
        )

    def list_of(self, control: xform.Control) -> tuple[str, bool]:
        """The name of a question's list, and whether it is filtered."""
        if not control.itemset.startswith("instance("):
            return "", bool(control.itemset)
        return control.itemset.split("'")[1], "[" in control.itemset or "randomize" in control.itemset

    def choices(self, control: xform.Control, list_name: str, descriptors: str) -> tuple[Choice, ...]:
        """The choices of a question's list; a grade's descriptors come from the column that the question names."""
        items = control.items
        element = self.form.lists.get(list_name)
        if element is not None:
            items = [
                {etree.QName(cell).localname: (cell.text or "").strip() for cell in item}
                for item in element.iter(f"{xform.XF}item")
            ]
        found = []
        for item in items:
            labels = self.form.itext.get(item.get("itextId", ""), {})
            said = {language: _join(forms.get("", [])) for language, forms in labels.items()}
            label = item.get("label") or next(iter(said.values()), item.get("name", ""))
            descriptor = item.get(descriptors) or item.get("descriptor", "")
            extra = {
                name: cell
                for name, cell in item.items()
                if name not in ("name", "label", "itextId") and not name.startswith("descriptor")
            }
            found.append(Choice(item.get("name", ""), label, descriptor, extra, said))
        return tuple(found)

    def texts(self, path: str, **by_name: dict[str, list[xform.Piece]]) -> dict[str, dict[str, Words]]:
        """The texts that have languages or answers in them; all others are plain already."""
        found: dict[str, dict[str, Words]] = {}
        for name, languages in by_name.items():
            several = len(languages) > 1
            for language, pieces in languages.items():
                if several or any(kind == "expression" for kind, _ in pieces):
                    found.setdefault(name, {})[language] = Words(tuple(self.pieces(path, name, pieces)))
        return found

    def pieces(self, path: str, name: str, pieces: Iterable[xform.Piece]) -> Iterable[str]:
        """Text and expression in turn, a text first."""
        turn = "text"
        for kind, content in pieces:
            if kind != turn:
                yield ""
            turn = "expression" if kind == "text" else "text"
            yield content if kind == "text" else self.expression(path, name, content)

    def expression(self, path: str, aspect: str, source: str) -> str:
        """A compiled expression, its dependencies noted; what cannot be compiled becomes a problem of its row."""
        source = source.strip()
        if not source or (aspect in ("required", "readonly") and source == "false()"):
            return ""
        try:
            compiled = compile_within(source, f"/{self.form.root}/{path}", self.shape)
            if compiled.reads_itself and aspect in ("calculate", "relevant"):
                raise ExpressionError(f"{path.rpartition('/')[2]} depends on itself. Break the circle.")
        except ExpressionError as error:
            row = self.rows.get(path)
            where = f"Row {row}: " if row else ""
            code = "unsupported" if error.unsupported else "xlsform"
            self.problems.append(ToolProblem(code, row, f"{where}{error.message}"))
            return ""
        self.note(path, aspect, compiled)
        return compiled.rewritten

    def note(self, path: str, aspect: str, compiled: Compiled) -> None:
        """Records what an expression reads."""
        read = {name.removeprefix(f"/{self.form.root}").strip("/") for name in compiled.depends}
        self.dependencies.add(path, aspect, read - {"", path}, volatile=compiled.volatile)


def _plain(texts: dict[str, list[xform.Piece]]) -> str:
    return _join(next(iter(texts.values()), []))


def _join(pieces: list[xform.Piece]) -> str:
    return "".join(content if kind == "text" else "…" for kind, content in pieces).strip()


def _bare(element: etree._Element) -> str:
    """A secondary instance without namespaces, as expressions read it."""
    copy = etree.fromstring(etree.tostring(element))
    for node in copy.iter():
        if isinstance(node.tag, str):
            node.tag = etree.QName(node).localname
    etree.cleanup_namespaces(copy)
    return str(etree.tostring(copy, encoding="unicode"))
