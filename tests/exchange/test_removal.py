"""Removal and keys: apart from each other, against a laptop that forges, and what a folder's writer can give out."""

import random
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import msgspec
import pytest

from qaf_desktop.domain.entries import Header, commitment, seal
from qaf_desktop.domain.events import CaseAdded
from qaf_desktop.errors import Refused
from qaf_desktop.exchange import crypto, keyring, names, pack, segment, wire
from qaf_desktop.exchange.segment import Segment
from qaf_desktop.services import cases, devices, exchange, exchange_state
from qaf_desktop.store.workspace import FIRST_ROLES, Workspace
from tests.exchange.laptops import Office, add_case, entries, state


def numbers(ws: Workspace) -> set[str]:
    """The numbers of the cases that a laptop shows."""
    return {row.number for row in cases.cases(ws, limit=10_000).items}


@contextmanager
def apart(office: Office) -> Iterator[None]:
    """The drive is away: nobody hears of what the others do."""
    away = office.base / "away"
    office.shared.rename(away)
    yield
    away.rename(office.shared)


# --- two administrators rotate the key apart --------------------------------------------------------------------
@pytest.mark.cases(6, 12)
def test_two_administrators_remove_laptops_apart_and_all_who_stay_read_on(office: Office, seed: int) -> None:
    rng, first = random.Random(seed), office.laptops["A. Admin"]
    second = office.join("D. Deputy", FIRST_ROLES)
    stays, gone_by_first, gone_by_second = (office.join(f"{letter}. Officer") for letter in "SXY")
    office.exchange_all()
    with apart(office):
        devices.remove(first, gone_by_first.device_id)
        devices.remove(second, gone_by_second.device_id)
        for ws in rng.sample([first, second, stays], rng.randint(0, 3)):
            add_case(ws, f"meanwhile {ws.folder.name}")
    staying, gone = [first, second, stays], [gone_by_first, gone_by_second]
    for _ in range(3):
        for ws in rng.sample(staying, 3):
            exchange.now(ws)
    there = set(office.shared.rglob("*.seg"))
    for ws in staying:
        add_case(ws, f"after {ws.folder.name}")
    for _ in range(2):
        for ws in rng.sample([*staying, *gone], 5):
            exchange.now(ws)
    for ws in staying:
        exchange.now(ws)
    wanted = {f"after {ws.folder.name}" for ws in staying}
    assert all(wanted <= numbers(ws) and state(ws) == state(first) for ws in staying)
    for ws in gone:
        assert not wanted & numbers(ws)
        held = exchange_state.needed(ws).identities
        for path in set(office.shared.rglob("*.seg")) - there:
            assert not segment.can_open(segment.read(path.read_bytes()), held)
    newcomer = office.join("N. Newcomer")
    assert state(newcomer) == state(first)


@pytest.mark.parametrize("liar", ["B. Officer", "E. Removed"])
def test_nobody_but_an_administrator_can_say_that_keys_were_given_out(office: Office, liar: str) -> None:
    """A laptop that two administrators approve is seen in the folder before it counts; a liar says it was served."""
    first, deputy = office.laptops["A. Admin"], office.join("D. Deputy", FIRST_ROLES)
    office.join("B. Officer")
    if liar == "E. Removed":
        removed_administrator(office, deputy)
    waiting = office.ask("N. Newcomer")
    with pytest.raises(Refused, match="second administrator"):
        office.approve(first, waiting, FIRST_ROLES)
    claim_to_have_given_out_keys(office, office.laptops[liar], waiting)
    exchange.now(deputy)
    (proposal,) = devices.proposals(deputy)
    assert devices.agree(deputy, proposal.id)
    add_case(first, "for the newcomer")
    for ws in (first, deputy, waiting):
        exchange.now(ws)
    assert "for the newcomer" in numbers(waiting)
    waiting.close()


def removed_administrator(office: Office, deputy: Workspace) -> None:
    """An administrator whom the two others removed."""
    gone = third_administrator(office, deputy, "E. Removed")
    office.laptops["E. Removed"] = gone
    remove_administrator(office, deputy, gone)


def third_administrator(office: Office, deputy: Workspace, name: str) -> Workspace:
    """A further administrator, to whom two agreed."""
    first, third = office.laptops["A. Admin"], office.ask(name)
    with pytest.raises(Refused, match="second administrator"):
        office.approve(first, third, FIRST_ROLES)
    agree(deputy)
    exchange.now(first)
    exchange.now(third)
    return third


def remove_administrator(office: Office, deputy: Workspace, gone: Workspace) -> None:
    """The two others remove an administrator."""
    first = office.laptops["A. Admin"]
    assert devices.remove(first, gone.device_id).waits
    agree(deputy)
    exchange.now(first)


def agree(ws: Workspace) -> None:
    """Agrees to the one thing that waits for a second administrator."""
    exchange.now(ws)
    (proposal,) = devices.proposals(ws)
    assert devices.agree(ws, proposal.id)


def claim_to_have_given_out_keys(office: Office, liar: Workspace, waiting: Workspace) -> None:
    """Puts a file of keys into the folder that names a laptop and that nobody can open."""
    x = exchange_state.needed(liar)
    epochs = {**x.identities, **dict.fromkeys(exchange_state.needed(office.laptops["A. Admin"]).identities, "")}
    nobody = crypto.recipient_of(crypto.new_identity())
    newest = max(epochs)
    file = keyring.make(
        x.keys, workspace=x.workspace, signer=x.device, epoch=newest, identities=epochs,
        devices={waiting.device_id: nobody},
    )  # fmt: skip
    hash_ = wire.sha256(file)
    (office.shared / names.keys_path(newest, hash_)).write_bytes(file)
    (office.shared / names.head_of_keys(newest, hash_)).touch()


