"""The open section: only the questions near the viewport have widgets."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QWidget

from qaf_desktop.ui.pages.form.kit import button, label
from qaf_desktop.ui.pages.form.outline import Item, home, leads, outline
from qaf_desktop.ui.pages.form.question_view import QuestionView
from qaf_desktop.ui.pages.form.sitting import Sitting
from qaf_desktop.ui.pages.form.slots import Slot, SlotArea
from qaf_desktop.ui.pages.form.toolbar import Acts

if TYPE_CHECKING:
    from qaf_desktop.tool.definition import Group

_AHEAD, _MARGIN = 3, 32


class SectionView(SlotArea):
    """Title, and the section's questions below one another."""

    current = Signal(str)

    def __init__(
        self, sitting: Sitting, acts: Acts, section: "Group", numbers: dict[str, str], widest: int = 960
    ) -> None:
        super().__init__()
        self.widest = widest
        self.sitting = sitting
        self.acts = acts
        self.section = section
        self.numbers = numbers
        self.leads: dict[str, str] = {}
        self.column.setContentsMargins(_MARGIN, 22, _MARGIN, 24)
        self.column.setSpacing(4)
        form = sitting.form
        self.column.addWidget(label((form.label(section.path) if section.path else "") or "Questions", "page"))
        if section.hint:
            self.column.addWidget(label(form.hint(section.path), "hint"))
        self.column.addSpacing(12)
        self.column.addStretch(1)
        self.head = self.column.count() - 1
        self.reshape()
        sitting.changed.connect(self._changed)
        sitting.flags_changed.connect(self.refresh)

    def reshape(self) -> None:
        """Follow what the section holds now, keeping the widgets of what stays."""
        wanted = outline(self.sitting, self.section)
        self.leads = leads(self.sitting, wanted)
        old = {slot.item: slot for slot in self.slots}
        self.slots, self.wanted = [], None
        self.page.setUpdatesEnabled(False)
        for item in old.keys() - set(wanted):
            old.pop(item).end(self.column)
        for place, item in enumerate(wanted, self.head):
            slot = old.get(item)
            if slot is None:
                slot = Slot(item)
                slot.put(self.column, place)
            elif not slot.stands(self.column, place):
                slot.leave(self.column)
                slot.put(self.column, place)
            self._show(slot)
            self.slots.append(slot)
        self.page.setUpdatesEnabled(True)
        QTimer.singleShot(0, self, self.build_near)

    def _show(self, slot: Slot) -> bool:
        return slot.show(self.sitting.form.relevant(slot.item.ref))

    def build(self, slot: Slot) -> None:
        """Build the widget of a place, where it has none yet."""
        if slot.built is not None:
            return
        item = slot.item
        if item.kind == "question":
            number, lead = self.numbers.get(item.ref, ""), self.leads.get(item.ref, "")
            view = QuestionView(self.sitting, item.ref, number, self.acts, lead)
            view.focused.connect(self._focused)
            if isinstance(editor := view.editor, QPlainTextEdit):
                editor.cursorPositionChanged.connect(lambda: self.show_caret(editor))
            slot.fill(self.column, view)
            view.arrange(self._room(item))
            view.show_tools(False, item.ref in self._last())
            if self.sitting.checked and view.names is not None:
                view.names.look()
        elif item.kind == "heading":
            slot.fill(self.column, label(item.words, "section"))
        elif item.kind == "add":
            made = button(f"Add {item.words.lower()}", lambda: self.go_into(self.sitting.add(item.ref)), "quiet")
            made.setIcon(self.acts.picture("plus"))
            slot.fill(self.column, made)
            made.setSizePolicy(made.sizePolicy().Policy.Maximum, made.sizePolicy().Policy.Fixed)
        else:
            slot.fill(self.column, self._card_head(item))

    def _card_head(self, item: Item) -> QWidget:
        head = QFrame()
        head.setObjectName("cardHead")
        row = QHBoxLayout(head)
        row.setContentsMargins(0, 4, 0, 0)
        row.addWidget(label(item.words, "strong"), 1)
        beside = self.sitting.beside.get(item.ref, "")
        if beside and home(beside) != self.section.path and self.sitting.known(beside):
            words = f"Question {self.numbers[beside]}" if beside in self.numbers else "Its question"
            row.addWidget(button(words, lambda: self.acts.jump(beside), "quiet", self.sitting.form.label(beside)))
        row.addWidget(button("Delete", lambda: self._delete(item), "quiet", f"Delete {item.words}"))
        return head

    def _delete(self, item: Item) -> None:
        beside = self.sitting.beside.get(item.ref, "")
        self.sitting.delete(item.ref, item.words.split()[0])
        group_ref = item.ref.rpartition("[")[0]
        add = next((one for one in self.slots if one.item.kind == "add" and one.item.ref == group_ref), None)
        if add is not None:
            self.build(add)
        if add is not None and add.built is not None:
            add.built.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.go_to(beside)

    def _room(self, item: Item) -> int:
        margins = self.column.contentsMargins()
        return max(self.viewport().width() - margins.left() - margins.right() - 20 * item.deep, 200)

    def _last(self) -> set[str]:
        shown = self.sitting.form.relevant
        return set({lead: one for one, lead in self.leads.items() if shown(one)}.values())

    def arrange(self) -> None:
        """Lay out what is built anew, for this width and text size."""
        side = max(self.viewport().width() - 2 * _MARGIN - self.widest, 0)
        self.column.setContentsMargins(_MARGIN, 22, _MARGIN + side, 24)
        for slot in self.slots:
            if isinstance(slot.built, QuestionView):
                slot.built.arrange(self._room(slot.item))
        QTimer.singleShot(0, self, self.build_near)

    def go_into(self, instance_ref: str) -> bool:
        """The focus goes to the first question of a card; False where this section does not show it."""
        for slot in self.slots:
            if slot.item.kind == "question" and slot.item.ref.startswith(instance_ref + "/"):
                return self.go_to(slot.item.ref)
        return False

    def caret_of(self, ref: str) -> int:
        """Where the caret is in a question's editor; 0 where it has none."""
        view = self.view(ref)
        return view.caret() if view is not None else 0

    def begin(self) -> None:
        """The focus goes to the section's first question."""
        refs = self.sitting.form.questions(self.section.path)
        first = next((ref for ref in refs if self.sitting.question(ref).kind != "note"), None)
        self.verticalScrollBar().setValue(0)
        if first is not None:
            self.go_to(first)

    def _focused(self, ref: str) -> None:
        for place, slot in enumerate(self.slots):
            if slot.item.ref == ref:
                self.wanted = slot.built
                for near in self.slots[max(0, place - _AHEAD) : place + _AHEAD + 1]:
                    self.build(near)
        self._show_tools(ref)
        self.current.emit(ref)

    def _show_tools(self, ref: str) -> None:
        lead, last = self.leads.get(ref, ""), self._last()
        for slot in self.slots:
            if isinstance(slot.built, QuestionView) and slot.built.toolbar is not None:
                mine = bool(lead) and self.leads.get(slot.item.ref) == lead
                slot.built.show_tools(mine, slot.item.ref in last)

    def _changed(self, refs: frozenset[str], shape: bool) -> None:
        if shape:
            self.reshape()
        came_or_went = False
        for slot in self.slots:
            if slot.item.ref in refs:
                came_or_went = self._show(slot) or came_or_went
                if isinstance(slot.built, QuestionView):
                    slot.built.refresh()
        if came_or_went or shape:
            self._show_tools(self.sitting.position)
            QTimer.singleShot(0, self, self.build_near)

    def refresh(self) -> None:
        """Show every built question anew, after a check or a flag."""
        for slot in self.slots:
            if isinstance(slot.built, QuestionView):
                slot.built.refresh()
        self._show_tools(self.sitting.position)

    def look_for_names(self) -> None:
        """Point out what may be a name in the texts that are built."""
        for slot in self.slots:
            if isinstance(slot.built, QuestionView) and slot.built.names is not None:
                slot.built.names.look()

    def view(self, ref: str) -> QuestionView | None:
        """The widgets of a question, built now if they were not."""
        for slot in self.slots:
            if slot.item.ref == ref and slot.item.kind == "question":
                self.build(slot)
                return slot.built if isinstance(slot.built, QuestionView) else None
        return None

    def go_to(self, ref: str, caret: int = 0) -> bool:
        """Bring a question into sight and put the focus there."""
        view = self.view(ref)
        if view is None:
            return False
        self.build_near()
        self.column.activate()
        view.take_focus(caret)
        self.bring(view)
        self.wanted = view
        QTimer.singleShot(0, self, self.build_near)
        self._focused(ref)
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More may be in sight now, in another width."""
        super().resizeEvent(event)
        self.arrange()
