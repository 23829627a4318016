"""One person: team, manager, roles with their limits, whom they manage, and the cases that they hold."""

from __future__ import annotations

from PySide6.QtWidgets import QLayout, QVBoxLayout

from qaf_desktop.domain.words import ROLES
from qaf_desktop.services import cases, directory
from qaf_desktop.services.rights import allowed
from qaf_desktop.ui.dialogs.directory import ask_person
from qaf_desktop.ui.pages.form.kit import button, label
from qaf_desktop.ui.pages.one_of import OneOf
from qaf_desktop.ui.widgets.body import card, fact
from qaf_desktop.ui.widgets.side_line import said_line


class PersonPage(OneOf):
    """A person as the directory knows them."""

    title = "Person"

    def column(self) -> QVBoxLayout:
        """What is held about the person."""
        one, actions = directory.person(self._ws, self._ref), []
        if allowed(self._ws, "PersonChanged"):
            change = lambda: ask_person(self, self._ws, self._shell, one)  # noqa: E731 - the button's one act
            actions.append(button("Change person", change, "primary"))
        column = self.headed(one.name, *actions)
        service = next((team.service for team in directory.teams(self._ws) if team.id == one.team_id), "")
        facts = [("Team", one.team), ("Service", service), ("Managed by", one.manager)]
        if one.left:
            facts.insert(0, ("State", "Has left"))
        column.addWidget(card(fact(words, value) for words, value in facts))
        self._roles(column, one)
        self._manages(column, one)
        self._cases(column, one)
        return column

    def _roles(self, column: QVBoxLayout, one: directory.PersonRow) -> None:
        names = directory.place_names(self._ws)
        column.addWidget(label("Roles", "section"))
        lines = [
            said_line(ROLES.get(grant.role, grant.role), _where([*grant.teams, *grant.services], names))
            for grant in one.roles
        ]
        column.addWidget(card(lines) if lines else label("No role. An administrator can give one.", "hint"))

    def _manages(self, column: QVBoxLayout, one: directory.PersonRow) -> None:
        managed = directory.managed_by(self._ws, one.id)
        if managed:
            column.addWidget(label(f"Manages {len(managed):,}", "section"))
            column.addWidget(card(self._person(who) for who in managed))

    def _person(self, one: directory.PersonRow) -> QLayout:
        go = button("Open", lambda: self._shell.open("person", one.id), name=f"Open {one.name}")
        return said_line(one.name, one.team or "No team", go)

    def _cases(self, column: QVBoxLayout, one: directory.PersonRow) -> None:
        held = cases.held_by(self._ws, one.id)
        if held:
            show = button("Show cases", lambda: self._shell.open("directory", f"cases:{one.name}"))
            column.addWidget(label("Cases", "section"))
            column.addWidget(
                card([said_line(f"{held:,} case{'s' if held != 1 else ''}", "As the directory has them now", show)])
            )


def _where(limits: list[str], names: dict[str, str]) -> str:
    return ", ".join(names.get(one, "a place that is not here") for one in limits) or "Everywhere"
