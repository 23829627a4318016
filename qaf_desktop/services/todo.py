"""What one owes, in order: urgent concerns, overdue, due soon, returned, drafts, and then the rest."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final
from zoneinfo import ZoneInfo

import msgspec

from qaf_desktop.domain.audit import Waiting
from qaf_desktop.domain.words import GRADE_LABELS, TODO_GROUPS
from qaf_desktop.domain.working_days import add_working_days, overdue_by
from qaf_desktop.services import answers_in_words as in_words
from qaf_desktop.services import directory, settings, tools
from qaf_desktop.services.audit_drafts import Content, draft, is_administrator, settle
from qaf_desktop.services.audit_records import waiting_of_many
from qaf_desktop.services.beginning import held_back
from qaf_desktop.services.concerns import concerns
from qaf_desktop.store import query_audits
from qaf_desktop.store.workspace import Workspace
from qaf_desktop.tool.definition import Question

GROUPS: Final = tuple(TODO_GROUPS)
SOON_DAYS: Final = 5
AT_ONCE: Final = 500
BUTTONS: Final = {"filing": "Record filing", "voice": "Add what was said", "worker_view": "Add worker's view"}


@dataclass(frozen=True, slots=True)
class TodoItem:
    """Something that a person owes, or can go on with. `overdue_by` is in working days; `detail` a line about it.

    Of a draft, `answered` and `asked` count its questions.
    """

    kind: str
    title: str
    about: str
    due: dt.date | None
    group: str
    overdue_by: int
    ref_kind: str
    ref_id: str
    button: str
    detail: str = ""
    answered: int = 0
    asked: int = 0


def todo(ws: Workspace, person: str | None = None) -> tuple[TodoItem, ...]:
    """What the person owes, in the order of the To do page; one's own where nobody is named."""
    who = directory.person(ws, person) if person else directory.me(ws)
    if who.id == ws.person_id:
        settle(ws)
    items = [*_concerns(ws, who.id), *_owed(ws, who), *_drafts(ws, who.id)]
    return tuple(sorted(items, key=_place))


def _place(item: TodoItem) -> tuple[Any, ...]:
    group = GROUPS.index(item.group)
    if item.group == "draft":
        return group, dt.date.max, 0
    return group, item.due or dt.date.max, 1, item.about, item.title, item.ref_id


def _concerns(ws: Workspace, who: str) -> list[TodoItem]:
    return [
        TodoItem(
            "concern", one.untold, f"case {one.number}", None, "urgent", 0, "concern", one.id, "Record whom you told",
            one.concern,
        )
        for one in concerns(ws, raised_by=who)
        if one.untold is not None
    ]  # fmt: skip


def _owed(ws: Workspace, who: directory.PersonRow) -> list[TodoItem]:
    said, today, unseen = settings.get(ws), ws.today(), held_back(ws)
    soon = add_working_days(today, SOON_DAYS, said.calendar)
    keeps = who.has("standards_lead")
    with ws.reading() as connection:
        rows = query_audits.audits_owed_by(connection, who.id, unowned=keeps)
    waiting: dict[str, tuple[Waiting, ...]] = {}
    for at in range(0, len(rows), AT_ONCE):
        waiting |= waiting_of_many(ws, [row.id for row in rows[at : at + AT_ONCE]])

    def item(row: Any, one: Waiting) -> TodoItem:
        late = overdue_by(one.due, today, said.calendar) if one.due else 0
        group = "overdue" if late else "due_soon" if one.due and one.due <= soon else "later"
        grade = GRADE_LABELS.get(row.overall, "") if row.case_id not in unseen else ""
        detail = ". ".join(part for part in (grade, f"Worker {row.worker}" if row.worker else "") if part)
        button, about = BUTTONS.get(one.kind, "Open audit"), f"case {row.number}"
        return TodoItem(one.kind, one.what, about, one.due, group, late, "audit", row.id, button, detail)

    return [
        item(row, one)
        for row in rows
        for one in waiting.get(row.id, ())
        if one.person_id == who.id or (keeps and one.person_id is None)
    ]


def _drafts(ws: Workspace, who: str) -> list[TodoItem]:
    if who != ws.person_id and not is_administrator(ws):
        return []
    with ws.reading() as connection:
        rows = query_audits.drafts(connection, who)
    items = []
    for row in rows:
        number = msgspec.json.decode(row.content, type=Content).case.number
        place, detail, *counts = _progress(ws, row.id)
        named = "draft", f"Continue: case {number}, {place}", f"case {number}", None
        items.append(TodoItem(*named, "draft", 0, "draft", row.id, "Continue", detail, *counts))
    return items


def _progress(ws: Workspace, key: str) -> tuple[str, str, int, int]:
    from qaf_desktop.tool.form import Form

    found = draft(ws, key)
    saved = f"Saved {_when(found.saved_at.astimezone(ZoneInfo(settings.get(ws).zone)), ws.today())}"
    if not tools.is_here(ws, found.tool_entity):
        return "its audit tool is not on this laptop yet", saved, 0, 0
    tool = tools.definition(ws, found.tool_entity)
    form = Form(tool, found.answers, now=ws.now())
    names = [section.name for section in tool.sections]
    here = found.position.split("/")[0].split("[")[0]
    at = names.index(here) if here in names else 0
    there = form.questions(tool.sections[at].path) if names else []
    asked = [ref for ref in there if isinstance(node := form.node(ref), Question) and node.kind != "note"]
    place = f"section {at + 1} of {len(names)}"
    if found.position in asked:
        place += f", question {asked.index(found.position) + 1} of {len(asked)}"
    done = [form.progress(section.path) for section in tool.sections]
    answered, total = sum(one.answered for one in done), sum(one.total for one in done)
    where = tool.sections[at].label or "Questions" if names else ""
    return place, f"{where}. {answered} of {total} answered. {saved}", answered, total


def _when(moment: dt.datetime, today: dt.date) -> str:
    return in_words.time(moment.time()) if moment.date() == today else in_words.day(moment.date())
