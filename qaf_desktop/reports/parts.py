"""The parts of a printed summary, one after another: flowing text, tables and lines to write on."""

from functools import cache
from typing import Any, Final

from qaf_desktop.domain.words import GRADE_LABELS, GRADE_SHAPES
from qaf_desktop.reports.flow import Bookmark, Chip, Pair, Rule, WritingLine
from qaf_desktop.reports.summary import Grade, Item, Part, SummaryData
from qaf_desktop.reports.text import BOLD, REGULAR, paragraph

MARGIN = 48
WIDTH = 487
INK, ACCENT, MUTED, RULE, ERROR = "#1A1C1E", "#0B5394", "#4F565C", "#C9CED2", "#B3201A"
LONG_FACT: Final = 240  # more than that does not fit a cell, and stands below the table
BESIDE: Final = (160, 130)  # the longest question and answer that stand beside each other
ROOM: Final = 90  # a section of answers begins on a page that has room for its first few
TOGETHER: Final = 900  # a recommendation that is longer breaks over pages; its lines to respond never do


@cache
def styles() -> dict[str, Any]:
    """The paragraph styles by name."""
    from reportlab.lib.colors import HexColor
    from reportlab.lib.styles import ParagraphStyle

    ink, muted, accent, error = (HexColor(one) for one in (INK, MUTED, ACCENT, ERROR))
    body = ParagraphStyle(
        "body", fontName=REGULAR, fontSize=9.5, leading=13.5, splitLongWords=1, spaceAfter=5, textColor=ink
    )
    strong = ParagraphStyle("strong", body, fontName=BOLD, keepWithNext=1, spaceAfter=1)
    all_of = (
        body,
        strong,
        ParagraphStyle("point", body, fontName=BOLD, spaceBefore=5, spaceAfter=2, keepWithNext=1),
        ParagraphStyle("cell", body, spaceAfter=0),
        ParagraphStyle("cell_strong", body, fontName=BOLD, spaceAfter=0),
        ParagraphStyle("label", body, fontSize=8, leading=13.5, textColor=muted, spaceAfter=0),
        ParagraphStyle("asked", body, fontSize=9, leading=12.5, textColor=muted, spaceAfter=0),
        ParagraphStyle("answer", body, fontSize=9.5, leading=12.5, spaceAfter=0),
        ParagraphStyle("small", body, fontSize=8.5, leading=12, textColor=muted, spaceAfter=4),
        ParagraphStyle(
            "question", body, fontSize=8.5, leading=12, textColor=muted, spaceBefore=1, spaceAfter=0, keepWithNext=1
        ),
        ParagraphStyle("council", body, fontSize=10, textColor=muted, spaceAfter=0),
        ParagraphStyle("title", body, fontName=BOLD, fontSize=19, leading=25, spaceAfter=6),
        ParagraphStyle("head", strong, fontSize=13, leading=18, textColor=accent, spaceAfter=5),
        ParagraphStyle("before_lines", body, fontSize=8.5, leading=12, textColor=muted, spaceAfter=4, keepWithNext=1),
        ParagraphStyle("part", strong, fontSize=10.5, leading=15, spaceAfter=3),
        ParagraphStyle("warn", body, fontName=BOLD, textColor=error, spaceAfter=6),
    )
    return {one.name: one for one in all_of}


def story(data: SummaryData, sentence: str) -> list[Any]:
    """All flowables of a summary."""
    from reportlab.platypus import CondPageBreak

    flow = _top(data)
    flow += _grades(data, sentence)
    flow += _concerns(data.concerns)
    flow += _items("Strengths", data.strengths)
    flow += _items("Areas for improvement", data.improvements)
    flow += _recommendations(data)
    for title, lines in data.beside:
        flow += [*_heading(title), *_pairs(lines)]
    if data.answers:
        flow += _heading("Answers by section")
        for title, lines in data.answers:
            flow += [CondPageBreak(ROOM), Bookmark(title, 1, 8), paragraph(title, styles()["part"]), *_pairs(lines)]
    return flow


def _heading(title: str) -> list[Any]:
    return [Bookmark(title, 0, 14), paragraph(title, styles()["head"])]


def _top(data: SummaryData) -> list[Any]:
    from reportlab.platypus import Spacer

    style = styles()
    flow: list[Any] = [Bookmark("Summary", 0)]
    if data.organisation:
        flow.append(paragraph(data.organisation, style["council"]))
    flow.append(paragraph(data.title, style["title"]))
    if data.draft:
        flow.append(paragraph("Draft, not submitted. What it says can still change.", style["warn"]))
    if data.withdrawn:
        flow.append(paragraph(f"Withdrawn: {data.withdrawn}", style["warn"]))
    short = tuple((label, text) for label, text in data.facts if len(label) + len(text) <= LONG_FACT)
    long = tuple(pair for pair in data.facts if pair not in short)
    if short:
        flow += [_facts(short), Spacer(1, 4)]
    return flow + _pairs(long)


