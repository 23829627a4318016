"""A conflict decided: which of the values that were given apart from each other holds, and why."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from qaf_desktop.errors import Refused
from qaf_desktop.services import conflicts
from qaf_desktop.ui.dialogs.ask import Ask, Field
from qaf_desktop.ui.exchange_words import moment
from qaf_desktop.ui.pages.form.kit import label, panel

if TYPE_CHECKING:
    from qaf_desktop.services.conflicts import Conflict, Value
    from qaf_desktop.store.workspace import Workspace
    from qaf_desktop.ui.shell import Shell

ABOUT = "Neither was wrong to write it: each had not seen the other. Your decision is recorded, with your name."


def ask_decide(parent: QWidget, ws: Workspace, shell: Shell, one: Conflict) -> None:
    """Chooses one of the values; the last holds until then."""

    def decide(said: dict[str, str]) -> None:
        if not said["entry"]:
            raise Refused("Choose the value that holds.")
        conflicts.choose(ws, one.id, said["entry"], said["reason"])

    choices = [(value.entry, f"{value.value}, {value.by or 'somebody'}") for value in one.values]
    fields = (
        Field("entry", f"{one.what} that holds", "choice", choices=choices, value=one.values[-1].entry),
        Field("reason", "Why", "text", "Can be left empty"),
    )
    both = QWidget()
    both.setLayout(side_by_side(one, ws.now()))
    Ask(
        parent, f"Decide: {one.about}, {one.what.lower()}", fields, "Decide", decide, ABOUT,
        background=shell.background, then=lambda _none: shell.notice(f"Decided: {one.about}."), may_hang=True,
        told=shell.notice, first=both,
    ).open()  # fmt: skip


def side_by_side(one: Conflict, now: dt.datetime) -> QHBoxLayout:
    """The values that were given apart from each other, each with whose it is."""
    values = QHBoxLayout()
    values.setSpacing(12)
    for value in one.values:
        said = QVBoxLayout()
        said.setContentsMargins(10, 6, 10, 6)
        said.setSpacing(0)
        said.addWidget(label(value.value, "strong"))
        said.addWidget(label(_by_whom(value, now), "small"))
        values.addWidget(panel("grade", said), 1)
    return values


def _by_whom(value: Value, now: dt.datetime) -> str:
    """A. Shah, Monday 27 July 2:32pm."""
    return f"{value.by or 'somebody'}, {moment(value.when, now)}"
