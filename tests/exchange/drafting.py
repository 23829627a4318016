"""Drafts for tests: rows as the program keeps them, made without an audit tool."""

import msgspec

from qaf_desktop.domain.events import CaseAtStart
from qaf_desktop.services.audit_drafts import Content
from qaf_desktop.store import query_audits
from qaf_desktop.store.workspace import Workspace

CASE = CaseAtStart("ab" * 16, "1001", "child_in_need", None, None, "", None, "", None, "", None, "")
CONTENT = msgspec.json.encode(Content(CASE, "qaf_standard", "2026.1", "J. Moss"))


def new_draft(ws: Workspace, case: str, words: str = "Half a sentence") -> str:
    """A draft of the person at this laptop about a case; answers its id."""
    key, moment = ws.new_id(), ws.now().isoformat()
    values = {
        "id": key, "case_id": case, "auditor_id": ws.person_id, "state": "draft", "begun": moment, "saved_at": moment,
        "number": "1001", "purpose": "routine_cycle", "tool_entity": ws.new_id(), "content": CONTENT,
        "answers": f'{{"words":"{words}"}}'.encode(),
    }  # fmt: skip
    with ws.writing() as writing:
        query_audits.insert_draft(writing.connection, values)
        writing.changed("draft")
    return key
