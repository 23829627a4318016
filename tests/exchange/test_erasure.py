"""Erasure is final: no word of it stays in a database, its log, the search or the folder; nothing brings it back."""

import random
import shutil
from pathlib import Path

import pytest

from qaf_desktop.domain.events import AuditSubmitted, CaseAtStart, Finding, RoleGrant
from qaf_desktop.errors import NotFound, Refused
from qaf_desktop.exchange import pack, segment
from qaf_desktop.services import cleaning, erasure, exchange, exchange_state, workspaces
from qaf_desktop.store import journal, query_audits
from qaf_desktop.store.workspace import FIRST_ROLES, Workspace
from tests.exchange.faulty import SharedAtOnce
from tests.exchange.laptops import Office, add_case, change_case, state
from tests.exchange.test_restored import copy_of, with_folder_away

CANARY = "kanarienvogel"


def add_audit(ws: Workspace, case: str, number: str, words: str = CANARY) -> str:
    """A submitted audit whose findings hold the canary."""
    key = ws.new_id()
    at_start = CaseAtStart(case, number, "child_in_need", None, None, "", None, "", None, "", None, "")
    event = AuditSubmitted(
        at_start, "standard", "1", ws.new_id(), "routine_cycle", ws.person_id, "An auditor", "2026-09-01", {"a": words},
        "good", {}, strengths=(Finding(ws.new_id(), f"The {words} sings", "evidence"),),
    )  # fmt: skip
    with ws.writing() as writing:
        writing.record("audit", key, event)
    return key


