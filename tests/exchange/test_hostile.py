"""Whoever can write to the shared folder writes what they like: nothing is believed, nothing falls over."""

import json
import random
import shutil
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qaf_desktop.errors import Damaged, QafError
from qaf_desktop.exchange import crypto, drafts, join, keyring, names, pack, roster, segment, wire
from qaf_desktop.exchange.entries_in import entries_in
from qaf_desktop.exchange.folder import SharedFolder
from qaf_desktop.exchange.wire import Unread
from qaf_desktop.services import exchange, exchange_state
from qaf_desktop.services.exchange_repair import repair
from tests.examples import examples
from tests.exchange.faulty import tree
from tests.exchange.laptops import Office, add_case, state
from tests.exchange.test_segment import DEVICE, EPOCH, EPOCHS, IDENTITIES, KEYS, WORKSPACE, made

OFTEN = settings(max_examples=examples(150), deadline=None, suppress_health_check=list(HealthCheck))
SELDOM = settings(max_examples=examples(25), deadline=None, suppress_health_check=list(HealthCheck))
FIRST = roster.signed(
    roster.Roster(
        workspace=WORKSPACE, version=1, people={"1" * 32: ()}, recovery=KEYS.public.sign, epoch=EPOCH,
        devices={DEVICE: roster.Device("1" * 32, KEYS.public.sign, KEYS.public.recipient)},
    ),
    {DEVICE: KEYS.sign},
)  # fmt: skip
REQUEST = join.Request(WORKSPACE, "3" * 32, FIRST.hash, DEVICE, KEYS.public.sign, KEYS.public.recipient, "N", "L")
BACKUP = drafts.Backup(WORKSPACE, DEVICE, "5" * 32, "2026-09-01", {"id": "5" * 32})


def sound_pack() -> bytes:
    """A pack with a roster and a bundle."""
    return pack.make(WORKSPACE, {names.roster_path(1, "a" * 64): roster.to_file(FIRST)}, [made()], EPOCHS)


def open_segment(raw: bytes) -> object:
    """Reads a segment, as one that a laptop of ours signed, to its last entry."""
    envelope = segment.read(raw)
    if not envelope.is_signed_by(KEYS.public.sign):
        raise Unread("Nobody signed it.")
    return entries_in(segment.open_(envelope, IDENTITIES))


def open_pack(raw: bytes) -> object:
    """Reads a pack to the last entry of its bundles, by its end and whole."""
    pack.index_at(raw)
    read = pack.read(raw)
    return read.files(), [entries_in(one) for two in read.bundles() for one in pack.unbundle(two, IDENTITIES) or []]


def open_keys(raw: bytes) -> object:
    """Reads a file of keys, as one that a laptop of ours signed, and opens it."""
    file = keyring.read(raw)
    if not file.is_signed_by(KEYS.public.sign):
        raise Unread("Nobody signed it.")
    return keyring.open_(file, KEYS.identity)


def open_draft(raw: bytes) -> object:
    """Reads a draft of one's own; what cannot be opened is another's."""
    found = drafts.read(raw, [KEYS.identity], {DEVICE: KEYS.public.sign})
    if found is None:
        raise Unread("It is sealed to others.")
    return found


SOUND: dict[str, bytes] = {
    "segment": segment.to_file(made(), EPOCHS),
    "roster": roster.to_file(FIRST),
    "keys": keyring.make(
        KEYS, workspace=WORKSPACE, signer=DEVICE, epoch=EPOCH.id, identities=IDENTITIES,
        devices={DEVICE: KEYS.public.recipient},
    ),
    "request": join.to_file(REQUEST, KEYS, [KEYS.public.recipient]),
    "refusal": join.refusal(REQUEST, DEVICE, KEYS),
    "draft": drafts.to_file(BACKUP, KEYS, [KEYS.public.recipient]),
    "pack": sound_pack(),
}  # fmt: skip
READ: dict[str, Callable[[bytes], object]] = {
    "segment": open_segment,
    "roster": lambda raw: roster.wrong_with(roster.read(raw).roster),
    "keys": open_keys,
    "request": lambda raw: join.words_of(join.read(raw, KEYS.identity)),
    "refusal": lambda raw: join.read_refusal(raw, {DEVICE: KEYS.public.sign}),
    "draft": open_draft,
    "pack": open_pack,
}
KINDS = sorted(SOUND)
ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=70) | st.binary(max_size=70)
    | st.sampled_from(["0" * 32, "0" * 64, "f" * 64, "../" * 9, "0" * 31, WORKSPACE, DEVICE, FIRST.hash]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=40), inner, max_size=4),
    max_leaves=8,
)  # fmt: skip


