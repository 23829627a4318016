"""qaf-desktop team and person: services, teams, people and their roles."""

import argparse
from typing import Any

from qaf_desktop.cli import person_import
from qaf_desktop.cli.shared import Answer, listed, opened, verb
from qaf_desktop.cli.tables import table
from qaf_desktop.services import directory
from qaf_desktop.store.workspace import Workspace


def add(nouns: Any) -> None:
    """Adds both nouns."""
    team = nouns.add_parser("team", help="services and teams").add_subparsers(required=True, metavar="VERB")
    verb(team, "list", _teams, "Every team.")
    new = verb(team, "add", _add_team, "Adds a team, and its service where it is new.")
    new.add_argument("name")
    new.add_argument("--service", metavar="S", required=True)
    person = nouns.add_parser("person", help="people and roles").add_subparsers(required=True, metavar="VERB")
    verb(person, "list", _people, "Every person.")
    person_import.add(person)
    for name, run, text in (("add", _add, "Adds a person."), ("change", _change, "Changes a person.")):
        one = verb(person, name, run, text)
        one.add_argument("name")
        one.add_argument("--role", action="append", metavar="R[:TEAM or SERVICE]")
        one.add_argument("--manager", metavar="P")
        one.add_argument("--team", metavar="T")
    one.add_argument("--name", metavar="NEW", dest="new_name", help="another name from now on")
    left = one.add_mutually_exclusive_group()
    left.add_argument("--left", action="store_const", const=True, help="the person has left")
    left.add_argument("--back", action="store_const", const=False, dest="left", help="the person is back")


def _teams(args: argparse.Namespace) -> Answer:
    return listed(directory.teams(opened(args)), {"service": "Service", "name": "Team"})


def _people(args: argparse.Namespace) -> Answer:
    ws = opened(args)
    page = directory.people(ws, limit=100_000)
    names = directory.place_names(ws)
    answer = listed(page.items, {}, page.total)
    rows = [
        {
            "name": f"{row.name} (left)" if row.left else row.name,
            "team": row.team,
            "manager": row.manager,
            "roles": directory.roles_in_words(row.roles, names),
            "id": row.id,
        }
        for row in page.items
    ]
    headings = {"name": "Name", "team": "Team", "manager": "Manager", "roles": "Roles", "id": "Id"}
    return Answer(answer.value, table(rows, headings))


def _add_team(args: argparse.Namespace) -> Answer:
    return Answer({"id": directory.add_team(opened(args), args.name, args.service)}, f"{args.name} is added.")


def grants(ws: Workspace, given: list[str] | None) -> Any:
    """The roles that were given as ROLE or ROLE:TEAM; the same role named again holds in each team."""
    limits: dict[str, list[str]] = {}
    for one in given or ():
        role, _, limit = one.partition(":")
        limits.setdefault(role, []).extend([limit] if limit else [])
    return [directory.grant(ws, role, within) for role, within in limits.items()]


def _add(args: argparse.Namespace) -> Answer:
    ws = opened(args)
    roles = grants(ws, args.role)
    key = directory.add_person(ws, args.name, team=args.team, manager=args.manager, roles=roles)
    return Answer({"id": key}, f"{args.name} is added{'' if roles else ', without a role'}.")


def _change(args: argparse.Namespace) -> Answer:
    ws = opened(args)
    roles = None if args.role is None else grants(ws, args.role)
    row = directory.change_person(
        ws, args.name, name=args.new_name, team=args.team, manager=args.manager, roles=roles, left=args.left
    )
    return Answer({"id": row.id}, f"{row.name} is changed.")
