"""The printed summary of one audit: plain data in, PDF bytes out."""

from dataclasses import dataclass
from io import BytesIO
from typing import Any

from qaf_desktop.reports.text import BOLD, REGULAR, covered, printable

GRADES = "Grades describe the help that a child received from all services, not the work of one person."
Part = tuple[str, tuple[tuple[str, str], ...]]


@dataclass(frozen=True)
class SummaryData:
    """All that is printed: header facts, then parts of (label, text), then recommendations to respond to."""

    organisation: str
    case_number: str
    auditor: str
    as_of: str
    facts: tuple[tuple[str, str], ...] = ()
    parts: tuple[Part, ...] = ()
    recommendations: tuple[str, ...] = ()
    draft: bool = False


def render(data: SummaryData) -> bytes:
    """The summary as a PDF."""
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import Paragraph, SimpleDocTemplate

    covered()
    body = ParagraphStyle("body", fontName=REGULAR, fontSize=9.5, leading=13.5, splitLongWords=1, spaceAfter=6)
    strong = ParagraphStyle("strong", body, fontName=BOLD, keepWithNext=1, spaceAfter=2)
    head = ParagraphStyle("head", strong, fontSize=13, leading=18, spaceBefore=12, spaceAfter=6)
    story: list[Any] = [Paragraph(printable(data.organisation), body)]
    story.append(Paragraph(printable(f"Audit summary, case {data.case_number}"), head))
    if data.draft:
        story.append(Paragraph("Draft, not submitted", strong))
    story.extend(Paragraph(f"{printable(label)}: {printable(text)}", body) for label, text in data.facts)
    story.append(Paragraph(GRADES, body))
    respond = tuple((text, f"Response {'_' * 48}\nWho {'_' * 24} By when {'_' * 16}") for text in data.recommendations)
    for title, lines in (("Recommendations", respond), *data.parts):
        story.append(Paragraph(printable(title), head))
        for label, text in lines or (("", "None recorded"),):
            story.append(Paragraph(printable(label), strong))
            story.append(Paragraph(printable(text or "Not answered"), body))
    out = BytesIO()

    def footer(canvas: Any, page: Any) -> None:
        canvas.setFont(REGULAR, 8)
        canvas.drawString(57, 34, f"Case {data.case_number}. As of {data.as_of}. Page {page.page} of {total}")

    title = f"Audit summary, case {data.case_number}"
    counted = SimpleDocTemplate(BytesIO(), pagesize=A4)
    counted.build(list(story))
    total = counted.page
    SimpleDocTemplate(out, pagesize=A4, title=title, author=data.auditor, lang="en-GB").build(
        story, onFirstPage=footer, onLaterPages=footer
    )
    return out.getvalue()
