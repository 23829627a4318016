"""The audit form's own look, from the theme's tokens; in high contrast the system's colours stay."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qaf_desktop.ui.theme import Theme

TOGETHER = 1.2


def qss(theme: "Theme", together: bool = False) -> str:
    """The style sheet of the page; larger text while two people read it."""
    sizes = _larger(theme) if together else ""
    return sizes if theme.high_contrast else sizes + _colours(theme)


def _larger(theme: "Theme") -> str:
    def px(size: int) -> int:
        return theme.px(round(size * TOGETHER))

    return f"""
QScrollArea * {{ font-size:{px(14)}px; }}
QScrollArea QLabel[role="number"] {{ font-size:{px(16)}px; }}
QScrollArea QLabel[role="hint"] {{ font-size:{px(14)}px; }}
QScrollArea QLabel[role="question"] {{ font-size:{px(16)}px; }}
QScrollArea QLabel[role="page"] {{ font-size:{px(24)}px; }}"""


def _colours(theme: "Theme") -> str:
    t, px = theme.tokens, theme.px
    ring, half, dot = px(16), px(16) // 2 + 1, px(5)
    inner = ring - 2 * dot + 2
    chips = "\n".join(
        f'QRadioButton[chip="{grade}"] {{ background:{fill}; color:{text}; }}'
        for grade, (fill, text) in t.grades.items()
    )
    return f"""
QLabel[role="number"] {{ color:{t.muted}; font-size:{px(16)}px; }}
QLabel[role="errorText"] {{ color:{t.error}; font-weight:600; }}
QLabel[role="warning"] {{ color:{t.warning}; }}
#questionBad {{ border-left:3px solid {t.error}; padding-left:10px; }}
#cardHead {{ border-top:1px solid {t.line}; }}
#secOn QLabel[role="strong"] {{ color:{t.accent}; }}
#trouble {{ background:{t.window}; border-bottom:1px solid {t.error}; padding:8px 20px; }}
#alarmBar {{ background:{t.window}; color:{t.error}; border-bottom:1px solid {t.error}; padding:8px 20px; }}
#alarm {{ background:{t.window}; border-left:3px solid {t.error}; }}
#names {{ background:{t.window}; border-radius:6px; padding-left:6px; }}
#checkPanel {{ background:{t.window}; border-bottom:1px solid {t.line}; }}
#toolbar QPushButton {{ padding:4px 5px; }}
QPushButton[kind="quiet"]:checked {{ background:{t.tint}; }}
QRadioButton, QCheckBox {{ min-height:{px(26)}px; padding:1px 6px 1px 2px; border:2px solid transparent;
 border-radius:6px; spacing:8px; }}
QRadioButton:focus, QCheckBox:focus {{ border-color:{t.accent}; }}
QRadioButton::indicator {{ width:{ring}px; height:{ring}px; border:1px solid {t.border}; border-radius:{half}px;
 background:{t.base}; }}
QRadioButton::indicator:checked {{ width:{inner}px; height:{inner}px; border:{dot}px solid {t.accent};
 background:{t.on_accent}; }}
QRadioButton[role="grade"] {{ font-size:{px(13)}px; font-weight:600; padding:1px 3px; spacing:0; }}
QRadioButton[role="grade"]::indicator {{ width:0; height:0; border:none; }}
{chips}
QScrollBar:vertical {{ background:transparent; width:12px; margin:0; }}
QScrollBar::handle:vertical {{ background:{t.border}; border-radius:4px; min-height:32px; margin:2px; }}
QScrollBar::add-line:vertical, QScrollBar::sub-line:vertical {{ height:0; }}
QScrollBar::add-page:vertical, QScrollBar::sub-page:vertical {{ background:transparent; }}"""
