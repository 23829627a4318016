"""What the audit form asks of the services, in one place."""

from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qaf_desktop.services.audits import Draft, Problem, Upgrade
    from qaf_desktop.services.concerns import AlertNotice
    from qaf_desktop.store.workspace import Workspace
    from qaf_desktop.tool.form import Form
    from qaf_desktop.ui.pages.form.sitting import Sitting


class Desk:
    """One draft's way to the services."""

    def __init__(self, ws: "Workspace", draft_id: str) -> None:
        self.ws = ws
        self.draft_id = draft_id

    def draft(self) -> "Draft":
        """The draft as it was last saved."""
        from qaf_desktop.services import audits

        return audits.draft(self.ws, self.draft_id)

    def form(self, draft: "Draft") -> "Form":
        """The form of the version that the draft was begun with, with its answers."""
        from qaf_desktop.services import tools
        from qaf_desktop.tool.form import Form

        return Form(tools.definition(self.ws, draft.tool_entity), draft.answers, now=self.ws.now())

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
        )

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

    def upgrade(self) -> "Upgrade":
        """Move the draft to the newest live version of its tool."""
        from qaf_desktop.services import audits

        return audits.upgrade(self.ws, self.draft_id)

    def notice(self) -> "AlertNotice":
        """The sentence that this laptop has alerted nobody, and whom to telephone."""
        from qaf_desktop.services import concerns

        return concerns.alert_notice(self.ws)

    def raise_concern(self, case: str, concern: str, told: str, when: str, tonight: str) -> None:
        """Record an urgent concern at once, whatever becomes of the draft."""
        from qaf_desktop.services import concerns

        concerns.raise_concern(self.ws, case, concern, told=told, when=when, tonight=tonight, audit=self.draft_id)

    def to_local(self, moment: datetime) -> datetime:
        """A moment in the workspace's zone."""
        from zoneinfo import ZoneInfo

        from qaf_desktop.services import settings

        return moment.astimezone(ZoneInfo(settings.get(self.ws).zone))
