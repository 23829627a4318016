"""Exchange and devices: how the exchange stands, what somebody must decide, every laptop, and the exchange by hand."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout

from qaf_desktop.ui.pages.exchange_actions import Actions
from qaf_desktop.ui.pages.exchange_devices import device_rows, request_rows
from qaf_desktop.ui.pages.exchange_parts import Shown, by_hand, erasure_rows, standing, to_decide, void_rows
from qaf_desktop.ui.pages.form.kit import button, label
from qaf_desktop.ui.widgets.body import Part, body, card, fill, keep_order, scroll_area
from qaf_desktop.ui.widgets.empty import empty
from qaf_desktop.ui.widgets.side_line import title_line
from qaf_desktop.ui.widgets.takes_a_file import TakesAFile

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QLayout

    from qaf_desktop.store.workspace import Workspace
    from qaf_desktop.ui.shell import Shell

MOST_DEVICES, ALL = 30, 100_000
PRACTICE = (
    "Its people and cases are made up: nothing of it goes to other laptops, and nothing comes from them. In a "
    "workspace of your own this page shows what waits to be sent, and every laptop."
)


class ExchangePage(TakesAFile):
    """What the window's exchange knows, drawn anew whenever it knows something else."""

    title = "Exchange and devices"

    def __init__(self, ws: Workspace, shell: Shell) -> None:
        super().__init__()
        self._ws, self._shell = ws, shell
        self._drawn: tuple[object, ...] = ()
        self._rest_drawn: tuple[object, ...] = ()
        self._most = MOST_DEVICES
        self.act = Actions(self, ws, shell)
        self._area = scroll_area(self)
        self._standing, self._rest = Part(), Part()
        fill(self._area, self._whole() if shell.exchange is not None else self._practice())
        self.setAcceptDrops(shell.exchange is not None)
        if shell.exchange is not None:
            shell.exchange.news.connect(self._news)

    def refresh(self, changed: frozenset[str] | None = None) -> None:
        """Draws what is known now."""
        self._drawn = self._rest_drawn = ()
        self._news()

    def take_file(self, path: Path) -> None:
        """Imports what is in it."""
        self.act.hand.take_in(path)

    def _news(self) -> None:
        """What is the same is not drawn anew: a screen reader would begin again, and a hundred laptops take a while."""
        exchange = self._shell.exchange
        if exchange is None:
            return
        shown = exchange.shown()
        standing_now = (shown.saved, shown.said, shown.progress, shown.glance, shown.now)
        if standing_now != self._drawn:
            self._drawn = standing_now
            column = QVBoxLayout()
            column.setContentsMargins(0, 0, 0, 0)
            column.addWidget(card(standing(shown, self.act, self._shell.theme)))
            self._standing.fill(column)
            keep_order(self._area, self._standing, self._rest)
        rest = (shown.overview, shown.found, bool(shown.glance and shown.glance.status.folder), shown.now, self._most)
        if rest != self._rest_drawn:
            self._rest_drawn = rest
            self._rest.fill(self._decided_and_devices(shown))
            keep_order(self._area, self._standing, self._rest)

    def _whole(self) -> QVBoxLayout:
        column = body()
        column.addLayout(title_line("Exchange and devices"))
        column.addWidget(self._standing)
        column.addWidget(self._rest)
        return column

    def _show_all(self) -> None:
        self._most = ALL
        self._news()

    def _practice(self) -> QVBoxLayout:
        column = body()
        column.addLayout(title_line("Exchange and devices"))
        go = button("Open To do", lambda: self._shell.open("todo"))
        column.addWidget(empty("The practice workspace never exchanges", PRACTICE, go))
        return column

    def _decided_and_devices(self, shown: Shown) -> QVBoxLayout:
        column, act = QVBoxLayout(), self.act
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        if shown.found is not None and shown.found.requests:
            self._section(column, "Waiting to be approved", request_rows(shown.found.requests, act))
        if shown.overview is None:
            column.addWidget(label("Reading the list of laptops.", "hint"))
            return column
        for title, rows in to_decide(shown.overview, act, self._ws.now()):
            self._section(column, title, rows)
        self._section(column, "Devices", device_rows(shown.overview, act, self._most, self._show_all))
        self._section(column, "By hand", by_hand(shown, act))
        if shown.overview.administers:
            self._section(column, "Erasure", erasure_rows(shown.overview, act))
        if shown.overview.void:
            self._section(column, f"Does not count ({len(shown.overview.void):,})", void_rows(shown, act))
        return column

    def _section(self, column: QVBoxLayout, title: str, rows: Sequence[QLayout]) -> None:
        column.addSpacing(4)
        column.addWidget(label(title, "section"))
        column.addWidget(card(rows))
