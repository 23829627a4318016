"""What the status bar says of the exchange at every moment, and what of it is announced to a screen reader."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

from qaf_desktop.ui import exchange_words
from qaf_desktop.ui.exchange_words import Said
from qaf_desktop.ui.widgets.exchange_line import ExchangeLine

if TYPE_CHECKING:
    from qaf_desktop.services.exchange_status import Glance
    from qaf_desktop.ui.exchanger import Exchanger
    from qaf_desktop.ui.theme import Theme

SHOW_MS = 400  # an exchange of a moment is not worth a word


class ExchangeBar(QObject):
    """Follows an exchanger. `news` says that something else is said than before."""

    news = Signal()
    announced = Signal(str)

    def __init__(
        self,
        exchanger: Exchanger,
        theme: Theme,
        now: Callable[[], dt.datetime],
        go: Callable[[], None],
        stop: Callable[[], None],
    ) -> None:
        super().__init__(exchanger)
        self._now = now
        self.line = ExchangeLine(theme, go, stop)
        self.glance: Glance | None = None
        self.said = Said("", "")
        self.progress: tuple[int, int] | None = None
        self._silent = 0
        self._began = now()
        self._hangs_since: dt.datetime | None = None
        self._running, self._to_answer = False, False
        self._soon = QTimer(self, singleShot=True, interval=SHOW_MS)
        self._soon.timeout.connect(self._show_under_way)
        exchanger.told.connect(self._take)
        exchanger.began.connect(self._start)
        exchanger.progressed.connect(self._step)
        exchanger.silent.connect(self._hang)
        exchanger.ended.connect(self._end)

    def answer(self) -> None:
        """Says aloud how it stands once the exchange that a person asked for has ended."""
        self._to_answer = True

    def say_silent(self, count: int) -> None:
        """How many laptops have not been heard from for long."""
        if count != self._silent:
            self._silent = count
            self._say()

    def announce(self, words: str) -> None:
        """Tells a screen reader; not while an audit is read with its worker, when the bar is out of sight."""
        if self.line.isVisible():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.line, words))
            self.announced.emit(words)

    def _take(self, glance: Glance | None) -> None:
        if glance is not None:
            self.glance = glance
            self._say()

    def _start(self) -> None:
        self._began, self._running = self._now(), True
        self._soon.start()

    def _show_under_way(self) -> None:
        if self._running and not self.said.trouble and self.progress is None:
            self.progress = (0, 0)
            self._say()

    def _step(self, done: int, of: int) -> None:
        self._hangs_since = None
        self.progress = (done, of)
        self._say()

    def _hang(self) -> None:
        self._hangs_since = self._began
        self._say()

    def _end(self) -> None:
        self._soon.stop()
        self._running, self.progress, self._hangs_since = False, None, None

    def _say(self) -> None:
        now = self._now()
        if self._hangs_since is not None:
            said = exchange_words.hangs(self._hangs_since, now)
        elif self.progress is not None:
            words = exchange_words.under_way(*self.progress)
            said = Said(words, words, self.said.trouble)
        elif self.glance is not None:
            said = exchange_words.bar(self.glance, now, self._silent)
        else:
            return
        words = exchange_words.announced(self.said, said)
        if self._to_answer and not self._running:
            self._to_answer, words = False, words or said.words
        self.said = said
        self.line.say(said)
        self.line.show_progress(*(self.progress or (0, 0)))
        if words:
            self.announce(words)
        self.news.emit()
