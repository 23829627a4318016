"""A scrolling column of places: only those near the viewport have widgets, and Tab builds what comes next."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QVBoxLayout, QWidget

from qaf_desktop.ui.pages.form.outline import Item

_ESTIMATE = {"question": 132, "heading": 40, "card": 44, "add": 44}


class Slot(QWidget):
    """The place of one item, empty until it comes near."""

    def __init__(self, item: Item) -> None:
        super().__init__()
        self.item = item
        self.built: QWidget | None = None
        self.setMinimumHeight(_ESTIMATE[item.kind])

    def fill(self, widget: QWidget) -> None:
        """Put the item's widget in its place."""
        self.built = widget
        column = QVBoxLayout(self)
        column.setContentsMargins(20 * self.item.deep, 0, 0, 0)
        column.addWidget(widget)
        widget.show()
        self.setMinimumHeight(0)


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
        self.verticalScrollBar().valueChanged.connect(lambda _: self.build_near())

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
            if slot.built is None and not slot.isHidden():
                at = slot.y()
                if at + slot.height() > top - high // 2 and at < top + high * 3 // 2:
                    self.build(slot)
                    built += 1
                    if built >= 12:
                        break
        if built:
            QTimer.singleShot(0, self, self.build_near)
        elif self.wanted is not None:
            self.ensureWidgetVisible(self.wanted, 0, 40)
            self.wanted = None

    def _stops(self, slot: Slot) -> list[QWidget]:
        if isinstance(slot.built, QWidget) and not slot.findChildren(QWidget):
            return []
        return [
            one
            for one in slot.findChildren(QWidget)
            if one.focusPolicy().value & Qt.FocusPolicy.TabFocus.value
            and one.isEnabled()
            and one.isVisibleTo(self)
            and one.focusProxy() is None
        ]

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab follows the questions, building what comes next; at the ends it leaves the section."""
        focused = QApplication.focusWidget()
        place = next((n for n, slot in enumerate(self.slots) if focused and slot.isAncestorOf(focused)), -1)
        if place < 0 or focused is None:
            return bool(super().focusNextPrevChild(forward))
        near = range(place, len(self.slots)) if forward else range(place, -1, -1)
        for number in near:
            slot = self.slots[number]
            if slot.isHidden():
                continue
            self.build(slot)
            stops = self._stops(slot)
            if number == place:
                at = stops.index(focused) if focused in stops else (-1 if forward else len(stops))
                stops = stops[at + 1 :] if forward else stops[: max(at, 0)]
            if stops:
                target = stops[0] if forward else stops[-1]
                target.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
                self.ensureWidgetVisible(target, 0, 60)
                return True
        return bool(super().focusNextPrevChild(forward))
