"""What stops an audit from being submitted, and its submission: final, whole, and the draft gone with its notes."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from qaf_desktop.domain import gates
from qaf_desktop.domain.events import AuditSubmitted
from qaf_desktop.errors import Refused
from qaf_desktop.services import audit_answers, tools
from qaf_desktop.services.audit_drafts import Draft, open_draft
from qaf_desktop.services.concerns import concerns, record_from_draft
from qaf_desktop.services.rights import require_event
from qaf_desktop.store import query_audits
from qaf_desktop.store.workspace import Workspace
from qaf_desktop.tool.definition import Tool
from qaf_desktop.tool.form import Form

_REPEATED = frozenset({"what", "evidence", "themes", "urgency"})


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that stops submission: the question's name, where it stands, and the sentence."""

    question: str
    ref: str
    section: str
    message: str


def check(ws: Workspace, key: str) -> tuple[Problem, ...]:
    """Everything that stops the audit from being submitted, one problem for each question, in the tool's order."""
    found = open_draft(ws, key)
    tool = tools.definition(ws, found.tool_entity)
    return _problems(ws, tool, found, Form(tool, found.answers, now=ws.now()))


def submit(ws: Workspace, key: str) -> None:
    """Enters the audit into the journal, whole; its draft and private notes are deleted. Raises Refused."""
    found = open_draft(ws, key)
    tool = tools.definition(ws, found.tool_entity)
    form = Form(tool, found.answers, now=ws.now())
    problems = _problems(ws, tool, found, form)
    if problems:
        rest = f" and {len(problems) - 1} more" if len(problems) > 1 else ""
        first = problems[0].message.rstrip(".")
        raise Refused(f"This audit cannot be submitted yet: {first}{rest}. See all: check audit.")
    answers = dict(form.counting_answers())
    overall, sections = audit_answers.grades(tool, answers)
    event = AuditSubmitted(
        case=found.case,
        tool=found.tool,
        tool_version=found.tool_version,
        tool_entity=found.tool_entity,
        purpose=found.purpose,
        auditor=found.auditor_id,
        auditor_name=found.auditor,
        begun=found.begun,
        answers=answers,
        overall=overall,
        sections=sections,
        strengths=audit_answers.findings(tool, answers, "strengths", found.beside),
        improvements=audit_answers.findings(tool, answers, "improvements", found.beside),
        recommendations=audit_answers.recommendations(tool, answers, found.beside),
        left_behind=found.left_behind,
    )
    require_event(ws, event, f"submit an audit of case {found.case.number}")
    said = audit_answers.urgent_concern(tool, answers)
    with ws.writing() as writing:
        writing.record("audit", key, event)
        if said is not None:
            record_from_draft(ws, writing, found.case, key, said, found.concern)
        query_audits.delete_draft(writing.connection, key)
        writing.changed("draft")


def _problems(ws: Workspace, tool: Tool, found: Draft, form: Form) -> tuple[Problem, ...]:
    problems = [Problem(one.name, one.ref, one.section, one.message) for one in form.problems()]
    named = {one.ref for one in problems}
    asked = audit_answers.asked(tool, found.answers)
    counting = {role: replace(one, value=form.value(one.ref)) for role, one in asked.items() if role not in _REPEATED}
    for gap in gates.gaps(counting):
        question = gap.question
        if question.ref not in named and form.relevant(question.ref):
            problems.append(Problem(question.name, question.ref, question.section, gap.message))
    problems += _untold(ws, found, asked)
    order = {ref: place for place, ref in enumerate(form.questions())}
    return tuple(sorted(problems, key=lambda one: order.get(one.ref, len(order))))


def _untold(ws: Workspace, found: Draft, asked: Mapping[str, gates.Asked]) -> list[Problem]:
    """Rule 7: concerns that were raised beside the form, and not yet said to anybody."""
    about = asked.get("urgent_concern", gates.Asked("", "", ""))
    return [
        Problem(about.name, about.ref, about.section, f"{one.untold} that you recorded. It is on the page To do")
        for one in concerns(ws, found.id)
        if one.untold is not None and one.id != found.concern
    ]
