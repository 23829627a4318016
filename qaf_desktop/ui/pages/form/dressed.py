"""How the form page looks: its style, the room it has, Sit together, and the language it is read in."""

from PySide6.QtCore import QEvent, QSize, QTimer
from PySide6.QtGui import QIcon, QResizeEvent

from qaf_desktop.ui import icons
from qaf_desktop.ui.pages.form import style
from qaf_desktop.ui.pages.form.endings import Endings
from qaf_desktop.ui.pages.form.section_view import SectionView
from qaf_desktop.ui.pages.form.sections_panel import SectionsPanel

SMALLEST = QSize(360, 240)


class Dressed(Endings):
    """The page's look follows the theme, the window's size, and who reads along."""

    panel: SectionsPanel
    section: SectionView
    at: int
    together: bool

    def show_section(self, place: int) -> None:
        """Open the nth section."""
        raise NotImplementedError

    def single_keys(self) -> bool:
        """Whether keys without a modifier do something: numbers in choices, J and K in lists."""
        return self.shell.preferences.single_keys

    def has_section(self) -> bool:
        """Whether a section is open already."""
        raise NotImplementedError

    def put_together(self) -> None:
        """Build what stands around the section anew, in the language that is read."""
        raise NotImplementedError

    def picture(self, name: str, role: str = "accent") -> QIcon:
        """An icon in one of the look's colours."""
        theme = self.shell.theme
        return icons.icon(name, getattr(theme.tokens, role), theme.px(16))

    def dress(self) -> None:
        """Wear the form's look; larger text and folded grades while two people read."""
        worn = style.qss(self.shell.theme, self.together)
        if worn != self.styleSheet():
            self.setStyleSheet(worn)
        px = self.shell.theme.px
        folded = self.width() < px(264) + px(480)
        self.panel.setFixedWidth(px(264))
        self.panel.setHidden(folded)
        self.frame.dress(self.shell.theme)
        QTimer.singleShot(0, self, self._fit)

    def _fit(self) -> None:
        folded, width = self.panel.isHidden(), self.width()
        self.frame.head.make_room(width, folded)
        self.frame.foot.make_room(width if folded else width - self.panel.width())
        self.panel.fit()
        if self.has_section():
            self.section.arrange()

    def sit_together(self, on: bool) -> None:
        """Read the form with the worker: larger, grades folded, nothing of other cases or workers in sight."""
        self.together = self.sitting.together = on
        self.shell.sit_together(on)
        self.frame.head.together(on)
        if on:
            self.frame.foot.hide_notes()
        self.dress()
        self._again()

    def read_in(self, language: str) -> None:
        """Read the form in another of its languages; the answers stay."""
        self.sitting.form.language = language
        self.put_together()
        self._again()

    def _again(self) -> None:
        here, caret = self.sitting.position, self.section.caret_of(self.sitting.position)
        self.show_section(self.at)
        if here:
            self.section.go_to(here, caret)
        if self.saver is not None:
            self.saver.touch()

    def minimumSizeHint(self) -> QSize:
        """Half a screen must do: what has no room is left to the menus."""
        return SMALLEST

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
            if self.has_section():
                self.section.refresh()
