"""A scrolling column of places: only those near the viewport have widgets, and Tab builds what comes next."""

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QPlainTextEdit,
    QScrollArea,
    QSizePolicy,
    QSpacerItem,
    QVBoxLayout,
    QWidget,
)

from qaf_desktop.ui.pages.form.outline import Item

_ESTIMATE = {"question": 132, "heading": 40, "card": 44, "add": 44}
_FIXED, _LOOSE = QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Minimum


class Slot:
    """The place of one item: bare room of about its height until it comes near. Hundreds of widgets would be slow."""

    def __init__(self, item: Item) -> None:
        self.item = item
        self.built: QWidget | None = None
        self.shown = True
        self.place: QSpacerItem | QWidget = QSpacerItem(0, _ESTIMATE[item.kind], _LOOSE, _FIXED)

    def put(self, column: QVBoxLayout, at: int) -> None:
        """Stand at a place of the column."""
        if isinstance(self.place, QWidget):
            column.insertWidget(at, self.place)
        else:
            column.insertSpacerItem(at, self.place)

    def stands(self, column: QVBoxLayout, at: int) -> bool:
        """Whether it stands at that place of the column."""
        return bool(column.indexOf(self.place) == at)

    def leave(self, column: QVBoxLayout) -> None:
        """Stand there no longer."""
        if isinstance(self.place, QWidget):
            column.removeWidget(self.place)
        else:
            column.removeItem(self.place)

    def fill(self, column: QVBoxLayout, widget: QWidget) -> None:
        """Put the item's widget in its place."""
        at = column.indexOf(self.place)
        self.leave(column)
        self.built, self.place = widget, QWidget()
        around = QVBoxLayout(self.place)
        around.setContentsMargins(20 * self.item.deep, 0, 0, 0)
        around.addWidget(widget)
        self.put(column, at)
        self.place.setVisible(self.shown)

    def holds(self, widget: QWidget) -> bool:
        """Whether a widget is within what was built."""
        return self.built is not None and (self.built is widget or self.built.isAncestorOf(widget))

    def show(self, shown: bool) -> bool:
        """Take room or take none; answers whether that is another than before."""
        before, self.shown = self.shown, shown
        if before != shown and isinstance(self.place, QWidget):
            self.place.setVisible(shown)
        elif before != shown and isinstance(self.place, QSpacerItem):
            self.place.changeSize(0, _ESTIMATE[self.item.kind] if shown else 0, _LOOSE, _FIXED)
        return before != shown

    def end(self, column: QVBoxLayout) -> None:
        """Go away, with what was built."""
        self.leave(column)
        if isinstance(self.place, QWidget):
            self.place.hide()
            self.place.deleteLater()


class SlotArea(QScrollArea):
    """The places of a section, below one another."""

    def __init__(self) -> None:
        super().__init__()
        self.slots: list[Slot] = []
        self.wanted: QWidget | None = None
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        page = QWidget()
        page.setObjectName("page")
        self.column = QVBoxLayout(page)
        self.page = page
        self.setWidget(page)
        page.installEventFilter(self)
        self.verticalScrollBar().valueChanged.connect(lambda _: QTimer.singleShot(0, self, self.build_near))
        self.verticalScrollBar().actionTriggered.connect(lambda _: self._let_go())

    def build(self, slot: Slot) -> None:
        """Build the widget of a place, where it has none yet."""
        raise NotImplementedError

    def build_near(self) -> None:
        """Build what is in or near the viewport; heights change by that, so look once more."""
        self.column.activate()
        top = self.verticalScrollBar().value()
        high = max(self.viewport().height(), 400)
        built = 0
        for slot in self.slots:
            if slot.built is None and slot.shown:
                at = slot.place.geometry()
                if at.top() >= top + high * 3 // 2:
                    break
                if at.bottom() > top - high // 2:
                    self.build(slot)
                    built += 1
                    if built >= 12:
                        break
        if built:
            QTimer.singleShot(0, self, self.build_near)
        else:
            self._bring_wanted()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What one went to stays in sight while what is built above it takes its room, until one scrolls oneself."""
        if watched is self.page and event.type() == QEvent.Type.Resize and self.wanted is not None:
            QTimer.singleShot(0, self, self._bring_wanted)
        return bool(super().eventFilter(watched, event))

    def _let_go(self) -> None:
        self.wanted = None

    def _bring_wanted(self) -> None:
        if self.wanted is not None:
            self.bring(self.wanted)

    def bring(self, widget: QWidget) -> None:
        """Bring a widget into sight, its beginning where it has no room, and always what has the focus in it."""
        if widget.height() + 48 <= self.viewport().height():
            self.ensureWidgetVisible(widget, 0, 40)
        else:
            self.verticalScrollBar().setValue(widget.mapTo(self.page, QPoint(0, 0)).y() - 24)
        held = QApplication.focusWidget()
        if isinstance(held, QPlainTextEdit) and widget.isAncestorOf(held):
            self.show_caret(held)
        elif held is not None and widget.isAncestorOf(held):
            self.ensureWidgetVisible(held, 0, 8)

    def show_caret(self, editor: QPlainTextEdit) -> None:
        """The line that is written in stays in sight, however long the text is."""
        if editor.hasFocus():
            line = editor.cursorRect()
            at = editor.viewport().mapTo(self.page, line.center())
            self.ensureVisible(0, at.y(), 0, line.height())

    def _stops(self, slot: Slot) -> list[QWidget]:
        return [
            one
            for one in (slot.place.findChildren(QWidget) if isinstance(slot.place, QWidget) else ())
            if one.focusPolicy().value & Qt.FocusPolicy.TabFocus.value
            and one.isEnabled()
            and one.isVisibleTo(self)
            and one.focusProxy() is None
        ]

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab follows the questions, building what comes next; at the ends it leaves the section."""
        focused = QApplication.focusWidget()
        place = next((n for n, slot in enumerate(self.slots) if focused and slot.holds(focused)), -1)
        if place < 0 or focused is None:
            return bool(super().focusNextPrevChild(forward))
        near = range(place, len(self.slots)) if forward else range(place, -1, -1)
        for number in near:
            slot = self.slots[number]
            if not slot.shown:
                continue
            self.build(slot)
            stops = self._stops(slot)
            if number == place:
                at = stops.index(focused) if focused in stops else (-1 if forward else len(stops))
                stops = stops[at + 1 :] if forward else stops[: max(at, 0)]
            if stops:
                target = stops[0] if forward else stops[-1]
                target.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
                self.wanted = target
                self.ensureWidgetVisible(target, 0, 60)
                return True
        return bool(super().focusNextPrevChild(forward))
