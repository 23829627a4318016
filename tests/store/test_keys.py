"""Keys: what opens a workspace, and what does not."""

import datetime as dt

import pytest

from qaf_desktop.clock import FixedClock
from qaf_desktop.errors import Damaged, Refused, WrongPassphrase
from qaf_desktop.store import keys

CHEAP = keys.Cost(1, 1, 64)


@pytest.fixture
def new() -> keys.NewKeys:
    return keys.make("ab" * 16, "a good passphrase", _clock(), CHEAP)


def _clock() -> FixedClock:
    return FixedClock(dt.datetime(2026, 8, 4, 12, tzinfo=dt.UTC))


def test_the_passphrase_and_the_recovery_key_open(new: keys.NewKeys) -> None:
    assert keys.unlock(new.file, "a good passphrase") == new.database_key
    assert keys.unlock(new.file, new.recovery_key.lower().replace("-", " ")) == new.database_key


@pytest.mark.parametrize("wrong", ["", "A good passphrase", "a good passphrase ", "AAAA-BBBB", "\ud800", "x" * 100_000])
def test_a_wrong_passphrase_opens_nothing_and_tells_nothing(new: keys.NewKeys, wrong: str) -> None:
    with pytest.raises(WrongPassphrase, match=r"^That passphrase does not open this workspace\."):
        keys.unlock(new.file, wrong)


def test_a_changed_passphrase_opens_and_the_old_one_does_not(new: keys.NewKeys) -> None:
    changed = keys.with_passphrase(new.file, new.database_key, "another passphrase", _clock())
    assert keys.unlock(changed, "another passphrase") == new.database_key
    with pytest.raises(WrongPassphrase):
        keys.unlock(changed, "a good passphrase")
    assert keys.unlock(changed, new.recovery_key) == new.database_key


def test_a_new_recovery_key_replaces_the_old(new: keys.NewKeys) -> None:
    changed, recovery_key = keys.with_new_recovery_key(new.file, new.database_key, FixedClock(_clock().moment, seed=2))
    assert keys.unlock(changed, recovery_key) == new.database_key
    with pytest.raises(WrongPassphrase):
        keys.unlock(changed, new.recovery_key)


def test_a_short_passphrase_is_refused() -> None:
    with pytest.raises(Refused, match="at least 8 characters"):
        keys.make("ab" * 16, "short", _clock(), CHEAP)


def test_a_damaged_key_file_is_said() -> None:
    with pytest.raises(Damaged, match=r"keys\.json"):
        keys.parse(b"{half")
