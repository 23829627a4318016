"""Rosters: which versions count, what holds where they fork, and that the order of their arrival changes nothing."""

import itertools
import random
from dataclasses import dataclass, field, replace

import msgspec
import pytest

from qaf_desktop.clock import FixedClock
from qaf_desktop.domain.events import RoleGrant
from qaf_desktop.exchange import changes, crypto, roster
from qaf_desktop.exchange.roster import RECOVERY, Device, Roster, SignedRoster
from qaf_desktop.exchange.rosters import Rosters, why_void
from tests.exchange.laptops import START

ADMIN = (RoleGrant("administrator"),)
AUDITOR = (RoleGrant("auditor"),)
WORKSPACE = "0" * 32


def key(number: int) -> str:
    return f"{number:016x}" * 2


@dataclass
class Council:
    """Administrators and laptops by letter, and the versions that they sign."""

    keys: dict[str, crypto.SecretKeys] = field(default_factory=dict)
    rosters: Rosters = field(default_factory=lambda: Rosters(WORKSPACE))
    versions: list[SignedRoster] = field(default_factory=list)

    def __post_init__(self) -> None:
        clock = FixedClock(START, 5)
        self.keys = {letter: crypto.new_keys(clock) for letter in "ABCDXY"}
        self.keys[RECOVERY] = crypto.new_keys(clock)
        epoch, _ = roster.new_epoch()
        first = changes.first(
            WORKSPACE, key(1), ADMIN, self.device("A"), self.keys["A"].public, self.keys[RECOVERY].public.sign, epoch
        )
        self.add(first, "A", RECOVERY)

    def device(self, letter: str) -> str:
        return key(100 + ord(letter))

    def person(self, letter: str) -> str:
        return key(1 + "ABCDXY".index(letter))

    def sign(self, version: Roster, *letters: str) -> SignedRoster:
        seeds = {one if one == RECOVERY else self.device(one): self.keys[one].sign for one in letters}
        return roster.signed(version, seeds)

    def add(self, version: Roster, *letters: str, to: Rosters | None = None) -> SignedRoster:
        signed = self.sign(version, *letters)
        (to or self.rosters).add([signed])
        self.versions.append(signed)
        return signed

    def laptop(self, letter: str) -> Device:
        public = self.keys[letter].public
        return Device(self.person(letter), public.sign, public.recipient)

    def approving(self, letter: str, roles: tuple[RoleGrant, ...] = AUDITOR, at: Rosters | None = None) -> Roster:
        rosters = at or self.rosters
        newest = rosters.accepted[rosters.heads[0]].roster.epoch
        return changes.approving(rosters, self.device(letter), self.laptop(letter), roles, {}, newest)

    def removing(self, letter: str, at: Rosters | None = None, cut: tuple[str, ...] = ()) -> Roster:
        epoch, _ = roster.new_epoch()
        return changes.removing(at or self.rosters, {self.device(letter): cut}, {}, epoch)

    def branch(self) -> Rosters:
        """The rosters as they are now, to go on from apart."""
        made = Rosters(WORKSPACE, self.rosters.root)
        made.add(self.rosters.accepted.values())
        return made

    def three(self) -> "Council":
        """With A, B and C as administrators, and X and Y as others."""
        self.add(self.approving("B", ADMIN), "A")
        self.add(self.approving("C", ADMIN), "A", "B")
        self.add(self.approving("X"), "A")
        self.add(self.approving("Y"), "B")
        return self


@pytest.fixture
def council() -> Council:
    return Council()


def test_the_first_version_needs_its_laptop_and_the_recovery_key(council: Council) -> None:
    (first,) = council.versions
    assert Rosters(WORKSPACE).add([first]) == (first.hash,)
    for left_out in range(2):
        bare = replace(first, signatures=tuple(one for at, one in enumerate(first.signatures) if at != left_out))
        assert Rosters(WORKSPACE).add([bare]) == ()


def test_a_single_administrator_can_add_the_second_alone(council: Council) -> None:
    council.add(council.approving("B", ADMIN), "A")
    assert len(council.rosters.now().administrators) == 2


def test_a_third_administrator_needs_two_signatures(council: Council) -> None:
    council.add(council.approving("B", ADMIN), "A")
    version = council.approving("C", ADMIN)
    council.add(version, "A")
    assert len(council.rosters.now().administrators) == 2
    council.add(version, "B")
    assert len(council.rosters.now().administrators) == 3


def test_a_laptop_made_out_for_another_administrator_needs_two_signatures(council: Council) -> None:
    council.three()
    false = Device(council.person("B"), council.keys["D"].public.sign, council.keys["D"].public.recipient)
    newest = council.rosters.accepted[council.rosters.heads[0]].roster.epoch
    council.add(changes.approving(council.rosters, council.device("D"), false, ADMIN, {}, newest), "A")
    assert council.device("D") not in council.rosters.now().devices


