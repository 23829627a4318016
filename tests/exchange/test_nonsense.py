"""A laptop of the workspace signs nonsense: every list, page, print and check goes on, on every laptop alike."""

import json
import random
from pathlib import Path

import msgspec
import pytest

from qaf_desktop.cli.main import main
from qaf_desktop.domain.entries import seal
from qaf_desktop.domain.events import EVENTS
from qaf_desktop.errors import QafError
from qaf_desktop.services import (
    audit_records,
    audits,
    beginning,
    cases,
    concerns,
    conflicts,
    devices,
    directory,
    erasure,
    exchange,
    exchange_status,
    summaries,
    todo,
    tools,
    workspaces,
)
from qaf_desktop.services import settings as settings_service
from qaf_desktop.store import journal, projection
from qaf_desktop.store.workspace import FIRST_ROLES, Workspace
from tests.exchange.laptops import PASSPHRASE, Office, add_case, state
from tests.exchange.nonsense import record
from tests.exchange.test_erasure import add_audit

KINDS = sorted(EVENTS)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("nonsense")


def lived(base: Path, seed: int, rounds: int = 4) -> Office:
    """Two laptops, one of which wrote nonsense of every kind, with every role there is."""
    office, rng = Office(base / str(seed)), random.Random(seed)
    first = office.first()
    tools.add_standard_tools(first)
    second = office.join("B. Hostile", FIRST_ROLES)
    case = add_case(first, "1001")
    things = {
        "case": [case], "audit": [add_audit(first, case, "1001")], "person": [first.person_id, second.person_id],
        "workspace": [first.id], "device": [first.device_id], "team": [], "service": [],
        "tool_version": [one.entity for one in tools.tools(first)],
    }  # fmt: skip
    office.exchange_all()
    kinds = [one for one in KINDS * rounds if one not in ("CaseErased", "PassageRedacted") or rng.random() < 0.3]
    rng.shuffle(kinds)
    for kind in kinds:
        record(second, rng, kind, things)
    return office


def look_at_everything(ws: Workspace) -> None:
    """Asks for everything that a page, a print or a command asks for. A sentence is an answer; a crash is not."""
    asked = [
        lambda: directory.people(ws, limit=10_000), lambda: directory.teams(ws), lambda: directory.services(ws),
        lambda: cases.cases(ws, limit=10_000), lambda: cases.cases(ws, "x"), lambda: tools.tools(ws),
        lambda: todo.todo(ws), lambda: concerns.concerns(ws), lambda: concerns.alert_notice(ws),
        lambda: devices.devices(ws), lambda: exchange_status.status(ws), lambda: erasure.due(ws),
        lambda: workspaces.status(ws), lambda: conflicts.list_conflicts(ws), lambda: ws.today(),
        lambda: audits.list_audits(ws, audits.AuditFilter(text="x")), lambda: _settings(ws),
    ]  # fmt: skip
    asked += [lambda one=one: tools.definition(ws, one.entity) for one in tools.tools(ws)]
    asked += [lambda one=one: beginning.before_beginning(ws, one.id) for one in cases.cases(ws, limit=50).items]
    asked += [lambda one=one: todo.todo(ws, one.id) for one in directory.people(ws, limit=30).items]
    asked += [lambda one=one: directory.roles_in_words(one.roles, {}) for one in directory.people(ws).items]
    asked += [lambda one=one: directory.first_role(one) for one in directory.people(ws).items]
    for row in audits.list_audits(ws, audits.AuditFilter()).items:
        asked += [
            lambda row=row: json.dumps(audit_records.as_json(audits.show(ws, row.id))),
            lambda row=row: audits.waiting_of(ws, row.id),
            lambda row=row: summaries.summary_pdf(ws, row.id),
            lambda row=row: summaries.file_name(row.number, row.date, row.id),
        ]
    for one in asked:
        try:
            one()
        except QafError as error:
            assert str(error)


def _settings(ws: Workspace) -> None:
    found = settings_service.get(ws)
    for name in settings_service.ABOUT:
        settings_service.in_words(name, getattr(found, name))


@pytest.mark.cases(6, 50)
def test_nonsense_that_was_signed_stops_no_list_no_page_and_no_print(base: Path, seed: int) -> None:
    office = lived(base, seed)
    first, second = office.laptops.values()
    sent = exchange.now(second).sent
    assert sent > 20
    tally = exchange.now(first)
    assert tally.received >= sent and not tally.problems
    look_at_everything(first)
    found = workspaces.verify(first)
    assert not found.problems
    before = state(first)
    with first.writing() as writing:
        projection.refold(writing.connection)
    assert state(first) == before
    for ws in office.laptops.values():
        ws.close()


def test_audits_whose_ids_begin_alike_are_both_listed_and_found(office: Office) -> None:
    first, second = office.laptops["A. Admin"], office.join("B. Hostile", FIRST_ROLES)
    case = add_case(first, "1001")
    office.exchange_all()
    made = [add_audit(ws, case, "1001", word) for ws, word in ((first, "heron"), (second, "kestrel"))]
    exchange.now(second)
    with second.writing() as writing:
        entries = journal.of_entity(writing.connection, made[1])
        twin = made[0][:12] + "f" * 20
        header = msgspec.structs.replace(entries[0].header, entity=twin, after=(), seq=99)
        one = seal(header, entries[0].salt, entries[0].raw_body or b"")
        journal.append(writing.connection, [one])
        journal.set_heads(writing.connection, {twin: (one.id,)}, fresh={twin})
    office.exchange_all()
    for ws in (first, office.join("C. Officer")):
        listed = {row.id for row in audits.list_audits(ws, audits.AuditFilter()).items}
        assert listed == {*made, twin}
        assert twin in {row.id for row in audits.list_audits(ws, audits.AuditFilter(text="kestrel")).items}
        assert not workspaces.verify(ws).problems


def test_commands_answer_in_spite_of_nonsense(base: Path, capsys: pytest.CaptureFixture[str]) -> None:
    office = lived(base, 77)
    first, second = office.laptops.values()
    exchange.now(second)
    exchange.now(first)
    (base / "words").write_text(PASSPHRASE, "utf-8")
    given = ["--workspace", str(first.folder), "--passphrase-file", str(base / "words")]
    for words in ("workspace status", "person list", "case list", "audit list", "todo", "device list", "tool list",
                  "escalation list", "case due", "conflict list", "workspace verify"):  # fmt: skip
        for as_json in ([], ["--json"]):
            code = main([*given, *as_json, *words.split()])
            assert code in (0, 1), (words, capsys.readouterr())
            assert "The program failed" not in capsys.readouterr().err, words
    for ws in office.laptops.values():
        ws.close()
