"""The pages of the window."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from qaf_desktop.store.workspace import Workspace
    from qaf_desktop.ui.shell import Shell


def makers() -> dict[str, Callable[..., QWidget]]:
    """What makes each page, by its name."""
    from qaf_desktop.ui.pages.audits import AuditsPage
    from qaf_desktop.ui.pages.begin import BeginPage
    from qaf_desktop.ui.pages.case import CasePage
    from qaf_desktop.ui.pages.concern import ConcernPage
    from qaf_desktop.ui.pages.directory import DirectoryPage
    from qaf_desktop.ui.pages.exchange import ExchangePage
    from qaf_desktop.ui.pages.form.page import FormPage
    from qaf_desktop.ui.pages.person import PersonPage
    from qaf_desktop.ui.pages.record import RecordPage
    from qaf_desktop.ui.pages.settings import SettingsPage
    from qaf_desktop.ui.pages.todo import TodoPage
    from qaf_desktop.ui.pages.tools import ToolsPage

    def summary(ws: Workspace, shell: Shell) -> QWidget:
        from qaf_desktop.ui.pages.summary import SummaryPage

        return SummaryPage(ws, shell)

    return {
        "todo": TodoPage, "audits": AuditsPage, "begin": BeginPage, "record": RecordPage, "form": FormPage,
        "concern": ConcernPage, "summary": summary, "tools": ToolsPage, "directory": DirectoryPage,
        "exchange": ExchangePage, "settings": SettingsPage, "case": CasePage, "person": PersonPage,
    }  # fmt: skip
