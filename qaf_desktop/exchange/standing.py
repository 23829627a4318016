"""What holds at one or more versions of the roster together: where they fork, no more than all of them allow. Pure.

Nothing here reads a clock, and the order in which versions arrive changes nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from qaf_desktop.domain.events import RoleGrant
from qaf_desktop.exchange import crypto
from qaf_desktop.exchange.roster import PURPOSE, RECOVERY, Device, SignedRoster, is_administrator

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
class Branches:
    """The versions that are accepted, each with all that it follows."""

    accepted: dict[str, SignedRoster] = field(default_factory=dict, init=False)
    _ancestors: dict[str, frozenset[str]] = field(default_factory=dict, init=False)
    _standing: dict[tuple[tuple[str, ...], bool], Standing] = field(default_factory=dict, init=False)

    def accept(self, one: SignedRoster) -> None:
        """Counts a version from now on; what it follows is accepted already."""
        self.accepted[one.hash] = one
        self._ancestors[one.hash] = self.above(one.roster.parents) | {one.hash}
        self._standing.clear()
        for name in ("overruled", "cuts", "_devices", "_losses"):
            self.__dict__.pop(name, None)

    def ancestors(self, hash_: str) -> frozenset[str]:
        """A version and all that it follows."""
        return self._ancestors[hash_]

    def above(self, versions: Iterable[str]) -> frozenset[str]:
        """These versions and all that they follow."""
        return frozenset[str]().union(*(self.ancestors(one) for one in versions))

    def signers(self, one: SignedRoster, before: Standing) -> tuple[str, ...]:
        """The administrators' laptops that signed a version, of those that may."""
        may = before.administrator_devices()
        return tuple(key for key, device in sorted(may.items()) if signed_by(one, key, device.sign))

    def recovered(self, one: SignedRoster, public: str) -> bool:
        """Whether the recovery key signed a version."""
        return signed_by(one, RECOVERY, public)

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
        if before.recovery is not None and self.recovered(one, before.recovery):
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
        above = self.above(heads)
        gone = self.removed_by(above - out)
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

    def removed_by(self, versions: Iterable[str]) -> frozenset[str]:
        """The devices that these versions themselves removed."""
        return frozenset(key for one in versions for key in self.accepted[one].roster.removed)


def lost(before: Mapping[str, Grants], after: Mapping[str, Grants]) -> set[tuple[str, RoleGrant]]:
    """The roles that were there before and are not there after, with whose they were."""
    return {
        (person, grant) for person, grants in before.items() for grant in grants if grant not in after.get(person, ())
    }


def signed_by(one: SignedRoster, who: str, public: str) -> bool:
    """Whether this device (or `recovery`) signed it, by its key."""
    return any(name == who and crypto.is_signed(public, PURPOSE, one.raw, made) for name, made in one.signatures)
