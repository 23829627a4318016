"""The golden folder, and the document of the format: what was written once is read for good, and by who read it."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from qaf_desktop.clock import FixedClock
from qaf_desktop.exchange.crypto import SecretKeys
from qaf_desktop.services import draft_backup, exchange, exchange_state, joining, workspaces
from qaf_desktop.store import exchange_facts, journal
from qaf_desktop.store.workspace import Workspace, Writing, create_to_join, open_workspace
from tests.exchange import reader
from tests.exchange.drafting import new_draft
from tests.exchange.golden import HERE, described
from tests.exchange.laptops import CHEAP, PASSPHRASE, START, Office, add_case, change_case, entries
from tests.exchange.test_erasure import add_audit

KEYS: dict[str, Any] = json.loads((HERE / "keys.json").read_text("utf-8"))
EXPECTED = json.loads((HERE / "expected.json").read_text("utf-8"))
READER, FIRST, OFFICER = (KEYS["laptops"][one] for one in ("reader", "first", "officer"))


def laptop(place: Path, keys: dict[str, str]) -> Workspace:
    """A laptop of the golden council as it is when nothing has come yet but its approval."""
    clock = FixedClock(START, 77)

    def also(writing: Writing, ws: Workspace) -> None:
        exchange_state.keep_own_keys(writing.connection, SecretKeys(keys["sign"], keys["identity"]))
        exchange_facts.set_note(writing.connection, exchange_state.ROOT, KEYS["root"])
        journal.set_fact(writing.connection, "device", keys["device"])
        journal.set_fact(writing.connection, "person", keys["person"])
        draft_backup.set_up(writing, PASSPHRASE, clock, CHEAP)

    create_to_join(place, KEYS["workspace"], PASSPHRASE, clock, also, cost=CHEAP).close()
    return open_workspace(place, PASSPHRASE, clock)


def by_folder(ws: Workspace, base: Path) -> None:
    """Receives the golden folder."""
    shutil.copytree(HERE / "folder", base / "shared")
    exchange.use_folder(ws, base / "shared")
    assert exchange.now(ws).problems == []


def by_hand(ws: Workspace, _base: Path) -> None:
    """Receives what was carried by hand."""
    assert exchange.import_(ws, HERE / "carried.qaf").problems == []


@pytest.mark.parametrize("receive", [by_folder, by_hand], ids=["folder", "by hand"])
def test_what_format_1_wrote_is_read_for_good(tmp_path: Path, receive: Callable[[Workspace, Path], None]) -> None:
    ws = laptop(tmp_path / "reader", READER)
    receive(ws, tmp_path)
    assert described(ws) == EXPECTED
    assert workspaces.verify(ws).problems == ()
    ws.close()


def test_the_golden_draft_comes_back_with_its_passphrase(tmp_path: Path) -> None:
    ws = laptop(tmp_path / "first", FIRST | {"person": OFFICER["person"]})
    by_folder(ws, tmp_path)
    assert draft_backup.restore(ws, KEYS["passphrase"]) == 1
    ws.close()


def test_the_golden_request_is_an_administrators_to_read(tmp_path: Path) -> None:
    ws = laptop(tmp_path / "first", FIRST)
    by_folder(ws, tmp_path)
    (asked,) = joining.requests(ws)
    assert (asked.person, asked.label, len(asked.words)) == ("E. Newcomer", "LAPTOP-05", 8)
    ws.close()


@pytest.mark.parametrize("way", ["folder", "by hand"])
def test_the_golden_files_are_read_by_who_read_the_document(way: str) -> None:
    device, identity = READER["device"], READER["identity"]
    if way == "folder":
        found = reader.read_folder(HERE / "folder", device, identity)
    else:
        found = reader.read_carried((HERE / "carried.qaf").read_bytes(), device, identity)
    assert (found.workspace, found.root, found.identities) == (KEYS["workspace"], KEYS["root"], KEYS["epochs"])
    assert len(found.entries) == EXPECTED["entries"]
    bare = [json.loads(header)["kind"] for header, _, body in found.entries.values() if body is None]
    assert sorted(bare) == EXPECTED["erased"]


def test_the_golden_draft_and_request_are_read_by_who_read_the_document() -> None:
    words = _words()
    (request,) = (HERE / "folder" / "join").iterdir()
    said, eight = reader.read_request(request.read_bytes(), FIRST["identity"], words)
    assert (said["name"], said["request"][:16], len(eight)) == ("E. Newcomer", request.stem, 8)
    place = HERE / "folder" / "drafts" / OFFICER["device"][:16]
    own = reader.read_own_key((place / "own.key").read_bytes(), KEYS["epochs"], KEYS["passphrase"])
    assert own == OFFICER["own"]
    (draft,) = place.glob("*.draft")
    (sign,) = {one["devices"][OFFICER["device"]]["sign"] for one in _rosters() if OFFICER["device"] in one["devices"]}
    backup = reader.read_draft(draft.read_bytes(), own, sign)
    assert backup["draft"][:16] == draft.name[:16] and b"Half a sentence" in backup["row"]["answers"]


def test_what_the_program_writes_today_is_read_by_who_read_the_document(office: Office) -> None:
    first, second = office.laptops["A. Admin"], office.join("B. Officer")
    case = add_case(second, "1001")
    add_audit(second, case, "1001")
    office.exchange_all()
    change_case(first, case, "closed")
    new_draft(second, case)
    office.exchange_all()
    waiting = office.ask("C. Newcomer")
    x = exchange_state.needed(second)
    found = reader.read_folder(office.shared, second.device_id, x.keys.identity)
    assert found.entries == {key: one[:3] for key, one in entries(second).items()}
    assert found.identities == x.identities
    exchange.export(first, office.base / "carried.qaf")
    carried = reader.read_carried((office.base / "carried.qaf").read_bytes(), second.device_id, x.keys.identity)
    assert carried.entries == found.entries and carried.rosters.keys() == found.rosters.keys()
    (request,) = (office.shared / "join").iterdir()
    said, eight = reader.read_request(request.read_bytes(), exchange_state.needed(first).keys.identity, _words())
    asked = joining.asked_here(waiting)
    assert asked is not None and tuple(eight) == asked.words and said["device"] == waiting.device_id
    (draft,) = (office.shared / "drafts" / second.device_id[:16]).glob("*.draft")
    assert reader.read_draft(draft.read_bytes(), x.keys.identity, x.keys.public.sign)["workspace"] == second.id
    joining.refuse(first, asked.request)
    (refusal,) = (office.shared / "join").iterdir()
    refused = reader.read_refusal(refusal.read_bytes(), exchange_state.needed(first).keys.public.sign)
    assert refused == {"workspace": first.id, "request": said["request"], "signer": first.device_id}
    assert refusal.name == f"{request.stem}.no"
    waiting.close()


def _words() -> list[str]:
    from mnemonic import Mnemonic

    words: list[str] = Mnemonic("english").wordlist
    return words


def _rosters() -> list[dict[str, Any]]:
    found = reader.read_folder(HERE / "folder", READER["device"], READER["identity"])
    return list(found.rosters.values())
