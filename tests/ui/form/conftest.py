"""A workspace, the standard tool, one case and a draft; and a shell for the page."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from qaf_desktop.clock import FixedClock
from qaf_desktop.domain.events import RoleGrant
from qaf_desktop.errors import DiskFull
from qaf_desktop.services import audits, cases, directory, workspaces
from qaf_desktop.store.keys import Cost
from qaf_desktop.ui.pages.form.desk import Desk
from tests.ui.form import grown


class CountingDesk(Desk):
    """The real way to the services; counts what is saved, and can have a full disk."""

    saves = 0
    trouble = ""

    def save(self, sitting: Any) -> datetime:
        if self.trouble:
            raise DiskFull(self.trouble)
        self.saves += 1
        return super().save(sitting)


class Shell:
    """Remembers what the page asked the window for."""

    def __init__(self) -> None:
        from qaf_desktop.ui.preferences import Preferences
        from qaf_desktop.ui.theme import Theme

        self.theme, self.preferences = Theme(), Preferences()
        self.together = False
        self.notices: list[tuple[Any, ...]] = []
        self.opened: list[tuple[Any, ...]] = []

    def notice(self, *words: Any) -> None:
        self.notices.append(words)

    def sit_together(self, on: bool) -> None:
        self.together = on

    def open(self, *what: Any) -> None:
        self.opened.append(what)


@pytest.fixture(scope="session")
def council(tmp_path_factory: pytest.TempPathFactory) -> Any:
    clock = FixedClock(datetime(2026, 8, 4, 13, 32, tzinfo=UTC))
    folder = Path(tmp_path_factory.mktemp("form")) / "w"
    ws = workspaces.create(
        folder, "Council", "R. Patel", "a long passphrase", clock=clock, cost=Cost(1, 1, 64)
    ).workspace
    me = directory.me(ws)
    directory.change_person(ws, me.id, roles=[*me.roles, RoleGrant("auditor")])
    directory.add_team(ws, "North", "Help and protection")
    directory.add_person(ws, "A. Shah", team="North")
    cases.add_case(ws, "104482", "child_protection", worker="A. Shah", team="North", age_band="5_9")
    yield ws
    ws.close()


@pytest.fixture
def make_desk(council: Any) -> Any:
    from qaf_desktop.services import tools

    def make(tool: str | None = None, **kept: Any) -> CountingDesk:
        if tool is not None and all(row.id != tool for row in tools.tools(council)):
            source = {"many": grown.many, "places": grown.places}[tool]()
            row = tools.add_source(council, source, f"{tool}.md")
            tools.set_status(council, row.id, row.version, "live")
        draft = audits.begin(council, "104482", tool)
        if kept:
            audits.save(council, draft, **{"answers": {}, **kept})
        return CountingDesk(council, draft)

    return make


@pytest.fixture
def make_page(qtbot: Any, council: Any, make_desk: Any) -> Iterator[Any]:
    from qaf_desktop.ui.pages.form.page import FormPage

    def make(desk: CountingDesk | None = None) -> Any:
        page = FormPage(council, Shell())  # type: ignore[arg-type]
        qtbot.addWidget(page)
        page.resize(1093, 614)
        with qtbot.waitExposed(page):
            page.show()
        page.activateWindow()
        qtbot.waitUntil(page.isActiveWindow)
        page.show_draft(desk or make_desk())
        return page

    yield make
