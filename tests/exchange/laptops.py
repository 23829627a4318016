"""Laptops for tests of the exchange: real workspaces in temporary folders, light enough to make many."""

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from qaf_desktop.clock import FixedClock
from qaf_desktop.domain.events import CaseAdded, CaseChanged, RoleGrant
from qaf_desktop.services import draft_backup, exchange, exchange_state, joining
from qaf_desktop.services.intake import Intake
from qaf_desktop.services.intake_lists import Tally
from qaf_desktop.store import journal, projection
from qaf_desktop.store.keys import Cost, secret_of
from qaf_desktop.store.workspace import FIRST_ROLES, Workspace, Writing, create

CHEAP = Cost(iterations=1, lanes=1, memory=8)
PASSPHRASE = "correct horse battery"
START = dt.datetime(2026, 9, 1, 9, tzinfo=dt.UTC)
ADMINISTRATOR = (RoleGrant("administrator"),)
KEEPER = (RoleGrant("quality_officer"), RoleGrant("auditor"))


@dataclass
class Office:
    """A shared folder and the laptops that exchange through it. The first is the administrator's."""

    base: Path
    laptops: dict[str, Workspace] = field(default_factory=dict)
    recovery_key: str = ""
    made: int = 0

    @property
    def shared(self) -> Path:
        """The shared folder."""
        return self.base / "shared"

    def first(self, name: str = "A. Admin") -> Workspace:
        """The laptop that starts the workspace."""

        def also(writing: Writing, ws: Workspace, recovery_key: str) -> None:
            exchange_state.begin(writing, ws, FIRST_ROLES, secret_of(recovery_key))
            draft_backup.set_up(writing, PASSPHRASE, ws.clock, CHEAP)

        ws, self.recovery_key = create(
            self.base / name, "A council", name, PASSPHRASE, self.clock(), cost=CHEAP, also=also
        )
        exchange.use_folder(ws, self.shared)
        exchange.now(ws)
        self.laptops[name] = ws
        return ws

    def join(self, name: str, roles: tuple[RoleGrant, ...] | None = KEEPER, *, folder: str = "") -> Workspace:
        """A further laptop, approved by the first and exchanged once."""
        ws = self.ask(name, folder=folder)
        self.approve(next(iter(self.laptops.values())), ws, roles)
        exchange.now(ws)
        self.laptops[folder or name] = ws
        return ws

    def ask(self, name: str, *, folder: str = "") -> Workspace:
        """A laptop that asked to join and waits."""
        place = self.base / (folder or name)
        return joining.ask(
            place, self.shared, name, PASSPHRASE, label=folder or name, clock=self.clock(), cost=CHEAP
        ).workspace

    def approve(self, by: Workspace, ws: Workspace, roles: tuple[RoleGrant, ...] | None = KEEPER) -> str:
        """Approves a laptop that waits."""
        asked = joining.asked_here(ws)
        assert asked is not None
        return joining.approve(by, asked.request, asked.words, roles=roles)

    def clock(self) -> FixedClock:
        """A clock of a laptop's own, none like another's."""
        self.made += 1
        return FixedClock(START + dt.timedelta(minutes=self.made), self.made)

    def exchange_all(self, rounds: int = 2) -> list[Tally]:
        """Every laptop exchanges, so often that all have everything."""
        return [exchange.now(ws) for _ in range(rounds) for ws in self.laptops.values()]


def give(ws: Workspace, files: Mapping[str, bytes]) -> Tally:
    """Gives a laptop files of a shared folder, by their paths, as if these alone were there."""
    intake = Intake(ws, exchange_state.needed(ws), Tally(), published=False)
    intake.rosters([(path, raw) for path, raw in files.items() if path.endswith(".roster")])
    intake.keys([(path, raw) for path, raw in files.items() if path.endswith(".key")])
    for path, raw in files.items():
        if path.endswith(".seg"):
            intake.offer(path, raw)
    intake.settle()
    intake.finish()
    return intake.tally


@contextmanager
def an_office(base: Path, first: str = "A. Admin") -> Iterator[Office]:
    """A shared folder with the administrator's laptop; at the end every laptop is closed."""
    made = Office(base)
    made.first(first)
    yield made
    for ws in made.laptops.values():
        ws.close()


def add_case(ws: Workspace, number: str, plan: str = "child_in_need", team: str | None = None) -> str:
    """Records a case; answers its id."""
    key = ws.new_id()
    with ws.writing() as writing:
        writing.record("case", key, CaseAdded(number, plan, team=team))
    return key


def change_case(
    ws: Workspace, key: str, plan: str, age_band: str | None = None, team: str | None = None, batch: str = ""
) -> None:
    """Records a change of a case."""
    with ws.writing() as writing:
        writing.record("case", key, CaseChanged(plan, team=team, age_band=age_band), batch)


def state(ws: Workspace) -> dict[str, str]:
    """A digest of each projected table: equal on laptops that hold the same."""
    with ws.reading() as connection:
        return projection.digest(connection)


def entries(ws: Workspace) -> dict[str, tuple[bytes, bytes, bytes | None, str]]:
    """Every entry as it is kept, by id: header, salt, body, and why it is void."""
    with ws.reading() as connection:
        return {e.id: (e.raw_header, e.salt, e.raw_body, e.void) for e in journal.everything(connection)}
