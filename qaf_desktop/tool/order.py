"""Which question depends on which, and the order in which a form is worked out. Pure."""

import heapq
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field


@dataclass
class Dependencies:
    """For each path and aspect ("relevant", "constraint", ...), the paths that its expressions read."""

    reads: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    volatile: set[str] = field(default_factory=set)

    def add(self, path: str, aspect: str, read: Iterable[str], *, volatile: bool = False) -> None:
        """Notes what an expression at a path reads."""
        self.reads.setdefault((path, aspect), set()).update(read)
        if volatile:
            self.volatile.add(path)

    def of(self, aspects: Collection[str]) -> dict[str, tuple[str, ...]]:
        """For each path that is read: who reads it for one of these aspects."""
        return self._readers(lambda aspect: aspect in aspects)

    def but(self, aspects: Collection[str]) -> dict[str, tuple[str, ...]]:
        """The same for all other aspects."""
        return self._readers(lambda aspect: aspect not in aspects)

    def _readers(self, wanted: Callable[[str], bool]) -> dict[str, tuple[str, ...]]:
        readers: dict[str, set[str]] = {}
        for (path, aspect), read in self.reads.items():
            if wanted(aspect):
                for one in read:
                    readers.setdefault(one, set()).add(path)
        return {path: tuple(sorted(found)) for path, found in sorted(readers.items())}


def in_order(paths: Sequence[str], dependencies: Dependencies) -> tuple[list[str], list[str]]:
    """The paths so that what a value depends on comes before it, else in the form's order; and those in a circle."""
    place = {path: number for number, path in enumerate(paths)}
    followers: dict[str, set[str]] = {}
    for path in paths:
        parent = path.rpartition("/")[0]
        if parent:
            followers.setdefault(parent, set()).add(path)
    for read, readers in dependencies.of(("relevant", "calculate", "count")).items():
        if read in place:
            followers.setdefault(read, set()).update(reader for reader in readers if not _inside(read, reader))
    waiting = dict.fromkeys(paths, 0)
    for found in followers.values():
        for path in found:
            waiting[path] += 1
    ready = [place[path] for path in paths if not waiting[path]]
    heapq.heapify(ready)
    ordered: list[str] = []
    while ready:
        path = paths[heapq.heappop(ready)]
        ordered.append(path)
        for follower in followers.get(path, ()):
            waiting[follower] -= 1
            if not waiting[follower]:
                heapq.heappush(ready, place[follower])
    return ordered, _in_a_circle([path for path in paths if waiting[path]], followers)


def _in_a_circle(left: list[str], followers: dict[str, set[str]]) -> list[str]:
    """Of the paths that have no place in the order, those that others of them wait for: no mere followers."""
    while True:
        rest = set(left)
        circle = [path for path in left if followers.get(path, set()) & rest]
        if len(circle) == len(left):
            return left
        left = circle


def _inside(group: str, path: str) -> bool:
    return path.startswith(f"{group}/")
