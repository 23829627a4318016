"""Entries: ids, commitments, and the one order in which every laptop folds them."""

import hashlib
import random

from hypothesis import given
from hypothesis import strategies as st

from qaf_desktop.domain.entries import Entry, Header, commitment, encode_body, heads, in_order, read_header, seal

ENTITY = "ab" * 16


def make_entry(seq: int, time: str, after: tuple[str, ...] = (), device: str = "cd" * 16) -> Entry:
    body, salt = encode_body({"n": seq}), bytes(16)
    header = Header(ENTITY, "case", "CaseAdded", "ef" * 16, device, seq, time, after, commitment(salt, body))
    return seal(header, salt, body)


def test_id_of_an_entry_is_the_hash_of_its_headers_bytes() -> None:
    entry = make_entry(1, "2026-01-01T00:00:00Z")
    assert entry.id == hashlib.sha256(entry.raw_header).hexdigest()
    assert read_header(entry.raw_header) == entry.header


def test_the_commitment_depends_on_the_salt() -> None:
    assert commitment(b"a", b"body") != commitment(b"b", b"body")


def test_a_header_with_unknown_fields_is_read() -> None:
    raw = make_entry(1, "2026-01-01T00:00:00Z").raw_header[:-1] + b',"later":1}'
    assert read_header(raw).seq == 1


@given(st.lists(st.integers(0, 9999), min_size=1, max_size=25), st.randoms(use_true_random=False))
def test_a_parent_precedes_its_child_whatever_the_clocks_say(times: list[int], chance: random.Random) -> None:
    entries: list[Entry] = []
    for seq, time in enumerate(times, start=1):
        parents = tuple(sorted(e.id for e in chance.sample(entries, min(len(entries), chance.randint(0, 2)))))
        entries.append(make_entry(seq, f"{time:04}", parents))
    ordered = in_order(entries)
    places = {entry.id: place for place, entry in enumerate(ordered)}
    assert all(places[p] < places[e.id] for e in entries for p in e.header.after)
    shuffled = list(entries)
    chance.shuffle(shuffled)
    assert in_order(shuffled) == ordered


def test_heads_are_those_that_nothing_follows() -> None:
    first = make_entry(1, "1")
    left, right = make_entry(2, "2", (first.id,)), make_entry(3, "2", (first.id,))
    assert heads([first, left, right]) == tuple(sorted((left.id, right.id)))