# --- a removed laptop that backdates ---------------------------------------------------------------------------
GENUINE = FORGED = 50


@pytest.fixture(scope="module")
def removed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Office, Workspace]]:
    """An office from which a laptop was removed that had sent 50 entries in ten segments; all of them were received."""
    office = Office(tmp_path_factory.mktemp("removed"))
    first, third = office.first(), office.join("C. Officer")
    gone = office.join("B. Officer")
    for place in range(GENUINE):
        add_case(gone, f"genuine {place}")
        if place % 5 == 4:
            exchange.now(gone)
    exchange.now(first)
    devices.remove(first, gone.device_id)
    exchange.now(third)
    yield office, gone
    for ws in office.laptops.values():
        ws.close()


def forged(ws: Workspace, number: str, n: int, prev: str, rosters: tuple[str, ...]) -> Segment:
    """A segment of the removed laptop, properly signed, with a case that is dated long before the removal."""
    x, salt = exchange_state.needed(ws), number.encode().ljust(16)
    body = msgspec.json.encode(CaseAdded(number, "closed"))
    header = Header(
        ws.new_id(), "case", "CaseAdded", ws.person_id, ws.device_id, n + 7, "2020-01-01T00:00:00Z", (),
        commitment(salt, body),
    )  # fmt: skip
    raw = seal(header, salt, body).raw_header
    return segment.make(
        x.keys, workspace=ws.id, device=ws.device_id, n=n, prev=prev, rosters=rosters, seen=(), headers=[raw],
        bodies=[(salt, body)],
    )  # fmt: skip


def chain_of(office: Office, ws: Workspace) -> list[segment.Outer]:
    """The laptop's genuine segments, by number."""
    read = [segment.read(one.read_bytes()) for one in (office.shared / "segments" / ws.device_id[:16]).glob("*.seg")]
    return sorted((one.outer for one in read), key=lambda one: one.n)


def hashes(office: Office, ws: Workspace) -> list[str]:
    """Their hashes."""
    read = [segment.read(one.read_bytes()) for one in (office.shared / "segments" / ws.device_id[:16]).glob("*.seg")]
    return [one.hash for one in sorted(read, key=lambda one: one.outer.n)]


WAYS = ("after the last", "beside an earlier one", "a chain of its own", "under an older list", "by hand")


def forge(office: Office, ws: Workspace, way: str, place: int) -> Segment:
    """One forged segment, in one of the ways."""
    chain, named = chain_of(office, ws), hashes(office, ws)
    at = {"after the last": len(chain), "a chain of its own": 0}.get(way, 1 + place % (len(chain) - 1))
    lists = chain[0].rosters if way == "under an older list" else chain[-1].rosters
    return forged(ws, f"forged {way} {place}", at + 1, named[at - 1] if at else "", lists)


def test_a_removed_laptop_cannot_backdate_and_what_it_did_before_stays(removed: tuple[Office, Workspace]) -> None:
    office, gone = removed
    first, third = office.laptops["A. Admin"], office.laptops["C. Officer"]
    epochs = exchange_state.needed(first).rosters.now().epochs
    made = [forge(office, gone, way, place) for place in range(FORGED // len(WAYS)) for way in WAYS]
    for place, one in enumerate(made):
        if WAYS[place % len(WAYS)] != "by hand":
            (office.shared / one.name.path).write_bytes(segment.to_file(one, epochs))
            (office.shared / one.name.head).touch()
    by_hand = made[len(WAYS) - 1 :: len(WAYS)]
    (office.base / "carried").write_bytes(pack.make(first.id, {}, by_hand, epochs))
    newcomer = office.join("N. Newcomer")
    for ws in (first, third, newcomer):
        exchange.now(ws)
        exchange.import_(ws, office.base / "carried")
        exchange.now(ws)
        assert len([one for one in numbers(ws) if one.startswith("genuine")]) == GENUINE
        assert not [one for one in numbers(ws) if one.startswith("forged")]
    void = [one for one in entries(first).values() if one[3] and b"forged" in (one[2] or b"")]
    assert len(made) == FORGED == len(void)
    assert state(first) == state(third) == state(newcomer)


def test_a_forgery_is_told_to_whoever_verifies(removed: tuple[Office, Workspace]) -> None:
    from qaf_desktop.services import workspaces

    office, _ = removed
    found = workspaces.verify(office.laptops["C. Officer"])
    assert not found.problems
    assert sum("after its laptop was removed" in one for one in found.notices) >= 1


def test_a_copy_of_the_folder_from_before_the_removal_lets_nothing_in(office: Office) -> None:
    first, gone, third = office.laptops["A. Admin"], office.join("B. Officer"), office.join("C. Officer")
    office.exchange_all()
    shutil.copytree(office.shared, office.base / "before")
    devices.remove(first, gone.device_id)
    exchange.now(third)
    add_case(gone, "late")
    office.shared.rename(office.base / "real")
    (office.base / "before").rename(office.shared)
    exchange.now(gone)
    for ws in (first, third):
        exchange.now(ws)
        assert "late" not in numbers(ws)