def traces(ws: Workspace, canary: str = CANARY) -> list[str]:
    """Where the canary can be found in a laptop's opened database."""
    found = []
    with ws.reading() as connection:
        tables = [row[0] for row in connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            for row in connection.exec_driver_sql(f'SELECT * FROM "{table}"'):
                if any(canary.encode() in (v if isinstance(v, bytes) else str(v).encode()) for v in row):
                    found.append(table)
        found += ["search"] * query_audits.count_audits(connection, None, canary, None)
    return found


def folder_traces(ws: Workspace, shared: Path, canary: str = CANARY) -> list[str]:
    """Files of the folder in which the canary is found by whoever holds every key."""
    identities = exchange_state.needed(ws).identities
    found = []
    for path in shared.rglob("*"):
        raw = path.read_bytes() if path.is_file() else b""
        held: list[segment.Segment] = []
        if path.suffix == ".seg":
            held = [segment.open_(segment.read(raw), identities)]
        elif path.suffix == ".pack":
            held = [one for bundle in pack.read(raw).bundles() for one in pack.unbundle(bundle, identities) or []]
        if any(body is not None and canary.encode() in body[1] for one in held for body in one.bodies):
            found.append(path.name)
    return found


def test_an_erased_case_leaves_no_word_on_any_laptop_nor_in_the_folder(office: Office) -> None:
    first, second = office.laptops["A. Admin"], office.join("B. Officer")
    case = add_case(first, f"{CANARY}-1")
    add_audit(second, case, f"{CANARY}-1")
    office.exchange_all()
    assert traces(first) and traces(second) and folder_traces(first, office.shared)
    erasure.erase_case(first, f"{CANARY}-1", "A court said so")
    office.exchange_all()
    for ws in (first, second):
        ws.compact()
        assert traces(ws) == [] and not workspaces.verify(ws).problems
    assert folder_traces(first, office.shared) == []
    assert state(first) == state(second)


def test_what_was_recorded_elsewhere_meanwhile_goes_too(office: Office) -> None:
    first, second = office.laptops["A. Admin"], office.join("B. Officer")
    case = add_case(first, "1001")
    office.exchange_all()
    add_audit(second, case, "1001")
    change_case(second, case, "closed")
    erasure.erase_case(first, "1001", "A court said so")
    office.exchange_all(3)
    for ws in (first, second):
        assert traces(ws) == []
    assert folder_traces(first, office.shared) == [] and state(first) == state(second)


def test_what_a_copied_workspace_sent_once_more_goes_from_the_folder_too(office: Office) -> None:
    first, second = office.laptops["A. Admin"], office.join("B. Officer")
    case = add_case(first, "1001")
    office.exchange_all()
    add_audit(second, case, "1001")
    clone = copy_of(second, office, 1)  # both send the audit, each in a segment of its own
    add_case(second, "beside the original")
    add_case(clone, "beside the copy")
    with_folder_away(office, [second, clone])
    for ws in (second, clone, first):
        exchange.now(ws)
    assert len(folder_traces(first, office.shared)) == 2
    erasure.erase_case(first, "1001", "A court said so")
    assert folder_traces(first, office.shared) == []
    for ws in (second, clone, first):
        exchange.now(ws)
    assert traces(clone) == [] and state(clone) == state(first) and not workspaces.verify(clone).problems
    clone.close()


def test_another_laptop_that_puts_a_file_back_while_it_is_cleaned_does_not_bring_it_back(office: Office) -> None:
    first = office.laptops["A. Admin"]
    add_audit(first, add_case(first, "1001"), "1001")
    exchange.now(first)
    before = {path: path.read_bytes() for path in office.shared.rglob("*.seg")}
    away = office.shared.rename(office.base / "away")
    erasure.erase_case(first, "1001", "A court said so")
    away.rename(office.shared)
    assert folder_traces(first, office.shared)
    back = SharedAtOnce(office.shared, lambda path: path.write_bytes(before[path]) and None)
    assert cleaning.clean(first, exchange_state.needed(first), back)
    assert folder_traces(first, office.shared) == []


def test_what_is_recorded_of_a_case_that_is_erased_already_goes_everywhere(office: Office) -> None:
    first, second = office.laptops["A. Admin"], office.join("B. Officer")
    case = add_case(first, "1001")
    office.exchange_all()
    erasure.erase_case(first, "1001", "A court said so")
    office.exchange_all()
    change_case(second, case, CANARY)
    add_audit(second, case, "1001")
    office.exchange_all()
    for ws in (first, second):
        ws.compact()
        assert traces(ws) == [] and not workspaces.verify(ws).problems
    assert folder_traces(first, office.shared) == [] and state(first) == state(second)


@pytest.mark.parametrize("way", ["stick", "backup", "folder set back", "laptop that was away"])
def test_nothing_brings_it_back(office: Office, way: str) -> None:
    first, second = office.laptops["A. Admin"], office.join("B. Officer")
    case = add_case(first, "1001")
    add_audit(second, case, "1001")
    office.exchange_all()
    exchange.export(first, office.base / "old.qaf")
    shutil.copytree(office.shared, office.base / "older")
    away = office.join("C. Officer")
    workspaces.backup(second, office.base / "backup.qaf")
    erasure.erase_case(first, "1001", "A court said so")
    exchange.now(first)
    exchange.now(second)
    if way == "stick":
        exchange.import_(second, office.base / "old.qaf")
    elif way == "backup":
        second.close()
        second = workspaces.restore(office.base / "backup.qaf", second.folder, "correct horse battery")
        exchange.now(second)
    elif way == "folder set back":
        shutil.rmtree(office.shared)
        shutil.copytree(office.base / "older", office.shared)
        exchange.now(first)
        exchange.now(second)
    exchange.now(away)
    for ws in (first, second, away):
        exchange.now(ws)
        assert traces(ws) == [], way
    office.laptops["B. Officer"] = second


@pytest.mark.cases(4, 40)
def test_an_erasure_is_final_whoever_wrote_whoever_erases_and_whatever_comes_back(office: Office, seed: int) -> None:
    """Two cases and audits of both on random laptops; one is erased, and old files, copies and folders come back."""
    rng, first = random.Random(seed), office.laptops["A. Admin"]
    second, third = office.join("B. Deputy", FIRST_ROLES), office.join("C. Officer")
    laptops = [first, second, third]
    gone, stays = (add_case(rng.choice(laptops), number) for number in ("1001", "1002"))
    office.exchange_all()
    for _ in range(rng.randint(1, 3)):
        add_audit(rng.choice(laptops), gone, "1001")
        add_audit(rng.choice(laptops), stays, "1002", "amsel")
        exchange.now(rng.choice(laptops))
    office.exchange_all(rng.randint(1, 2))
    carried = office.base / "carried.qaf"
    exchange.export(rng.choice(laptops), carried)
    shutil.copytree(office.shared, office.base / "older")
    erasure.erase_case(rng.choice([first, second]), gone, "A court said so")
    for ws in rng.sample(laptops, 3):
        if rng.random() < 0.5:
            add_audit(ws, gone, "1001") if ws is third else exchange.now(ws)
    if rng.random() < 0.3:
        shutil.rmtree(office.shared)
        shutil.copytree(office.base / "older", office.shared)
    office.exchange_all(rng.randint(1, 3))
    for ws in rng.sample(laptops, rng.randint(0, 3)):
        exchange.import_(ws, carried)
    office.exchange_all(3)
    for ws in (*laptops, office.join("D. Officer")):
        exchange.now(ws)
        ws.compact()
        assert traces(ws) == [] and traces(ws, "amsel") and not workspaces.verify(ws).problems
        assert state(ws) == state(first)
    assert folder_traces(first, office.shared) == [] and folder_traces(first, office.shared, "amsel")


def test_a_passage_goes_from_everything_that_was_recorded_of_an_audit(office: Office) -> None:
    first, second = office.laptops["A. Admin"], office.join("B. Officer")
    case = add_case(first, "1001")
    key = add_audit(second, case, "1001", f"Seen with {CANARY} twice")
    office.exchange_all()
    erasure.redact(first, key, CANARY, "A name had slipped in")
    office.exchange_all()
    for ws in (first, second):
        ws.compact()
        assert traces(ws) == []
        with ws.reading() as connection:
            submitted = query_audits.state(connection, key).submitted
        assert submitted is not None and submitted.answers == {"a": "Seen with [removed] twice"}
    assert folder_traces(first, office.shared) == [] and state(first) == state(second)


def test_a_passage_that_stands_nowhere_is_said_and_changes_nothing(office: Office) -> None:
    first = office.laptops["A. Admin"]
    key = add_audit(first, add_case(first, "1001"), "1001")
    before = state(first)
    with pytest.raises(NotFound):
        erasure.redact(first, key, "nowhere", "A name had slipped in")
    assert state(first) == before


def test_only_administrators_erase_and_only_with_a_reason(office: Office) -> None:
    second = office.join("B. Officer", (RoleGrant("quality_officer"),))
    add_case(second, "1001")
    with pytest.raises(Refused, match="administrator"):
        erasure.erase_case(second, "1001", "Because")
    with pytest.raises(Refused, match="Say why"):
        erasure.erase_case(office.laptops["A. Admin"], "1001", " ")


def test_an_erasure_by_somebody_who_may_not_changes_nothing_elsewhere(office: Office) -> None:
    from qaf_desktop.domain.events import CaseErased

    first, second = office.laptops["A. Admin"], office.join("B. Officer")
    case = add_case(first, "1001")
    office.exchange_all()
    with second.writing() as writing:
        writing.record("erasure", second.new_id(), CaseErased(case, (), "I say so"))
    office.exchange_all()
    with first.reading() as connection:
        assert journal.of_entity(connection, case)[0].raw_body is not None
    assert state(first) == state(second)


def test_signatures_and_chains_hold_after_an_erasure(office: Office) -> None:
    first, second = office.laptops["A. Admin"], office.join("B. Officer")
    add_audit(first, add_case(first, "1001"), "1001")
    office.exchange_all()
    erasure.erase_case(first, "1001", "A court said so")
    office.exchange_all()
    third = office.join("C. Officer")
    for ws in (first, second, third):
        assert not workspaces.verify(ws).problems
    assert state(third) == state(first)


def redacted(office: Office, words: str) -> tuple[Workspace, Workspace, str, str]:
    """Two laptops, one of which submitted an audit with these words; the case's id and the audit's."""
    first, second = office.laptops["A. Admin"], office.join("B. Officer", FIRST_ROLES)
    case = add_case(second, "1001")
    key = add_audit(second, case, "1001", words)
    office.exchange_all()
    return first, second, case, key


def answer(ws: Workspace, key: str) -> object:
    """What the audit's one answer says now."""
    with ws.reading() as connection:
        submitted = query_audits.state(connection, key).submitted
    return submitted.answers["a"] if submitted is not None else None


def test_a_redaction_that_comes_before_what_it_redacts_does_the_same(office: Office) -> None:
    first, second, _, key = redacted(office, f"Seen with {CANARY} twice")
    erasure.redact(first, key, CANARY, "A name had slipped in")
    exchange.now(first)
    third = office.ask("C. Officer")
    own = list((office.shared / "segments" / second.device_id[:16]).glob("*.seg"))
    heads = list((office.shared / "heads").glob(f"{second.device_id[:16]}-*"))
    held = [(one, one.read_bytes()) for one in (*own, *heads)]
    office.approve(first, third)
    for one, _ in held:
        one.unlink(missing_ok=True)
    exchange.now(third)
    assert answer(third, key) is None
    for one, raw in held:
        one.write_bytes(raw)
    exchange.now(third)
    assert answer(third, key) == "Seen with [removed] twice" == answer(first, key)
    assert state(third) == state(first) and traces(third) == []
    third.close()


def test_a_second_passage_goes_from_what_the_first_redaction_left_too(office: Office) -> None:
    first, second, _, key = redacted(office, f"Seen with {CANARY} and with amsel twice")
    erasure.redact(first, key, CANARY, "A name had slipped in")
    office.exchange_all()
    erasure.redact(first, key, "amsel", "Another one too")
    office.exchange_all()
    for ws in (first, second, office.join("C. Officer")):
        ws.compact()
        assert traces(ws) == traces(ws, "amsel") == []
        assert answer(ws, key) == "Seen with [removed] and with [removed] twice"
        assert not workspaces.verify(ws).problems
    assert folder_traces(first, office.shared, "amsel") == []


def test_two_who_redact_apart_take_out_what_either_of_them_took_out(office: Office) -> None:
    first, second, _, key = redacted(office, f"Seen with {CANARY} and with amsel twice")
    away = office.base / "away"
    office.shared.rename(away)
    erasure.redact(first, key, CANARY, "A name had slipped in")
    erasure.redact(second, key, "amsel", "A name had slipped in")
    away.rename(office.shared)
    office.exchange_all(3)
    assert answer(first, key) == answer(second, key) == "[removed]"
    third = office.join("C. Officer")
    office.exchange_all()
    assert state(first) == state(second) == state(third)


@pytest.mark.parametrize("redacted_first", [True, False])
def test_an_erased_case_takes_what_redactions_left_of_it(office: Office, redacted_first: bool) -> None:
    first, second, _, key = redacted(office, f"Seen with {CANARY} and with amsel twice")
    away = office.base / "away"
    office.shared.rename(away)
    erasure.redact(first, key, "amsel", "A name had slipped in")
    erasure.erase_case(second, "1001", "A court said so")
    away.rename(office.shared)
    for ws in (first, second) if redacted_first else (second, first):
        exchange.now(ws)
    office.exchange_all()
    third = office.join("C. Officer")
    office.exchange_all()
    for ws in (first, second, third):
        ws.compact()
        assert traces(ws) == [] and not workspaces.verify(ws).problems
    assert folder_traces(first, office.shared) == [] and state(first) == state(second) == state(third)


def test_an_audit_that_counts_for_nothing_loses_its_content_with_its_case(office: Office) -> None:
    first, second, case, _ = redacted(office, "Plain words")
    third = office.join("C. Reader", (RoleGrant("reader"),))
    add_audit(third, case, "1001")
    office.exchange_all()
    assert traces(first) == ["entry"]
    erasure.erase_case(first, "1001", "A court said so")
    office.exchange_all()
    for ws in (first, second, third):
        ws.compact()
        assert traces(ws) == []
    assert folder_traces(first, office.shared) == []
