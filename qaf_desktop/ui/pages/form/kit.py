"""Small builders shared by the audit form's widgets, and how times and dates are written."""

from collections.abc import Callable
from datetime import date, datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QLayout, QPushButton, QWidget


def label(text: str, role: str = "body", wrap: bool = True) -> QLabel:
    """Text in one of the theme's roles; never read as mark-up."""
    widget = QLabel(text)
    widget.setTextFormat(Qt.TextFormat.PlainText)
    widget.setProperty("role", role)
    widget.setWordWrap(wrap)
    return widget


def button(text: str, pressed: Callable[[], object], kind: str = "plain", name: str = "") -> QPushButton:
    """A button with the theme's look: its name is what it says, and `name` what it is about."""
    widget = QPushButton(text)
    widget.setProperty("kind", kind)
    widget.setAccessibleName(text or name)
    if text and name:
        widget.setAccessibleDescription(name)
    widget.setAutoDefault(False)
    widget.clicked.connect(lambda: pressed())
    return widget


def panel(name: str, layout: QLayout) -> QFrame:
    """A frame that the theme styles by its object name."""
    frame = QFrame()
    frame.setObjectName(name)
    frame.setLayout(layout)
    return frame


def restyle(widget: QWidget, name: str) -> None:
    """Give a widget another of the theme's looks."""
    if widget.objectName() != name:
        widget.setObjectName(name)
        for one in (widget, *widget.findChildren(QWidget)):
            one.style().unpolish(one)
            one.style().polish(one)


def clock_time(moment: datetime) -> str:
    """A time as people say it: 2:32pm."""
    return f"{moment.hour % 12 or 12}:{moment.minute:02d}{'am' if moment.hour < 12 else 'pm'}"


def long_date(day: date) -> str:
    """A date in full: 4 August 2026."""
    return f"{day.day} {day:%B %Y}"
