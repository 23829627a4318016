"""A page onto which one file can be dropped."""

from pathlib import Path

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget


class TakesAFile(QWidget):
    """Hands a file that is dropped on it to `take_file`; whether any is taken, `setAcceptDrops` says."""

    def take_file(self, path: Path) -> None:
        """What is done with the file."""
        raise NotImplementedError

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Takes one file of this computer."""
        urls = event.mimeData().urls()
        if len(urls) == 1 and urls[0].isLocalFile():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Does with it what is done with a file."""
        event.acceptProposedAction()
        self.take_file(Path(event.mimeData().urls()[0].toLocalFile()))
