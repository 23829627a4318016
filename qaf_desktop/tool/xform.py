"""Reads the XForm that pyxform makes of an XLSForm: instance, binds, controls, texts, lists. No rules, no checks."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

XF = "{http://www.w3.org/2002/xforms}"
JR = "{http://openrosa.org/javarosa}"
QAF = "{urn:qaf:audit-tool}"
_CONTROLS = {"input", "select1", "select", "trigger", "upload", "range", "rank", "group", "repeat"}

Piece = tuple[str, str]


@dataclass
class Control:
    """A control of the body: its texts are lists of ("text", ...) and ("expression", ...) pieces, by language."""

    tag: str
    appearance: str = ""
    label: dict[str, list[Piece]] = field(default_factory=dict)
    hint: dict[str, list[Piece]] = field(default_factory=dict)
    guidance: dict[str, list[Piece]] = field(default_factory=dict)
    itemset: str = ""
    items: list[dict[str, str]] = field(default_factory=list)
    count: str = ""


@dataclass
class Form:
    """An XForm, by path without the root."""

    id: str
    version: str
    title: str
    root: str
    paths: list[str]
    defaults: dict[str, str]
    binds: dict[str, Mapping[str, str]]
    controls: dict[str, Control]
    repeats: set[str]
    lists: dict[str, Any]
    languages: tuple[str, ...]
    set_values: dict[str, str]
    itext: dict[str, dict[str, dict[str, list[Piece]]]]

    def text(self, value: str) -> dict[str, list[Piece]]:
        """A message, which may name a translated text, by language."""
        if value.startswith("jr:itext("):
            key = value[len("jr:itext(") : -1].strip("'\"")
            return {lang: forms.get("", []) for lang, forms in self.itext.get(key, {}).items()}
        return {"": [("text", value)]} if value else {}


def read(xml: str) -> Form:
    """The form in this XML."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    html = etree.fromstring(xml.encode(), parser)
    model = next(html.iter(f"{XF}model"))
    instances = model.findall(f"{XF}instance")
    data = instances[0][0]
    root = etree.QName(data).localname
    itext, languages = _itext(model)
    paths: list[str] = []
    defaults: dict[str, str] = {}
    for path, element in _nodes(data, ""):
        if path not in defaults:
            paths.append(path)
            defaults[path] = (element.text or "").strip() if len(element) == 0 else ""
    title = next(html.iter("{http://www.w3.org/1999/xhtml}title"), None)
    form = Form(
        data.get("id") or root,
        data.get("version") or "",
        (title.text or "") if title is not None else "",
        root,
        paths,
        defaults,
        {_inside(b.get("nodeset") or "", root): _attributes(b) for b in model.iter(f"{XF}bind")},
        {},
        set(),
        {i.get("id") or "": i for i in instances[1:] if i.get("id")},
        languages,
        {_inside(s.get("ref") or "", root): s.get("value") or "" for s in html.iter(f"{XF}setvalue")},
        itext,
    )
    _controls(next(html.iter("{http://www.w3.org/1999/xhtml}body")), form)
    return form


def _attributes(element: Any) -> dict[str, str]:
    return {str(name): str(value) for name, value in element.attrib.items()}


def _inside(path: str, root: str) -> str:
    return path.strip().removeprefix(f"/{root}").strip("/")


def _nodes(element: Any, prefix: str) -> Iterator[tuple[str, Any]]:
    from lxml import etree

    for child in element:
        name = etree.QName(child).localname
        path = f"{prefix}{name}"
        if path == "meta":
            continue
        yield path, child
        yield from _nodes(child, f"{path}/")


def _itext(model: Any) -> tuple[dict[str, dict[str, dict[str, list[Piece]]]], tuple[str, ...]]:
    texts: dict[str, dict[str, dict[str, list[Piece]]]] = {}
    translations = sorted(model.iter(f"{XF}translation"), key=lambda t: t.get("default") is None)
    for translation in translations:
        language = translation.get("lang") or ""
        for text in translation.iter(f"{XF}text"):
            forms = texts.setdefault(text.get("id"), {}).setdefault(language, {})
            for value in text.iter(f"{XF}value"):
                forms[value.get("form") or ""] = _pieces(value)
    return texts, tuple(t.get("lang") or "" for t in translations)


def _pieces(element: Any) -> list[Piece]:
    pieces: list[Piece] = [("text", element.text or "")]
    for child in element:
        if child.tag == f"{XF}output":
            pieces.append(("expression", child.get("value") or ""))
        pieces.append(("text", child.tail or ""))
    return [piece for piece in pieces if piece[1]]


def _controls(body: Any, form: Form) -> None:
    from lxml import etree

    for element in body.iter():
        if not isinstance(element.tag, str):
            continue
        tag = etree.QName(element).localname
        ref = element.get("ref") or element.get("nodeset")
        if tag not in _CONTROLS or not ref:
            continue
        path = _inside(ref, form.root)
        control = Control(tag, element.get("appearance") or "")
        if tag == "repeat":
            form.repeats.add(path)
            control.count = element.get(f"{JR}count") or ""
            control.label = form.controls[path].label if path in form.controls else {}
        for child in element:
            _take(child, control, form)
        form.controls[path] = control


def _take(child: Any, control: Control, form: Form) -> None:
    if child.tag in (f"{XF}label", f"{XF}hint"):
        reference = child.get("ref")
        texts = control.label if child.tag == f"{XF}label" else control.hint
        if reference is None:
            texts[""] = _pieces(child)
            return
        for language, forms in form.itext.get(reference[len("jr:itext(") : -1].strip("'\""), {}).items():
            if "" in forms:
                texts[language] = forms[""]
            if "guidance" in forms:
                control.guidance[language] = forms["guidance"]
    elif child.tag == f"{XF}itemset":
        control.itemset = child.get("nodeset") or ""
    elif child.tag == f"{XF}item":
        label, value = child.find(f"{XF}label"), child.find(f"{XF}value")
        control.items.append({"name": (value.text or "").strip(), "label": (label.text or "").strip()})