def test_an_auditors_laptop_signs_nothing_that_counts(council: Council) -> None:
    council.three()
    council.add(council.approving("D"), "X")
    assert council.device("D") not in council.rosters.now().devices


def test_the_recovery_key_stands_in_for_administrators(council: Council) -> None:
    council.three()
    council.add(council.removing("B"), RECOVERY)
    assert council.device("B") not in council.rosters.now().devices


def spoilt(council: Council) -> list[tuple[str, Roster]]:
    """Versions that contradict what came before them, each in one way."""
    now, edit = council.rosters.now(), msgspec.structs.replace
    good = council.approving("D")
    x, d = council.device("X"), council.device("D")
    gone = dict(good.devices)
    del gone[x]
    other = council.keys["Y"].public
    return [
        ("number", edit(good, version=good.version + 1)),
        ("number lower", edit(good, version=1)),
        ("parent unknown", edit(good, parents=("f" * 64,))),
        ("no parent", edit(good, parents=())),
        ("parents twice", edit(good, parents=good.parents * 2)),
        ("keys of a laptop", edit(good, devices={**good.devices, x: edit(good.devices[x], recipient=other.recipient)})),
        (
            "person of a laptop",
            edit(good, devices={**good.devices, x: edit(good.devices[x], person=council.person("A"))}),
        ),
        ("dropped in silence", edit(good, devices=gone)),
        ("removed and still there", edit(good, removed={x: ()})),
        ("same keys twice", edit(good, devices={**good.devices, d: edit(good.devices[d], sign=good.devices[x].sign)})),
        ("no key", edit(good, devices={**good.devices, d: edit(good.devices[d], sign="00")})),
        ("no recipient", edit(good, devices={**good.devices, d: edit(good.devices[d], recipient="age1")})),
        (
            "laptop without person",
            edit(good, people={k: v for k, v in good.people.items() if k != council.person("D")}),
        ),
        ("role lost in silence", edit(good, people={**good.people, council.person("X"): ()})),
        ("removal keeps the key", edit(council.removing("X"), epoch=now_epoch(council))),
        ("epoch that is not its own", edit(good, epoch=edit(good.epoch, id="1" * 32))),
        ("older programs", edit(good, write_level=now.write_level - 1)),
        ("no recovery key", edit(good, recovery="")),
        ("not an id", edit(good, devices={**good.devices, "../x": good.devices[d]})),
        ("another workspace", edit(good, workspace="1" * 32)),
    ]


def now_epoch(council: Council) -> roster.Epoch:
    return council.rosters.accepted[council.rosters.heads[0]].roster.epoch


@pytest.mark.parametrize("place", range(20))
def test_a_version_that_contradicts_what_came_before_does_not_count(council: Council, place: int) -> None:
    council.three()
    what, version = spoilt(council)[place]
    heads = council.rosters.heads
    council.add(version, "A", "B")
    assert council.rosters.heads == heads, what


def test_a_laptop_that_was_removed_never_returns(council: Council) -> None:
    council.three()
    council.add(council.removing("X"), "A")
    council.add(council.approving("X"), "A")
    assert council.device("X") not in council.rosters.now().devices


def test_a_signature_for_another_purpose_does_not_count(council: Council) -> None:
    council.three()
    version = council.sign(council.approving("D"))
    made = crypto.sign(council.keys["A"].sign, b"qaf segment 1", version.raw)
    council.rosters.add([roster.joined(version, ((council.device("A"), made),))])
    assert council.device("D") not in council.rosters.now().devices


def test_a_version_before_what_it_follows_waits_and_says_for_what(council: Council) -> None:
    council.three()
    rosters = Rosters(WORKSPACE)
    rosters.add([council.versions[0], council.versions[-1]])
    assert rosters.missing() and not rosters.proposals()
    rosters.add(council.versions)
    assert rosters.heads == council.rosters.heads


def forks(council: Council) -> list[list[SignedRoster]]:
    """Pairs of versions that administrators made apart from each other."""
    a, b = council.branch(), council.branch()
    return [
        [council.sign(council.removing("X", a), "A"), council.sign(council.removing("Y", b), "B")],
        [council.sign(council.removing("X", a), "A"), council.sign(council.removing("X", b), "B")],
        [council.sign(council.removing("X", a), "A"), council.sign(council.approving("D", at=b), "B")],
        [council.sign(council.removing("A", a), "B", "C"), council.sign(council.removing("B", b), "A", "C")],
        [council.sign(council.removing("A", a), "B", "C"), council.sign(council.approving("D", at=b), "A")],
        [council.sign(council.removing("A", a), RECOVERY), council.sign(council.removing("X", b), "A")],
    ]


