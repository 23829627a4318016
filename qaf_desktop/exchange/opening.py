"""Opens bundles of segments: unsealed, verified, and each entry held against what its segment commits to.

Where there are many, that is done in a process of its own, while this one stores: threads of one Python take turns, and
SQLite lets go of the turn at every row.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing
from typing import TYPE_CHECKING, NamedTuple

from qaf_desktop.exchange import pack, segment
from qaf_desktop.exchange.entries_in import entries_in
from qaf_desktop.exchange.wire import Unread

if TYPE_CHECKING:
    from multiprocessing.connection import Connection


class Job(NamedTuple):
    """A bundle to open: where it came from, its bytes, the identities of epochs, and each laptop's signing key."""

    path: str
    raw: bytes
    identities: Mapping[str, str]
    signers: Mapping[str, str]


class Opened(NamedTuple):
    """A segment out of a bundle. `ids` are those of its entries, once a laptop that is known signed it, else None."""

    raw_outer: bytes
    signature: bytes
    headers: tuple[bytes, ...]
    bodies: tuple[segment.Body, ...]
    ids: tuple[str, ...] | None


Found = list[Opened] | str


def open_bundle(job: Job) -> Found:
    """The segments of a bundle, or a sentence that says what is wrong with it."""
    try:
        found = pack.unbundle(job.raw, job.identities, job.path)
        if found is None:
            return f"{job.path} holds segments that this laptop has no key for."
        return [
            Opened(one.raw_outer, one.signature, one.headers, one.bodies, _ids(one, job.signers, job.path))
            for one in found
        ]
    except Unread as error:
        return str(error)


def _ids(one: segment.Segment, signers: Mapping[str, str], what: str) -> tuple[str, ...] | None:
    public = signers.get(one.outer.device)
    if public is None or not segment.is_signed_by(public, one.raw_outer, one.signature):
        return None
    return tuple(entry.id for entry in entries_in(one, what))


def opened(jobs: Iterator[Job], *, many: bool) -> Iterator[tuple[Job, Found]]:
    """Each bundle with what is in it. Where there are many, the next is opened while the taker is busy with one."""
    with closing(_Opener(many=many)) as opener:
        job = next(jobs, None)
        if job is not None:
            opener.begin(job)
        while job is not None:
            found = opener.found(job)
            following = next(jobs, None)
            if following is not None:
                opener.begin(following)
            yield job, found
            job = following


class _Opener:
    """Begins with a bundle, and says later what was found in it."""

    def __init__(self, *, many: bool) -> None:
        self._pipe = _beside() if many else None

    def begin(self, job: Job) -> None:
        if self._pipe is not None:
            try:
                self._pipe.send(job)
            except OSError:
                self.close()

    def found(self, job: Job) -> Found:
        """What is in the bundle that was begun with. Where the process beside this one ended, it is opened here."""
        if self._pipe is not None:
            try:
                answer: Found = self._pipe.recv()
            except (EOFError, OSError):
                self.close()
            else:
                return answer
        return open_bundle(job)

    def close(self) -> None:
        """Lets go of the process; it ends by itself, as it does when this one is gone."""
        if self._pipe is not None:
            self._pipe.close()
            self._pipe = None


def _beside() -> Connection | None:
    """A pipe to a process that opens what it is sent; None where the machine does not let one start."""
    import multiprocessing

    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    try:
        context.Process(target=_serve, args=(theirs,), daemon=True, name="opening").start()
    except OSError:
        ours.close()
        return None
    finally:
        theirs.close()
    return ours


def _serve(pipe: Connection) -> None:
    while True:
        try:
            pipe.send(open_bundle(pipe.recv()))
        except (EOFError, OSError, KeyboardInterrupt):
            return
