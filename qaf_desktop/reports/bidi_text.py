"""Right-to-left text: which way a line goes, its letters joined, its signs in the order in which they are seen."""

import re
import unicodedata
from functools import cache
from typing import Final

RIGHT_TO_LEFT: Final = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]")

Forms = dict[str, str]
LAM = "\u0644"


def direction(text: str) -> str:
    """`R` or `L`: that of the first letter that has one."""
    found = (unicodedata.bidirectional(c) for c in text)
    return "R" if next((one for one in found if one in ("L", "R", "AL")), "L") in ("R", "AL") else "L"


def seen(line: str, base: str) -> str:
    """The line in the order in which it is seen from left to right."""
    from bidi import get_display  # type: ignore[import-untyped,unused-ignore]

    return str(get_display(line, base_dir=base))


def joined(text: str) -> str:
    """The text with its Arabic letters in the forms that they take beside each other."""
    forms, pairs = presentation_forms()
    letters = list(text)
    out: list[str] = []
    before = False
    place = 0
    while place < len(letters):
        pair = "".join(letters[place : place + 2])
        letter, mine = (pair, pairs[pair]) if pair in pairs else (letters[place], forms.get(letters[place]))
        place += len(letter)
        if mine is None:
            out.append(letter)
            before = before and unicodedata.combining(letter[0]) > 0
            continue
        following = (letters[at] for at in range(place, len(letters)))
        after = next((forms.get(c) for c in following if not unicodedata.combining(c)), None)
        on = "initial" in mine and after is not None and "final" in after
        name = ("medial" if on else "final") if before and "final" in mine else ("initial" if on else "isolated")
        out.append(mine.get(name, letter))
        before = on
    return "".join(out)


@cache
def presentation_forms() -> tuple[dict[str, Forms], dict[str, Forms]]:
    """The forms of each Arabic letter, and of lam with alef, from Unicode's own tables."""
    forms: dict[str, Forms] = {}
    pairs: dict[str, Forms] = {}
    for code in (*range(0xFB50, 0xFBB2), *range(0xFBD3, 0xFC00), *range(0xFE80, 0xFEFD)):
        name, *letters = unicodedata.decomposition(chr(code)).split() or [""]
        base = "".join(chr(int(one, 16)) for one in letters)
        if name[1:-1] in ("isolated", "final", "initial", "medial") and len(base) == 1:
            forms.setdefault(base, {})[name[1:-1]] = chr(code)
        elif len(base) == 2 and base[0] == LAM and name:
            pairs.setdefault(base, {})[name[1:-1]] = chr(code)
    return forms, pairs
