"""Taking in what a folder or a pack holds, in any order; one bad file never blocks another."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from qaf_desktop.domain.entries import Entry
from qaf_desktop.exchange import names, opening, segment, wire
from qaf_desktop.exchange.entries_in import entries_in, with_ids
from qaf_desktop.exchange.segment import Outer, Segment
from qaf_desktop.exchange.wire import Unread
from qaf_desktop.services.exchange_state import Exchange
from qaf_desktop.services.intake_lists import Lists, Tally
from qaf_desktop.services.judging import Judge, look_again, note_assumed
from qaf_desktop.store import journal, receiving, segments

if TYPE_CHECKING:
    from qaf_desktop.store.workspace import Workspace

AT_ONCE: Final = 15_000
EARLY: Final = "{} waits: its key is of a list of laptops that is not here yet, or it is damaged. It is read again."
Progress = Callable[[int, int], bool]


@dataclass(slots=True)
class Candidate:
    """A segment that is on its way in: opened already, or still sealed in the file that it came in."""

    hash: str
    outer: Outer
    raw_outer: bytes
    signature: bytes
    path: str
    file: bytes | None = None
    segment: Segment | None = None
    packed: bool = False
    entries: tuple[Entry, ...] | None = None

    @property
    def name(self) -> names.SegmentName:
        """Its name in a shared folder."""
        return names.segment_name(self.outer.device, self.outer.n, self.hash)


def _candidate(path: str, one: opening.Opened) -> Candidate:
    outer = wire.decode(one.raw_outer, Outer, path)
    whole = Segment(segment.hash_of(one.raw_outer), outer, one.raw_outer, one.signature, one.headers, one.bodies)
    entries = with_ids(whole, one.ids) if one.ids is not None else None
    return Candidate(whole.hash, outer, one.raw_outer, one.signature, path, None, whole, True, entries)


class Cancelled(Exception):
    """The person at the laptop stopped what was going on; what was taken in stays."""


class Intake(Lists):
    """Collects what comes, and takes in what can be taken in. Many segments are folded at the end, piece by piece."""

    def __init__(
        self, ws: Workspace, x: Exchange, tally: Tally, *, published: bool, progress: Progress | None = None
    ) -> None:
        super().__init__(ws, x, tally)
        self.published = published
        self._progress = progress
        self.candidates: dict[str, Candidate] = {}
        self._names: dict[names.SegmentName, str] = {}
        self.bulk = False
        self._taken = 0
        self._waited: set[str] = set()
        with ws.reading() as connection:
            for hash_, _device, _n, _why, file in segments.waiting(connection):
                self._waited.add(hash_)
                self.offer(f"held {hash_[:16]}", file)

    def keys(self, files: Sequence[tuple[str, bytes]]) -> None:
        """Takes in files of keys, and the segments that waited for them."""
        super().keys(files)
        self.reopen_closed()

    def reopen_closed(self) -> None:
        """Takes in segments that this laptop could not open before, and now can."""
        with self.ws.reading() as connection:
            closed = [segments.stored(connection, hash_) for hash_ in segments.everything(connection, "closed")]
        for one in closed:
            if one is not None and one.file is not None:
                envelope = segment.read(one.file)
                if segment.can_open(envelope, self.x.identities):
                    self.offer(f"kept {one.hash[:16]}", one.file)

    def offer(self, path: str, raw: bytes) -> Candidate | None:
        """A segment's file. Answers what it is; None where it cannot be read, which is noted as a problem."""
        try:
            envelope = segment.read(raw, path)
        except Unread as error:
            self.problem(path, str(error))
            return None
        one = Candidate(envelope.hash, envelope.outer, envelope.raw_outer, envelope.signature, path, raw)
        return self._offered(one)

    def named(self, name: names.SegmentName) -> Candidate | None:
        """The segment of that name that is on its way in; None where there is none."""
        return self.candidates.get(self._names.get(name, ""))

    def take_bundles(self, bundles: Iterator[tuple[str, bytes]], *, many: bool) -> None:
        """Takes in bundles of segments, each with the path of its pack."""
        signers = self.x.rosters.signing_keys()
        jobs = (opening.Job(path, raw, self.x.identities, signers) for path, raw in bundles)
        self.bulk = self.bulk or many
        for job, found in opening.opened(jobs, many=many):
            if isinstance(found, str):
                self.problem(job.path, found)
                continue
            for one in found:
                self._offered(_candidate(job.path, one))
            self.settle()

    def _offered(self, one: Candidate) -> Candidate | None:
        if one.outer.workspace != self.x.workspace:
            self.problem(one.path, f"{one.path} is of another workspace.")
            return None
        self._names[one.name] = one.hash
        return self.candidates.setdefault(one.hash, one)

    def settle(self) -> None:
        """Takes in every candidate that nothing stands in the way of, those before others first."""
        following: dict[str, list[Candidate]] = {}
        for one in self.candidates.values():
            following.setdefault(one.outer.prev, []).append(one)
        with self.ws.reading() as connection:
            states = segments.states_of(connection, self.candidates)
            before = segments.states_of(connection, following)
        starts = [prev for prev in following if prev == "" or prev in before]
        self._release([
            hash_ for hash_, state in states.items()
            if not (state == "closed" and self._opens(self.candidates[hash_]))
        ])  # fmt: skip
        ready = [one for prev in sorted(starts) for one in following[prev] if one.hash in self.candidates]
        looked_at: set[str] = set()
        while ready:
            batch: list[tuple[Candidate, Segment | None, tuple[Entry, ...]]] = []
            size = 0
            while ready and size < AT_ONCE:
                one = ready.pop()
                found = self._opened(one) if one.hash not in looked_at else None
                looked_at.add(one.hash)
                if found is None:
                    continue
                batch.append((one, *found))
                size += max(1, len(found[1]))
                ready += [each for each in following.get(one.hash, ()) if each.hash in self.candidates]
            self._take(batch)

    def _opens(self, one: Candidate) -> bool:
        return one.segment is not None or segment.can_open(segment.read(one.file or b""), self.x.identities)

    def _opened(self, one: Candidate) -> tuple[Segment | None, tuple[Entry, ...]] | None:
        """The segment and its entries, once it is signed by a laptop of ours; None where it has to wait or is bad."""
        device = self.x.rosters.device(one.outer.device)
        if device is None or any(version not in self.x.rosters.accepted for version in one.outer.rosters):
            return None
        if one.entries is not None:
            return one.segment, one.entries
        try:
            if not self._is_signed(one):
                raise Unread(f"{one.path} is not signed by the laptop that it names. It was not taken in.")
            if one.segment is None:
                envelope = segment.read(one.file or b"", one.path)
                if not segment.can_open(envelope, self.x.identities):
                    if not set(envelope.epochs) <= self.x.rosters.epochs:
                        raise Unread(EARLY.format(one.path))
                    return None, ()
                one.segment = segment.open_(envelope, self.x.identities, one.path)
            return one.segment, entries_in(one.segment, one.path)
        except Unread as error:
            self.problem(one.path, str(error), one.outer.device)
            self.candidates.pop(one.hash, None)
            return None

    def _is_signed(self, one: Candidate) -> bool:
        device = self.x.rosters.device(one.outer.device)
        envelope = segment.Envelope(one.hash, one.outer, one.raw_outer, one.signature, (), b"")
        return device is not None and envelope.is_signed_by(device.sign)

    def _take(self, batch: list[tuple[Candidate, Segment | None, tuple[Entry, ...]]]) -> None:
        if not batch:
            return
        with self.ws.writing() as writing:
            here = segments.states_of(writing.connection, [one.hash for one, _, _ in batch])
            judge = Judge(writing.connection, self.x.rosters, {one.hash for one, _, _ in batch} - here.keys())
            taken = [self._taken_as(judge, *one) for one in batch]
            received = receiving.take_in(writing.connection, taken)
            note_assumed(writing.connection, judge.assumed)
            now = received.fresh if self.bulk else received.entities
            touched = received.entities.items()
            receiving.fold_touched(writing.connection, [one for one in touched if one[0] in now], received.fresh)
            receiving.note_stale(writing.connection, [one for one in touched if one[0] not in now])
            for kind in received.kinds:
                writing.changed(kind)
            writing.changed("exchange")
            segments.release(writing.connection, self._waited.intersection(one.hash for one, _, _ in batch))
        settle_ids(self.ws)
        for one, _, _ in batch:
            self.candidates.pop(one.hash, None)
            self._names.pop(one.name, None)
        self._note(received)
        self._taken += sum(one[0].outer.count for one in batch)
        self._report()

    def _taken_as(
        self, judge: Judge, one: Candidate, opened: Segment | None, entries: tuple[Entry, ...]
    ) -> receiving.Taken:
        state = "accepted" if opened is not None else "closed"
        kept = segments.Stored(
            one.hash, one.outer.device, one.outer.n, one.outer.prev, state, one.raw_outer, one.signature,
            (), (), one.file if opened is None else None,
        )  # fmt: skip
        verdicts = judge.judge(one.outer, one.hash, entries)
        if any(verdicts):
            entries = tuple(replace(entry, void=why) for entry, why in zip(entries, verdicts, strict=True))
        return receiving.Taken(kept, entries, self.published, one.packed and self.published)

    def _note(self, received: receiving.Received) -> None:
        self.tally.received += received.entries
        self.tally.void += received.void
        self.tally.kinds |= received.kinds

    def _report(self) -> None:
        if self._progress is not None:
            left = sum(one.outer.count for one in self.candidates.values())
            if not self._progress(self._taken, self._taken + left):
                raise Cancelled

    def _release(self, hashes: list[str]) -> None:
        for hash_ in hashes:
            self.candidates.pop(hash_, None)
        if self._waited.intersection(hashes):
            with self.ws.writing() as writing:
                segments.release(writing.connection, hashes)

    # --- the end -----------------------------------------------------------------------------------------------
    def finish(self) -> None:
        """Keeps what has to wait, with the reason, and folds what was only noted.

        What nobody known signed is not kept: whoever writes to the folder could fill this laptop with it. There it is
        read again with the next exchange.
        """
        if self.candidates:
            self._keep_what_waits()
        self.tally.kinds |= look_again(self.ws, self.x.rosters)
        fold_all(self.ws)
        self.catch_up()

    def _keep_what_waits(self) -> None:
        with self.ws.writing() as writing:
            for one in self.candidates.values():
                known = self.x.rosters.device(one.outer.device) is not None
                if known and not self._is_signed(one):
                    self.problem(
                        one.path, f"{one.path} is not signed by the laptop that it names. It was not taken in."
                    )
                    continue
                if not known and self.published:
                    self.tally.held += one.outer.count
                    continue
                file = one.file if one.file is not None else b""
                if one.segment is not None and one.file is None:
                    file = segment.to_file(one.segment, self.x.rosters.now().epochs)
                segments.hold(
                    writing.connection, one.hash, one.outer.device, one.outer.n, one.outer.count, self._why(one), file
                )
                self.tally.held += one.outer.count

    def _why(self, one: Candidate) -> str:
        if self.x.rosters.device(one.outer.device) is None:
            return "Its laptop is not on the list of laptops that this laptop has."
        if any(version not in self.x.rosters.accepted for version in one.outer.rosters):
            return "It names a list of laptops that this laptop does not have yet."
        return "What came before it from the same laptop is not here yet."


def fold_all(ws: Workspace) -> None:
    """Folds all that was only noted, a piece at a time, so that others can write in between."""
    while True:
        with ws.reading() as connection:
            if not receiving.is_any_stale(connection):
                return
        with ws.writing() as writing:
            for kind in receiving.fold_stale(writing.connection):
                writing.changed(kind)


def settle_ids(ws: Workspace) -> None:
    """Puts the ids of recent entries among those of all, in a transaction of its own, where they have become many."""
    with ws.reading() as connection:
        if not journal.are_recent_many(connection):
            return
    with ws.writing() as writing:
        journal.settle_ids(writing.connection)
