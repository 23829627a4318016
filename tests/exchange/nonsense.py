"""Entries that a laptop of the workspace signed, and that say nonsense: wrong types, impossible days, endless texts."""

import json
import random
import types
import typing
from dataclasses import fields
from typing import Any

import msgspec

from qaf_desktop.domain.entries import Header, commitment, seal
from qaf_desktop.domain.events import EVENTS
from qaf_desktop.services.settings import Settings
from qaf_desktop.store import journal
from qaf_desktop.store.workspace import Workspace
from tests.cli.answers import full

ABOUT = {
    "Workspace": "workspace", "Settings": "workspace", "Service": "service", "Team": "team", "Person": "person",
    "Case": "case", "Tool": "tool_version", "Audit": "audit", "Voice": "audit", "Worker": "audit", "Taken": "audit",
    "Urgent": "concern", "Device": "device", "Passage": "erasure",
}  # fmt: skip
TEXTS = (
    "", " ", "\0", "x" * 40_000, "../../etc/passwd", "9999-99-99", "0000-00-00", "2026-02-30", "9999-12-31", "-1",
    "1e400",
    "\u202egnirts", "<b>&amp;", "👩‍👩‍👧‍👦" * 50, "\n" * 300, "'; DROP TABLE entry; --", "good", "inadequate", "child",
    "0" * 32, "f" * 64, "closed", "organisation", "Europe/Nowhere", "administrator", "2026-09-01T09:00:00+00:00",
)  # fmt: skip
MOMENTS = (
      "1900-01-01T00:00:00Z", "2026-09-01T09:00:00.123456Z",
    "2999-12-31T23:59:59Z",
)  # fmt: skip
RAW = (
    b"",
    b"null",
    b"[]",
    b"{}",
    b'{"',
    b"\xff\xfe",
    b"[" * 5_000,
    b'{"a":' * 900 + b"1" + b"}" * 900,
    b'{"name":"\\ud800"}',
)


def anything(rng: random.Random, depth: int = 0) -> Any:
    """A value that JSON can hold."""
    plain = (None, True, 0, -1, 10**30, 1e308, rng.choice(TEXTS), rng.choice(TEXTS))
    if depth > 3 or rng.random() < 0.5:
        return rng.choice(plain)
    if rng.random() < 0.5:
        return [anything(rng, depth + 1) for _ in range(rng.randint(0, 3))]
    return {rng.choice(TEXTS)[:200]: anything(rng, depth + 1) for _ in range(rng.randint(0, 3))}


def of_type(rng: random.Random, kind: Any, ids: list[str]) -> Any:
    """A value of this type that means nothing; now and then the id of something that is there."""
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin in (types.UnionType, typing.Union):
        return of_type(rng, rng.choice(inner), ids)
    if origin is tuple:
        if inner[-1] is not Ellipsis:
            return [of_type(rng, one, ids) for one in inner]
        return [of_type(rng, inner[0], ids) for _ in range(rng.randint(0, 3))]
    if origin is dict:
        return {of_type(rng, str, ids)[:300]: of_type(rng, inner[1], ids) for _ in range(rng.randint(0, 3))}
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return {name: of_type(rng, one, ids) for name, one in typing.get_type_hints(kind).items()}
    plain = {
        str: rng.choice((*TEXTS, *ids)), bool: rng.random() < 0.5, type(None): None,
        bytes: rng.choice(("", "AAAA", "IyBub25zZW5zZQ==")),
    }  # fmt: skip
    return plain[kind] if kind in plain else anything(rng)


def body(rng: random.Random, kind: str, ids: list[str]) -> bytes:
    """A body of this kind: of the right types and without sense, of wrong types, or no body at all."""
    if rng.random() < 0.1:
        return rng.choice(RAW)
    said = of_type(rng, EVENTS[kind], ids)
    if kind == "SettingsChanged":
        names = [one.name for one in fields(Settings)]
        said["values"] = {rng.choice(names): anything(rng) for _ in range(3)}
    if kind == "ConflictDecided" and rng.random() < 0.7:
        said["slot"] = rng.choice(("roles", "left", "plan", "worker", "team", "name", "status", "content", "zone"))
    if kind == "AuditSubmitted" and rng.random() < 0.7:
        said["answers"] = _answers(rng)
        said["tool_entity"] = rng.choice(ids)
    if rng.random() < 0.2:
        said[rng.choice(list(said) or ["name"])] = anything(rng)
    return json.dumps(said).encode()


def _answers(rng: random.Random) -> dict[str, Any]:
    """The answers of the standard form, each of which may be anything."""
    whole = full()
    for group in whole.values():
        for name in group:
            if rng.random() < 0.5:
                group[name] = anything(rng)
    return {name: group if rng.random() < 0.9 else anything(rng) for name, group in whole.items()}


def about(kind: str) -> str:
    """The kind of thing that an entry of this kind is about."""
    return next((thing for start, thing in ABOUT.items() if kind.startswith(start)), "case")


def record(ws: Workspace, rng: random.Random, kind: str, things: dict[str, list[str]]) -> str:
    """Records nonsense of this kind about something that is there, or that is not; answers what it is about."""
    thing = about(kind)
    if kind in ("CaseErased", "ConflictDecided"):
        thing = "erasure" if kind == "CaseErased" else rng.choice(sorted(things))
    if rng.random() < 0.05:
        thing = rng.choice((*sorted(things), "erasure", "x" * 64, "", "nobody knows"))
    known = things.get(thing, [])
    entity = rng.choice(known) if known and rng.random() < 0.6 else rng.randbytes(16).hex()
    ids = [one for group in things.values() for one in group]
    raw, salt = body(rng, kind, ids), rng.randbytes(16)
    moment = rng.choice(MOMENTS) if rng.random() < 0.5 else "2026-09-02T10:00:00Z"
    with ws.writing() as writing:
        heads = journal.heads_of(writing.connection, entity)
        after = heads if rng.random() < 0.7 else (rng.choice((rng.randbytes(32).hex(), *heads)),)
        seq = journal.next_seq(writing.connection, ws.device_id)
        header = Header(
            entity, thing, kind, ws.person_id, ws.device_id, seq, moment, after, commitment(salt, raw),
            rng.choice(("", "", "one act")),
        )  # fmt: skip
        one = seal(header, salt, raw)
        journal.append(writing.connection, [one])
        journal.set_heads(writing.connection, {entity: (one.id,)}, fresh=set())
    things.setdefault(thing, []).append(entity)
    return entity
