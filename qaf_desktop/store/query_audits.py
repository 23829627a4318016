"""Questions to the tables of audits, drafts and concerns. Answers are plain rows; services make frozen data of them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, Select, String, case, cast, delete, func, insert, select, text, update

from qaf_desktop.domain.audit import AuditState
from qaf_desktop.domain.entries import in_order
from qaf_desktop.models.audits import audit, audit_text, concern
from qaf_desktop.models.directory import person, person_role
from qaf_desktop.models.directory import team as team_table
from qaf_desktop.models.journal import draft
from qaf_desktop.store import journal, query_directory
from qaf_desktop.store.project_audits import state_of

MOST_DRAFTS = 1000
LONGEST_BEGINNING = 2


def state(connection: Connection, entity: str) -> AuditState:
    """The audit with this id, folded from its entries; empty where there are none."""
    try:
        return state_of(in_order(journal.of_entity(connection, entity)))
    except ValueError:
        return AuditState()


def states(connection: Connection, entities: Sequence[str]) -> dict[str, AuditState]:
    """The audits with these ids, folded from their entries."""
    found = journal.of_entities(connection, entities)
    return {entity: state_of(in_order(entries)) for entity, entries in found.items()}


def names(connection: Connection, ids: Sequence[str]) -> dict[str, str]:
    """The names of these people by id."""
    found = connection.execute(select(person.c.id, person.c.name).where(person.c.id.in_(set(ids))))
    return {row.id: row.name for row in found}


def managed_by(connection: Connection, manager: str) -> dict[str, str]:
    """The people whom this person manages: id and name."""
    return {row.id: row.name for row in connection.execute(_people().where(person.c.manager_id == manager))}


def team_manager(connection: Connection, team: str) -> Row[Any] | None:
    """Who has the role of team manager limited to this team: the first by name."""
    role = person_role.c
    query = _people().join(person_role, role.person_id == person.c.id)
    same = select(team_table.c.id).where(team_table.c.alias_of == team)
    here = (role.scope_id == team) | role.scope_id.in_(same)
    query = query.where(role.role == "team_manager", role.scope_kind == "team", here)
    return connection.execute(query.where(person.c.left.is_(False)).order_by(person.c.name, person.c.id)).first()


def _people() -> Select[Any]:
    return select(person.c.id, person.c.name)


def insert_draft(connection: Connection, row: dict[str, Any]) -> None:
    """Keeps a new draft."""
    connection.execute(insert(draft), row)


def change_draft(connection: Connection, key: str, values: dict[str, Any]) -> None:
    """Writes these columns of a draft."""
    connection.execute(update(draft).where(draft.c.id == key).values(**values))


def delete_draft(connection: Connection, key: str) -> None:
    """Forgets a draft, its private notes with it."""
    connection.execute(delete(draft).where(draft.c.id == key))


def draft_row(connection: Connection, key: str) -> Row[Any] | None:
    """The draft with this id."""
    return connection.execute(select(draft).where(draft.c.id == key)).first()


def drafts(connection: Connection, auditor: str | None, draft_state: str = "draft") -> Sequence[Any]:
    """Drafts in a state, the last saved first; of one auditor where one is named. Without their answers.

    One that came back from a backup and says no case would stop every list: it is left out.
    """
    query = select(draft.c.id, draft.c.auditor_id, draft.c.purpose, draft.c.saved_at, draft.c.begun, draft.c.content)
    content = cast(draft.c.content, String)
    number = case((func.json_valid(content), func.json_extract(content, "$.case.number")))
    query = query.where(draft.c.state == draft_state, number.is_not(None))
    if auditor is not None:
        query = query.where(draft.c.auditor_id == auditor)
    return connection.execute(query.order_by(draft.c.saved_at.desc(), draft.c.id).limit(MOST_DRAFTS)).all()


def _chosen(query: Select[Any], audit_state: str | None, words: str, auditor: str | None) -> Select[Any]:
    """The audits that fit. From three characters, the searched text is walked, in the order of its rows."""
    if audit_state == "withdrawn":
        query = query.where(audit.c.withdrawn)
    elif audit_state is not None:
        query = query.where(audit.c.state == audit_state)
    if auditor is not None:
        query = query.where(audit.c.auditor_id == auditor)
    if _in_text(words):
        query = query.where(text("audit_text MATCH :phrase")).params(phrase='"' + words.replace('"', '""') + '"')
        if query.get_final_froms() != [audit_text]:
            # + 0, so that audits are looked up from the text, never the text from them
            query = query.where(audit.c.text_row == audit_text.c.rowid + 0)
    elif words:
        query = query.where(func.instr(audit.c.begins, " " + words.casefold()) > 0)
    return query


def _in_text(words: str) -> bool:
    return len(words) > LONGEST_BEGINNING


def count_audits(connection: Connection, audit_state: str | None, words: str, auditor: str | None) -> int:
    """How many submitted audits fit."""
    words = words.strip()
    query: Select[Any] = select(func.count()).select_from(audit_text if _in_text(words) else audit)
    return int(connection.scalar(_chosen(query, audit_state, words, auditor)) or 0)


def first_audits(
    connection: Connection, audit_state: str | None, words: str, auditor: str | None, at_most: int
) -> list[str]:
    """The ids of the first submitted audits that fit, the newest first: they count and page in one walk."""
    return _ids(connection, audit_state, words.strip(), auditor, 0, at_most, newest_first=True)


def audits(
    connection: Connection,
    audit_state: str | None,
    words: str,
    auditor: str | None,
    offset: int,
    limit: int,
    total: int,
) -> Sequence[Any]:
    """A page of the submitted audits that fit, the newest first; walked from whichever end is nearer."""
    words = words.strip()
    if offset <= total // 2:
        return audits_by_id(connection, _ids(connection, audit_state, words, auditor, offset, limit, newest_first=True))
    limit = max(min(limit, total - offset), 0)
    offset = max(total - offset - limit, 0)
    ids = _ids(connection, audit_state, words, auditor, offset, limit, newest_first=False)
    return audits_by_id(connection, ids[::-1])


def audits_by_id(connection: Connection, ids: Sequence[str]) -> Sequence[Any]:
    """The submitted audits with these ids, in that order."""
    rows = {row.id: row for row in connection.execute(select(audit).where(audit.c.id.in_(ids)))}
    return [rows[key] for key in ids]


def _ids(
    connection: Connection,
    audit_state: str | None,
    words: str,
    auditor: str | None,
    offset: int,
    limit: int,
    *,
    newest_first: bool,
) -> list[str]:
    order = (audit_text.c.rowid,) if _in_text(words) else (audit.c.date, audit.c.id)
    query = _chosen(select(audit.c.id), audit_state, words, auditor)
    query = query.order_by(*(one.desc() if newest_first else one for one in order)).limit(limit).offset(offset)
    return list(connection.scalars(query))


def audits_of_case(connection: Connection, case: str) -> Sequence[Any]:
    """The case's submitted audits that were not withdrawn, the newest first, whichever of its ids they name."""
    same = query_directory.ids_of_cases(connection, [case])
    query = select(audit).where(audit.c.case_id.in_(same), audit.c.withdrawn.is_(False))
    return connection.execute(query.order_by(audit.c.date.desc(), audit.c.id)).all()


