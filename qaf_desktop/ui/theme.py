"""The look: tokens, palette, style sheet and text size; high contrast leaves the colours to the system."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from qaf_desktop import resources

GRADES = (
    ("outstanding", "★", "Outstanding"),
    ("good", "●", "Good"),
    ("requires_improvement", "▲", "Requires improvement"),
    ("inadequate", "■", "Inadequate"),
)


class Tokens(NamedTuple):
    """The colours of one appearance."""

    base: str
    window: str
    raised: str
    text: str
    muted: str
    border: str
    line: str
    accent: str
    on_accent: str
    tint: str
    error: str
    warning: str
    ok: str
    grades: Mapping[str, tuple[str, str]]


LIGHT = Tokens(
    "#FFFFFF", "#F5F6F7", "#FFFFFF", "#1A1C1E", "#4F565C", "#6B7379", "#DFE3E6",
    "#0B5394", "#FFFFFF", "#E7F0F8", "#B3201A", "#7A4B00", "#1F5E34",
    {
        "outstanding": ("#DCEBFA", "#0B2E52"),
        "good": ("#78C39C", "#0B2A1B"),
        "requires_improvement": ("#C77A0A", "#1A1200"),
        "inadequate": ("#7A120D", "#FFFFFF"),
    },
)  # fmt: skip
DARK = Tokens(
    "#16181A", "#1E2124", "#24282C", "#ECEEF0", "#B4BBC1", "#8A939A", "#363C42",
    "#8CC4FF", "#16181A", "#22384D", "#FF9C94", "#FFC46B", "#8FD6A6",
    {
        "outstanding": ("#1B3A5A", "#E3F0FF"),
        "good": ("#2E7D54", "#FFFFFF"),
        "requires_improvement": ("#D9982B", "#1A1200"),
        "inadequate": ("#FFC9C3", "#3A0805"),
    },
)  # fmt: skip


APPEARANCES = {"system": "As the computer", "light": "Light", "dark": "Dark"}


class Theme:
    """One appearance at one text size; it can become another while the window is open."""

    def __init__(self, tokens: Tokens = LIGHT, scale: int = 100, high_contrast: bool = False) -> None:
        self.tokens = tokens
        self.scale = max(100, min(200, scale))
        self.high_contrast = high_contrast
        self.appearance = "system"

    def wear(self, appearance: str, high_contrast: bool | None = None) -> None:
        """Takes on an appearance of APPEARANCES. The system's high contrast goes before any choice."""
        self.appearance = appearance if appearance in APPEARANCES else "system"
        self.high_contrast = _wants_contrast() if high_contrast is None else high_contrast
        if self.high_contrast:
            QGuiApplication.setPalette(QPalette())  # so that what is read next is the system's, not ours
            self.tokens = of_palette(QGuiApplication.palette())
            return
        asked = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        dark = asked if self.appearance == "system" else self.appearance == "dark"
        self.tokens = DARK if dark else LIGHT

    def px(self, size: int) -> int:
        """A size at 100 % as it is at this text size."""
        return round(size * self.scale / 100)

    def palette(self) -> QPalette:
        """Fusion's palette in these colours."""
        t, role = self.tokens, QPalette.ColorRole
        palette = QPalette()
        for what, colour in (
            (role.Window, t.base), (role.Base, t.base), (role.AlternateBase, t.window), (role.Button, t.base),
            (role.WindowText, t.text), (role.Text, t.text), (role.ButtonText, t.text), (role.PlaceholderText, t.muted),
            (role.Highlight, t.accent), (role.HighlightedText, t.on_accent), (role.Link, t.accent),
            (role.LinkVisited, t.accent), (role.ToolTipBase, t.raised), (role.ToolTipText, t.text),
            (role.Mid, t.border), (role.Light, t.line), (role.Accent, t.accent),
        ):  # fmt: skip
            palette.setColor(what, QColor(colour))
        for what in (role.WindowText, role.Text, role.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, what, QColor(t.muted))
        return palette

    def qss(self) -> str:
        """The style sheet."""
        plain = self._sizes() + self._arrows()
        return plain if self.high_contrast else plain + self._panels() + self._controls()

    def apply(self, app: QApplication) -> None:
        """Gives the whole program this look."""
        if app.style().objectName().lower() != "fusion":
            app.setStyle("Fusion")
        app.setPalette(QPalette() if self.high_contrast else self.palette())
        app.setStyleSheet(self.qss())

    def _sizes(self) -> str:
        px = self.px
        weights = {
            "page": 24,
            "title": 18,
            "section": 16,
            "question": 16,
            "strong": 14,
            "brand": 15,
            "first": 15,
            "word": 22,
        }
        rules = [f"* {{ font-family:'Inter','Segoe UI','Noto Sans','DejaVu Sans'; font-size:{px(14)}px; }}"]
        rules += [f'QLabel[role="{n}"] {{ font-size:{px(s)}px; font-weight:600; }}' for n, s in weights.items()]
        rules += [f'QLabel[role="{n}"] {{ font-size:{px(12)}px; }}' for n in ("small", "count", "key", "late")]
        return "\n".join(rules)

    def _arrows(self) -> str:
        return f"""
QComboBox::drop-down {{ border:none; width:{self.px(24)}px; }} QComboBox::down-arrow {{ image:none; }}"""

    def _panels(self) -> str:
        t = self.tokens
        return f"""
QWidget {{ color:{t.text}; }}
QMainWindow, QDialog, #page, QScrollArea {{ background:{t.base}; }}
QLabel {{ background:transparent; }}
#first {{ background:{t.window}; }}
#middle {{ background:{t.base}; border:1px solid {t.line}; border-radius:12px; }}
#nav, #sections {{ background:{t.window}; border-right:1px solid {t.line}; }}
#side, #places {{ background:{t.window}; }}
#status {{ background:{t.window}; border-top:1px solid {t.line}; }}
#banner {{ background:{t.tint}; border-bottom:1px solid {t.line}; }}
#notice {{ background:{t.tint}; border-top:1px solid {t.line}; }}
#head {{ background:{t.base}; border-bottom:1px solid {t.line}; }}
#foot {{ background:{t.base}; border-top:1px solid {t.line}; }}
#secOn {{ background:{t.tint}; border-radius:6px; }} #row {{ border-top:1px solid {t.line}; }}
#card {{ background:{t.raised}; border:1px solid {t.line}; border-radius:8px; }}
#cardAccent {{ background:{t.tint}; border:1px solid {t.accent}; border-radius:8px; }}
#grade {{ background:{t.base}; border:1px solid {t.border}; border-radius:8px; }}
#gradeOn {{ background:{t.tint}; border:2px solid {t.accent}; border-radius:8px; }}
QLabel[role="brand"] {{ color:{t.accent}; padding-left:10px; }} QLabel[role="first"] {{ color:{t.accent}; }}
QLabel[role="hint"], QLabel[role="small"], QLabel[role="count"] {{ color:{t.muted}; }}
QLabel[role="late"], QLabel[role="alert"] {{ color:{t.error}; font-weight:600; }}
QLabel[role="key"] {{ color:{t.muted}; border:1px solid {t.border}; border-radius:3px; padding:0 5px; }}
#rowFirst {{ background:transparent; }}
QListView {{ background:{t.base}; border:1px solid {t.line}; border-radius:8px; outline:0; }}
QListView::item {{ padding:8px; border-bottom:1px solid {t.line}; }}
QListView::item:selected {{ background:{t.tint}; color:{t.text}; }}"""

    def _controls(self) -> str:
        t = self.tokens
        return f"""
QPushButton {{ min-height:20px; padding:6px 14px; border:1px solid {t.border}; border-radius:6px;
 background:{t.base}; }}
QPushButton:hover {{ background:{t.tint}; }}
QPushButton[kind="primary"] {{ background:{t.accent}; color:{t.on_accent}; border-color:{t.accent}; font-weight:600; }}
QPushButton[kind="urgent"] {{ color:{t.error}; border-color:{t.error}; font-weight:600; }}
QPushButton[kind="quiet"], QPushButton[kind="nav"] {{ border:1px solid transparent; background:transparent; }}
QPushButton[kind="quiet"] {{ color:{t.accent}; padding:4px 8px; }}
QPushButton::menu-indicator {{ width:{self.px(12)}px; height:{self.px(12)}px; subcontrol-position:right center;
 subcontrol-origin:padding; right:{self.px(2)}px; image:url({_icon("chevron", t is DARK)}); }}
QPushButton[kind="nav"] {{ text-align:left; }}
QPushButton[kind="nav"]:checked {{ background:{t.tint}; color:{t.accent}; font-weight:600; }}
QPushButton[kind="toggle"]:checked {{ background:{t.tint}; color:{t.accent}; border:2px solid {t.accent};
 padding:5px 13px; }}
QPushButton:disabled, QPushButton[kind="primary"]:disabled, QPushButton[kind="urgent"]:disabled {{ color:{t.muted};
 background:{t.window}; border:1px dashed {t.border}; font-weight:400; }}
QPushButton[kind="quiet"]:disabled {{ border:1px solid transparent; background:transparent; text-decoration:none; }}
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled {{ color:{t.muted}; background:{t.window};
 border:1px dashed {t.border}; }}
QPushButton:focus {{ border:2px solid {t.accent}; }} QPushButton[kind="primary"]:focus {{ border:2px solid {t.text}; }}
QLineEdit, QPlainTextEdit {{ background:{t.base}; border:1px solid {t.border}; placeholder-text-color:{t.muted};
 border-radius:6px; padding:5px 6px;
 selection-background-color:{t.accent}; selection-color:{t.on_accent}; }}
QLineEdit {{ min-height:20px; }}
QLineEdit:focus, QPlainTextEdit:focus, QListView:focus {{ border:2px solid {t.accent}; }}
QProgressBar {{ background:{t.line}; border:none; border-radius:3px; }}
QProgressBar::chunk {{ background:{t.accent}; border-radius:3px; }}
QComboBox {{ min-height:20px; padding:4px 8px; border:1px solid {t.border}; border-radius:6px; background:{t.base}; }}
QComboBox:focus {{ border:2px solid {t.accent}; }}
QComboBox QAbstractItemView {{ background:{t.raised}; border:1px solid {t.border}; outline:0; padding:4px;
 selection-background-color:{t.tint}; selection-color:{t.text}; }}
QMenu {{ background:{t.raised}; border:1px solid {t.border}; padding:4px; }}
QMenu::item {{ padding:6px 24px 6px 12px; border-radius:4px; }}
QMenu::item:selected {{ background:{t.tint}; color:{t.text}; }}
QScrollBar:vertical {{ background:{t.base}; width:12px; }}
QScrollBar::handle:vertical {{ background:{t.border}; border-radius:4px; min-height:40px; margin:2px; }}
QScrollBar::add-line:vertical, QScrollBar::sub-line:vertical {{ height:0; }}
QCheckBox::indicator, QListView::indicator {{ width:{self.px(16)}px; height:{self.px(16)}px;
 border:1px solid {t.border}; border-radius:4px; background:{t.base}; }}
QCheckBox::indicator:checked, QListView::indicator:checked {{ background:{t.accent}; border-color:{t.accent};
 image:url({_icon("tick", t is DARK)}); }}
QRadioButton, QCheckBox {{ spacing:8px; min-height:{self.px(26)}px; padding:1px 6px 1px 2px;
 border:2px solid transparent; border-radius:6px; }}
QRadioButton:focus, QCheckBox:focus {{ border-color:{t.accent}; }}"""


def _icon(name: str, dark: bool) -> str:
    return resources.path(f"icons/{name}-{'dark' if dark else 'light'}.svg").as_posix()


def of_palette(palette: QPalette) -> Tokens:
    """The system's own colours in the places of ours: grades keep shape and word, and lose their grounds."""

    def colour(role: QPalette.ColorRole) -> str:
        return palette.color(role).name()

    role = QPalette.ColorRole
    base, text = colour(role.Base), colour(role.Text)
    return Tokens(
        base, colour(role.Window), base, text, text, text, text, text, base, base, text, text, text,
        {grade: (base, text) for grade, _shape, _word in GRADES},
    )  # fmt: skip


def of_system(scale: int = 100, appearance: str = "system") -> Theme:
    """The look that the system asks for, or the one that was chosen on this laptop."""
    theme = Theme(scale=scale)
    theme.wear(appearance)
    return theme


def _wants_contrast() -> bool:
    accessibility = getattr(QGuiApplication.styleHints(), "accessibility", None)
    contrast = accessibility().contrastPreference() if accessibility else None
    return getattr(contrast, "name", "") == "HighContrast"
