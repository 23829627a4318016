"""Makes the golden folder: python -m tests.exchange.golden.make. Only for a new format; what is here is kept as it is.

A council with three laptops and a fourth that was removed, a change made apart on two of them, an entry that does not
count, a case that was erased, a pack, a draft, a request to join, and the same carried by hand.
"""

import json
import shutil
import tempfile
from pathlib import Path

from qaf_desktop.domain.events import DeviceNamed, RoleGrant, TeamAdded
from qaf_desktop.services import devices, draft_backup, erasure, exchange, exchange_state, joining, packing
from qaf_desktop.services.exchange_state import Exchange
from qaf_desktop.store import exchange_facts
from qaf_desktop.store.workspace import Workspace
from tests.exchange.drafting import new_draft
from tests.exchange.golden import HERE, described
from tests.exchange.laptops import PASSPHRASE, Office, add_case, change_case
from tests.exchange.test_erasure import add_audit


def _lived(office: Office) -> tuple[Workspace, ...]:
    """A short history, in which each thing that the format has happens once."""
    first = office.laptops["A. Admin"]
    with first.writing() as writing:
        writing.record("device", first.device_id, DeviceNamed("LAPTOP-01", first.person_id))
    officer, reader = office.join("B. Officer"), office.join("C. Reader", (RoleGrant("reader"),))
    leaver = office.join("D. Leaver")
    team, service = first.new_id(), first.new_id()
    with first.writing() as writing:
        batch = first.new_id()
        writing.record("team", team, TeamAdded("North", service), batch)
    case = add_case(officer, "1001")
    add_audit(officer, case, "1001", "good words")
    add_case(leaver, "1002")
    office.exchange_all()
    pack_everything(first)
    change_case(first, case, "child_protection")
    change_case(officer, case, "closed")
    erased = add_case(officer, "1003")
    add_audit(officer, erased, "1003", "gone")
    office.exchange_all()
    with officer.writing() as writing:
        writing.record("team", officer.new_id(), TeamAdded("Of nobody", service))
    devices.remove(first, leaver.device_id)
    add_case(leaver, "1004")
    erasure.erase_case(first, "1003", "The retention period has ended")
    new_draft(officer, case)
    office.exchange_all()
    joining.ask(
        office.base / "waits", office.shared, "E. Newcomer", PASSPHRASE, label="LAPTOP-05", clock=office.clock()
    )
    exchange.export(first, office.base / "carried.qaf")
    return first, officer, reader, leaver


def pack_everything(ws: Workspace) -> None:
    """Packs all that lies loose now, and takes this laptop's own away."""
    from qaf_desktop.store import segments

    x, folder = exchange_state.needed(ws), exchange_state.folder_of(ws)
    assert folder is not None
    with ws.reading() as connection:
        loose = segments.loose(connection, 1000)
    assert packing._write_pack(ws, x, folder, 1, loose)
    packing.clear_away(ws, x, folder)


def _keys(ws: Workspace) -> dict[str, object]:
    x: Exchange = exchange_state.needed(ws)
    with ws.reading() as connection:
        own = exchange_facts.note(connection, draft_backup.OWN_IDENTITY)
    return {"device": x.device, "person": ws.person_id, "sign": x.keys.sign, "identity": x.keys.identity, "own": own}


def main() -> None:
    """Makes the folder anew."""
    base = Path(tempfile.mkdtemp())
    office = Office(base)
    office.first()
    first, officer, reader, leaver = _lived(office)
    for name in ("folder", "carried.qaf", "keys.json", "expected.json"):
        (shutil.rmtree if (HERE / name).is_dir() else Path.unlink)(HERE / name) if (HERE / name).exists() else None
    shutil.copytree(office.shared, HERE / "folder")
    shutil.copy(base / "carried.qaf", HERE / "carried.qaf")
    x = exchange_state.needed(first)
    keys = {
        "workspace": first.id, "root": x.rosters.root, "recovery_key": office.recovery_key, "passphrase": PASSPHRASE,
        "epochs": x.identities,
        "laptops": {
            "first": _keys(first), "officer": _keys(officer), "reader": _keys(reader), "removed": _keys(leaver),
        },
    }  # fmt: skip
    (HERE / "keys.json").write_text(json.dumps(keys, indent=1) + "\n", "utf-8")
    (HERE / "expected.json").write_text(json.dumps(described(reader), indent=1) + "\n", "utf-8")
    for ws in office.laptops.values():
        ws.close()
    shutil.rmtree(base)


if __name__ == "__main__":
    main()
