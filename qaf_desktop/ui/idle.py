"""How long the computer, not just this window, has been idle."""

from __future__ import annotations

import ctypes
import ctypes.util
import sys
import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QGuiApplication, QWindow

INPUT = (QEvent.Type.KeyPress, QEvent.Type.MouseMove, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel)


class _LastInput(ctypes.Structure):
    _fields_ = (("size", ctypes.c_uint), ("tick", ctypes.c_uint))


class _ScreenSaver(ctypes.Structure):
    _fields_ = (
        ("window", ctypes.c_ulong), ("state", ctypes.c_int), ("kind", ctypes.c_int),
        ("till", ctypes.c_ulong), ("idle", ctypes.c_ulong), ("mask", ctypes.c_ulong),
    )  # fmt: skip


def _on_windows() -> Callable[[], float] | None:
    if sys.platform != "win32":
        return None
    last = _LastInput(ctypes.sizeof(_LastInput), 0)

    def idle() -> float:
        ctypes.windll.user32.GetLastInputInfo(ctypes.byref(last))
        return float((ctypes.windll.kernel32.GetTickCount() - last.tick) & 0xFFFFFFFF) / 1000

    return idle


def _on_x11() -> Callable[[], float] | None:
    names = ctypes.util.find_library("X11"), ctypes.util.find_library("Xss")
    if QGuiApplication.platformName() != "xcb" or None in names:
        return None
    x11, saver = (ctypes.CDLL(name) for name in names)
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XDefaultRootWindow.argtypes = [ctypes.c_void_p]
    x11.XDefaultRootWindow.restype = ctypes.c_ulong
    saver.XScreenSaverQueryInfo.argtypes = [ctypes.c_void_p, ctypes.c_ulong, ctypes.POINTER(_ScreenSaver)]
    display = x11.XOpenDisplay(None)
    if not display:
        return None
    info, root = _ScreenSaver(), x11.XDefaultRootWindow(display)

    def idle() -> float:
        saver.XScreenSaverQueryInfo(display, root, ctypes.byref(info))
        return float(info.idle) / 1000

    return idle


class Idle(QObject):
    """Calls once the computer has been idle for so many minutes; asks this window where the system cannot say."""

    def __init__(
        self,
        minutes: Callable[[], int],
        then: Callable[[], None],
        parent: QObject,
        system: Callable[[], float] | None = None,
    ) -> None:
        super().__init__(parent)
        self._minutes, self._then, self._last = minutes, then, time.monotonic()
        self._system = system or _on_windows() or _on_x11()
        application = QGuiApplication.instance()
        if self._system is None and isinstance(application, QGuiApplication):
            application.focusWindowChanged.connect(self._watch)
            self._watch(application.focusWindow())
        timer = QTimer(self)
        timer.timeout.connect(self.look)
        timer.start(5000)

    def seconds(self) -> float:
        """For how long nobody touched the computer."""
        return self._system() if self._system else time.monotonic() - self._last

    def look(self) -> None:
        """Calls where it has been long enough, by the setting of this moment."""
        if self.seconds() >= self._minutes() * 60:
            self._then()

    def _watch(self, window: QWindow | None) -> None:
        if window is not None:  # the window that has the keyboard: asked of every widget, it would slow each key
            window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notes that someone is there."""
        if event.type() in INPUT:
            self._last = time.monotonic()
        return False
