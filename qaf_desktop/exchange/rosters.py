"""All rosters that a laptop knows: which count, what holds where they fork, and which entries they let stand. Pure.

Nothing here reads a clock, and the order in which versions arrive changes nothing.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from qaf_desktop.domain.events import RoleGrant
from qaf_desktop.exchange import crypto
from qaf_desktop.exchange.roster import (
    PURPOSE,
    RECOVERY,
    Device,
    Roster,
    SignedRoster,
    is_administrator,
    joined,
    wrong_with,
)

Grants = tuple[RoleGrant, ...]
NONE: Final[frozenset[str]] = frozenset()


@dataclass(frozen=True)
class Standing:
    """What holds at one or more versions together. Where they fork: no more than all of them allow."""

    heads: tuple[str, ...]
    people: Mapping[str, Grants]
    devices: Mapping[str, Device]
    epochs: Mapping[str, str]
    recovery: str | None
    version: int
    write_level: int

    @cached_property
    def administrators(self) -> frozenset[str]:
        """The people who are administrators with a laptop."""
        return frozenset(d.person for d in self.devices.values() if is_administrator(self.people.get(d.person, ())))

    def administrator_devices(self) -> dict[str, Device]:
        """The laptops of administrators."""
        return {key: d for key, d in self.devices.items() if d.person in self.administrators}


@dataclass
class Rosters:
    """The versions that are accepted, and those that wait for what they follow or for a further signature."""

    workspace: str
    root: str | None = None
    accepted: dict[str, SignedRoster] = field(default_factory=dict)
    waiting: dict[str, SignedRoster] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    _ancestors: dict[str, frozenset[str]] = field(default_factory=dict)
    _standing: dict[tuple[tuple[str, ...], bool], Standing] = field(default_factory=dict)

    def add(self, versions: Iterable[SignedRoster]) -> tuple[str, ...]:
        """Takes in versions in any order; answers the hashes of those that count from now on, in their order."""
        for one in versions:
            if one.roster.workspace != self.workspace or one.hash in self.refused:
                continue
            if one.hash in self.accepted:
                continue
            known = self.waiting.get(one.hash)
            self.waiting[one.hash] = joined(known, one.signatures) if known else one
        new: list[str] = []
        while found := [one for one in self._in_order() if self._counts(one)]:
            for one in found:
                self._accept(one)
                new.append(one.hash)
        return tuple(new)

    def _in_order(self) -> list[SignedRoster]:
        return sorted(self.waiting.values(), key=lambda one: (one.roster.version, one.hash))

    def _counts(self, one: SignedRoster) -> bool:
        if one.hash in self.accepted or any(parent not in self.accepted for parent in one.roster.parents):
            return False
        wrong = wrong_with(one.roster) or self._wrong_after_its_parents(one)
        if wrong is not None:
            self.refused[one.hash] = wrong
            del self.waiting[one.hash]
            return False
        return self._is_signed_enough(one)

    def _accept(self, one: SignedRoster) -> None:
        self.waiting.pop(one.hash, None)
        self.accepted[one.hash] = one
        above = (
            frozenset().union(*(self.ancestors(parent) for parent in one.roster.parents))
            if one.roster.parents
            else frozenset()
        )
        self._ancestors[one.hash] = above | {one.hash}
        self._standing.clear()
        for name in ("overruled", "cuts", "_devices", "_losses"):
            self.__dict__.pop(name, None)

    def ancestors(self, hash_: str) -> frozenset[str]:
        """A version and all that it follows."""
        return self._ancestors[hash_]

    def _above(self, versions: Iterable[str]) -> frozenset[str]:
        return frozenset[str]().union(*(self.ancestors(one) for one in versions))

    # --- which versions count ----------------------------------------------------------------------------------
    def _wrong_after_its_parents(self, one: SignedRoster) -> str | None:
        roster = one.roster
        if not roster.parents:
            return None if self.root in (None, one.hash) else "another version begins this workspace"
        if roster.version != 1 + max(self.accepted[p].roster.version for p in roster.parents):
            return "its number is not the next"
        before = self.standing(roster.parents, overruled=NONE)
        gone = self._removed_by(self._above(roster.parents))
        for key, device in roster.devices.items():
            if key in gone:
                return "it brings back a laptop that was removed"
            if before.devices.get(key, device) != device:
                return "it changes the keys or the person of a laptop"
        if {key for key in before.devices if key not in roster.devices} != set(roster.removed):
            return "it drops a laptop without saying up to where it counts"
        if lost(before.people, roster.people) != {(loss.person, loss.grant) for loss in roster.losses}:
            return "it takes a role away without saying up to where it counts"
        if (roster.removed or len(roster.parents) > 1) and roster.epoch.id in before.epochs:
            return "it removes a laptop and keeps the key that the laptop holds"
        if roster.write_level < before.write_level:
            return "it goes back to what older programs write"
        return None

    def _is_signed_enough(self, one: SignedRoster) -> bool:
        roster = one.roster
        if not roster.parents:
            return self._begins(one)
        before = self.standing(roster.parents, overruled=NONE)
        if before.recovery is not None and self._recovered(one, before.recovery):
            return True
        people = {before.devices[key].person for key in self.signers(one, before)}
        return len(people) >= needed(before, roster)

    def _begins(self, one: SignedRoster) -> bool:
        """The first version signs itself: by its one administrator's laptop, and by the recovery key."""
        laptops = [key for key, device in one.roster.devices.items() if _signed_by(one, key, device.sign)]
        counts = len(one.roster.devices) == 1 and bool(laptops) and self._recovered(one, one.roster.recovery)
        if counts and self.root is None:
            self.root = one.hash
        return counts

    def _recovered(self, one: SignedRoster, public: str) -> bool:
        return _signed_by(one, RECOVERY, public)

    def signers(self, one: SignedRoster, before: Standing) -> tuple[str, ...]:
        """The administrators' laptops that signed a version, of those that may."""
        may = before.administrator_devices()
        return tuple(key for key, device in sorted(may.items()) if _signed_by(one, key, device.sign))

    # --- what holds --------------------------------------------------------------------------------------------
    @cached_property
    def overruled(self) -> frozenset[str]:
        """Versions whose signers another branch removed without their knowing, and which removed none of its own.

        An administrator who was removed cannot go on from a version before that. Two who remove each other are both
        removed: there neither overrules the other.
        """
        forked = [one for one in self.accepted.values() if one.roster.parents]
        return frozenset(
            one.hash for one in forked if any(self._overrules(other, one) for other in forked if other is not one)
        )

    def _overrules(self, other: SignedRoster, one: SignedRoster) -> bool:
        if one.hash in self.ancestors(other.hash) or other.hash in self.ancestors(one.hash):
            return False
        mine, theirs = self._all_signers(one), self._all_signers(other)
        if not mine or RECOVERY in mine:
            return False
        return all(self._unseats(other, who) for who in mine) and not any(self._unseats(one, who) for who in theirs)

    def _all_signers(self, one: SignedRoster) -> frozenset[str]:
        before = self.standing(one.roster.parents, overruled=NONE)
        signers = set(self.signers(one, before))
        if before.recovery is not None and self._recovered(one, before.recovery):
            signers.add(RECOVERY)
        return frozenset(signers)

    def _unseats(self, one: SignedRoster, device: str) -> bool:
        if device in one.roster.removed:
            return True
        before = self.standing(one.roster.parents, overruled=NONE)
        known = before.devices.get(device)
        return known is not None and any(
            loss.person == known.person and loss.grant.role == "administrator" for loss in one.roster.losses
        )

    @property
    def heads(self) -> tuple[str, ...]:
        """The newest versions that count: one, or several where administrators worked apart."""
        counting = [one for one in self.accepted if one not in self.overruled]
        followed = {parent for one in counting for parent in self.accepted[one].roster.parents}
        return tuple(sorted(one for one in counting if one not in followed))

    def now(self) -> Standing:
        """What holds now, on this laptop."""
        return self.standing(self.heads)

    def standing(self, versions: Iterable[str], *, overruled: frozenset[str] | None = None) -> Standing:
        """What holds at these versions together. Those that were overruled add nothing, whoever went on from them."""
        out = self.overruled if overruled is None else overruled
        heads = tuple(sorted(one for one in set(versions) if one not in out))
        key = (heads, bool(out))
        known = self._standing.get(key)
        if known is None:
            known = self._standing[key] = self._merge(heads, out)
        return known

    def _merge(self, heads: tuple[str, ...], out: frozenset[str]) -> Standing:
        rosters = [self.accepted[one].roster for one in heads]
        above = self._above(heads)
        gone = self._removed_by(above - out)
        slipped = [self._brought(one) for one in sorted(out & above)]
        gone |= {key for devices, _ in slipped for key in devices}
        people: dict[str, Grants] = {}
        for person in {person for one in rosters for person in one.people}:
            bad = {grant for _, grants in slipped for who, grant in grants if who == person}
            people[person] = tuple(grant for grant in self._grants(person, heads) if grant not in bad)
        keys = {one.recovery for one in rosters}
        return Standing(
            heads=heads,
            people=people,
            devices={key: d for one in rosters for key, d in one.devices.items() if key not in gone},
            epochs={one.epoch.id: one.epoch.recipient for one in rosters},
            recovery=keys.pop() if len(keys) == 1 else None,
            version=max((one.version for one in rosters), default=0),
            write_level=min((one.write_level for one in rosters), default=1),
        )

    def _brought(self, version: str) -> tuple[frozenset[str], frozenset[tuple[str, RoleGrant]]]:
        """The devices and roles that a version added to what it follows."""
        roster = self.accepted[version].roster
        before = self.standing(roster.parents, overruled=NONE)
        return frozenset(roster.devices.keys() - before.devices.keys()), frozenset(lost(roster.people, before.people))

    def _grants(self, person: str, heads: tuple[str, ...]) -> Grants:
        """The roles that no branch took away: each is in every branch, or never was in those that lack it."""
        held = [self.accepted[one].roster.people.get(person, ()) for one in heads]
        every: list[RoleGrant] = []
        for grant in (grant for grants in held for grant in grants):
            lacking = [head for head, grants in zip(heads, held, strict=True) if grant not in grants]
            if grant not in every and not any(self._ever(head, person, grant) for head in lacking):
                every.append(grant)
        return tuple(every)

    def _ever(self, head: str, person: str, grant: RoleGrant) -> bool:
        return any(grant in self.accepted[one].roster.people.get(person, ()) for one in self.ancestors(head))

    def _removed_by(self, versions: Iterable[str]) -> frozenset[str]:
        return frozenset(key for one in versions for key in self.accepted[one].roster.removed)

    # --- cuts --------------------------------------------------------------------------------------------------
    @cached_property
    def cuts(self) -> Mapping[str, tuple[tuple[str, ...], ...]]:
        """For each device that any version removed, its cuts: what is outside any of them is void."""
        found: dict[str, list[tuple[str, ...]]] = {}
        for hash_ in sorted(self.accepted):
            if hash_ not in self.overruled:
                for device, cut in self.accepted[hash_].roster.removed.items():
                    found.setdefault(device, []).append(cut)
        return {device: tuple(cuts) for device, cuts in found.items()}

    def losses_of(self, person: str) -> list[tuple[str, Grants, Mapping[str, tuple[str, ...]]]]:
        """Each version that took a role from a person, what it left them, and the cut of each of their devices."""
        return self._losses.get(person, [])

    @cached_property
    def _losses(self) -> Mapping[str, list[tuple[str, Grants, Mapping[str, tuple[str, ...]]]]]:
        found: dict[str, list[tuple[str, Grants, Mapping[str, tuple[str, ...]]]]] = {}
        for hash_ in sorted(self.accepted.keys() - self.overruled):
            people = self.accepted[hash_].roster.people
            for loss in self.accepted[hash_].roster.losses:
                found.setdefault(loss.person, []).append((hash_, people.get(loss.person, ()), loss.cut))
        return found

    def device(self, key: str) -> Device | None:
        """A laptop of any accepted version, removed or not: by whose key a signature is checked."""
        return self._devices.get(key)

    @cached_property
    def _devices(self) -> Mapping[str, Device]:
        return {key: d for one in self.accepted.values() for key, d in one.roster.devices.items()}

    @property
    def epochs(self) -> frozenset[str]:
        """The ids of all epochs that there ever were."""
        return frozenset(one.roster.epoch.id for one in self.accepted.values())

    def missing(self) -> frozenset[str]:
        """The versions that waiting ones follow and that are not here."""
        known = self.accepted.keys() | self.waiting.keys()
        return frozenset(p for one in self.waiting.values() for p in one.roster.parents if p not in known)

    def proposals(self) -> tuple[SignedRoster, ...]:
        """Versions that follow accepted ones and wait for a further signature alone."""
        return tuple(one for one in self._in_order() if all(parent in self.accepted for parent in one.roster.parents))