def _facts(facts: tuple[tuple[str, str], ...]) -> Any:
    from reportlab.platypus import Table

    style = styles()
    cells = [[paragraph(label, style["label"]), paragraph(text, style["cell"])] for label, text in facts]
    half = (len(cells) + 1) // 2
    blank: list[Any] = ["", ""]
    rows = [left + right for left, right in zip(cells[:half], [*cells[half:], blank], strict=False)]
    rules = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LINEBELOW", (0, 0), (-1, -1), 0.4, RULE),
        ("LINEABOVE", (0, 0), (-1, 0), 1.2, ACCENT),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("TOPPADDING", (0, 0), (-1, -1), 3),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
    ]
    return Table(rows, colWidths=(70, 135, 114, 168), style=rules, splitInRow=1, hAlign="LEFT")


def _grades(data: SummaryData, sentence: str) -> list[Any]:
    graded = ([data.overall] if data.overall else []) + list(data.sections)
    style = styles()
    flow = [*_heading("Grades"), paragraph(sentence, style["small"])]
    for place, grade in enumerate(graded):
        flow += _grade(grade, overall=place == 0 and data.overall is not None)
    return flow


def _grade(grade: Grade, overall: bool) -> list[Any]:
    from reportlab.platypus import Table

    style = styles()
    word = f"{GRADE_SHAPES.get(grade.value, '')} {GRADE_LABELS.get(grade.value, grade.value or 'Not graded')}".strip()
    about = paragraph(grade.about, style["cell_strong"])
    ruled = () if overall else (("LINEABOVE", (0, 0), (-1, 0), 0.4, RULE),)
    row = Table(
        [[about, Chip(grade.value, word, 12 if overall else 9.5)]],
        colWidths=(WIDTH - 190, 190),
        style=[("VALIGN", (0, 0), (-1, -1), "MIDDLE"), ("LEFTPADDING", (0, 0), (-1, -1), 0), *ruled],
        splitInRow=1,
        hAlign="LEFT",
    )
    row.keepWithNext = 1 if grade.reason else 0
    return [row, paragraph(grade.reason, style["body"])] if grade.reason else [row]


def _concerns(concerns: tuple[Part, ...]) -> list[Any]:
    if not concerns:
        return []
    flow = _heading("Urgent concern")
    for title, lines in concerns:
        flow += [paragraph(title, styles()["small"]), *_pairs(lines)]
    return flow


def _items(title: str, items: tuple[Item, ...]) -> list[Any]:
    flow = _heading(title)
    if not items:
        return [*flow, paragraph("None recorded", styles()["body"])]
    for place, one in enumerate(items, 1):
        flow += _item(place, one, "small")
    return flow


def _item(place: int, one: Item, last: str) -> list[Any]:
    style = styles()
    flow = [paragraph(f"{place}. {one.what}", style["point"])]
    if one.evidence:
        flow.append(paragraph(one.evidence, style["body"]))
    said = (("Themes", ", ".join(one.themes)), ("Urgency", one.urgency), ("Raised at", one.question))
    notes = [f"{label}: {text}" for label, text in said if text]
    if notes:
        flow.append(paragraph(". ".join(notes), style[last]))
    return flow


def _recommendations(data: SummaryData) -> list[Any]:
    from reportlab.platypus import KeepTogether, Spacer

    if data.draft or data.withdrawn or not data.recommendations:
        return _items("Recommendations", data.recommendations)
    flow = _heading("Recommendations")
    if data.respond:
        flow.append(paragraph(data.respond, styles()["before_lines"]))
    for place, one in enumerate(data.recommendations, 1):
        said, lines = _item(place, one, "before_lines"), _respond()
        if len(one.what) + len(one.evidence) <= TOGETHER:
            flow.append(KeepTogether([*said, *lines]))
        else:
            flow += [*said, KeepTogether(lines)]
        flow.append(Spacer(1, 10))
    return [*flow, KeepTogether(_signatures())]


def _respond() -> list[Any]:
    return [
        WritingLine((("Response: agreed, or not agreed and why", 1.0),)),
        WritingLine((("", 1.0),)),
        WritingLine((("Who will do it", 0.6), ("By when", 0.4))),
    ]


def _signatures() -> list[Any]:
    return [WritingLine(((who, 0.7), ("Date", 0.3))) for who in ("Team manager", "Social worker")]


def _pairs(lines: tuple[tuple[str, str], ...]) -> list[Any]:
    style = styles()
    flow: list[Any] = []
    most_label, most_text = BESIDE
    for label, text in lines:
        said = text or "Not answered"
        if label and len(label) <= most_label and len(said) <= most_text and "\n" not in said:
            flow.append(Pair(paragraph(label, style["asked"]), paragraph(said, style["answer"])))
            continue
        if label:
            flow.append(paragraph(label, style["question"]))
        flow += [paragraph(said, style["body"]), Rule()]
    return flow
