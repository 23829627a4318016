"""What the audit form asks of the services, in one place."""

from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from qaf_desktop.errors import Unreachable

if TYPE_CHECKING:
    from qaf_desktop.services.audits import Draft, Problem, Upgrade
    from qaf_desktop.services.concerns import AlertNotice
    from qaf_desktop.store.workspace import Workspace
    from qaf_desktop.tool.definition import Tool
    from qaf_desktop.tool.form import Form
    from qaf_desktop.ui.pages.form.sitting import Sitting

HELD_UP_MS: Final = 100


class Desk:
    """One draft's way to the services."""

    def __init__(self, ws: "Workspace", draft_id: str) -> None:
        self.ws = ws
        self.draft_id = draft_id
        self._held = False

    def draft(self) -> "Draft":
        """The draft as it was last saved."""
        from qaf_desktop.services import audits

        return audits.draft(self.ws, self.draft_id)

    def form(self, draft: "Draft") -> "Form":
        """The form of the version that the draft was begun with, with its answers."""
        from qaf_desktop.services import tools
        from qaf_desktop.tool.form import Form

        tool = tools.definition(self.ws, draft.tool_entity)
        language = draft.language if draft.language in tool.languages else None
        return Form(tool, draft.answers, now=self.ws.now(), language=language)

    def save(self, sitting: "Sitting") -> datetime:
        """Write all that is on the screen to this laptop."""
        from qaf_desktop.services import audits

        return audits.save(
            self.ws,
            self.draft_id,
            answers=sitting.form.answers(),
            position=sitting.position,
            caret=sitting.caret,
            flagged=frozenset(sitting.flagged),
            private_notes=sitting.private_notes,
            section=sitting.section,
            together=sitting.together,
            language=sitting.form.language,
            kept_names=frozenset(sitting.kept_names),
            beside={one: question for one, question in sitting.beside.items() if sitting.known(one)},
        )

    def take_in_hand(self, held: bool, window: QWidget) -> None:
        """Note that this audit is being filled in, or no longer: after a crash it opens first.

        Where the disk refuses, the form opens all the same; it says so itself when it saves.
        """
        self._held = held
        self._note_held(window)

    def _note_held(self, window: QWidget) -> None:
        """At once, or in a moment where an exchange is storing what it received: the window waits for neither."""
        from qaf_desktop.services import audits

        if not self.ws.key:
            return
        if window.isVisible() and self.ws.held_up():
            QTimer.singleShot(HELD_UP_MS, window, partial(self._note_held, window))
            return
        with suppress(Unreachable):
            (audits.take_in_hand if self._held else audits.let_go)(self.ws, self.draft_id)

    def check(self) -> "tuple[Problem, ...]":
        """Everything that stands between the draft and submission."""
        from qaf_desktop.services import audits

        return audits.check(self.ws, self.draft_id)

    def submit(self) -> None:
        """Submit the audit."""
        from qaf_desktop.services import audits

        audits.submit(self.ws, self.draft_id)

    def abandon(self, reason: str) -> None:
        """Abandon the draft, saying why."""
        from qaf_desktop.services import audits

        audits.abandon(self.ws, self.draft_id, reason)

    def newer_version(self, draft: "Draft") -> str | None:
        """The live version of the tool, where the draft has another."""
        from qaf_desktop.services import audits

        return audits.newer_version(self.ws, draft)

    def upgrade(self) -> "Upgrade":
        """Move the draft to the newest live version of its tool."""
        from qaf_desktop.services import audits

        return audits.upgrade(self.ws, self.draft_id)

    def notice(self) -> "AlertNotice":
        """The sentence that this laptop has alerted nobody, and whom to telephone."""
        from qaf_desktop.services import concerns

        return concerns.alert_notice(self.ws)

    def urgent_paths(self, tool: "Tool") -> dict[str, str]:
        """The tool's own questions about an urgent concern."""
        from qaf_desktop.services import audit_answers

        return audit_answers.urgent_paths(tool)

    def has_concern(self) -> bool:
        """Whether an urgent concern was recorded from this audit."""
        from qaf_desktop.services import concerns

        return bool(concerns.concerns(self.ws, self.draft_id))

    def raise_concern(self, case: str, concern: str, told: str, when: str, tonight: str) -> None:
        """Record an urgent concern at once, whatever becomes of the draft."""
        from qaf_desktop.services import concerns

        concerns.raise_concern(self.ws, case, concern, told=told, when=when, tonight=tonight, audit=self.draft_id)

    def to_local(self, moment: datetime) -> datetime:
        """A moment in the workspace's zone."""
        from zoneinfo import ZoneInfo

        from qaf_desktop.services import settings

        return moment.astimezone(ZoneInfo(settings.get(self.ws).zone))
