"""Time and randomness, passed in: nothing else in the program asks the machine for either."""

import datetime as dt
import secrets
from dataclasses import dataclass, field
from typing import Protocol
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


class Clock(Protocol):
    """What the program needs to know of time, and where its random ids come from."""

    def now(self) -> dt.datetime:
        """The moment, in UTC, aware."""
        ...

    def token(self, size: int) -> bytes:
        """`size` unpredictable bytes."""
        ...


class MachineClock:
    """The computer's own clock and random source."""

    def now(self) -> dt.datetime:
        """The moment by the computer's clock, in UTC."""
        return dt.datetime.now(dt.UTC)

    def token(self, size: int) -> bytes:
        """Bytes of the system's random source."""
        return secrets.token_bytes(size)


@dataclass
class FixedClock:
    """A clock that a test or the practice workspace sets and moves by hand, with seeded randomness."""

    moment: dt.datetime
    seed: int = 0
    step: dt.timedelta = field(default_factory=lambda: dt.timedelta(microseconds=1))

    def __post_init__(self) -> None:
        import random

        self._random = random.Random(self.seed)

    def now(self) -> dt.datetime:
        """The set moment; each asking moves it on by `step`."""
        moment = self.moment
        self.moment += self.step
        return moment

    def token(self, size: int) -> bytes:
        """Repeatable bytes from the seed."""
        return self._random.randbytes(size)


def today(clock: Clock, zone: str = "Europe/London") -> dt.date:
    """The day in the council's zone; days are counted there on every laptop alike."""
    return clock.now().astimezone(ZoneInfo(zone)).date()


def is_zone(name: object) -> bool:
    """Whether there is such a time zone."""
    try:
        return isinstance(name, str) and ZoneInfo(name) is not None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False


def new_id(clock: Clock) -> str:
    """A random 128-bit id in lower-case hex, never derived from a case number."""
    return clock.token(16).hex()
