"""The printed summary of one audit: plain data in, PDF bytes out."""

from dataclasses import dataclass
from io import BytesIO

GRADES = "Grades describe the help that a child received from all services, not the work of one person."
Part = tuple[str, tuple[tuple[str, str], ...]]


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade of something: its stored value (empty where none was given) and the reasons for it."""

    about: str
    value: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """A strength, an area for improvement or a recommendation; themes and urgency in the tool's words."""

    what: str
    evidence: str = ""
    themes: tuple[str, ...] = ()
    urgency: str = ""
    question: str = ""


@dataclass(frozen=True, slots=True)
class SummaryData:
    """All that is printed. `facts`, `concerns`, `beside` and `answers` hold (label, text) pairs, some under a title.

    `respond` is the sentence on who is to respond to the recommendations, and by when.
    """

    organisation: str
    case_number: str
    auditor: str
    as_of: str
    facts: tuple[tuple[str, str], ...] = ()
    overall: Grade | None = None
    sections: tuple[Grade, ...] = ()
    strengths: tuple[Item, ...] = ()
    improvements: tuple[Item, ...] = ()
    recommendations: tuple[Item, ...] = ()
    concerns: tuple[Part, ...] = ()
    beside: tuple[Part, ...] = ()
    answers: tuple[Part, ...] = ()
    withdrawn: str = ""
    respond: str = ""
    draft: bool = False

    @property
    def title(self) -> str:
        """The document's title."""
        return f"Audit summary, case {self.case_number}"


def render(data: SummaryData) -> bytes:
    """The summary as a PDF, its pages those that are shown and printed."""
    from reportlab.lib.pagesizes import A4
    from reportlab.platypus import SimpleDocTemplate

    from qaf_desktop.reports.pages import counted_pages
    from qaf_desktop.reports.parts import MARGIN, story

    out = BytesIO()
    template = SimpleDocTemplate(
        out,
        pagesize=A4,
        leftMargin=MARGIN,
        rightMargin=MARGIN,
        topMargin=MARGIN,
        bottomMargin=MARGIN + 10,
        title=data.title,
        author=data.auditor,
        subject=data.organisation,
        lang="en-GB",
    )
    template.build(story(data, GRADES), canvasmaker=counted_pages(data))
    return out.getvalue()
