"""What is asked to add or change a case, a person, a team or a service."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from qaf_desktop.domain.words import AGE_BANDS, PLAN_TYPES
from qaf_desktop.errors import Refused
from qaf_desktop.services import cases, directory
from qaf_desktop.ui.dialogs.ask import Ask, Field
from qaf_desktop.ui.widgets.roles_editor import RolesEditor

if TYPE_CHECKING:
    from qaf_desktop.domain.events import RoleGrant
    from qaf_desktop.store.workspace import Workspace
    from qaf_desktop.ui.shell import Shell

Said = dict[str, str]
Then = Callable[[Any], None] | None
NO_NAME = "The number of the social care system. No child's name belongs in here."


class _AskPerson(Ask):
    """Reads the roles where widgets may be read: in the window's own thread, before the attempt."""

    editor: RolesEditor
    roles: tuple[RoleGrant, ...] = ()

    def values(self) -> dict[str, str]:
        """What was entered; the roles beside it."""
        self.roles = self.editor.value()
        return super().values()


def ask_case(parent: QWidget, ws: Workspace, old: cases.CaseRow | None = None, then: Then = None) -> Ask:
    """Adds a case, or changes one (its number stays)."""
    fields = [
        Field("plan", "Plan", "choice", value=old.plan if old else "child_in_need", choices=tuple(PLAN_TYPES.items())),
        Field("age_band", "Age band", "choice", value=(old.age_band or "") if old else "",
              choices=(("", "Not recorded"), *AGE_BANDS.items())),
        Field("worker", "Worker", "choice", value=(old.worker_id or "") if old else "",
              choices=(("", "No worker"), *_people(ws, old.worker_id if old else None))),
        Field("team", "Team", "choice", "Where none is chosen, the worker's" if old is None else "",
              (old.team_id or "") if old else "", (("", "No team"), *_teams(ws))),
    ]  # fmt: skip
    if old is None:
        fields.insert(0, Field("number", "Case number", hint=NO_NAME))

    def attempt(said: Said) -> Any:
        if old is None:
            band, worker, team = said["age_band"] or None, said["worker"] or None, said["team"] or None
            cases.add_case(ws, said["number"], said["plan"], worker, team, band)
            return cases.case(ws, said["number"].strip())
        return cases.change_case(ws, old.id, **said)

    title, action = ("Add case", "Add case") if old is None else (f"Change case {old.number}", "Save case")
    return _shown(Ask(parent, title, fields, action, attempt, then=then))


def ask_person(
    parent: QWidget, ws: Workspace, shell: Shell, old: directory.PersonRow | None = None, then: Then = None
) -> Ask:
    """Adds a person with team, manager and roles; or changes one, behind the window: the shared folder is told."""
    theme = shell.theme
    roles = RolesEditor(old.roles if old else (), directory.services(ws), directory.teams(ws), theme)
    managers = [one for one in _people(ws, old.manager_id if old else None) if old is None or one[0] != old.id]
    fields = [
        Field("name", "Name", value=old.name if old else ""),
        Field("team", "Team", "choice", value=(old.team_id or "") if old else "",
              choices=(("", "No team"), *_teams(ws))),
        Field("manager", "Managed by", "choice", value=(old.manager_id or "") if old else "",
              choices=(("", "Nobody"), *managers)),
    ]  # fmt: skip
    if old is not None:
        hint = "What they did stays. They own nothing new."
        fields.append(Field("left", "Has left", "check", hint, "yes" if old.left else ""))

    def attempt(said: Said) -> Any:
        name, team, manager = said["name"], said["team"], said["manager"]
        if old is None:
            key = directory.add_person(ws, name, team=team or None, manager=manager or None, roles=dialog.roles)
            return directory.person(ws, key)
        return directory.change_person(
            ws, old.id, name=name, team=team, manager=manager, roles=dialog.roles, left=said["left"] == "yes"
        )

    title, action = ("Add person", "Add person") if old is None else (f"Change {old.name}", "Save person")
    dialog = _AskPerson(
        parent, title, fields, action, attempt, extra=roles, background=shell.background if old else None, then=then,
        may_hang=True,
        told=shell.notice,
    )  # fmt: skip
    dialog.editor = roles
    dialog.setMinimumWidth(min(theme.px(700), max(560, parent.window().width() - 60)))
    return _shown(dialog)


def ask_team(parent: QWidget, ws: Workspace, old: directory.TeamRow | None = None, then: Then = None) -> Ask:
    """Adds a team, with its service where that is new, or changes one."""
    known = [(one.id, one.name) for one in directory.services(ws)]
    new = [("", "A new service")] if old is None else []
    chosen = old.service_id if old else (known[0][0] if known else "")
    fields = [
        Field("name", "Team", value=old.name if old else ""),
        Field("service", "Service", "choice", value=chosen, choices=(*known, *new)),
    ]
    if old is None:
        fields.append(Field("new_service", "Name of the new service", hint="Only where the service is new"))

    def attempt(said: Said) -> Any:
        if old is not None:
            return directory.change_team(ws, old.id, name=said["name"], service=said["service"])
        if not said["service"] and not said["new_service"].strip():
            raise Refused("Choose a service, or enter the name of a new one.")
        return directory.add_team(ws, said["name"], said["service"] or said["new_service"])

    title, action = ("Add team", "Add team") if old is None else (f"Change {old.name}", "Save team")
    return _shown(Ask(parent, title, fields, action, attempt, then=then))


def ask_service(parent: QWidget, ws: Workspace, old: directory.ServiceRow | None = None, then: Then = None) -> Ask:
    """Adds a service, or gives one another name."""

    def attempt(said: Said) -> Any:
        if old is None:
            return directory.add_service(ws, said["name"])
        return directory.change_service(ws, old.id, said["name"])

    title, action = ("Add service", "Add service") if old is None else (f"Change {old.name}", "Save service")
    return _shown(
        Ask(parent, title, [Field("name", "Service", value=old.name if old else "")], action, attempt, then=then)
    )


def _shown(dialog: Ask) -> Ask:
    dialog.open()
    return dialog


def _people(ws: Workspace, kept: str | None) -> list[tuple[str, str]]:
    found = directory.people(ws, limit=100_000).items
    return [
        (one.id, f"{one.name}, {one.team}" if one.team else one.name) for one in found if not one.left or one.id == kept
    ]


def _teams(ws: Workspace) -> list[tuple[str, str]]:
    return [(one.id, f"{one.name}, {one.service}") for one in directory.teams(ws)]