def as_json(value: object) -> bytes:
    """JSON as anybody may write it: with halves of surrogate pairs, NaN and bytes as text."""
    return json.dumps(value, default=lambda raw: raw.hex()).encode()


@pytest.mark.parametrize("kind", KINDS)
@given(raw=st.binary(max_size=300))
@OFTEN
def test_bytes_of_no_meaning_are_said_to_be_so(kind: str, raw: bytes) -> None:
    for one in (raw, SOUND[kind][:9] + raw, SOUND[kind][:8] + raw):
        with pytest.raises(Unread):
            READ[kind](one)


@pytest.mark.parametrize("kind", KINDS)
@given(seed=st.integers(0, 1 << 32))
@OFTEN
def test_a_sound_file_that_was_cut_up_is_unread_or_the_same(kind: str, seed: int) -> None:
    rng, raw = random.Random(seed), SOUND[kind]
    start, end = sorted(rng.choices(range(len(raw) + 1), k=2))
    piece = rng.choice((b"", raw[start:end] * 2, rng.randbytes(rng.randint(1, 9)), raw[::-1][start:end]))
    broken = raw[:start] + piece + raw[end:]
    try:
        READ[kind](broken)
    except Unread:
        return
    assert kind in ("roster", "pack") or broken == raw


@given(values=st.dictionaries(st.sampled_from(segment.Outer.__struct_fields__), ANY, max_size=3))
@OFTEN
def test_a_header_that_says_what_no_header_says_is_unread(values: dict[str, Any]) -> None:
    outer = as_json(msgspec.to_builtins(made().outer) | values)
    raw = segment.MAGIC + wire.with_length(outer) + b"\0" * 64 + wire.with_length(b"[]")
    try:
        read = segment.read(raw).outer
    except Unread:
        return
    hexes = (read.device, read.prev, read.content, *read.rosters, *(one for each in read.seen for one in each[::2]))
    assert all(bytes.fromhex(one) is not None for one in hexes)


@given(values=st.dictionaries(st.sampled_from(roster.Roster.__struct_fields__), ANY, max_size=3))
@OFTEN
def test_a_roster_that_says_what_no_roster_says_is_unread_or_refused(values: dict[str, Any]) -> None:
    body = as_json(msgspec.to_builtins(FIRST.roster) | values)
    raw = roster.MAGIC + wire.with_length(body) + b"[]"
    try:
        one = roster.read(raw)
    except Unread:
        return
    known = exchange_state.Rosters(WORKSPACE, FIRST.hash)
    known.add([one, FIRST])
    assert one.hash == FIRST.hash or one.hash not in known.accepted


@given(values=st.dictionaries(st.sampled_from(pack.Index.__struct_fields__), ANY, min_size=1))
@OFTEN
def test_a_pack_whose_index_lies_is_unread(values: dict[str, Any]) -> None:
    whole = pack.MAGIC + b"something"
    index = zlib.compress(as_json({"workspace": WORKSPACE, "items": [], "segments": [], **values}))
    whole += index + len(index).to_bytes(8, "big")
    try:
        read = pack.read(whole + bytes.fromhex(wire.sha256(whole)))
    except Unread:
        return
    assert all(len(bytes.fromhex(one)) == 32 for _, _, one in read.index.segments)


