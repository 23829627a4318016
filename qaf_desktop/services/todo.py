"""What one owes, in order: urgent concerns, overdue, due soon, returned, drafts, and then the rest."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

import msgspec

from qaf_desktop.domain.working_days import add_working_days, overdue_by
from qaf_desktop.services import audit_answers, directory, settings, tools
from qaf_desktop.services.audit_drafts import Content, draft, is_administrator
from qaf_desktop.services.audit_records import waiting_of
from qaf_desktop.services.concerns import concerns
from qaf_desktop.store import query_audits
from qaf_desktop.store.workspace import Workspace

GROUPS: Final = ("urgent", "overdue", "due_soon", "returned", "draft", "later")
SOON_DAYS: Final = 5
MOST_AUDITS: Final = 300
BUTTONS: Final = {"filing": "Record filing", "voice": "Add what was said", "worker_view": "Add view"}


@dataclass(frozen=True, slots=True)
class TodoItem:
    """Something that a person owes, or can go on with. `overdue_by` is in working days."""

    kind: str
    title: str
    about: str
    due: dt.date | None
    group: str
    overdue_by: int
    ref_kind: str
    ref_id: str
    button: str


def todo(ws: Workspace, person: str | None = None) -> tuple[TodoItem, ...]:
    """What the person owes, in the order of the To do page; one's own where nobody is named."""
    who = directory.person(ws, person).id if person else ws.person_id
    items = [*_concerns(ws, who), *_owed(ws, who), *_drafts(ws, who)]
    return tuple(sorted(items, key=_place))


def _place(item: TodoItem) -> tuple[Any, ...]:
    return GROUPS.index(item.group), item.due or dt.date.max, item.about, item.title, item.ref_id


def _concerns(ws: Workspace, who: str) -> list[TodoItem]:
    return [
        TodoItem(
            "concern", one.untold, f"case {one.number}", None, "urgent", 0, "concern", one.id, "Record whom you told"
        )
        for one in concerns(ws, raised_by=who)
        if one.untold is not None
    ]


def _owed(ws: Workspace, who: str) -> list[TodoItem]:
    periods, today = settings.get(ws), ws.today()
    soon = add_working_days(today, SOON_DAYS, periods.calendar)
    with ws.reading() as connection:
        rows = query_audits.audits_owed_by(connection, who, MOST_AUDITS)
    items = []
    for row in rows:
        for one in waiting_of(ws, row.id):
            if one.person_id != who:
                continue
            late = overdue_by(one.due, today, periods.calendar) if one.due else 0
            group = "overdue" if late else "due_soon" if one.due and one.due <= soon else "later"
            button = BUTTONS.get(one.kind, "Open audit")
            about = f"case {row.number}"
            items.append(TodoItem(one.kind, one.what, about, one.due, group, late, "audit", row.id, button))
    return items


def _drafts(ws: Workspace, who: str) -> list[TodoItem]:
    if who != ws.person_id and not is_administrator(ws):
        return []
    with ws.reading() as connection:
        rows = query_audits.drafts(connection, who)
    items = []
    for row in rows:
        number = msgspec.json.decode(row.content, type=Content).case.number
        title = f"Continue: case {number}, {_progress(ws, row.id)}"
        items.append(TodoItem("draft", title, f"case {number}", None, "draft", 0, "draft", row.id, "Continue"))
    return items


def _progress(ws: Workspace, key: str) -> str:
    found = draft(ws, key)
    tool = tools.definition(ws, found.tool_entity)
    names = [section.name for section in tool.sections]
    here = found.position.split("/")[0].split("[")[0]
    place = names.index(here) + 1 if here in names else 1
    asked = [one for one in audit_answers.questions(tool) if one.kind not in ("note", "calculate", "hidden")]
    answered = sum(bool(audit_answers.text_at(found.answers, one.path)) for one in asked)
    return f"section {place} of {len(names)}, {answered} of {len(asked)} answered"
