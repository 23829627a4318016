"""The exchange in the status bar: one line that leads to its page, shorter where there is less room."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QProgressBar, QPushButton, QSizePolicy, QWidget

from qaf_desktop.ui.exchange_words import Said
from qaf_desktop.ui.pages.form.kit import button
from qaf_desktop.ui.theme import Theme

ROOM = 34


class ExchangeLine(QPushButton):
    """Says how the exchange stands; its whole words are its name, whatever of them is in sight."""

    def __init__(
        self, theme: Theme, go: Callable[[], None], stop: Callable[[], None], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("exchangeLine")
        self.setProperty("kind", "quiet")
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._theme, self._said = theme, Said("", "")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(6)
        self.bar.setMaximumWidth(90)
        self.bar.setAccessibleName("How far the exchange is")
        self.bar.hide()
        self.stop = button("Stop", stop, "quiet", "Stop the exchange: what has arrived is kept")
        self.stop.setObjectName("exchangeStop")
        self.stop.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.stop.hide()
        self.clicked.connect(lambda: go())

    @property
    def words(self) -> str:
        """All that it says."""
        return self._said.words

    def say(self, said: Said) -> None:
        """Says this."""
        self._said = said
        name = f"! {said.words}" if said.trouble else said.words
        self.setAccessibleName(said.words)
        self.setAccessibleDescription("Opens Exchange and devices")
        self.setToolTip(said.words)
        self.setVisible(bool(name))
        self.dress()
        self.updateGeometry()
        self._fit()

    def show_progress(self, done: int, of: int) -> None:
        """Shows how far it is, and that it can be stopped; nothing where that is not known."""
        if of <= 0 and self.stop.hasFocus():
            self.setFocus()
        self.stop.setVisible(of > 0)
        self.bar.setVisible(of > 0)
        self.bar.setRange(0, max(of, 1))
        self.bar.setValue(done)

    def dress(self) -> None:
        """Takes on the theme's colours."""
        t = self._theme.tokens
        colour = t.error if self._said.trouble else t.muted
        small = f"font-size:{self._theme.px(12)}px; padding:2px 8px;"
        self.setStyleSheet(f"#exchangeLine {{ color:{colour}; {small} }}")
        self.stop.setStyleSheet(f"#exchangeStop {{ {small} }}")

    def sizeHint(self) -> QSize:
        """As wide as all that it says."""
        hint = super().sizeHint()
        return QSize(self.fontMetrics().horizontalAdvance(self._shown(self._said.words)) + ROOM, hint.height())

    def minimumSizeHint(self) -> QSize:
        """It gives way to what stands beside it."""
        return QSize(self._theme.px(60), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Says as much as there is room for."""
        super().resizeEvent(event)
        self._fit()

    def _shown(self, words: str) -> str:
        return f"!  {words}" if self._said.trouble else words

    def _fit(self) -> None:
        room = self.width() - ROOM // 2
        metrics = self.fontMetrics()
        for words in (self._said.words, self._said.short):
            if metrics.horizontalAdvance(self._shown(words)) <= room:
                break
        text = metrics.elidedText(self._shown(words), Qt.TextElideMode.ElideRight, max(room, 20))
        if text != self.text():
            self.setText(text)
