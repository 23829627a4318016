"""Drafts in the folder: for their author's own laptops alone, back with the passphrase, gone once submitted."""

import msgspec
import pytest

from qaf_desktop.errors import WrongPassphrase
from qaf_desktop.exchange import crypto, drafts, wire
from qaf_desktop.services import audits, draft_backup, exchange, exchange_state, todo, tools
from qaf_desktop.store import query_audits
from qaf_desktop.store.keys import unwrap_secret
from qaf_desktop.store.workspace import FIRST_ROLES, Workspace
from tests.cli.answers import full
from tests.exchange.drafting import new_draft
from tests.exchange.laptops import PASSPHRASE, Office, add_case


def files(office: Office, ws: Workspace) -> list[bytes]:
    """The backups of a laptop's drafts as they lie in the folder."""
    return [one.read_bytes() for one in (office.shared / "drafts" / ws.device_id[:16]).glob("*.draft")]


def with_a_draft(office: Office) -> Workspace:
    """An officer's laptop with a draft that was backed up."""
    officer = office.join("B. Officer")
    new_draft(officer, add_case(officer, "1001"))
    exchange.now(officer)
    return officer


def test_nobody_but_their_author_opens_them_whatever_keys_of_the_workspace_they_hold(office: Office) -> None:
    officer = with_a_draft(office)
    (raw,) = files(office, officer)
    signers = {officer.device_id: exchange_state.needed(officer).keys.public.sign}
    for ws in (office.laptops["A. Admin"], office.join("C. Officer")):
        x = exchange_state.needed(ws)
        assert drafts.read(raw, [x.keys.identity, *x.identities.values()], signers) is None
        assert draft_backup.restorable(ws) == ()
        assert draft_backup.restore(ws, PASSPHRASE) == 0
    assert drafts.read(raw, [exchange_state.needed(officer).keys.identity], signers) is not None


def test_a_second_laptop_of_theirs_that_was_known_needs_no_passphrase(office: Office) -> None:
    officer = office.join("B. Officer")
    second = office.join("B. Officer", None, folder="second")
    exchange.now(officer)
    new_draft(officer, add_case(officer, "1001"))
    exchange.now(officer)
    (offered,) = draft_backup.restorable(second)
    assert (offered.drafts, offered.locked) == (1, False)
    assert draft_backup.restore(second) == 1 and draft_backup.restore(second) == 0


@pytest.mark.parametrize("content", [b"{}", b"no JSON", b""])
def test_a_draft_that_cannot_be_read_keeps_no_other_from_being_gone_on_with(office: Office, content: bytes) -> None:
    officer = office.join("B. Officer")
    second = office.join("B. Officer", None, folder="second")
    exchange.now(officer)
    broken, _ = (new_draft(officer, add_case(officer, number)) for number in ("1001", "1002"))
    with officer.writing() as writing:
        query_audits.change_draft(writing.connection, broken, {"content": content})
    exchange.now(officer)
    assert draft_backup.restore(second) == 2
    (owed,) = todo.todo(second)
    assert owed.title == "Continue: case 1001, its audit tool is not on this laptop yet"


def test_after_a_break_the_earlier_passphrase_brings_them_back_and_no_other(office: Office) -> None:
    officer = with_a_draft(office)
    officer.close()
    del office.laptops["B. Officer"]
    new = office.join("B. Officer", None, folder="new")
    (offered,) = draft_backup.restorable(new)
    assert (offered.drafts, offered.locked) == (1, True)
    for wrong in ("", "wrong horse battery", PASSPHRASE.upper()):
        with pytest.raises(WrongPassphrase):
            draft_backup.restore(new, wrong)
    assert draft_backup.restore(new, PASSPHRASE) == 1
    assert draft_backup.restorable(new) == ()


def test_a_draft_that_was_submitted_is_in_the_folder_no_more(office: Office) -> None:
    first = office.laptops["A. Admin"]
    tools.add_standard_tools(first)
    officer = office.join("B. Officer", FIRST_ROLES)
    add_case(officer, "1001")
    key = audits.begin(officer, "1001")
    exchange.now(officer)
    assert len(files(office, officer)) == 1
    audits.fill(officer, key, full())
    exchange.now(officer)
    assert len(files(office, officer)) == 1
    audits.submit(officer, key)
    exchange.now(officer)
    assert files(office, officer) == []


def test_a_draft_that_another_put_there_is_not_taken_in(office: Office) -> None:
    officer, other = with_a_draft(office), office.join("C. Officer")
    x, mine = exchange_state.needed(other), exchange_state.needed(officer)
    (raw,) = files(office, officer)
    known = drafts.read(raw, [mine.keys.identity], {officer.device_id: mine.keys.public.sign})
    assert known is not None
    false = drafts.Backup(known.workspace, known.device, "9" * 32, known.saved_at, {**known.row, "id": "9" * 32})
    place = office.shared / "drafts" / officer.device_id[:16]
    (place / f"{'9' * 16}-{'9' * 16}.draft").write_bytes(drafts.to_file(false, x.keys, [mine.keys.public.recipient]))
    second = office.join("B. Officer", None, folder="second")
    exchange.now(officer)
    assert draft_backup.restore(second) == 1


COST = {"iterations": 1, "lanes": 1, "memory": 8}
WRAPPED = {"salt": b"1" * 8, "nonce": b"1" * 12, "sealed": b""}


@pytest.mark.parametrize(
    "held",
    [
        {"cost": COST | {"iterations": 0}, "wrapped": WRAPPED}, {"cost": COST | {"lanes": -1}, "wrapped": WRAPPED},
        {"cost": COST | {"memory": 1 << 40}, "wrapped": WRAPPED}, {"cost": COST, "wrapped": WRAPPED | {"salt": b""}},
        {"cost": COST, "wrapped": WRAPPED | {"nonce": b""}}, {"cost": COST, "wrapped": WRAPPED}, [],
    ],
)  # fmt: skip
def test_a_key_that_somebody_else_wrapped_opens_nothing_and_costs_nothing(office: Office, held: object) -> None:
    raw = msgspec.json.encode(held)
    assert unwrap_secret(PASSPHRASE, raw) is None
    officer = with_a_draft(office)
    epochs = exchange_state.needed(officer).rosters.now().epochs
    (epoch,) = epochs
    own = office.shared / "drafts" / officer.device_id[:16] / "own.key"
    own.write_bytes(wire.with_length(wire.encode([epoch])) + crypto.seal(raw, [epochs[epoch]]))
    officer.close()
    del office.laptops["B. Officer"]
    new = office.join("B. Officer", None, folder="new")
    with pytest.raises(WrongPassphrase):
        draft_backup.restore(new, PASSPHRASE)
