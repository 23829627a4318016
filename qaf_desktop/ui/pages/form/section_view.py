"""The open section: only the questions near the viewport have widgets."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from qaf_desktop.ui.pages.form.kit import button, label
from qaf_desktop.ui.pages.form.outline import Item, outline
from qaf_desktop.ui.pages.form.question_view import Acts, QuestionView
from qaf_desktop.ui.pages.form.sitting import Sitting

if TYPE_CHECKING:
    from qaf_desktop.tool.definition import Group

_ESTIMATE = {"question": 132, "heading": 40, "card": 44, "add": 44}
_AHEAD = 3


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


class SectionView(QScrollArea):
    """Title, and the section's questions below one another."""

    current = Signal(str)

    def __init__(self, sitting: Sitting, acts: Acts, section: "Group", numbers: dict[str, str]) -> None:
        super().__init__()
        self.sitting = sitting
        self.acts = acts
        self.section = section
        self.numbers = numbers
        self.slots: list[Slot] = []
        self.wanted: QWidget | None = None
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        page = QWidget()
        page.setObjectName("page")
        self.column = QVBoxLayout(page)
        self.column.setContentsMargins(32, 22, 32, 24)
        self.column.setSpacing(4)
        self.column.addWidget(label(section.label or "Questions", "page"))
        if section.hint:
            self.column.addWidget(label(section.hint, "hint"))
        self.column.addSpacing(16)
        self.column.addStretch(1)
        self.head = self.column.count() - 1
        self.page = page
        self.setWidget(page)
        self.reshape()
        self.verticalScrollBar().valueChanged.connect(lambda _: self.build_near())
        sitting.changed.connect(self._changed)
        sitting.flags_changed.connect(self.refresh)

    def reshape(self) -> None:
        """Follow what the section holds now, keeping the widgets of what stays."""
        wanted = outline(self.sitting, self.section)
        old = {slot.item: slot for slot in self.slots}
        self.slots = []
        self.page.setUpdatesEnabled(False)
        for place, item in enumerate(wanted):
            slot = old.pop(item, None)
            if slot is None or self.column.indexOf(slot) != self.head + place:
                slot = slot or Slot(item)
                self.column.removeWidget(slot)
                self.column.insertWidget(self.head + place, slot)
            self._show(slot)
            self.slots.append(slot)
        self.wanted = None
        for slot in old.values():
            self.column.removeWidget(slot)
            slot.hide()
            slot.deleteLater()
        self.page.setUpdatesEnabled(True)
        QTimer.singleShot(0, self, self.build_near)

    def _show(self, slot: Slot) -> None:
        shown = self.sitting.form.relevant(slot.item.ref)
        if slot.isHidden() == shown:
            slot.setVisible(shown)

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
                    self._build(slot)
                    built += 1
                    if built >= 12:
                        break
        if built:
            QTimer.singleShot(0, self, self.build_near)
        elif self.wanted is not None:
            self.ensureWidgetVisible(self.wanted, 0, 40)
            self.wanted = None

    def _build(self, slot: Slot) -> None:
        if slot.built is not None:
            return
        item = slot.item
        if item.kind == "question":
            room = min(max(self.viewport().width() - 64, 300), 1000) - 20 * item.deep
            inside = "[" in item.ref
            view = QuestionView(self.sitting, item.ref, self.numbers.get(item.ref, ""), self.acts, room, not inside)
            view.focused.connect(self._focused)
            slot.fill(view)
        elif item.kind == "heading":
            slot.fill(label(item.words, "section"))
        elif item.kind == "add":
            word = item.words
            made = button(f"+ {word}", lambda: self._add(item.ref), "quiet", f"Add {word.lower()}")
            slot.fill(made)
            made.setSizePolicy(made.sizePolicy().Policy.Maximum, made.sizePolicy().Policy.Fixed)
        else:
            slot.fill(self._card_head(item))

    def _card_head(self, item: Item) -> QWidget:
        head = QFrame()
        head.setObjectName("cardHead")
        row = QHBoxLayout(head)
        row.setContentsMargins(0, 4, 0, 0)
        row.addWidget(label(item.words, "strong"), 1)
        what = item.words.split()[0]
        row.addWidget(button("Delete", lambda: self.sitting.delete(item.ref, what), "quiet", f"Delete {item.words}"))
        return head

    def _add(self, group_ref: str) -> None:
        self.go_into(self.sitting.add(group_ref))

    def go_into(self, instance_ref: str) -> None:
        """The focus goes to the first question of a card that was just added."""
        for slot in self.slots:
            if slot.item.kind == "question" and slot.item.ref.startswith(instance_ref + "/"):
                self.go_to(slot.item.ref)
                return

    def begin(self) -> None:
        """The focus goes to the section's first question."""
        refs = self.sitting.form.questions(self.section.path)
        first = next((ref for ref in refs if self.sitting.question(ref).kind != "note"), None)
        if first is not None:
            self.go_to(first)

    def _focused(self, ref: str) -> None:
        for place, slot in enumerate(self.slots):
            if slot.item.ref == ref:
                for near in self.slots[max(0, place - _AHEAD) : place + _AHEAD + 1]:
                    self._build(near)
        for slot in self.slots:
            if isinstance(slot.built, QuestionView):
                slot.built.show_tools(slot.item.ref == ref)
        self.current.emit(ref)

    def _changed(self, refs: frozenset[str], shape: bool) -> None:
        if shape:
            self.reshape()
        for slot in self.slots:
            if slot.item.ref in refs:
                self._show(slot)
                if isinstance(slot.built, QuestionView):
                    slot.built.refresh()

    def refresh(self) -> None:
        """Show every built question anew, after a check or a flag."""
        for slot in self.slots:
            if isinstance(slot.built, QuestionView):
                slot.built.refresh()

    def look_for_names(self) -> None:
        """Point out what may be a name in the texts that are built."""
        for slot in self.slots:
            if isinstance(slot.built, QuestionView) and slot.built.names is not None:
                slot.built.names.look()

    def view(self, ref: str) -> QuestionView | None:
        """The widgets of a question, built now if they were not."""
        for slot in self.slots:
            if slot.item.ref == ref and slot.item.kind == "question":
                self._build(slot)
                return slot.built if isinstance(slot.built, QuestionView) else None
        return None

    def go_to(self, ref: str, caret: int = 0) -> bool:
        """Bring a question into sight and put the focus there."""
        view = self.view(ref)
        if view is None:
            return False
        self.build_near()
        self.column.activate()
        self.ensureWidgetVisible(view, 0, 40)
        self.wanted = view
        QTimer.singleShot(0, self, self.build_near)
        view.take_focus(caret)
        self._focused(ref)
        return True

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
            self._build(slot)
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

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More may be in sight now."""
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self.build_near)
