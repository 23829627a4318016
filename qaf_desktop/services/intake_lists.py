"""Taking in rosters and keys, from a folder or a pack, in any order; and judging anew what they bear on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from qaf_desktop.exchange import keyring, roster
from qaf_desktop.exchange.wire import Unread
from qaf_desktop.services import exchange_state, judging
from qaf_desktop.services.exchange_state import Exchange
from qaf_desktop.store import exchange_facts

if TYPE_CHECKING:
    from qaf_desktop.store.workspace import Workspace, Writing


@dataclass(frozen=True, slots=True)
class Problem:
    """A file that could not be taken in: its path, the device that it is of ("" where unknown), and what to know."""

    file: str
    device: str
    message: str


@dataclass
class Tally:
    """What an exchange did, in entries; and what stood in the way."""

    sent: int = 0
    received: int = 0
    held: int = 0
    void: int = 0
    problems: list[Problem] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    kinds: set[str] = field(default_factory=set)


class Lists:
    """Takes in the lists of laptops and the keys of epochs, and says what stood in the way."""

    def __init__(self, ws: Workspace, x: Exchange, tally: Tally) -> None:
        self.ws, self.x, self.tally = ws, x, tally

    def rosters(self, files: Sequence[tuple[str, bytes]]) -> None:
        """Takes in the files of rosters, by path; what is void by them, or no longer, is judged anew."""
        if not files:
            return
        read: list[tuple[str, roster.SignedRoster, bytes]] = []
        for path, raw in files:
            try:
                read.append((path, roster.read(raw, path), raw))
            except Unread as error:
                self.problem(path, str(error))
        mine = [one for one in read if one[1].roster.workspace == self.x.workspace]
        for path, one, _ in read:
            if one.roster.workspace != self.x.workspace:
                self.problem(path, f"{path} is of another workspace.")
        new = self.x.rosters.add(one for _, one, _ in mine)
        with self.ws.writing() as writing:
            for path, one, raw in mine:
                if one.hash not in self.x.rosters.refused:
                    exchange_facts.keep_roster(writing.connection, path, one.hash, raw)
            if new:
                exchange_state.note_accepted(writing.connection, self.x.rosters)
                self.judge_anew(writing, judging.touched_by(self.x.rosters, new))
                writing.changed("exchange")
        for path, one, _ in mine:
            if one.hash in self.x.rosters.refused:
                self.problem(path, f"{path} does not count: {self.x.rosters.refused[one.hash]}.")

    def keys(self, files: Sequence[tuple[str, bytes]]) -> None:
        """Takes in files of keys, by path: what they open, and for whom they are."""
        for path, raw in files:
            try:
                file = keyring.read(raw, path)
                signer = self.x.rosters.device(file.said.signer)
                ours = file.said.workspace == self.x.workspace and self.x.rosters.ever_administered(file.said.signer)
                if not ours or signer is None or not file.is_signed_by(signer.sign):
                    self.problem(path, f"{path} is not signed by an administrator of this workspace.")
                    continue
                mine = self.x.device in file.said.devices
                found = keyring.open_(file, self.x.keys.identity, path) if mine else {}
            except Unread as error:
                self.problem(path, str(error))
                continue
            self.x.identities.update(found)
            with self.ws.writing() as writing:
                exchange_facts.keep_key_file(writing.connection, path, file.raw_said, raw)
                exchange_facts.keep_identities(writing.connection, found)

    def problem(self, path: str, message: str, device: str = "") -> None:
        """Notes what stood in the way of one file."""
        if not any(one.file == path for one in self.tally.problems):
            self.tally.problems.append(Problem(path, device, message))

    def judge_anew(self, writing: Writing, devices: set[str]) -> None:
        """Judges all that these devices wrote by what is known now."""
        self.tally.kinds |= judging.judge_devices_anew(writing, self.x.rosters, devices)

    def catch_up(self) -> None:
        """Judges anew what was judged by teams and services that were joined or parted since."""
        self.tally.kinds |= judging.catch_up(self.ws, self.x.rosters)
