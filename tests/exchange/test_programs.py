"""Old program, new program: what an old one does not know survives byte for byte, and is not written to."""

import json
import random

import msgspec
import pytest
from msgspec.structs import replace

from qaf_desktop.domain.entries import Header, commitment, entry_id, seal
from qaf_desktop.errors import Refused
from qaf_desktop.services import exchange
from qaf_desktop.store import journal
from qaf_desktop.store.workspace import Workspace
from tests.exchange.laptops import Office, add_case, change_case, entries, state


def record_unknown(ws: Workspace, entity: str, entity_kind: str, kind: str, body: bytes) -> str:
    """What a newer program on this laptop would record: a kind, fields and a body that this one does not know."""
    with ws.writing() as writing:
        heads = journal.heads_of(writing.connection, entity)
        salt, seq = ws.clock.token(16), journal.next_seq(writing.connection, ws.device_id)
        known = Header(entity, entity_kind, kind, ws.person_id, ws.device_id, seq, "2030-01-01T00:00:00Z", heads,
                       commitment(salt, body))  # fmt: skip
        raw = json.dumps({**msgspec.to_builtins(known), "of the future": [1, 2]}).encode()
        whole = seal(known, salt, body)
        one = replace(whole, id=entry_id(raw), raw_header=raw)
        journal.append(writing.connection, [one])
        journal.set_heads(writing.connection, {entity: (one.id,)}, fresh=set())
    return one.id


@pytest.mark.cases(15, 30)
def test_an_unknown_kind_survives_byte_for_byte(office: Office, seed: int) -> None:
    first, second = office.laptops["A. Admin"], office.join("B. Officer")
    rng = random.Random(seed)
    case = add_case(first, "1001")
    kind = rng.choice(("GradesModerated", "ActionAgreed", "X" * 60))
    body = rng.choice((b'{"of": "the future"}', b"\x00\xff\xfe", b"", b"[]", rng.randbytes(500)))
    entity, entity_kind = rng.choice(((case, "case"), (first.new_id(), "moderation")))
    key = record_unknown(first, entity, entity_kind, kind, body)
    office.exchange_all()
    third = office.join("C. Officer")
    office.exchange_all()
    assert entries(first)[key] == entries(second)[key] == entries(third)[key]
    assert entries(second)[key][2] == body
    assert state(first) == state(second) == state(third)


def test_a_thing_that_a_newer_program_changed_is_not_written_to_by_an_old_one(office: Office) -> None:
    first, second = office.laptops["A. Admin"], office.join("B. Officer")
    case = add_case(first, "1001")
    record_unknown(first, case, "case", "CaseTransferred", b"{}")
    office.exchange_all()
    with pytest.raises(Refused, match="newer QAF Desktop"):
        change_case(second, case, "closed")
    add_case(second, "1002")
    assert exchange.now(second).sent == 1
