"""Laptops on the page Exchange and devices: who asks to join, who has which, when each was last heard from."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from qaf_desktop.ui import exchange_words as words
from qaf_desktop.ui.pages.form.kit import button, label
from qaf_desktop.ui.widgets.side_line import said_line

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QLayout, QWidget

    from qaf_desktop.domain.events import RoleGrant
    from qaf_desktop.services.exchange_overview import Laptop, Overview
    from qaf_desktop.services.joining import Asked
    from qaf_desktop.ui.pages.exchange_actions import Actions

STATES: Final = {"this": "Approved (this device)", "approved": "Approved", "removed": "Removed"}


def request_rows(requests: Sequence[Asked], act: Actions) -> list[QLayout]:
    """Each laptop that asks to join."""
    return [
        said_line(
            one.label, f"{one.person} asks to join with it",
            label("Waiting", "strong", wrap=False),
            button("Compare words and approve", partial(act.approve, one), name=f"{one.person}, {one.label}"),
            button("Refuse", partial(act.refuse, one), name=f"Refuse {one.person}, {one.label}"),
        )
        for one in requests
    ]  # fmt: skip


def device_rows(overview: Overview, act: Actions, most: int, show_all: Callable[[], None]) -> list[QLayout]:
    """Each laptop with its person, when it was last heard from, and its state; where there are many, the first."""
    laptops, in_words = overview.laptops, act.roles_in_words()
    shown = laptops if len(laptops) <= most else overview.to_attend()[:most]
    rows: list[QLayout] = [_device(one, overview.administers, act, in_words) for one in shown]
    if len(shown) < len(laptops):
        every = button(f"Show all {len(laptops):,}", show_all, name="Show every laptop")
        rows.append(
            said_line(f"And {len(laptops) - len(shown):,} more", "This laptop and silent ones come first", every)
        )
    return rows


def _device(one: Laptop, may: bool, act: Actions, in_words: Callable[[tuple[RoleGrant, ...]], str]) -> QLayout:
    row = one.row
    who = ", ".join(part for part in (row.person or "Person not known here yet", in_words(row.roles)) if part)
    heard = words.heard(row.heard, act.now())
    about = f"{who}. {heard[:1].upper()}{heard[1:]}"
    state, role = (f"!  {words.silence(one.silent)}", "alert") if one.silent else (STATES[row.state], "small")
    right: list[QWidget] = [label(state, role, wrap=False)]
    if may and row.state == "approved":
        right.append(button("Change roles", partial(act.change_roles, one), name=f"Change the roles of {row.person}"))
        right.append(button("Remove", partial(act.remove, one), name=f"Remove {row.label}, {row.person}"))
    return said_line(row.label, about, *right)
