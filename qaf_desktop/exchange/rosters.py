"""All rosters that a laptop knows: which count, what holds where they fork, and which entries they let stand. Pure.

Nothing here reads a clock, and the order in which versions arrive changes nothing.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from qaf_desktop.exchange.roster import (
    Device,
    Roster,
    SignedRoster,
    administrators,
    is_administrator,
    joined,
    wrong_with,
)
from qaf_desktop.exchange.standing import NONE, Branches, Grants, Standing, lost, signed_by


@dataclass
class Rosters(Branches):
    """The versions that are accepted, and those that wait for what they follow or for a further signature."""

    workspace: str
    root: str | None = None
    waiting: dict[str, SignedRoster] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)

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
                self.waiting.pop(one.hash, None)
                self.accept(one)
                new.append(one.hash)
        return tuple(new)

    def restore(self, known: Iterable[SignedRoster]) -> None:
        """Counts versions that this laptop verified before and has kept since in its own encrypted database."""
        for one in sorted(known, key=lambda one: (one.roster.version, one.hash)):
            if one.hash not in self.accepted and all(parent in self.accepted for parent in one.roster.parents):
                self.accept(one)

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

    # --- which versions count ----------------------------------------------------------------------------------
    def _wrong_after_its_parents(self, one: SignedRoster) -> str | None:
        roster = one.roster
        if not roster.parents:
            return None if self.root in (None, one.hash) else "another version begins this workspace"
        if roster.version != 1 + max(self.accepted[p].roster.version for p in roster.parents):
            return "its number is not the next"
        before = self.standing(roster.parents, overruled=NONE)
        gone = self.removed_by(self.above(roster.parents))
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
        if before.recovery is not None and self.recovered(one, before.recovery):
            return True
        people = {before.devices[key].person for key in self.signers(one, before)}
        return len(people) >= needed(before, roster)

    def _begins(self, one: SignedRoster) -> bool:
        """The first version signs itself: by its one administrator's laptop, and by the recovery key."""
        laptops = [key for key, device in one.roster.devices.items() if signed_by(one, key, device.sign)]
        counts = len(one.roster.devices) == 1 and bool(laptops) and self.recovered(one, one.roster.recovery)
        if counts and self.root is None:
            self.root = one.hash
        return counts

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

    def signing_keys(self) -> dict[str, str]:
        """The signing key of each laptop that `device` knows."""
        return {key: one.sign for key, one in self._devices.items()}

    @cached_property
    def _devices(self) -> Mapping[str, Device]:
        return {key: d for one in self.accepted.values() for key, d in one.roster.devices.items()}

    def ever_administered(self, key: str) -> bool:
        """Whether a device was an administrator's in any accepted version."""
        return any(key in administrators(one.roster) for one in self.accepted.values())

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
