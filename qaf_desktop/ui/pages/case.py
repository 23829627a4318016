"""One case: what is held about it, and its audits."""

from __future__ import annotations

from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget

from qaf_desktop.domain.words import AGE_BANDS, AUDIT_STATES, PLAN_TYPES, PURPOSES
from qaf_desktop.services import audits, cases
from qaf_desktop.services.rights import allowed
from qaf_desktop.ui.dialogs.directory import ask_case
from qaf_desktop.ui.pages.form.kit import button, label, long_date
from qaf_desktop.ui.pages.one_of import OneOf
from qaf_desktop.ui.widgets.body import card, fact
from qaf_desktop.ui.widgets.grade_chip import GradeChip
from qaf_desktop.ui.widgets.side_line import said_line

MOST = 200


class CasePage(OneOf):
    """A case by its number, as little as the job allows."""

    title = "Case"

    def column(self) -> QVBoxLayout:
        """What is held about the case, and its audits."""
        one, actions = cases.case(self._ws, self._ref), []
        if allowed(self._ws, "CaseChanged"):
            actions.append(button("Change case", lambda: ask_case(self, self._ws, one)))
        if allowed(self._ws, "AuditSubmitted"):
            actions.append(button("Begin audit", lambda: self._shell.open("begin", one.number), "primary"))
        column = self.headed(f"Case {one.number}", *actions)
        facts = (
            ("Plan", PLAN_TYPES.get(one.plan, one.plan)), ("Age band", AGE_BANDS.get(one.age_band or "", "")),
            ("Worker", one.worker), ("Team", one.team), ("Service", one.service),
        )  # fmt: skip
        column.addWidget(card(fact(words, value) for words, value in facts))
        column.addWidget(label("Audits of this case", "section"))
        found = audits.list_audits(self._ws, audits.AuditFilter(text=one.number), 0, MOST).items
        mine = [audit for audit in found if audit.number == one.number]
        if mine:
            column.addWidget(card(self._audit(audit) for audit in mine))
        else:
            column.addWidget(label("No audit yet. This case has not been audited in this workspace.", "hint"))
        return column

    def _audit(self, one: audits.AuditRow) -> QLayout:
        state = AUDIT_STATES.get(one.state, one.state.capitalize())
        right: list[QWidget] = [GradeChip(one.overall, self._shell.theme)] if one.overall else []
        page = "form" if one.state == "draft" else "record"
        name = f"Open the audit of {long_date(one.date)}"
        right.append(button("Open", lambda: self._shell.open(page, one.id), name=name))
        purpose = PURPOSES.get(one.purpose, one.purpose)
        return said_line(f"{purpose}, {long_date(one.date)}", f"{state}. By {one.auditor}", *right)
