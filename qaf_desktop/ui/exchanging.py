"""A window's exchange: wired to its status bar and to its page, for as long as the window is there.

It never touches the page in hand beyond telling it that there is news, and never moves the focus.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, QTimer, Signal

from qaf_desktop.errors import QafError
from qaf_desktop.services import exchange, exchange_overview
from qaf_desktop.ui import exchange_words
from qaf_desktop.ui.exchange_bar import ExchangeBar
from qaf_desktop.ui.exchanger import Exchanger
from qaf_desktop.ui.pages.exchange_parts import Shown
from qaf_desktop.ui.pages.form.kit import clock_time

if TYPE_CHECKING:
    from qaf_desktop.services.exchange_overview import InFolder, Overview
    from qaf_desktop.ui.bars import Status
    from qaf_desktop.ui.window import Window

PLACE = "exchange"
EVERY_MS: Final = 15 * 60_000
WHILE_MUCH_ARRIVES_MS: Final = 5_000


class Exchanging(QObject):
    """One workspace's exchange in its window. `news` says that its page has something else to show."""

    news = Signal()

    def __init__(self, window: Window, status: Status) -> None:
        super().__init__(window)
        self._window, self._ws = window, window.ws
        self.overview: Overview | None = None
        self.found: InFolder | None = None
        self.saved = "Everything is saved"
        self._silent: frozenset[str] = frozenset()
        self._reading, self._again, self._to_answer = False, False, False
        self.exchanger = Exchanger(window.ws, self)
        self.bar = ExchangeBar(self.exchanger, window.theme, window.ws.now, self.open_page, self.stop)
        self.exchanger.ended.connect(self._end)
        self.bar.news.connect(self.news.emit)
        status.add(self.bar.line)
        window.arrived.connect(self._arrived)
        self._later = QTimer(self, singleShot=True, interval=WHILE_MUCH_ARRIVES_MS)
        self._later.timeout.connect(self.read)
        self._often = QTimer(self, interval=EVERY_MS)  # a laptop falls silent although nothing happens
        self._often.timeout.connect(self.read)
        self._often.start()
        QTimer.singleShot(0, self, self._begin)  # once the window is there

    def _begin(self) -> None:
        self.exchanger.begin()
        self._later.start()

    def take_change(self, kinds: frozenset[str]) -> None:
        """Follows what changed in the workspace."""
        self.saved = f"Saved {clock_time(self._ws.now().astimezone())}"
        if kinds - {"draft"}:
            self.exchanger.ask()
        if self.exchanger.watcher.closely and kinds - {"draft"}:
            if not self.exchanger.under_way:
                self.read()
            elif not self._later.isActive():
                self._later.start()

    def send_now(self) -> None:
        """Exchanges at once; where no folder is set, shows where it is chosen."""
        glance = self.bar.glance
        if glance is not None and not glance.status.folder:
            self.open_page()
            self._window.notice("No shared folder is set for this workspace. Choose one, then send.")
            return
        self._to_answer = True
        self.bar.answer()
        self.exchanger.now()

    def stop(self) -> None:
        """Stops the exchange under way, and says so once it has ended; what has arrived is kept."""
        self._to_answer = True
        self.exchanger.stop()

    def open_page(self) -> None:
        """Shows its page."""
        self._window.open(PLACE)

    def _arrived(self, page: str) -> None:
        """While its page is in hand the folder is looked at more often, and what it shows is read anew."""
        self.exchanger.watcher.closely = page == PLACE
        if page == PLACE:
            self.read()
            self.look_into_folder()

    def read(self) -> None:
        """Reads what the database knows, behind the window; once more where that changes meanwhile."""
        if self._reading:
            self._again = True
            return
        self._reading, self._again, ws = True, False, self._ws
        background = self._window.background
        background.run(lambda _job: exchange_overview.overview(ws), self._take_overview, self._not_read, owner=self)

    def look_into_folder(self) -> None:
        """Reads who asks to join, and drafts of one's own earlier laptops, from the folder, behind the window."""
        ws, background = self._ws, self._window.background
        background.run(
            lambda _job: exchange_overview.in_folder(ws), self._take_found, self._unread, owner=self, may_hang=True
        )

    def shown(self) -> Shown:
        """All that its page shows."""
        bar = self.bar
        return Shown(self.saved, bar.said, bar.progress, bar.glance, self.overview, self.found, self._ws.today())

    def to_attend(self) -> int:
        """How much on its page waits for the person at this laptop."""
        asked = len(self.found.requests) if self.found is not None else 0
        if self.overview is None:
            return asked
        agree = [one for one in self.overview.proposals if not one.mine]
        decide = [one for one in self.overview.conflicts if one.mine]
        silent = self.overview.silent if self.overview.administers else ()
        return asked + len(agree) + len(decide) + len(silent)

    def end(self) -> bool:
        """Sends what waits, for a few seconds at most; answers whether nothing is under way any more."""
        return self.exchanger.end()

    def _end(self, _tally: Any, words: str) -> None:
        trouble = self.bar.glance is not None and self.bar.glance.status.trouble
        if self._to_answer and words and not trouble:
            self._window.notice(words)
        self._to_answer = False
        self.look_into_folder()
        self.read()

    def _take_overview(self, overview: Overview) -> None:
        self._reading, self.overview = False, overview
        silent = {one.row.id: one for one in overview.silent}
        for key in sorted(silent.keys() - self._silent):
            row, words = silent[key].row, exchange_words.silence(silent[key].silent)
            self.bar.announce(f"{row.label}, {row.person}: {words}")
        self._silent = frozenset(silent)
        self.bar.say_silent(len(silent))
        self._tell()
        if self._again:
            self.read()

    def _take_found(self, found: InFolder) -> None:
        if found != self.found:
            self.found = found
            self._tell()

    def _not_read(self, error: Exception) -> None:
        self._reading = False
        self._unread(error)

    def _unread(self, error: Exception) -> None:
        """What could not be read stays as it was; the status bar says what stands in the way."""
        if not isinstance(error, QafError | exchange.Closed):
            raise error

    def _tell(self) -> None:
        self._window.navigation.show_count(PLACE, self.to_attend())
        self.news.emit()
