"""What one owes, however long ago it began."""

from pathlib import Path

import msgspec
import pytest

from qaf_desktop.services import audits
from qaf_desktop.services.todo import todo
from qaf_desktop.store import query_audits
from qaf_desktop.store.workspace import Workspace
from tests.services import council

MANY = 600
VOICE = {"a_child_contact": "not_yet", "a_child_contact_reason": "By the worker, on Monday."}


@pytest.fixture
def ws(tmp_path: Path) -> Workspace:
    return council.make(tmp_path)


@pytest.fixture
def oldest(ws: Workspace) -> str:
    """An audit whose child is still to be asked, with six hundred later ones."""
    key = council.submitted(ws, a_setting_up=VOICE)
    with ws.reading() as connection:
        event = query_audits.state(connection, key).submitted
    assert event is not None
    council.later(ws, days=300)
    with ws.writing() as writing:
        for _ in range(MANY):
            writing.record("audit", ws.new_id(), msgspec.structs.replace(event, answers={}))
    return key


def test_what_an_auditor_still_has_to_ask_is_owed_however_many_audits_came_since(ws: Workspace, oldest: str) -> None:
    assert [(one.kind, one.ref_id) for one in todo(ws) if one.kind == "voice"] == [("voice", oldest)]
    audits.add_voice(ws, oldest, "child", "They like the new school.")
    assert "voice" not in {one.kind for one in todo(ws)}


def test_a_managers_oldest_response_comes_first(ws: Workspace, oldest: str) -> None:
    responses = [one for one in todo(ws, "J. Moss") if one.kind == "response"]
    assert len(responses) == MANY + 1 and responses[0].ref_id == oldest


def test_what_a_worker_takes_from_an_old_audit_is_owed_until_it_is_added(ws: Workspace) -> None:
    key = council.submitted(ws, i_judgement={"i_worker_view": ""})
    assert ("worker_view", key) in {(one.kind, one.ref_id) for one in todo(ws, "A. Shah")}
    audits.add_worker_view(ws, key, "To write the chronology as it happens.")
    assert "worker_view" not in {one.kind for one in todo(ws, "A. Shah")}
