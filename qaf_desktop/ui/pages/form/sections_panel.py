"""The left pane: the sections with their state, and how far the audit is."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidgetItem,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from qaf_desktop.ui.pages.form.kit import label, restyle
from qaf_desktop.ui.pages.form.outline import home
from qaf_desktop.ui.pages.form.rows import Rows
from qaf_desktop.ui.pages.form.sitting import Sitting

if TYPE_CHECKING:
    from qaf_desktop.tool.definition import Group
    from qaf_desktop.tool.form import Progress

_QUIET = (
    "#sectionList, #sectionList::item, #sectionList::item:selected, #sectionList::item:hover"
    " { background: transparent; border: none; outline: none; padding: 0; margin: 0; }"
)
_TICK = (QPointF(-3.4, 0.2), QPointF(-1, 2.6), QPointF(3.4, -2.4))


def title_of(sitting: Sitting, section: "Group") -> str:
    """A section's title in the language that is read."""
    return (sitting.form.label(section.path) if section.path else "") or "Questions"


def state_words(progress: "Progress") -> str:
    """A section's state in words."""
    if progress.state == "completed":
        return "Completed"
    if progress.state == "not_started":
        return "Not started"
    return f"{progress.answered} of {progress.total} answered"


class Ring(QWidget):
    """A section's progress: empty, part, or full."""

    def __init__(self) -> None:
        super().__init__()
        self.share = 0.0
        self.setFixedSize(18, 18)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ring in the palette's colours."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ring = QRectF(2, 2, 14, 14)
        accent = self.palette().highlight().color()
        painter.setPen(QPen(self.palette().mid().color(), 1.8))
        if self.share >= 1:
            painter.setBrush(accent)
            painter.drawEllipse(ring)
            painter.setPen(QPen(self.palette().base().color(), 1.8))
            painter.drawPolyline([ring.center() + shift for shift in _TICK])
        else:
            painter.drawEllipse(ring)
            painter.setPen(QPen(accent, 2.4))
            painter.drawArc(ring, 90 * 16, -int(360 * 16 * self.share))


class SectionsPanel(QFrame):
    """One list: arrows move, and the section opens."""

    chosen = Signal(int)
    entered = Signal()

    def __init__(self, sitting: Sitting) -> None:
        super().__init__()
        self.setObjectName("sections")
        self.setFixedWidth(264)
        self.sitting = sitting
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(6)
        self.bar.setAccessibleName("Answered so far")
        self.words = label("", "small")
        self.list = Rows("Sections")
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setObjectName("sectionList")
        self.list.setStyleSheet(_QUIET)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.rows: list[tuple[QListWidgetItem, Ring, QLabel]] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 14, 12, 12)
        column.addWidget(label("Sections", "strong"))
        column.addWidget(self.bar)
        column.addWidget(self.words)
        column.addWidget(self.list, 1)
        self.counted: dict[str, Progress] = {}
        for section in sitting.form.tool.sections:
            self._row(title_of(sitting, section))
        self.refresh()
        self.list.currentRowChanged.connect(self.chosen)
        self.list.opened.connect(lambda _: self.entered.emit())

    def _row(self, title: str) -> None:
        item = QListWidgetItem()
        self.list.addItem(item)
        ring = Ring()
        name, state = label(title, "strong"), label("", "small")
        widget = QFrame()
        widget.setObjectName("sec")
        row = QHBoxLayout(widget)
        row.setContentsMargins(8, 5, 6, 5)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(name)
        words.addWidget(state)
        row.addWidget(ring)
        row.addLayout(words, 1)
        item.setData(Qt.ItemDataRole.UserRole, title)
        self.list.setItemWidget(item, widget)
        self.rows.append((item, ring, state))

    def refresh(self, refs: frozenset[str] | None = None) -> None:
        """Count again: the sections of these questions, or all."""
        touched = None if refs is None else {home(ref) for ref in refs}
        for (item, ring, state), section in zip(self.rows, self.sitting.form.tool.sections, strict=True):
            if touched is not None and section.path and section.path not in touched:
                continue
            progress = self.counted[section.path] = self.sitting.form.progress(section.path)
            done = progress.state == "completed"
            ring.share = 1.0 if done else (progress.answered / progress.total if progress.total else 0.0)
            ring.update()
            if state.text() != state_words(progress):
                state.setText(state_words(progress))
                item.setData(
                    Qt.ItemDataRole.AccessibleTextRole,
                    f"{item.data(Qt.ItemDataRole.UserRole)}, {state_words(progress)}",
                )
        answered = sum(one.answered for one in self.counted.values())
        total = sum(one.total for one in self.counted.values())
        self.bar.setMaximum(max(total, 1))
        self.bar.setValue(answered)
        later = len(self.sitting.flagged)
        said = f"{answered:,} of {total:,} answered" + (f". To come back to: {later}" if later else "")
        self.words.setText(said)

    def _fit(self) -> None:
        wide = self.list.viewport().width()
        for item, _, _ in self.rows:
            layout = self.list.itemWidget(item).layout()
            if layout is not None:
                layout.invalidate()
                item.setSizeHint(QSize(wide, layout.totalHeightForWidth(wide)))

    def fit(self) -> None:
        """Once the look is worn, each row is as high as its words need."""
        QTimer.singleShot(0, self, self._fit)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Long titles take two lines where there is little room."""
        super().resizeEvent(event)
        self.fit()

    def _mark(self, row: int) -> None:
        for place, (item, _, _) in enumerate(self.rows):
            restyle(self.list.itemWidget(item), "secOn" if place == row else "sec")

    def show_row(self, row: int) -> None:
        """Mark the section that is open."""
        self.list.blockSignals(True)
        self.list.setCurrentRow(row)
        self._mark(row)
        self.list.blockSignals(False)