@given(values=st.dictionaries(st.sampled_from(join.Request.__struct_fields__), ANY, min_size=1))
@OFTEN
def test_a_request_that_says_what_no_request_says_is_unread(values: dict[str, Any]) -> None:
    said = as_json(msgspec.to_builtins(REQUEST) | values)
    signed = {"request": said, "signature": crypto.sign(KEYS.sign, join.PURPOSE, said)}
    raw = join.MAGIC + crypto.seal(msgspec.msgpack.encode(signed), [KEYS.public.recipient])
    try:
        request = join.read(raw, KEYS.identity)
    except Unread:
        return
    assert names.requests_in([f"{request.request[:16]}.req"]) and len(bytes.fromhex(request.device)) == 16
    assert max(map(len, (request.name, request.label))) <= join.MOST_TEXT


@given(value=ANY)
@OFTEN
def test_what_is_sealed_and_is_no_content_is_unread(value: object) -> None:
    packed = wire.squeeze(msgspec.msgpack.encode(as_json(value)) + msgspec.msgpack.encode(as_json(value)))
    sealed = crypto.seal(packed, [EPOCH.recipient])
    raw = segment.to_file(made(), EPOCHS)
    at = len(raw) - len(segment.read(raw).sealed)
    with pytest.raises(Unread, match="damaged|more than"):
        open_segment(raw[:at] + sealed)
    with pytest.raises(Unread):
        pack.unbundle(wire.with_length(wire.encode((EPOCH.id,))) + sealed, IDENTITIES)


@given(text=st.text(max_size=60) | st.from_regex(names._SEGMENT_HEAD) | st.from_regex(names._SEGMENT))
@OFTEN
def test_a_name_leads_nowhere_but_into_the_folder(text: str) -> None:
    heads = names.read_heads([text])
    paths = [one.path for one in heads.segments] + [*heads.rosters, *heads.keys, *(path for _, path in heads.packs)]
    paths += names.rosters_in([text]) + names.keys_in([text]) + names.packs_in([text])
    paths += [path for _, path in names.drafts_in("0" * 16, [text])]
    base = Path("/base")
    for path in paths:
        at = SharedFolder(base)._at(path)
        assert at.is_relative_to(base) and ".." not in at.parts and "\0" not in str(at)


@pytest.mark.parametrize("path", ["../x", "/etc/x", "a/../../x", "C:/x", "a\\..\\x", "", ".", "a\0b"])
def test_the_folder_itself_reads_and_writes_nothing_elsewhere(tmp_path: Path, path: str) -> None:
    folder = SharedFolder(tmp_path / "shared")
    for act in (folder.read, folder.touch, folder.remove, lambda one: folder.publish(one, b"x")):
        with pytest.raises((ValueError, QafError)):
            act(path)
    assert list(tmp_path.iterdir()) == []


@given(raw=st.binary(max_size=60) | ANY.map(as_json))
@SELDOM
def test_a_folder_that_says_nonsense_of_itself_is_left_alone(hostile: tuple[Office, Path], raw: bytes) -> None:
    office, _ = hostile
    with fresh(office) as shared:
        (shared / "workspace.json").write_bytes(raw)
        before = tree(shared)
        with pytest.raises(QafError):
            exchange.now(office.laptops["A. Admin"], folder=SharedFolder(shared))
        assert tree(shared) == before


# --- whole folders of rubbish ----------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Office, Path]]:
    """An office with two laptops that have exchanged, and where it lies."""
    base = tmp_path_factory.mktemp("hostile")
    office = Office(base)
    office.first()
    office.join("B. Officer")
    add_case(office.laptops["B. Officer"], "1001")
    office.exchange_all()
    yield office, base
    for ws in office.laptops.values():
        ws.close()


class fresh:
    """A copy of the shared folder, for as long as it is needed."""

    def __init__(self, office: Office) -> None:
        self._office, self._place = office, office.base / "copy"

    def __enter__(self) -> Path:
        shutil.copytree(self._office.shared, self._place)
        return self._place

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self._place)


