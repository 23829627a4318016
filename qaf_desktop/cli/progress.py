"""A bar on standard error for what takes more than a second."""

import sys
import threading
import time

FIRST_SHOWN, EVERY, WIDTH = 1.0, 0.25, 24


class Progress:
    """Counts where the work can be counted, and otherwise shows the seconds. Shown to people only, never to scripts."""

    def __init__(self, shown: bool) -> None:
        self._shown = shown
        self._done = self._total = 0
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """From now on the seconds count; a second start changes nothing."""
        if self._shown and self._thread is None:
            self._thread = threading.Thread(target=self._run, daemon=True)
            self._thread.start()

    def step(self, done: int, total: int) -> None:
        """How much is done."""
        self._done, self._total = done, total

    def of(self, done: int, total: int) -> bool:
        """The same, as work asks that can be stopped: it goes on."""
        self.start()
        self.step(done, total)
        return True

    def end(self) -> None:
        """Takes the bar away."""
        self._ended.set()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        began = time.monotonic()
        if self._ended.wait(FIRST_SHOWN):
            return
        while not self._ended.wait(EVERY):
            _write(f"\r{self._line(int(time.monotonic() - began))}")
        _write("\r" + " " * (WIDTH + 30) + "\r")

    def _line(self, seconds: int) -> str:
        if not self._total:
            return f"Working, {seconds} s"
        filled = WIDTH * self._done // self._total
        return f"[{'#' * filled}{'.' * (WIDTH - filled)}] {self._done} of {self._total}"


def _write(text: str) -> None:
    try:
        sys.stderr.write(text)
        sys.stderr.flush()
    except (OSError, ValueError):  # nobody reads any more; the work goes on
        return
