"""A small shared folder in format 1, with the keys that open it, and what an import of it must give."""

import hashlib
from pathlib import Path
from typing import Any

import msgspec

from qaf_desktop.services import audits, cases, devices
from qaf_desktop.store.workspace import Workspace
from tests.exchange.laptops import entries

HERE = Path(__file__).resolve().parent


def described(ws: Workspace) -> dict[str, Any]:
    """What a laptop holds: a digest of every entry as it is kept and whether it counts, and lists in words."""
    digest = hashlib.sha256()
    held = entries(ws)
    for key, (header, salt, body, void) in sorted(held.items()):
        digest.update(msgspec.msgpack.encode((key, header, salt, body, bool(void))))
    return {
        "entries": len(held),
        "digest": digest.hexdigest(),
        "void": sorted(msgspec.json.decode(header)["kind"] for header, _, _, void in held.values() if void),
        "erased": sorted(msgspec.json.decode(header)["kind"] for header, _, body, _ in held.values() if body is None),
        "cases": [f"{one.number}, {one.plan}" for one in cases.cases(ws).items],
        "audits": [
            f"{one.number}, {one.purpose}, {one.state}, {one.overall}"
            for one in audits.list_audits(ws, audits.AuditFilter()).items
        ],
        "laptops": [f"{one.person}, {one.state}" for one in devices.devices(ws, live=False)],
    }