def rubbish(rng: random.Random, office: Office) -> tuple[str, bytes]:
    """A file that somebody put into the folder: its path, and what is in it."""
    devices = [ws.device_id for ws in office.laptops.values()]
    device = rng.choice([*devices, rng.randbytes(16).hex(), rng.choice(devices)[:16] + "z" * 16])
    forged = segment.make(
        KEYS, workspace=office.laptops["A. Admin"].id, device=device, n=rng.choice((1, 2, 7)), headers=[b"{}"],
        bodies=[None], prev=rng.choice(("f" * 64, "", "g" * 64)), rosters=[rng.choice(("0" * 64, "x" * 64))],
        seen=[("x", -1, "x")],
    )  # fmt: skip
    kind = rng.choice(("segment", "roster", "keys", "pack", "request", "draft", "other"))
    raw = rng.choice((rng.randbytes(rng.randint(0, 200)), rng.choice(list(SOUND.values())), SOUND["pack"][:-1]))
    hash16 = (raw[-32:].hex() if kind == "pack" else wire.sha256(raw))[:16]
    if kind == "segment":
        raw = rng.choice((raw, segment.to_file(forged, EPOCHS)))
        return rng.choice((forged.name.path, f"segments/{device[:16]}/{forged.outer.n}-{hash16}.seg")), raw
    return {
        "roster": f"roster/{rng.randint(1, 9)}-{hash16}.roster",
        "keys": f"epochs/{'0' * 16}-{hash16}.key",
        "pack": f"packs/{hash16}.pack",
        "request": f"join/{rng.choice((hash16, REQUEST.request[:16]))}.req",
        "draft": f"drafts/{device[:16]}/{rng.choice((f'{hash16}-{hash16}.draft', 'own.key'))}",
        "other": rng.choice(("heads/nonsense", "segments/x/y", "nowhere/x", "segments/file", "drafts/.~x.tmp")),
    }[kind], raw


def head_for(path: str) -> str:
    """The head that would announce this file."""
    if (found := names.segment_at(path)) is not None:
        return found.head
    folder, _, name = path.partition("/")
    stem = name.rpartition(".")[0]
    return {"roster": f"heads/roster-{stem}", "epochs": f"heads/keys-{stem}", "packs": f"heads/pack-1-{stem}"}.get(
        folder, "heads/x"
    )


@given(seed=st.integers(0, 1 << 32))
@settings(SELDOM, max_examples=examples(60))
def test_rubbish_in_the_folder_stops_nothing(hostile: tuple[Office, Path], seed: int) -> None:
    office, base = hostile
    rng, ws = random.Random(seed), office.laptops["A. Admin"]
    wanted, outside = state(ws), tree(base / "B. Officer")
    with fresh(office) as shared:
        for path, raw in (rubbish(rng, office) for _ in range(rng.randint(1, 12))):
            for one, content in ((path, raw), (head_for(path), b"")):
                (shared / one).parent.mkdir(parents=True, exist_ok=True)
                (shared / one).write_bytes(content)
        exchange.now(ws, folder=SharedFolder(shared))
        assert state(ws) == wanted
    assert tree(base / "B. Officer") == outside
    assert {one.name for one in base.iterdir()} == {"A. Admin", "B. Officer", "shared"}


def test_rubbish_does_not_stop_a_repair_a_join_or_drafts(hostile: tuple[Office, Path]) -> None:
    from qaf_desktop.services import devices, draft_backup

    office, _ = hostile
    ws, rng = office.laptops["B. Officer"], random.Random(4)
    for _ in range(60):
        path, raw = rubbish(rng, office)
        (office.shared / path).parent.mkdir(parents=True, exist_ok=True)
        if not (office.shared / path).exists():
            (office.shared / path).write_bytes(raw)
    assert repair(ws).problems
    assert {one.state for one in devices.devices(office.laptops["A. Admin"])} == {"this", "approved"}
    assert draft_backup.restorable(ws) == ()
    third = office.join("C. Officer")
    exchange.now(ws)
    assert state(third) == state(ws)


def test_a_carried_file_of_rubbish_is_refused_whole(hostile: tuple[Office, Path], tmp_path: Path) -> None:
    office, _ = hostile
    ws, rng = office.laptops["A. Admin"], random.Random(5)
    wanted = state(ws)
    for raw in (b"", rng.randbytes(500), SOUND["segment"], SOUND["pack"][:-1], pack.MAGIC + rng.randbytes(80)):
        (tmp_path / "carried").write_bytes(raw)
        with pytest.raises(Damaged):
            exchange.import_(ws, tmp_path / "carried")
    assert state(ws) == wanted


