"""How large a dialog is: by its text, and never larger than the window it belongs to."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog

LINE = 17


def fit(dialog: QDialog, wide: int, high: int) -> None:
    """Gives a dialog this size at 100 % text, more where text is larger, and no more than its window has."""
    dialog.ensurePolished()
    grown = max(1.0, dialog.fontMetrics().lineSpacing() / LINE)
    parent = dialog.parentWidget()
    if parent is None:
        dialog.resize(round(wide * grown), round(high * grown))
        return
    room = parent.window().size()
    dialog.resize(min(round(wide * grown), room.width() - 48), min(round(high * grown), room.height() - 32))
