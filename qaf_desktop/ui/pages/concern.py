"""Urgent concerns: one of them with whom to telephone, or all that were recorded on this laptop."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget

from qaf_desktop.services import answers_in_words as in_words
from qaf_desktop.services import concerns, settings
from qaf_desktop.ui.pages import asking
from qaf_desktop.ui.pages.form.kit import button, label
from qaf_desktop.ui.widgets.alert_panel import alert_panel
from qaf_desktop.ui.widgets.body import body, card, fact, fill, scroll_area
from qaf_desktop.ui.widgets.empty import empty
from qaf_desktop.ui.widgets.side_line import FlowLine, said_line, title_line

if TYPE_CHECKING:
    from qaf_desktop.services.concerns import ConcernRow
    from qaf_desktop.store.workspace import Workspace
    from qaf_desktop.ui.shell import Shell


class ConcernPage(QWidget):
    """What was recorded, who was told, and that this laptop has alerted nobody."""

    title = "Urgent concern"

    def __init__(self, ws: Workspace, shell: Shell) -> None:
        super().__init__()
        self._ws, self._shell, self._key = ws, shell, ""
        self._area = scroll_area(self)

    def open(self, key: str) -> None:
        """Which concern to show."""
        self._key = key

    def refresh(self, changed: frozenset[str] | None = None) -> None:
        """Shows it as it stands now."""
        if changed is None or changed & {"concern", "workspace"}:
            fill(self._area, self._one(concerns.concern(self._ws, self._key)) if self._key else self._all())

    def _one(self, one: ConcernRow) -> QVBoxLayout:
        column = body()
        column.addLayout(title_line(f"Urgent concern, case {one.number}", button("Back", self._shell.back)))
        column.addWidget(alert_panel(concerns.alert_notice(self._ws), self._shell.theme))
        if one.untold is not None:
            column.addWidget(label(f"{one.untold}.", "late"))
        column.addWidget(card([
            fact("What the concern is", one.concern), fact("Recorded", f"{one.raised_by}, {self._moment(one.raised)}"),
            fact("Who was told", one.told), fact("When", in_words.moment_of(one.when, self._zone())),
            fact("What they will do", one.tonight),
        ]))  # fmt: skip
        first = one.untold is not None
        words = "Record whom you told" if first else "Change whom you told"
        actions = [button(words, lambda: asking.told(self, self._ws, one), "primary" if first else "plain")]
        if one.audit_id is not None:
            key = one.audit_id
            actions.append(button("Open audit", lambda: self._shell.open("record", key)))
        column.addLayout(FlowLine(*actions))
        return column

    def _all(self) -> QVBoxLayout:
        column = body()
        record = button("Record urgent concern", lambda: asking.raise_concern(self, self._ws), "urgent")
        column.addLayout(title_line("Urgent concerns", button("Back", self._shell.back), record))
        column.addWidget(alert_panel(concerns.alert_notice(self._ws), self._shell.theme))
        found = concerns.concerns(self._ws)
        if found:
            column.addWidget(card(self._row(one) for one in found))
        else:
            column.addWidget(empty("No urgent concern", "None was recorded on this laptop."))
        return column

    def _row(self, one: ConcernRow) -> QLayout:
        go = button("Open", lambda: self._shell.open("concern", one.id), name=f"Open urgent concern, case {one.number}")
        told = [label(one.untold, "late")] if one.untold else []
        by = f"{one.raised_by}, {self._moment(one.raised)}."
        about = f"{one.concern}\n{by}" + (f" Told: {one.told}" if one.told else "")
        return said_line(f"Case {one.number}", about, *told, go)

    def _zone(self) -> ZoneInfo:
        return ZoneInfo(settings.get(self._ws).zone)

    def _moment(self, when: dt.datetime) -> str:
        return in_words.moment(when, self._zone())