@pytest.mark.long
def test_what_would_grow_without_bound_is_refused_wherever_it_is_sealed() -> None:
    squeezed = zlib.compress(b"\0" * (pack.MOST_BUNDLE + 1), 1)
    with pytest.raises(Unread, match="more than it may"):
        pack.unbundle(wire.with_length(wire.encode((EPOCH.id,))) + crypto.seal(squeezed, [EPOCH.recipient]), IDENTITIES)
    to_author = crypto.seal(squeezed, [KEYS.public.recipient])
    with pytest.raises(Unread, match="more than it may"):
        drafts.read(drafts.MAGIC + to_author, [KEYS.identity], {DEVICE: KEYS.public.sign})


NOTHINGS = {"nils": b"\xc0", "empty": b"\xc4\x00", "pairs": b"\x92\xc4\x00\xc4\x00", "lists": b"\x90"}


def many(item: bytes, count: int) -> bytes:
    """A list of so many of these, in MessagePack."""
    return b"\xdd" + count.to_bytes(4, "big") + item * count


@pytest.mark.parametrize("item", NOTHINGS.values(), ids=NOTHINGS)
@pytest.mark.parametrize("where", ["segment", "bundle", "bundle of many", "list of bundle"])
def test_nothings_by_the_million_are_refused_before_they_fill_the_memory(item: bytes, where: str) -> None:
    """Whoever holds a key of the workspace can seal what they like beside an outer header that was signed."""
    sound, count = made(), (24 << 20) // len(item)
    empty = wire.encode(sound.outer), sound.signature
    packed = [msgspec.msgpack.encode(one) for one in empty]
    plain = {
        "segment": b"\x92" + many(item, count) * 2,
        "bundle": b"\x91\x94" + b"".join(packed) + many(item, count) + many(item, count),
        "bundle of many": many(b"\x94" + b"".join(packed) + b"\x90\x90", 40_000),
        "list of bundle": many(item, count),
    }[where]
    sealed = crypto.seal(wire.squeeze(plain, 1), [EPOCH.recipient])
    raw = segment.to_file(sound, EPOCHS)
    tracemalloc.start()
    with pytest.raises(Unread, match="damaged|more than it may"):
        if where == "segment":
            open_segment(raw[: len(raw) - len(segment.read(raw).sealed)] + sealed)
        else:
            pack.unbundle(wire.with_length(wire.encode((EPOCH.id,))) + sealed, IDENTITIES)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 4 * len(plain) + (16 << 20)


def test_a_list_says_how_many_it_has_before_it_is_read() -> None:
    for count in (0, 1, 15, 16, 300, 65_535, 65_536, 70_000):
        assert wire.count_in(msgspec.msgpack.encode([None] * count)) == count
    for other in (b"", b"\xdd\x00", b"\xc0", msgspec.msgpack.encode({}), msgspec.msgpack.encode("text")):
        assert wire.count_in(other) == -1


def test_an_outer_header_in_a_bundle_is_held_to_the_same_as_one_in_a_file() -> None:
    sound = made()
    for raw in (sound.raw_outer.replace(b'"n":1', b'"n":0'), b" " * segment.MOST_OUTER + sound.raw_outer):
        plain = msgspec.msgpack.encode([(raw, sound.signature, sound.headers, sound.bodies)])
        sealed = crypto.seal(wire.squeeze(plain), [EPOCH.recipient])
        with pytest.raises(Unread):
            pack.unbundle(wire.with_length(wire.encode((EPOCH.id,))) + sealed, IDENTITIES)


def test_an_index_that_would_grow_without_bound_is_refused() -> None:
    index = zlib.compress(b'{"items":[' + b"0," * (pack.MOST_INDEX >> 1) + b"]}", 1)
    whole = pack.MAGIC + index + len(index).to_bytes(8, "big")
    with pytest.raises(Unread, match="more than it may"):
        pack.read(whole + bytes.fromhex(wire.sha256(whole)))


@pytest.mark.parametrize("size", [1 << 24, (1 << 32) - 1])
def test_a_length_that_is_not_there_is_not_reserved(size: int) -> None:
    with pytest.raises(Unread):
        segment.read(segment.MAGIC + size.to_bytes(4, "big") + b"x")
