"""The window's wiring: the first page, the workspace, and the pages that work on it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow

from qaf_desktop import paths
from qaf_desktop.errors import QafError
from qaf_desktop.ui import theme
from qaf_desktop.ui.pages.unlock import UnlockPage

if TYPE_CHECKING:
    from qaf_desktop.store.workspace import Workspace
    from qaf_desktop.ui.window import Window


def make_window(ws: Workspace, look: theme.Theme) -> Window:
    """The window of an unlocked workspace."""
    from qaf_desktop.ui.pages.audits import AuditsPage
    from qaf_desktop.ui.pages.begin import BeginPage
    from qaf_desktop.ui.pages.form.page import FormPage
    from qaf_desktop.ui.pages.record import RecordPage
    from qaf_desktop.ui.pages.todo import TodoPage
    from qaf_desktop.ui.window import Window

    pages = {"todo": TodoPage, "audits": AuditsPage, "begin": BeginPage, "record": RecordPage, "form": FormPage}
    return Window(ws, look, pages)  # type: ignore[arg-type]


def run_window(folder: Path | None, practise: bool) -> int:
    """Shows the window until it is closed."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    look = theme.of_system()
    look.apply(app)
    first = QMainWindow()
    first.setWindowTitle("QAF Desktop")
    first.resize(1093, 614)
    kept: list[Window] = []

    def unlock(passphrase: str) -> None:
        from qaf_desktop.services import workspaces

        try:
            if practise:
                ws = workspaces.practise(folder or paths.practice_workspace())
            else:
                ws = workspaces.open_(folder or paths.default_workspace(), passphrase)
        except QafError as error:
            page.problem.setText(str(error))
            return
        kept.append(make_window(ws, look))
        kept[0].show()
        first.close()

    page = UnlockPage(unlock)
    first.setCentralWidget(page)
    first.show()
    if practise:
        QTimer.singleShot(0, lambda: unlock(""))
    return app.exec()
