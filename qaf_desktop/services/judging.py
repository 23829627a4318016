"""Which entries count: each held against the rosters, as its segment declares them and under every cut.

Asked when a segment arrives, and again for a device whose cuts, or whose person's roles, change.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from qaf_desktop.domain.events import EVENTS, read_event
from qaf_desktop.domain.rights import BY_CONTENT, permits
from qaf_desktop.exchange import segment, wire
from qaf_desktop.exchange.rosters import Rosters, why_void
from qaf_desktop.exchange.standing import Grants
from qaf_desktop.store import receiving, segments

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from qaf_desktop.domain.entries import Header

TOGETHER = "It was recorded together with an entry that does not count."


class Judge:
    """Judges the entries of segments by what this laptop knows: its rosters, and the segments inside each cut."""

    def __init__(self, connection: Connection, rosters: Rosters) -> None:
        self._connection, self._rosters = connection, rosters
        self._inside: dict[tuple[str, ...], frozenset[str]] = {}
        self._known: dict[tuple[object, ...], str] = {}

    def judge(
        self, outer: segment.Outer, hash_: str, entries: Iterable[tuple[Header, bytes | None]]
    ) -> tuple[str, ...]:
        """Why each entry of a segment does not count, "" where it does. The entries of one act count together."""
        every = "" if not needs_another_look(self._rosters, outer.device) else hash_
        found = []
        for header, body in entries:
            key = (outer.device, outer.rosters, header.author, header.kind, header.entity_kind, every)
            why = self._known.get(key) if header.kind not in BY_CONTENT else None
            if why is None:
                why = self._known[key] = self._one(outer, hash_, header, body)
            found.append((header.batch, why))
        broken = {batch for batch, why in found if batch and why}
        return tuple(why or (TOGETHER if batch in broken else "") for batch, why in found)

    def _one(self, outer: segment.Outer, hash_: str, header: Header, body: bytes | None) -> str:
        def may(grants: Grants) -> bool:
            if header.kind not in EVENTS:
                return True
            event = read_event(header.kind, body)
            return permits(header.kind, grants, header.author, event, header.entity_kind)

        why = why_void(
            self._rosters,
            device=outer.device,
            author=header.author,
            declared=outer.rosters,
            may=may,
            inside=lambda cut: hash_ in self._before(cut),
        )
        return why or ""

    def _before(self, cut: tuple[str, ...]) -> frozenset[str]:
        known = self._inside.get(cut)
        if known is None:
            known = self._inside[cut] = segments.before(self._connection, cut)
        return known


def needs_another_look(rosters: Rosters, device: str) -> bool:
    """Whether a cut or a loss of a role bears on what this device wrote."""
    known = rosters.device(device)
    return device in rosters.cuts or (known is not None and bool(rosters.losses_of(known.person)))


def judge_device_anew(connection: Connection, rosters: Rosters, device: str, received: receiving.Received) -> None:
    """Judges all that a device wrote, and carries out what follows from it."""
    judge = Judge(connection, rosters)
    verdicts: dict[bytes, str] = {}
    for hash_, _prev, raw_outer in segments.outers_of(connection, device):
        entries = segments.entries_of(connection, hash_)
        outer = wire.decode(raw_outer, segment.Outer, "The segment")
        found = judge.judge(outer, hash_, [(one.header, one.raw_body) for one in entries])
        for one, why in zip(entries, found, strict=True):
            id_ = bytes.fromhex(one.id)
            verdicts[id_] = verdicts[id_] and why if id_ in verdicts else why
    counting = {id_ for id_, why in verdicts.items() if not why}
    touched = receiving.judge_anew(connection, verdicts.items())
    for entity, kind in touched.items():
        received.entities[entity] = kind
        received.kinds.add(kind)
        if kind == "erasure":
            receiving.carry_out_entity(connection, entity, counting, received)
