"""A new workspace: its shared folder looked at, the workspace made, its recovery key shown, the folder begun."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from qaf_desktop.services import workspaces
from qaf_desktop.ui.background import Background
from qaf_desktop.ui.pages.new_workspace import RecoveryPage

if TYPE_CHECKING:
    from qaf_desktop.store.workspace import Workspace
    from qaf_desktop.ui.pages.new_workspace import NewWorkspacePage


def start(
    page: NewWorkspacePage,
    folder: Path,
    said: dict[str, str],
    take: Callable[[], object],
    show: Callable[[RecoveryPage], None],
    go_on: Callable[[Workspace], None],
) -> None:
    """Makes the workspace in `folder`. Only what touches the shared folder may hang, and be left alone."""
    shared, background = said["folder"].strip(), Background(page)

    def create(_job: object) -> workspaces.Created:
        return workspaces.create(folder, said["organisation"], said["person"], said["passphrase"])

    def made(new: workspaces.Created) -> None:
        take()

        def save(file: Path) -> None:
            workspaces.write_recovery_key(new.recovery_key, said["organisation"], file)

        recovery = RecoveryPage(new.recovery_key, said["organisation"], save, lambda: go_on(new.workspace))
        show(recovery)
        if shared:
            sharing = Background(recovery)
            share = lambda _job: workspaces.share(new.workspace, Path(shared))  # noqa: E731 - the one thing it does
            sharing.run(share, recovery.say, owner=recovery, may_hang=True)

    def fit(_none: object = None) -> None:
        background.run(create, made, page.failed, owner=page)

    if shared:
        look = lambda _job: workspaces.refuse_unfit_folder(Path(shared))  # noqa: E731 - the one thing it does
        background.run(look, fit, page.failed, owner=page, may_hang=True)
    else:
        fit()
