"""What `workspace verify` asks of the exchange: chains, signatures, rights and erasures, each worked out anew.

A problem is where bytes, signatures or rights do not match what is kept; forks, gaps and silence are notices.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qaf_desktop.exchange import segment, wire
from qaf_desktop.exchange.wire import Unread
from qaf_desktop.services import exchange_state
from qaf_desktop.services.judging import Judge
from qaf_desktop.store import erasing, segments

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from qaf_desktop.services.exchange_state import Exchange
    from qaf_desktop.store.workspace import Workspace


def verify(ws: Workspace) -> tuple[list[str], list[str]]:
    """Problems and notices; nothing is changed. None of either in practice, which never exchanges."""
    x = exchange_state.load(ws, trusting=False)
    if x is None:
        return [], []
    problems: list[str] = []
    notices: list[str] = []
    verdicts: dict[str, str] = {}
    kept: dict[str, str] = {}
    with ws.reading() as connection:
        judge, ledger = Judge(connection, x.rosters), erasing.ledger(connection)
        for hash_ in segments.everything(connection):
            problems += _wrong_with(connection, x, hash_)
            one = segments.stored(connection, hash_)
            if one is None or one.state == "closed":
                continue
            outer = wire.decode(one.raw_outer, segment.Outer, "The segment")
            entries = segments.entries_of(connection, hash_)
            found = judge.judge(outer, hash_, entries)
            for entry, why in zip(entries, found, strict=True):
                verdicts[entry.id] = verdicts.get(entry.id, why) and why
                kept[entry.id] = entry.void
                head = entry.header
                if entry.raw_body is not None and ledger.forbids(entry.id, head.entity, head.kind, entry.raw_body):
                    problems.append(f"Entry {entry.id[:16]} was erased, and its content is still here.")
                if entry.raw_body is None and not ledger.forbids(entry.id, head.entity, head.kind, None):
                    notices.append(f"The content of entry {entry.id[:16]} has not come yet.")
        tips: dict[str, int] = {}
        for tip in segments.tips(connection):
            tips[tip.device] = tips.get(tip.device, 0) + 1
        waiting = segments.waiting(connection)
    problems += [
        f"Entry {key[:16]} counts here, and should not: {why}" if why else f"Entry {key[:16]} should count here."
        for key, why in verdicts.items()
        if bool(why) != bool(kept[key])
    ]
    notices += [f"Entry {key[:16]} does not count. {why}" for key, why in kept.items() if why]
    notices += [
        f"Device {device[:8]} has gone on from two states: restored or copied." for device in tips if tips[device] > 1
    ]
    notices += [f"Entry file {n} of device {device[:8]} waits. {why}" for _, device, n, why, _ in waiting]
    return problems, notices


def _wrong_with(connection: Connection, x: Exchange, hash_: str) -> list[str]:
    one = segments.stored(connection, hash_)
    if one is None:
        return []
    name = f"Entry file {one.n} of device {one.device[:8]}"
    device = x.rosters.device(one.device)
    if device is None:
        return [f"{name} is of a laptop that is on no list."]
    try:
        outer = wire.decode(one.raw_outer, segment.Outer, name)
        envelope = segment.Envelope(segment.hash_of(one.raw_outer), outer, one.raw_outer, one.signature, (), b"")
        if envelope.hash != hash_ or not envelope.is_signed_by(device.sign):
            return [f"{name} is not what its laptop signed."]
        if outer.prev and segments.link(connection, outer.prev) is None:
            return [f"{name} follows one that is missing here."]
        if one.state != "closed":
            segment.opened(one.raw_outer, outer, one.signature, one.headers, one.bodies, name)
    except Unread as error:
        return [str(error)]
    return []
