"""Laptops and rights: who has which, when each was last heard from, and how one is removed or roles change.

Every change is a new version of the roster. Where the rules ask for a second administrator, it waits for them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qaf_desktop.domain.events import RoleGrant
from qaf_desktop.errors import Ambiguous, NotFound, QafError, Refused
from qaf_desktop.exchange import changes, crypto, roster
from qaf_desktop.services import exchange, exchange_state, joining, sending, upkeep
from qaf_desktop.services.exchange_state import Exchange
from qaf_desktop.services.intake_lists import Tally
from qaf_desktop.store import devices as names
from qaf_desktop.store import journal, keys, segments

if TYPE_CHECKING:
    from qaf_desktop.exchange.roster import SignedRoster
    from qaf_desktop.services.joining import Asked
    from qaf_desktop.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class DeviceRow:
    """A laptop; `heard` is ISO in UTC, `words` those of a request.

    `state` is this, approved or removed; of one that asks to join waiting, and on that laptop itself also refused.
    """

    id: str
    label: str
    person: str
    person_id: str
    state: str
    heard: str
    roles: tuple[RoleGrant, ...] = ()
    request: str = ""
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """A version of the roster that waits for a second administrator: what it changes, in words, and who began it."""

    id: str
    what: tuple[str, ...]
    by: str
    mine: bool


@dataclass(frozen=True, slots=True)
class Removed:
    """What follows from a removal: how much that laptop had received, and whether a second administrator must agree."""

    device: str
    entries: int
    heard: str
    waits: bool


def devices(ws: Workspace, *, live: bool = True) -> tuple[DeviceRow, ...]:
    """Every laptop of the workspace, and, `live` from the folder, who asks to join. Raises nothing where it is away.

    A laptop that waits itself shows its own request.
    """
    x = exchange_state.needed(ws)
    with ws.reading() as connection:
        labels, people = names.labels(connection), names.names_of_people(connection)
        heard = segments.last_heard(connection)
    now = x.rosters.now()
    known = {key: device for one in x.rosters.accepted.values() for key, device in one.roster.devices.items()}

    def state(key: str) -> str:
        if key not in now.devices:
            return "removed"
        return "this" if key == x.device else "approved"

    rows = [
        DeviceRow(
            key, labels.get(key, key[:8]), people.get(d.person, ""), d.person, state(key),
            ws.now().isoformat() if key == x.device else heard.get(key, ""), now.people.get(d.person, ()),
        )
        for key, d in known.items()
    ]  # fmt: skip
    rows.sort(key=lambda one: (one.state == "removed", one.label.casefold(), one.id))
    return (*rows, *(_waiting(ws) if live else ()))


def _waiting(ws: Workspace) -> list[DeviceRow]:
    own = joining.asked_here(ws)
    try:
        asked = (own,) if own is not None else joining.requests(ws)
    except QafError:
        return []
    return [
        DeviceRow(one.device, one.label, one.person, "", _asks(one), "", (), one.request, one.words) for one in asked
    ]


def _asks(one: Asked) -> str:
    return "refused" if one.refused else "waiting"


def device(ws: Workspace, name_or_id: str) -> DeviceRow:
    """The laptop of that name or id. Raises NotFound, Ambiguous."""
    rows = [one for one in devices(ws, live=False) if name_or_id in (one.id, one.id[:8], one.id[:16])]
    rows = rows or [one for one in devices(ws, live=False) if one.label.casefold() == name_or_id.strip().casefold()]
    rows = [one for one in rows if one.state != "removed"] or rows  # one that was set up again is called as before
    if not rows:
        raise NotFound(f"There is no laptop called {name_or_id}. See which there are: device list.")
    if len(rows) > 1:
        raise Ambiguous(f"Several laptops are called {name_or_id}. Name it by its id: device list.")
    return rows[0]


def remove(ws: Workspace, name_or_id: str) -> Removed:
    """Removes a lost laptop: what it sent so far stays, nothing after that counts, and it is given no further key."""
    x = _administering(ws, "remove a laptop")
    row = device(ws, name_or_id)
    if row.state == "removed":
        raise Refused(f"{row.label} was removed before.")
    if row.id == x.device:
        raise Refused("You cannot remove the laptop that you are at. Another administrator can.")
    return _remove(ws, x, [row])


def remove_leaver(ws: Workspace, person: str) -> Removed | None:
    """Removes every laptop of somebody who left; None where they have none."""
    x = exchange_state.load(ws)
    if x is None or not x.administers:
        return None
    rows = [one for one in devices(ws, live=False) if one.person_id == person and one.state == "approved"]
    return _remove(ws, x, rows) if rows else None


def _remove(ws: Workspace, x: Exchange, rows: Sequence[DeviceRow]) -> Removed:
    cut = sending.cut_now(ws, x)
    epoch, identity = roster.new_epoch()
    gone = {row.id: tuple(cut.get(row.id, ())) for row in rows}
    version = changes.removing(x.rosters, gone, cut, epoch)
    counts = _signed(ws, x, version, {epoch.id: identity})
    if counts:
        upkeep.give_out_keys(ws, x)
    _publish(ws, x)
    with ws.reading() as connection:
        entries = journal.count(connection)
    return Removed(rows[0].id, entries, rows[0].heard, not counts)


def set_roles(ws: Workspace, roles: Mapping[str, Sequence[RoleGrant]]) -> bool:
    """Gives people with laptops these roles in the roster too. Answers whether that holds, or waits for a second."""
    x = exchange_state.load(ws)
    if x is None or not x.administers:
        return True
    held = x.rosters.now().people
    changed = {key: tuple(grants) for key, grants in roles.items() if key in held and held[key] != tuple(grants)}
    if not changed:
        return True
    newest = x.rosters.accepted[x.rosters.heads[0]].roster.epoch
    version = changes.with_roles(x.rosters, changed, sending.cut_now(ws, x), newest)
    counts = _signed(ws, x, version)
    _publish(ws, x)
    return counts


def proposals(ws: Workspace) -> tuple[Proposal, ...]:
    """What waits for a second administrator."""
    x = exchange_state.needed(ws)
    with ws.reading() as connection:
        people = names.names_of_people(connection)
    return tuple(_proposal(x, one, people) for one in x.rosters.proposals())


def agree(ws: Workspace, proposal: str) -> bool:
    """Signs a proposal as the second administrator. Answers whether it counts from now on."""
    x = _administering(ws, "agree to a change of administrators")
    one = next((one for one in x.rosters.proposals() if one.hash.startswith(proposal)), None)
    if one is None or not proposal:
        raise NotFound("There is no such proposal. See which there are: device proposals.")
    counts = upkeep.adopt(ws, x, roster.sign_too(one, {x.device: x.keys.sign}))
    if counts:
        upkeep.give_out_keys(ws, x)
    _publish(ws, x)
    return counts


def renew_recovery(ws: Workspace, secret: bytes) -> bool:
    """Lets a new recovery key stand for the workspace too. Answers whether it does, or waits for a second.

    It is not published here: whoever made the key is to see it first, whatever the folder does.
    """
    x = exchange_state.load(ws)
    if x is None or not x.administers:
        return False
    public = crypto.public_of(crypto.seed_of_recovery_key(secret))
    newest = x.rosters.accepted[x.rosters.heads[0]].roster.epoch
    return _signed(ws, x, changes.with_recovery(x.rosters, public, sending.cut_now(ws, x), newest))


def recover(ws: Workspace, recovery_key: str, gone: Sequence[str]) -> Removed:
    """Removes laptops of administrators by the recovery key, where no second administrator is left."""
    x = exchange_state.needed(ws)
    rows = [device(ws, one) for one in gone]
    seed = crypto.seed_of_recovery_key(keys.secret_of(recovery_key))
    if crypto.public_of(seed) != x.rosters.now().recovery:
        raise Refused("That recovery key is not the workspace's. Nothing was changed.")
    cut = sending.cut_now(ws, x)
    epoch, identity = roster.new_epoch()
    version = changes.removing(x.rosters, {row.id: tuple(cut.get(row.id, ())) for row in rows}, cut, epoch)
    seeds = {x.device: x.keys.sign, roster.RECOVERY: seed}
    if not upkeep.adopt(ws, x, roster.signed(version, seeds), {epoch.id: identity}):
        raise Refused("That recovery key is not the workspace's. Nothing was changed.")
    upkeep.give_out_keys(ws, x)
    _publish(ws, x)
    return Removed(rows[0].id, 0, rows[0].heard, False)


def _signed(ws: Workspace, x: Exchange, version: roster.Roster, identities: dict[str, str] | None = None) -> bool:
    return upkeep.adopt(ws, x, roster.signed(version, {x.device: x.keys.sign}), identities)


def publish(ws: Workspace) -> None:
    """Sends what this laptop has, changes of laptops and rights among it, where the folder is reachable."""
    x = exchange_state.load(ws)
    if x is not None:
        _publish(ws, x)


def _publish(ws: Workspace, x: Exchange) -> None:
    """Roster changes go out at once where the folder is reachable and free; else with the next exchange.

    What was changed holds already: an exchange that hangs must neither undo nor delay it.
    """
    folder = exchange_state.folder_of(ws)
    if folder is None:
        return
    try:
        with exchange.alone(ws):
            folder.checked(ws.id, x.rosters.root or "")
            exchange.send(ws, x, folder, Tally())
    except QafError:
        return


def _administering(ws: Workspace, what: str) -> Exchange:
    x = exchange_state.needed(ws)
    if not x.administers:
        raise Refused(f"You cannot {what}: that needs the role administrator. Ask an administrator.")
    return x


def _proposal(x: Exchange, one: SignedRoster, people: Mapping[str, str]) -> Proposal:
    before = x.rosters.standing(one.roster.parents)
    after = one.roster

    def name(person: str) -> str:
        return people.get(person, "somebody")

    said = [f"Remove a laptop of {name(d.person)}" for key, d in before.devices.items() if key in after.removed]
    said += [f"Approve a laptop of {name(d.person)}" for key, d in after.devices.items() if key not in before.devices]
    said += [
        f"Change the roles of {name(person)}"
        for person, grants in after.people.items()
        if before.people.get(person, ()) != grants and person in before.people
    ]
    signers = x.rosters.signers(one, before)
    by = ", ".join(sorted({name(before.devices[key].person) for key in signers}))
    return Proposal(one.hash[:16], tuple(said or ["Renew the recovery key"]), by, x.device in signers)
