"""The next version of a roster: a laptop is approved or removed, roles change, or branches meet.

Each function answers a roster to be signed; `rosters` says whether it counts. Cuts are the heads of each device.
"""

from collections.abc import Mapping

from qaf_desktop.domain.events import RoleGrant
from qaf_desktop.exchange.crypto import PublicKeys
from qaf_desktop.exchange.roster import Device, Epoch, Loss, Roster
from qaf_desktop.exchange.rosters import Rosters
from qaf_desktop.exchange.standing import NONE, Grants, Standing, lost

Cuts = Mapping[str, tuple[str, ...]]


def first(
    workspace: str, person: str, roles: Grants, device: str, keys: PublicKeys, recovery: str, epoch: Epoch
) -> Roster:
    """The version that begins a workspace."""
    laptop = Device(person, keys.sign, keys.recipient)
    return Roster(
        workspace=workspace, version=1, people={person: roles}, devices={device: laptop}, recovery=recovery, epoch=epoch
    )


def approving(rosters: Rosters, device: str, laptop: Device, roles: Grants, heads: Cuts, epoch: Epoch) -> Roster:
    """A further laptop; its person's roles are `roles` from then on."""
    now = rosters.now()
    return _next(rosters, {**now.people, laptop.person: roles}, {**now.devices, device: laptop}, heads, epoch)


def removing(rosters: Rosters, gone: Cuts, heads: Cuts, epoch: Epoch) -> Roster:
    """Without these devices, each of which counts up to its cut; under a new epoch."""
    now = rosters.now()
    devices = {key: device for key, device in now.devices.items() if key not in gone}
    return _next(rosters, dict(now.people), devices, heads, epoch, gone)


def with_roles(rosters: Rosters, roles: Mapping[str, Grants], heads: Cuts, epoch: Epoch) -> Roster:
    """With these people's roles; what a person loses counts up to the heads of their devices."""
    now = rosters.now()
    return _next(rosters, {**now.people, **roles}, dict(now.devices), heads, epoch)


def with_recovery(rosters: Rosters, recovery: str, heads: Cuts, epoch: Epoch) -> Roster:
    """With another recovery key."""
    now = rosters.now()
    return _next(rosters, dict(now.people), dict(now.devices), heads, epoch, recovery=recovery)


def merging(rosters: Rosters, heads: Cuts, epoch: Epoch, recovery: str) -> Roster:
    """One version where there were several: no more than all of them allow, under a new epoch.

    `recovery` is the recovery key that holds from then on, where the branches name several.
    """
    now = rosters.now()
    return _next(rosters, dict(now.people), dict(now.devices), heads, epoch, recovery=now.recovery or recovery)


def _next(
    rosters: Rosters,
    people: dict[str, Grants],
    devices: dict[str, Device],
    heads: Cuts,
    epoch: Epoch,
    gone: Cuts | None = None,
    recovery: str = "",
) -> Roster:
    """The version after today's heads; what is not in it any more is dropped from the bare union of its parents."""
    now = rosters.now()
    before = rosters.standing(now.heads, overruled=NONE)
    cuts = gone or {}
    losses = tuple(
        Loss(person, grant, _cut_of(person, before, heads))
        for person, grant in sorted(lost(before.people, people), key=_by_person)
    )
    return Roster(
        workspace=rosters.workspace,
        version=now.version + 1,
        parents=now.heads,
        people=people,
        devices=devices,
        removed={key: tuple(cuts.get(key, ())) for key in before.devices if key not in devices},
        losses=losses,
        recovery=recovery or now.recovery or "",
        epoch=epoch,
        write_level=now.write_level,
    )


def _cut_of(person: str, before: Standing, heads: Cuts) -> dict[str, tuple[str, ...]]:
    return {key: tuple(heads.get(key, ())) for key, device in before.devices.items() if device.person == person}


def _by_person(one: tuple[str, RoleGrant]) -> tuple[str, str, tuple[str, ...], tuple[str, ...]]:
    person, grant = one
    return person, grant.role, grant.teams, grant.services
