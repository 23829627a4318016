"""The navigation on the left: wide with counts, or folded to icons with small names."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFocusEvent, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QVBoxLayout, QWidget

from qaf_desktop.ui import icons
from qaf_desktop.ui.pages.form.kit import label
from qaf_desktop.ui.theme import Theme


class NavButton(QPushButton):
    """One place to go: icon, word, and how much waits there."""

    def __init__(self, name: str, words: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon, self._words, self._theme = name, words, theme
        self._count, self._folded, self._here = 0, False, False
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_count(self, count: int) -> None:
        """Shows how much waits; nothing where it is none."""
        self._count = count
        self._describe()
        self.update()

    def show_here(self, here: bool) -> None:
        """Marks the place where one is. It is no check box: a screen reader's first action opens it."""
        self._here = here
        self._describe()
        self.update()

    def is_here(self) -> bool:
        """Whether one is at this place."""
        return self._here

    def _describe(self) -> None:
        waiting = f"{self._count:,} waiting" if self._count else ""
        self.setAccessibleDescription(". ".join(filter(None, ("You are here" if self._here else "", waiting))))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Comes into sight where the places do not all fit."""
        super().focusInEvent(event)
        area = self.parentWidget()
        while area is not None and not isinstance(area, QScrollArea):
            area = area.parentWidget()
        if area is not None:
            area.ensureWidgetVisible(self, 0, 0)

    def fold(self, folded: bool) -> None:
        """Shows the icon above a small word, or before it."""
        self._folded = folded
        self.fit()

    def fit(self) -> None:
        """As high as the word needs at this text size, and never less: the style has a least height of its own."""
        self.setStyleSheet(f"min-height:{self.sizeHint().height()}px; padding:0; border:none;")
        self.updateGeometry()
        self.update()

    def wide(self) -> int:
        """How wide it has to be for its word and a count of two figures, as it is when one is there."""
        self.ensurePolished()
        font = QFont(self.font())
        font.setPixelSize(self._theme.px(14))
        font.setWeight(QFont.Weight.DemiBold)
        return QFontMetrics(font).horizontalAdvance(f"{self._words} 00") + self._theme.px(20) + 20

    def _short(self, metrics: QFontMetrics) -> str:
        """The word below the icon: its first alone, where the whole has no room."""
        return self._words if metrics.horizontalAdvance(self._words) <= self.width() - 4 else self._words.split()[0]

    def sizeHint(self) -> QSize:
        """As high as the word needs at this text size."""
        return QSize(80, self._theme.px(44 if self._folded else 36))

    def minimumSizeHint(self) -> QSize:
        """Never less than its hint."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the place."""
        t, px, painter = self._theme.tokens, self._theme.px, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        here = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setPen(QPen(QColor(t.accent), 2) if self.hasFocus() else Qt.PenStyle.NoPen)
        chosen = self._here or self.underMouse()
        painter.setBrush(QColor(t.tint) if chosen else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(here, 6, 6)
        if self._here and self._theme.high_contrast:
            painter.fillRect(QRectF(0, 6, 4, self.height() - 12), QColor(t.accent))
        colour = t.accent if self._here else t.text
        picture = icons.pixmap(self._icon, t.accent if self._here else t.muted, px(20))
        font = QFont(self.font())
        font.setPixelSize(px(11 if self._folded else 14))
        font.setWeight(QFont.Weight.DemiBold if self._here else QFont.Weight.Normal)
        painter.setFont(font)
        painter.setPen(QColor(colour))
        if self._folded:
            painter.drawPixmap((self.width() - px(20)) // 2, px(5), picture)
            below = QRect(0, px(26), self.width(), self.height() - px(26))
            painter.drawText(below, Qt.AlignmentFlag.AlignHCenter, self._short(painter.fontMetrics()))
            return
        painter.drawPixmap(10, (self.height() - px(20)) // 2, picture)
        word = self.rect().adjusted(20 + px(20), 0, -8, 0)
        painter.drawText(word, Qt.AlignmentFlag.AlignVCenter, self._words)
        if self._count:
            font.setPixelSize(px(12))
            font.setWeight(QFont.Weight.Normal)
            painter.setFont(font)
            painter.setPen(QColor(t.muted))
            painter.drawText(word, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, f"{self._count:,}")


class Navigation(QFrame):
    """The places in order, and the menu at the foot."""

    def __init__(self, theme: Theme, go: Callable[[str], None], menu: Callable[[], None]) -> None:
        super().__init__()
        self.setObjectName("nav")
        self.setAccessibleName("Navigation")
        self._theme, self._folded, self._go = theme, False, go
        self._brand = label("QAF Desktop", "brand", wrap=False)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 14, 8, 10)
        column.setSpacing(2)
        column.addWidget(self._brand)
        column.addSpacing(10)
        self.buttons: dict[str, NavButton] = {}
        within = QWidget()
        within.setObjectName("places")
        self._places = QVBoxLayout(within)
        self._places.setContentsMargins(0, 0, 0, 0)
        self._places.setSpacing(2)
        self._places.addStretch(1)
        self._area = QScrollArea()
        self._area.setObjectName("places")
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(within)
        column.addWidget(self._area, 1)
        self.menu_button = NavButton("menu", "Menu", theme)
        self.menu_button.clicked.connect(lambda: menu())
        column.addWidget(self.menu_button)
        self.fold(False)

    def show_places(self, places: Iterable[tuple[str, str]]) -> None:
        """Shows the places (page, word) that a person may go to."""
        for one in self.buttons.values():
            one.hide()
            self._places.removeWidget(one)
            one.deleteLater()
        self.buttons = {name: NavButton(name, words, self._theme) for name, words in places}
        for at, (name, one) in enumerate(self.buttons.items()):
            one.clicked.connect(partial(self._go, name))
            one.fold(self._folded)
            self._places.insertWidget(at, one)
        self._keep_order()
        self.fit()

    def show_place(self, name: str) -> None:
        """Marks where one is."""
        for key, one in self.buttons.items():
            one.show_here(key == name)
            if key == name:
                self._area.ensureWidgetVisible(one, 0, 0)

    def show_count(self, name: str, count: int) -> None:
        """Shows how much waits in a place, where the person has it."""
        if name in self.buttons:
            self.buttons[name].show_count(count)

    def fold(self, folded: bool) -> None:
        """Folds to icons with small names, or opens again."""
        self._folded = folded
        self._brand.setText("QAF" if folded else "QAF Desktop")
        for one in (*self.buttons.values(), self.menu_button):
            one.fold(folded)
        self.fit()

    def fit(self) -> None:
        """Takes the width that this text size needs."""
        for one in (*self.buttons.values(), self.menu_button):
            one.fit()
        folded = 96 + (self._theme.scale - 100) * 7 // 10
        widest = max((one.wide() for one in self.buttons.values()), default=0)
        self.setFixedWidth(folded if self._folded else max(190 + self._theme.px(36), widest + 20))

    def _keep_order(self) -> None:
        before: QWidget | None = None
        for one in (*self.buttons.values(), self.menu_button):
            if before is not None:
                QWidget.setTabOrder(before, one)
            before = one
