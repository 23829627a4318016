"""The left pane: the sections with their state, and how far the audit is."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from qaf_desktop.ui.pages.form.kit import label, restyle
from qaf_desktop.ui.pages.form.sitting import Sitting

if TYPE_CHECKING:
    from qaf_desktop.tool.form import Progress


_QUIET = (
    "#sectionList, #sectionList::item, #sectionList::item:selected, #sectionList::item:hover"
    " { background: transparent; border: none; outline: none; padding: 0; margin: 0; }"
)
_TICK = (QPointF(-3.4, 0.2), QPointF(-1, 2.6), QPointF(3.4, -2.4))


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
        self.list = QListWidget()
        self.list.setAccessibleName("Sections")
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
        for section in sitting.form.tool.sections:
            self._row(section.label or "Questions")
        self.refresh()
        self.list.currentRowChanged.connect(self.chosen)

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

    def refresh(self) -> None:
        """Count again."""
        answered = total = 0
        for (item, ring, state), section in zip(self.rows, self.sitting.form.tool.sections, strict=True):
            progress = self.sitting.form.progress(section.path)
            answered, total = answered + progress.answered, total + progress.total
            done = progress.state == "completed"
            ring.share = 1.0 if done else (progress.answered / progress.total if progress.total else 0.0)
            ring.update()
            state.setText(state_words(progress))
            item.setData(
                Qt.ItemDataRole.AccessibleTextRole,
                f"{item.data(Qt.ItemDataRole.UserRole)}, {state_words(progress)}",
            )
        self._fit()
        self.bar.setMaximum(max(total, 1))
        self.bar.setValue(answered)
        later = len(self.sitting.flagged)
        self.words.setText(f"{answered} of {total} answered" + (f". To come back to: {later}" if later else ""))

    def _fit(self) -> None:
        wide = self.width() - 24
        for item, _, _ in self.rows:
            layout = self.list.itemWidget(item).layout()
            if layout is not None:
                item.setSizeHint(QSize(wide, layout.totalHeightForWidth(wide)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Long titles take two lines where there is little room."""
        super().resizeEvent(event)
        self._fit()

    def _mark(self, row: int) -> None:
        for place, (item, _, _) in enumerate(self.rows):
            restyle(self.list.itemWidget(item), "secOn" if place == row else "sec")

    def show_row(self, row: int) -> None:
        """Mark the section that is open."""
        self.list.blockSignals(True)
        self.list.setCurrentRow(row)
        self._mark(row)
        self.list.blockSignals(False)
