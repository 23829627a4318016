"""Segments and packs as bytes: made, read again, changed in every place."""

import random
import zlib

import msgspec
import pytest

from qaf_desktop.clock import FixedClock
from qaf_desktop.domain.entries import Header, commitment, seal
from qaf_desktop.exchange import crypto, names, pack, roster, segment
from qaf_desktop.exchange.entries_in import entries_in
from qaf_desktop.exchange.segment import Segment
from qaf_desktop.exchange.wire import Unread
from tests.exchange.laptops import START

DEVICE, WORKSPACE = "ab" * 16, "00" * 16
MOMENT = "2026-09-01T09:00:00Z"
KEYS = crypto.new_keys(FixedClock(START, 1))
EPOCH, IDENTITY = roster.new_epoch()
OTHER, OTHER_IDENTITY = roster.new_epoch()
EPOCHS, IDENTITIES = {EPOCH.id: EPOCH.recipient}, {EPOCH.id: IDENTITY}


def made(count: int = 3, n: int = 1, prev: str = "", device: str = DEVICE) -> Segment:
    headers, bodies = [], []
    for place in range(count):
        salt, body = bytes([place]) * 16, msgspec.json.encode({"number": place})
        header = Header(
            "cd" * 16, "case", "CaseAdded", "ef" * 16, device, place + 1, MOMENT, (), commitment(salt, body)
        )
        headers.append(seal(header, salt, body).raw_header)
        bodies.append((salt, body))
    return segment.make(
        KEYS,
        workspace=WORKSPACE,
        device=DEVICE,
        n=n,
        prev=prev,
        rosters=["1" * 64],
        seen=[],
        headers=headers,
        bodies=bodies,
    )


def opened(raw: bytes) -> Segment:
    envelope = segment.read(raw)
    if not envelope.is_signed_by(KEYS.public.sign):
        raise Unread("not signed")
    found = segment.open_(envelope, IDENTITIES)
    entries_in(found)
    return found


def test_a_segment_that_was_sealed_opens_to_the_same() -> None:
    one = made()
    assert opened(segment.to_file(one, EPOCHS)) == one


def test_sealed_anew_it_keeps_its_hash_and_its_name() -> None:
    one = made()
    first, second = segment.to_file(one, EPOCHS), segment.to_file(one, {OTHER.id: OTHER.recipient})
    assert first != second and segment.read(first).name == segment.read(second).name


def test_of_two_keys_one_alone_opens_nothing() -> None:
    raw = segment.to_file(made(), {**EPOCHS, OTHER.id: OTHER.recipient})
    envelope = segment.read(raw)
    assert not segment.can_open(envelope, IDENTITIES)
    assert segment.open_(envelope, {**IDENTITIES, OTHER.id: OTHER_IDENTITY}) == made()


def test_bodies_can_go_and_the_segment_stays_what_it_was() -> None:
    one = made()
    fewer = Segment(one.hash, one.outer, one.raw_outer, one.signature, one.headers, (None, *one.bodies[1:]))
    found = opened(segment.to_file(fewer, EPOCHS))
    assert found.hash == one.hash and found.bodies[0] is None


@pytest.mark.parametrize("seed", range(10))
def test_no_flipped_bit_is_accepted(seed: int) -> None:
    raw, rng = segment.to_file(made(), EPOCHS), random.Random(seed)
    for _ in range(100):
        place, bit = rng.randrange(len(raw)), 1 << rng.randrange(8)
        broken = raw[:place] + bytes([raw[place] ^ bit]) + raw[place + 1 :]
        with pytest.raises(Unread):
            opened(broken)


@pytest.mark.parametrize("count", [1, 3, 20])
def test_no_truncation_is_accepted(count: int) -> None:
    raw = segment.to_file(made(count), EPOCHS)
    for size in range(len(raw)):
        with pytest.raises(Unread):
            opened(raw[:size])


def test_a_body_that_is_not_the_one_committed_to_is_refused() -> None:
    one = made()
    false = Segment(
        one.hash, one.outer, one.raw_outer, one.signature, one.headers, ((b"0" * 16, b"{}"), *one.bodies[1:])
    )
    with pytest.raises(Unread, match="content of an entry was changed"):
        opened(segment.to_file(false, EPOCHS))


def test_an_entry_of_another_laptop_is_refused() -> None:
    with pytest.raises(Unread, match="did not write"):
        opened(segment.to_file(made(device="12" * 16), EPOCHS))


def test_a_pack_gives_back_its_segments_and_files() -> None:
    first = made()
    second = made(n=2, prev=first.hash)
    files = {names.roster_path(1, "a" * 64): b"roster", names.segment_name(DEVICE, 3, "b" * 64).path: b"sealed"}
    found = pack.read(pack.make(WORKSPACE, files, [first, second], EPOCHS))
    assert found.files() == files
    assert [one for raw in found.bundles() for one in pack.unbundle(raw, IDENTITIES) or []] == [first, second]
    assert [one[2] for one in found.index.segments] == [first.hash, second.hash]


def test_a_pack_whose_keys_one_does_not_hold_stays_shut() -> None:
    found = pack.read(pack.make(WORKSPACE, {}, [made()], {OTHER.id: OTHER.recipient}))
    assert [pack.unbundle(raw, IDENTITIES) for raw in found.bundles()] == [None]


def test_a_pack_that_was_changed_anywhere_is_refused_whole() -> None:
    raw, rng = pack.make(WORKSPACE, {}, [made()], EPOCHS), random.Random(1)
    for size in range(len(raw)):
        with pytest.raises(Unread):
            pack.read(raw[:size])
    for _ in range(200):
        place = rng.randrange(len(raw))
        with pytest.raises(Unread):
            pack.read(raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :])


@pytest.mark.parametrize(
    "name",
    ["../x", "/etc/passwd", "roster/../x", "roster/1-" + "a" * 16 + ".roster/..", "C:\\x", "segments/x/1.seg", ""],
)
def test_a_pack_that_names_another_place_is_refused(name: str) -> None:
    with pytest.raises(Unread, match="does not belong"):
        pack.read(pack.make(WORKSPACE, {name: b"x"}, [], EPOCHS))


def test_a_segment_that_would_grow_without_bound_is_refused() -> None:
    one = made()
    press = zlib.compressobj(1)
    bomb = crypto.seal(b"".join(press.compress(bytes(1 << 20)) for _ in range(600)) + press.flush(), [EPOCH.recipient])
    raw = segment.to_file(one, EPOCHS)
    sealed_at = len(raw) - len(segment.read(raw).sealed)
    with pytest.raises(Unread, match="more than it may"):
        opened(raw[:sealed_at] + bomb)


@pytest.mark.parametrize(
    "name",
    [
        "..",
        "a-1-b",
        "abcdefabcdefabcd-0-abcdefabcdefabcd",
        "ABCDEFABCDEFABCD-1-abcdefabcdefabcd",
        "roster-1-x",
        "x" * 300,
    ],
)
def test_a_head_of_another_form_is_nobodys(name: str) -> None:
    assert names.read_heads([name]) == names.Heads()