@pytest.mark.parametrize("place", range(6))
@pytest.mark.parametrize("seed", range(5))
def test_a_fork_holds_the_same_in_whatever_order_it_arrives(council: Council, place: int, seed: int) -> None:
    council.three()
    fork = forks(council)[place]
    versions = [*council.versions, *fork]
    shown = set()
    for number in range(6):
        shuffled = versions.copy()
        random.Random(f"{seed}{number}").shuffle(shuffled)
        rosters = Rosters(WORKSPACE, council.rosters.root)
        for one in shuffled:
            rosters.add([one])
        now = rosters.now()
        shown.add((rosters.heads, tuple(sorted(now.devices)), tuple(sorted(now.epochs)), rosters.overruled))
    assert len(shown) == 1


def test_two_who_remove_each_other_are_both_removed(council: Council) -> None:
    council.three()
    council.rosters.add(forks(council)[3])
    devices = council.rosters.now().devices
    assert council.device("A") not in devices and council.device("B") not in devices
    assert council.device("C") in devices


def test_the_third_administrator_joins_the_branches_alone_where_nothing_of_theirs_changes(council: Council) -> None:
    council.three()
    council.rosters.add(forks(council)[0])
    epoch, _ = roster.new_epoch()
    council.add(changes.merging(council.rosters, {}, epoch, ""), "C")
    assert len(council.rosters.heads) == 1
    assert {council.device("X"), council.device("Y")}.isdisjoint(council.rosters.now().devices)


def test_an_administrator_who_was_removed_cannot_go_on_from_before(council: Council) -> None:
    council.three()
    council.rosters.add(forks(council)[4])
    assert council.device("D") not in council.rosters.now().devices
    assert len(council.rosters.heads) == 1


def test_what_an_overruled_version_brought_in_does_not_slip_in_by_who_went_on_from_it(council: Council) -> None:
    council.three()
    before = council.branch()
    removal, rogue = forks(council)[4]
    deceived = council.branch()
    deceived.add([rogue])
    follow = council.sign(council.removing("X", deceived), "B")
    before.add([removal, rogue, follow])
    assert council.device("D") not in before.now().devices


def test_while_branches_have_not_met_a_segment_is_sealed_to_all_their_keys(council: Council) -> None:
    council.three()
    council.rosters.add(forks(council)[0])
    assert len(council.rosters.now().epochs) == 2


def test_a_rolled_back_roster_changes_nothing(council: Council) -> None:
    council.three()
    heads = council.rosters.heads
    council.rosters.add(council.versions[:2])
    assert council.rosters.heads == heads


# --- which entries count ---------------------------------------------------------------------------------------
def void(
    council: Council, letter: str, declared: tuple[str, ...], inside: set[str], role: str = "auditor"
) -> str | None:
    return why_void(
        council.rosters,
        device=council.device(letter),
        author=council.person(letter),
        declared=declared,
        may=lambda grants: any(one.role == role for one in grants),
        inside=lambda cut: bool(inside & set(cut)),
    )


def test_what_a_laptop_wrote_before_its_removal_counts_and_nothing_after(council: Council) -> None:
    council.three()
    before = council.rosters.heads
    council.add(council.removing("X", cut=("last",)), "A")
    assert void(council, "X", before, {"last"}) is None
    assert void(council, "X", before, {"later"}) is not None
    assert void(council, "X", council.rosters.heads, {"last"}) is not None


def test_an_entry_in_anothers_name_does_not_count(council: Council) -> None:
    council.three()
    found = why_void(
        council.rosters,
        device=council.device("X"),
        author=council.person("Y"),
        declared=council.rosters.heads,
        may=lambda _: True,
        inside=lambda _: True,
    )
    assert found == "It is signed by another person's laptop."


def test_a_role_that_was_widened_meanwhile_still_permits(council: Council) -> None:
    council.three()
    before = council.rosters.heads
    wider = {council.person("X"): (RoleGrant("auditor", ("team",)),)}
    newest = now_epoch(council)
    council.add(changes.with_roles(council.rosters, wider, {}, newest), "A")
    assert void(council, "X", before, {"after the change"}) is None


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_a_role_lost_counts_up_to_its_cut_in_any_order(council: Council, order: tuple[int, ...]) -> None:
    council.three()
    before = council.rosters.heads
    heads = {council.device("X"): ("last",)}
    lost = changes.with_roles(council.rosters, {council.person("X"): (RoleGrant("reader"),)}, heads, now_epoch(council))
    versions = [*council.versions[-2:], council.sign(lost, "A")]
    council.rosters = Rosters(WORKSPACE, council.rosters.root)
    council.rosters.add(council.versions[:-2])
    for place in order:
        council.rosters.add([versions[place]])
    assert void(council, "X", before, {"last"}) is None
    assert void(council, "X", before, {"later"}) == "It was written after its author lost the role that it needs."