def needed(before: Standing, roster: Roster) -> int:
    """How many administrators must sign: two where administrators, their laptops or the recovery key change.

    A single administrator can add the second alone, and renew the recovery key.
    """
    was = {(key, d) for key, d in before.administrator_devices().items()}
    now = {(key, d) for key, d in roster.devices.items() if is_administrator(roster.people[d.person])}
    if was == now and roster.recovery == before.recovery:
        return 1
    if len(before.administrators) == 1 and not was - now:
        return 1
    return 2


def lost(before: Mapping[str, Grants], after: Mapping[str, Grants]) -> set[tuple[str, RoleGrant]]:
    """The roles that were there before and are not there after, with whose they were."""
    return {
        (person, grant) for person, grants in before.items() for grant in grants if grant not in after.get(person, ())
    }


def _signed_by(one: SignedRoster, who: str, public: str) -> bool:
    return any(name == who and crypto.is_signed(public, PURPOSE, one.raw, made) for name, made in one.signatures)


May = Callable[[Grants], bool]


def why_void(
    rosters: Rosters,
    *,
    device: str,
    author: str,
    declared: tuple[str, ...],
    may: May,
    inside: Callable[[tuple[str, ...]], bool],
) -> str | None:
    """Why an entry does not count, in words, or None where it does.

    `declared` are the rosters that its segment names; `may` answers whether somebody with these roles may record it;
    `inside` answers whether its segment is one of a cut's or before one. No clock is read.
    """
    at = rosters.standing(declared)
    known = at.devices.get(device)
    if known is None:
        return "Its laptop was not approved when it was written."
    if any(not inside(cut) for cut in rosters.cuts.get(device, ())):
        return "It was written after its laptop was removed."
    if known.person != author:
        return "It is signed by another person's laptop."
    grants = at.people.get(author, ())
    if not may(grants):
        return "Its author did not have the role that it needs."
    above = frozenset[str]().union(*(rosters.ancestors(one) for one in at.heads))
    for version, left, cut in rosters.losses_of(author):
        if version not in above and not may(left) and not inside(cut.get(device, ())):
            return "It was written after its author lost the role that it needs."
    return None
