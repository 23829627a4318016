"""How the form page looks: its style, the room it has, and Sit together."""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent

from qaf_desktop.ui.pages.form import style
from qaf_desktop.ui.pages.form.endings import Endings
from qaf_desktop.ui.pages.form.frame import Frame
from qaf_desktop.ui.pages.form.section_view import SectionView
from qaf_desktop.ui.pages.form.sections_panel import SectionsPanel


class Dressed(Endings):
    """The page's look follows the theme, the window's size, and who reads along."""

    frame: Frame
    panel: SectionsPanel
    section: SectionView
    at: int
    together: bool

    def show_section(self, place: int) -> None:
        """Open the nth section."""
        raise NotImplementedError

    def dress(self) -> None:
        """Wear the form's look; larger text and folded grades while two people read."""
        worn = style.qss(self.shell.theme, self.together)
        if worn != self.styleSheet():
            self.setStyleSheet(worn)
        px = self.shell.theme.px
        tight = self.width() < px(264) + px(440)
        self.panel.setFixedWidth(px(264))
        self.panel.setHidden(tight)
        self.frame.make_room(tight)

    def sit_together(self, on: bool) -> None:
        """Read the form with the worker: larger, grades folded, private notes out of sight."""
        here, self.together, self.sitting.together = self.sitting.position, on, on
        self.frame.together(on)
        self.dress()
        self.show_section(self.at)
        if here:
            self.section.go_to(here)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The sections leave room for the questions."""
        super().resizeEvent(event)
        if self.saver is not None:
            self.dress()

    def changeEvent(self, event: QEvent) -> None:
        """Another text size or appearance is followed at once."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and self.saver is not None:
            self.dress()