def audits_owed_by(connection: Connection, who: str, *, unowned: bool = False) -> Sequence[Any]:
    """The audits, the newest first, of which something may still be this person's to do, however old.

    With `unowned`, those of which no manager is known too.
    """
    mine = (audit.c.manager_id == who) | audit.c.voice_owed & (audit.c.auditor_id == who)
    mine = mine | audit.c.view_owed & (audit.c.worker_id == who)
    if unowned:
        mine = mine | audit.c.manager_id.is_(None)
    query = select(audit.c.id, audit.c.number, audit.c.overall, audit.c.worker, audit.c.case_id)
    query = query.where(mine, audit.c.withdrawn.is_(False))
    return connection.execute(query.order_by(audit.c.date.desc(), audit.c.id)).all()


def concerns(connection: Connection, audit_id: str | None, raised_by: str | None = None) -> Sequence[Any]:
    """Urgent concerns, the newest first; of one audit or person where one is named."""
    query = select(concern, person.c.name.label("by")).join(person, person.c.id == concern.c.raised_by, isouter=True)
    if audit_id is not None:
        query = query.where(concern.c.audit_id == audit_id)
    if raised_by is not None:
        query = query.where(concern.c.raised_by == raised_by)
    return connection.execute(query.order_by(concern.c.raised.desc(), concern.c.id)).all()


def concern_row(connection: Connection, key: str) -> Row[Any] | None:
    """The urgent concern with this id."""
    return connection.execute(select(concern).where(concern.c.id == key)).first()
