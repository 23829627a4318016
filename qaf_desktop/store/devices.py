"""Laptops by name: their fold, and questions about them, people and closed cases that the pages of exchange ask."""

from collections.abc import Iterable

from sqlalchemy import Connection, select

from qaf_desktop.domain.entries import Entry
from qaf_desktop.domain.events import DeviceNamed
from qaf_desktop.models.devices import device
from qaf_desktop.models.directory import case_, person
from qaf_desktop.store import journal
from qaf_desktop.store.project_directory import event_of
from qaf_desktop.store.rows import Rows


def project_device(entity: str, entries: list[Entry], rows: Rows) -> None:
    """A laptop, as it was named last."""
    for entry in reversed(entries):
        event = event_of(entry)
        if isinstance(event, DeviceNamed):
            rows.add(device, {"id": entity, "label": event.label, "person_id": event.person})
            return


def labels(connection: Connection) -> dict[str, str]:
    """What each laptop is called."""
    return {row.id: row.label for row in connection.execute(select(device.c.id, device.c.label))}


def named_since(connection: Connection, devices: Iterable[str]) -> dict[str, str]:
    """Since when each of these is called anything, which it is as soon as it is approved (ISO, UTC)."""
    found = journal.of_entities(connection, devices)
    return {key: min(one.header.time for one in entries) for key, entries in found.items()}


def names_of_people(connection: Connection) -> dict[str, str]:
    """Everybody's name by id."""
    return {row.id: row.name for row in connection.execute(select(person.c.id, person.c.name))}


def closed_cases(connection: Connection) -> list[tuple[str, str]]:
    """Id and number of every case that is closed."""
    query = (
        select(case_.c.id, case_.c.number)
        .where(case_.c.plan == "closed", case_.c.alias_of.is_(None))
        .order_by(case_.c.number, case_.c.id)
    )
    return [(row.id, row.number) for row in connection.execute(query)]
