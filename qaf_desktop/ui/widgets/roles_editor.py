"""A person's roles as two check lists: which roles, and for the role in hand, where it holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QListWidget, QListWidgetItem, QWidget

from qaf_desktop.domain.events import RoleGrant
from qaf_desktop.domain.words import ROLES
from qaf_desktop.services.directory import ServiceRow, TeamRow, roles_in_words
from qaf_desktop.ui.pages.form.kit import label
from qaf_desktop.ui.theme import Theme

KEY = Qt.ItemDataRole.UserRole
CHECKED, CLEAR = Qt.CheckState.Checked, Qt.CheckState.Unchecked
EVERYWHERE = "Nothing ticked here: everywhere."


class RolesEditor(QWidget):
    """Tick roles; tick the services or teams that a role is limited to. No tick there means everywhere."""

    def __init__(
        self, roles: Sequence[RoleGrant], services: Sequence[ServiceRow], teams: Sequence[TeamRow], theme: Theme
    ) -> None:
        super().__init__()
        self._limits = {one.role: {*one.teams, *one.services} for one in roles}
        self._teams = {one.id for one in teams}
        self._names: Mapping[str, str] = {s.id: s.name for s in services} | {t.id: t.name for t in teams}
        self._held = {one.role for one in roles}
        self._filling = False
        self.roles, self.places = QListWidget(), QListWidget()
        self.roles.setAccessibleName("Roles")
        self._where, self._note = label("Where it holds", "strong"), label(EVERYWHERE, "small")
        for role in ROLES:
            self._item(self.roles, role, role in self._held)
        for service in services:
            self._item(self.places, service.id, False).setText(service.name)
            for team in (one for one in teams if one.service_id == service.id):
                self._item(self.places, team.id, False).setText(f"      {team.name}")
        for one in (self.roles, self.places):
            one.setFixedHeight(theme.px(300))
            one.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._put_together(theme)
        self.roles.itemChanged.connect(self._role_ticked)
        self.places.itemChanged.connect(self._place_ticked)
        self.roles.currentItemChanged.connect(lambda: self._show_places())
        first = next((at for at, role in enumerate(ROLES) if role in self._held), 0)
        self.roles.setCurrentRow(first)
        self._name_roles()

    def value(self) -> tuple[RoleGrant, ...]:
        """The roles that are ticked, each with its limits."""
        return tuple(
            RoleGrant(
                role,
                tuple(sorted(one for one in self._limits.get(role, ()) if one in self._teams)),
                tuple(sorted(one for one in self._limits.get(role, ()) if one not in self._teams)),
            )
            for role in ROLES
            if role in self._held
        )

    def _put_together(self, theme: Theme) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.addWidget(label("Roles", "strong"), 0, 0)
        grid.addWidget(label("Space ticks a role.", "small"), 1, 0)
        grid.addWidget(self.roles, 2, 0)
        grid.addWidget(self._where, 0, 1)
        grid.addWidget(self._note, 1, 1)
        grid.addWidget(self.places, 2, 1)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)

    def _item(self, parent: QListWidget, key: str, checked: bool) -> QListWidgetItem:
        item = QListWidgetItem(parent)
        item.setData(KEY, key)
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(CHECKED if checked else CLEAR)
        return item

    def _current(self) -> str:
        item = self.roles.currentItem()
        return str(item.data(KEY)) if item is not None else next(iter(ROLES))

    def _role_ticked(self, item: QListWidgetItem) -> None:
        if self._filling:
            return
        role = str(item.data(KEY))
        if item.checkState() == CHECKED:
            self._held.add(role)
        else:
            self._held.discard(role)
            self._limits.pop(role, None)
        self.roles.setCurrentItem(item)
        self._show_places()
        self._name_roles()

    def _place_ticked(self, item: QListWidgetItem) -> None:
        if self._filling:
            return
        role = self._current()
        limits = self._limits.setdefault(role, set())
        if item.checkState() == CHECKED:
            limits.add(str(item.data(KEY)))
            self._held.add(role)
        else:
            limits.discard(str(item.data(KEY)))
        self._name_roles()
        self._note.setText("" if limits else EVERYWHERE)

    def _show_places(self) -> None:
        role = self._current()
        self._filling = True
        limits = self._limits.get(role, set())
        self._where.setText(f"Where: {ROLES[role].lower()}")
        self.places.setAccessibleName(f"Where: {ROLES[role].lower()}")
        self._note.setText("" if limits else EVERYWHERE)
        for at in range(self.places.count()):
            item = self.places.item(at)
            item.setCheckState(CHECKED if item.data(KEY) in limits else CLEAR)
        self._filling = False

    def _name_roles(self) -> None:
        self._filling = True
        given = {one.role: one for one in self.value()}
        for at, (role, words) in enumerate(ROLES.items()):
            item = self.roles.item(at)
            item.setText(roles_in_words([given[role]], self._names) if role in given else words)
            item.setToolTip(item.text())
            item.setCheckState(CHECKED if role in given else CLEAR)
        self._filling = False
