"""Eight words to compare by telephone: large, numbered, in the order in which they are read out."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout

from qaf_desktop.ui.pages.form.kit import label

ACROSS = 4


class EightWords(QFrame):
    """The words in two lines."""

    def __init__(self, words: Sequence[str]) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setAccessibleName("Eight words")
        self.setAccessibleDescription(", ".join(words))
        grid = QGridLayout(self)
        grid.setContentsMargins(16, 14, 16, 14)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(12)
        for at, word in enumerate(words):
            line = QHBoxLayout()
            line.setSpacing(8)
            line.addWidget(label(f"{at + 1}", "small", wrap=False))
            line.addWidget(label(word, "word", wrap=False), 1)
            grid.addLayout(line, at // ACROSS, at % ACROSS)
