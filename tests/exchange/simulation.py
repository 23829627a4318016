"""Random histories of a few laptops: what each does is drawn from a seed, and at the end all must agree."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from qaf_desktop.clock import FixedClock
from qaf_desktop.domain.events import Event, RoleGrant, ServiceAdded, ServiceChanged, TeamAdded, TeamChanged
from qaf_desktop.services import cases, devices, erasure, exchange
from qaf_desktop.store.workspace import Workspace
from tests.exchange.beginnings import Beginnings
from tests.exchange.laptops import KEEPER, START, add_case, change_case, entries, give, state

PLANS = ("child_in_need", "child_protection", "early_help", "closed")
NAMES = ("North", "South")
FEWEST, MOST = 2, 5
STEPS = 30


@dataclass
class Simulation:
    """Laptops that live through a random history."""

    seed: int
    beginnings: Beginnings
    cases: list[str] = field(default_factory=list)
    removed: set[str] = field(default_factory=set)
    teams: list[str] = field(default_factory=list)
    services: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)
        count, second = self.random.randint(FEWEST, MOST), self.random.random() < 0.7
        self.beginning = self.beginnings.of(count, second, self.seed)
        self.base, self.admin, self.others = self.beginning.base, self.beginning.admin, self.beginning.others
        self.second, self.observer = self.beginning.second, self.others[0]

    @property
    def all(self) -> list[Workspace]:
        """The laptops that were not removed."""
        return [self.admin, *(ws for ws in self.others if ws.device_id not in self.removed)]

    def live(self, steps: int) -> None:
        """Lets so many things happen."""
        acts: list[tuple[int, Callable[[Workspace], object]]] = [
            (6, self._add), (6, self._change), (6, exchange.now), (1, self._by_hand), (1, self._skew), (2, self._roles),
            (4, self._team), (1, self._service), (1, self._erase),
        ]  # fmt: skip
        weights = [weight for weight, _ in acts]
        for _ in range(steps):
            (act,) = self.random.choices([act for _, act in acts], weights)
            act(self.random.choice(self.all))

    def remove_one(self) -> None:
        """The administrator removes a laptop that is not the observer's, if there is one."""
        candidates = [ws for ws in self.all if ws not in (self.admin, self.observer, self.second)]
        if candidates:
            gone = self.random.choice(candidates)
            devices.remove(self.admin, gone.device_id)
            self.removed.add(gone.device_id)

    def settle(self) -> None:
        """Everybody exchanges until nothing is new."""
        for _ in range(3):
            for ws in self.all:
                exchange.now(ws)

    def delivered_in_another_order(self, order: int) -> Workspace:
        """The observer's laptop as it was at the start, given all files in a random order, in pieces, some twice."""
        ws = self.beginning.late_again(self.seed * 1000 + order)
        rng = random.Random(f"{self.seed}/{order}")
        files = [one for one in (self.base / "shared").rglob("*") if one.suffix in (".seg", ".roster", ".key")]
        files += rng.sample(files, len(files) // 4)
        rng.shuffle(files)
        most = rng.choice((3, 6, 20, len(files)))
        unread: list[Path] = []
        while files:
            size = rng.randint(1, most)
            unread += self._deliver(ws, files[:size])
            files = files[size:]
        self._deliver(ws, unread)
        return ws

    def _deliver(self, ws: Workspace, files: list[Path]) -> list[Path]:
        """Gives a laptop these files; answers those that it could not read yet, and would read again in a folder."""
        named = {one.relative_to(self.base / "shared").as_posix(): one for one in files}
        tally = give(ws, {path: one.read_bytes() for path, one in named.items()})
        return [named[one.file] for one in tally.problems if one.file in named]

    def _add(self, ws: Workspace) -> None:
        self.cases.append(add_case(ws, str(self.random.randint(1000, 9999)), team=self._some(self.teams)))

    def _change(self, ws: Workspace) -> None:
        act = self.random.choice(("", "", ws.new_id()))
        for _ in range(2 if act else 1):
            if self.cases:
                case, plan = self.random.choice(self.cases), self.random.choice(PLANS)
                change_case(ws, case, plan, team=self._some(self.teams), batch=act)

    def _some(self, ids: list[str]) -> str | None:
        return self.random.choice(ids) if ids and self.random.random() < 0.8 else None

    def _service(self, ws: Workspace) -> None:
        self._make(self.services, "service", ServiceAdded, ServiceChanged)

    def _team(self, ws: Workspace) -> None:
        if not self.services:
            self._service(ws)
        service = self.random.choice(self.services)
        self._make(self.teams, "team", lambda name: TeamAdded(name, service), lambda name: TeamChanged(name, service))

    def _erase(self, ws: Workspace) -> None:
        """An administrator erases a case, if there is one."""
        known = cases.cases(self.admin, limit=100).items
        if known:
            erasure.erase_case(self.admin, self.random.choice(known).id, "It is due")

    def _make(self, known: list[str], kind: str, add: Callable[[str], Event], change: Callable[[str], Event]) -> None:
        """An administrator adds a thing, which another may have added too, or gives one another name."""
        ws = self.second if self.second is not None and self.random.random() < 0.5 else self.admin
        new = len(known) < 2 or self.random.random() < 0.4
        key = ws.new_id() if new else self.random.choice(known)
        name = self.random.choice(NAMES)
        with ws.writing() as writing:
            writing.record(kind, key, add(name) if new else change(name))
        known += [key] if new else []

    def _by_hand(self, ws: Workspace) -> None:
        exchange.export(ws, self.base / "carried.qaf")
        exchange.import_(self.random.choice(self.all), self.base / "carried.qaf")

    def _skew(self, ws: Workspace) -> None:
        clock = ws.clock
        assert isinstance(clock, FixedClock)
        clock.moment = START.replace(year=self.random.randint(2001, 2038))

    def _roles(self, ws: Workspace) -> None:
        few = (RoleGrant("reader"),), (RoleGrant("auditor"),)
        limited = [(RoleGrant("auditor", teams=(one,)),) for one in self.teams]
        limited += [(RoleGrant("quality_officer", services=(one,)),) for one in self.services]
        roles = self.random.choice((KEEPER, *few, *limited, *limited))
        devices.set_roles(self.admin, {ws.person_id: roles} if ws not in (self.admin, self.second) else {})


def converges(seed: int, orders: int, beginnings: Beginnings) -> None:
    """Fails unless all laptops, and a laptop that is given everything in any order, hold and show the same."""
    made = Simulation(seed, beginnings)
    made.live(STEPS)
    if seed % 3 == 0:
        made.remove_one()
        made.live(STEPS // 2)
    made.settle()
    wanted, kept = state(made.observer), entries(made.observer)
    for ws in made.all:
        assert entries(ws) == kept, (seed, ws.folder.name)
        assert state(ws) == wanted, (seed, ws.folder.name)
    for order in range(orders):
        ws = made.delivered_in_another_order(order)
        assert entries(ws) == kept, (seed, order)
        assert state(ws) == wanted, (seed, order)
