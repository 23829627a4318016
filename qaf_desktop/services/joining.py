"""Joining a workspace: the new laptop asks through the shared folder, and an administrator compares eight words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final
from weakref import WeakSet

from qaf_desktop.clock import MachineClock
from qaf_desktop.domain.events import DeviceNamed, RoleGrant
from qaf_desktop.errors import NotFound, Refused, entered
from qaf_desktop.exchange import changes, crypto, join, names, roster
from qaf_desktop.exchange.folder import Hint, SharedFolder
from qaf_desktop.exchange.rosters import Rosters
from qaf_desktop.exchange.wire import Unread
from qaf_desktop.services import directory, draft_backup, exchange, exchange_state, sending, upkeep, workspaces
from qaf_desktop.services.exchange_state import Exchange
from qaf_desktop.services.intake_lists import Lists, Tally
from qaf_desktop.store import exchange_facts, journal
from qaf_desktop.store.keys import Cost, refuse_short
from qaf_desktop.store.workspace import create_to_join, discard

if TYPE_CHECKING:
    from qaf_desktop.clock import Clock
    from qaf_desktop.store.workspace import Workspace, Writing

REQUEST: Final = "join_request"
_withdrawn: Final[WeakSet[Workspace]] = WeakSet()  # those that are being given up


@dataclass(frozen=True, slots=True)
class Asked:
    """A request to join, as both sides see it: who, on which laptop, the eight words to compare, whether refused."""

    request: str
    person: str
    label: str
    device: str
    words: tuple[str, ...]
    refused: bool = False


@dataclass(frozen=True)
class Joining:
    """A laptop that waits to be approved, and what it asked."""

    workspace: Workspace
    asked: Asked


def ask(
    folder: Path,
    shared: Path,
    person: str,
    passphrase: str,
    *,
    label: str = "",
    set_aside: bool = False,
    clock: Clock | None = None,
    cost: Cost | None = None,
) -> Joining:
    """Sets this laptop up and asks to join the workspace of a shared folder. Raises Refused, Unreachable.

    `set_aside` moves the workspace that is here out of the way, once nothing else can be refused.
    """
    if not person.strip():
        raise Refused("Enter your name.").of("person")
    source = SharedFolder(shared.absolute())
    with entered("folder"):
        hint, rosters, read = _workspace_of(source, shared)
    if set_aside:
        refuse_short(passphrase)
        workspaces.set_aside(folder)
    moment = clock or MachineClock()
    keys = crypto.new_keys(moment)

    def also(writing: Writing, ws: Workspace) -> None:
        exchange_state.keep_own_keys(writing.connection, keys)
        exchange_facts.set_note(writing.connection, exchange_state.ROOT, hint.root)
        exchange_facts.set_note(writing.connection, exchange_state.FOLDER, str(source.path))
        for path, one in read:
            if one.hash in rosters.accepted:
                exchange_facts.keep_roster(writing.connection, path, one.hash, roster.to_file(one))
        request = join.Request(
            hint.workspace, ws.new_id(), _newest(rosters), ws.device_id, keys.public.sign, keys.public.recipient,
            person.strip(), label or exchange_state.label_of_this_laptop(),
        )  # fmt: skip
        exchange_facts.set_note(writing.connection, REQUEST, join.as_plain(request))
        draft_backup.set_up(writing, passphrase, moment, cost or Cost())

    if workspaces.there(folder):
        raise Refused(
            f"There is a workspace in {folder} already. Choose another folder; or, where its passphrase is forgotten, "
            "have it set aside: device join --set-aside."
        )
    ws = create_to_join(folder, hint.workspace, passphrase, moment, also, cost=cost)
    asked = asked_here(ws)
    assert asked is not None
    send_request(ws)
    return Joining(ws, asked)


def _workspace_of(source: SharedFolder, shared: Path) -> tuple[Hint, Rosters, list[tuple[str, roster.SignedRoster]]]:
    """Which workspace it is the folder of, and its lists of laptops."""
    hint = source.hint()
    if hint is None:
        raise Refused(f"{shared} holds no workspace: the drive may not be connected. Choose the shared folder itself.")
    source.checked(hint.workspace, hint.root)
    rosters = Rosters(hint.workspace, hint.root)
    read = _rosters(source)
    rosters.add(one for _, one in read)
    if not rosters.accepted:
        raise Refused(f"The list of laptops in {shared} cannot be read. Ask an administrator to repair the folder.")
    return hint, rosters, read


def _newest(rosters: Rosters) -> str:
    return max(rosters.heads, key=lambda one: (rosters.accepted[one].roster.version, one))


def _rosters(source: SharedFolder) -> list[tuple[str, roster.SignedRoster]]:
    found = []
    for path in names.rosters_in(source.listing(names.ROSTERS)):
        try:
            found.append((path, roster.read(source.read(path) or b"", path)))
        except Unread:
            continue
    return found


def asked_here(ws: Workspace) -> Asked | None:
    """What this laptop asked, while it waits; None once it was approved, or where it never asked."""
    with ws.reading() as connection:
        plain = exchange_facts.note(connection, REQUEST)
        refused = exchange_facts.note(connection, directory.WAS_REFUSED, False)
    if plain is None or ws.person_id:
        return None
    return replace(_asked(join.from_plain(plain)), refused=refused)


def send_request(ws: Workspace) -> None:
    """Writes the request into the shared folder, again where it is gone; not where an administrator refused it."""
    x, folder = exchange_state.needed(ws), exchange_state.folder_of(ws)
    with ws.reading() as connection:
        plain = exchange_facts.note(connection, REQUEST)
        refused = exchange_facts.note(connection, directory.WAS_REFUSED, False)
    if plain is None or folder is None or ws in _withdrawn or refused:
        return
    request = join.from_plain(plain)
    if _is_refused(x, folder, request):
        _note_refusal(ws, folder, request)
        return
    path = names.request_path(request.request)
    if folder.read(path) is None:
        recipients = [device.recipient for device in x.rosters.now().administrator_devices().values()]
        folder.publish(path, join.to_file(request, x.keys, recipients))


def _is_refused(x: Exchange, folder: SharedFolder, request: join.Request) -> bool:
    path = names.refusal_path(request.request)
    signers = {key: device.sign for key, device in x.rosters.now().administrator_devices().items()}
    try:
        raw = folder.read(path)
        said = join.read_refusal(raw, signers, path) if raw is not None else None
    except Unread:
        return False
    return said is not None and (said.workspace, said.request) == (request.workspace, request.request)


def _note_refusal(ws: Workspace, folder: SharedFolder, request: join.Request) -> None:
    """Once it is noted here, the folder needs neither the request nor the refusal any more."""
    with ws.writing() as writing:
        exchange_facts.set_note(writing.connection, directory.WAS_REFUSED, True)
        writing.changed("exchange")
    folder.remove(names.request_path(request.request))
    folder.remove(names.refusal_path(request.request))


def look(ws: Workspace) -> bool:
    """Whether an administrator has approved this laptop, by the folder's lists alone. Raises Unreachable, Refused.

    Until then the request is put back wherever it is gone.
    """
    x, folder = exchange_state.needed(ws), exchange_state.folder_of(ws)
    if folder is None:
        raise Refused("No shared folder is set for this workspace. Choose one: exchange folder FOLDER.")
    with exchange.alone(ws):
        folder.checked(ws.id, x.rosters.root or "")
        heads = names.read_heads(folder.listing(names.HEADS))
        exchange.receive_lists(ws, x, folder, Lists(ws, x, Tally()), heads)
        if complete(ws, x):
            return True
        if x.removed:
            raise Refused("This laptop was approved and then removed. Ask an administrator, or join anew.")
        send_request(ws)
    return False


def withdraw(ws: Workspace) -> bool:
    """Takes the request out of the shared folder; False where it was approved meanwhile: the laptop takes part now.

    Raises Unreachable, Refused.
    """
    with ws.reading() as connection:
        plain = exchange_facts.note(connection, REQUEST)
        refused = exchange_facts.note(connection, directory.WAS_REFUSED, False)
    if refused:
        return True
    if plain is None or look(ws):
        return False
    _withdrawn.add(ws)
    folder = exchange_state.folder_of(ws)
    if folder is not None:
        with exchange.alone(ws):  # whoever looked meanwhile has put the request back by now, and does so no more
            folder.remove(names.request_path(join.from_plain(plain).request))
    return True


def give_up(ws: Workspace) -> None:
    """Removes the workspace of a laptop that waits, for good. Raises Refused where it takes part already."""
    if asked_here(ws) is None:
        raise Refused("This laptop was approved and takes part: nothing was removed.")
    ws.close()
    discard(ws.folder)


def requests(ws: Workspace) -> tuple[Asked, ...]:
    """Who asks to join, read from the shared folder now; for administrators, others see none."""
    x, folder = exchange_state.needed(ws), exchange_state.folder_of(ws)
    if folder is None or not x.administers:
        return ()
    folder.checked(ws.id, x.rosters.root or "")
    return tuple(_asked(one) for one in _requests(x, folder))


def _requests(x: Exchange, folder: SharedFolder) -> list[join.Request]:
    found = []
    for key in names.requests_in(folder.listing(names.JOIN)):
        raw = folder.read(names.request_path(key))
        try:
            request = join.read(raw or b"", x.keys.identity)
        except Unread:
            continue
        unknown = x.rosters.device(request.device) is None
        if request.workspace == x.workspace and request.request[:16] == key and unknown:
            found += [] if _is_refused(x, folder, request) else [request]
    return found


def approve(
    ws: Workspace,
    request: str,
    words: Sequence[str],
    *,
    person: str | None = None,
    roles: Sequence[RoleGrant] | None = None,
) -> str:
    """Approves a laptop whose words are those that its person reads out; answers the device's id.

    `person` names who it is where the name that was typed is not theirs; somebody new is added to the directory.
    `roles` are the person's from now on; without them, one who is there keeps their own. Raises Refused, NotFound.
    """
    x, folder = _administering(ws, "approve a laptop")
    with exchange.alone(ws):
        folder.checked(ws.id, x.rosters.root or "")
        tally = Tally()
        exchange.receive(ws, x, folder, tally)
        found = _named(x, folder, request)
        if len(words) != join.WORDS:
            raise Refused(f"There are eight words, and {len(words):,} were given: this laptop was not approved.")
        if not join.same_words(words, join.words_of(found)) or found.roster not in x.rosters.accepted:
            raise Refused(
                "The words are not the same: this laptop was not approved. See how they are spelt, and compare them "
                "again by telephone; where they still differ, somebody has changed the request. Tell whoever runs the "
                "shared folder."
            )
        counts = _add(ws, x, found, person, roles)
        exchange.send(ws, x, folder, tally)
        if not counts:
            raise Refused("A second administrator has to agree: it waits for them under Exchange and devices.")
        folder.remove(names.request_path(found.request))
    return found.device


def refuse(ws: Workspace, request: str) -> str:
    """Refuses who asks to join: the request goes, and the laptop is told at its next look. Answers the request.

    Raises Refused, NotFound, Unreachable.
    """
    x, folder = _administering(ws, "refuse a request to join")
    with exchange.alone(ws):
        folder.checked(ws.id, x.rosters.root or "")
        found = _named(x, folder, request)
        folder.publish(names.refusal_path(found.request), join.refusal(found, x.device, x.keys))
        folder.remove(names.request_path(found.request))
    return found.request[:16]


def _administering(ws: Workspace, what: str) -> tuple[Exchange, SharedFolder]:
    x, folder = exchange_state.needed(ws), exchange_state.folder_of(ws)
    if folder is None:
        raise Refused("No shared folder is set for this workspace. Choose one: exchange folder FOLDER.")
    if not x.administers:
        raise Refused(f"You cannot {what}: that needs the role administrator. Ask an administrator.")
    return x, folder


def _named(x: Exchange, folder: SharedFolder, request: str) -> join.Request:
    found = next((one for one in _requests(x, folder) if request and one.request.startswith(request)), None)
    if found is None:
        raise NotFound("There is no such request to join. See which there are: device list.")
    return found


def _add(
    ws: Workspace, x: Exchange, found: join.Request, person: str | None, roles: Sequence[RoleGrant] | None
) -> bool:
    who = _person(ws, person or found.name, roles)
    held = x.rosters.now().people.get(who.id)
    grants = tuple(roles) if roles is not None else held if held is not None else tuple(who.roles)
    laptop = roster.Device(who.id, found.sign, found.recipient)
    newest = x.rosters.accepted[x.rosters.heads[0]].roster.epoch
    with ws.writing() as writing:
        writing.record("device", found.device, DeviceNamed(found.label, who.id))
    version = changes.approving(x.rosters, found.device, laptop, grants, sending.cut_now(ws, x), newest)
    return upkeep.adopt(ws, x, roster.signed(version, {x.device: x.keys.sign}))


def _person(ws: Workspace, name: str, roles: Sequence[RoleGrant] | None) -> directory.PersonRow:
    try:
        found = directory.person(ws, name)
    except NotFound:
        return directory.person(ws, directory.add_person(ws, name, roles=tuple(roles or ())))
    if roles is not None and tuple(roles) != tuple(found.roles):
        directory.change_person(ws, found.id, roles=tuple(roles), on_the_list=False)
    return directory.person(ws, found.id)


def complete(ws: Workspace, x: Exchange) -> bool:
    """Once this laptop is on the roster: notes whose it is. Answers whether it has just become so."""
    if ws.person_id:
        return False
    device = x.rosters.now().devices.get(x.device)
    if device is None:
        return False
    with ws.writing() as writing:
        journal.set_fact(writing.connection, "person", device.person)
        exchange_facts.set_note(writing.connection, REQUEST, None)
        writing.changed("exchange")
    ws.person_id = device.person
    return True


def _asked(one: join.Request) -> Asked:
    return Asked(one.request[:16], one.name, one.label, one.device, join.words_of(one))
