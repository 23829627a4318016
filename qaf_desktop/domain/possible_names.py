"""Points out what may identify a person in free text: names, dates of birth, NHS numbers, postcodes. Never blocks."""

import re
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in a text: `start` to `end`; `kind` is name, birth_date, nhs_number or postcode; the words there."""

    start: int
    end: int
    kind: str
    words: str


_DAYS = "monday tuesday wednesday thursday friday saturday sunday"
_MONTHS = "january february march april may june july august september october november december"
_COMMON = """
child children protection working together in need plan conference review core group family families early help
looked after care leaver leavers social worker workers team manager service services head strategy discussion
section public law outline independent reviewing officer chair domestic abuse school primary secondary academy
nursery education health visitor police court county council local authority safeguarding partnership board
assessment act graded good inadequate outstanding requires improvement special needs educational psychologist
north south east west central united kingdom england english wales welsh scotland ireland british european
new year christmas easter eve bank holiday half term summer spring autumn winter general practitioner hospital
personal advisor pathway virtual head designated officer lead legal gateway meeting signs of safety
contact referral front door multi agency hub mental camhs senco cin cp lac mash iro pep ehcp mum dad gran nan
grandmother grandfather mother father aunt uncle sister brother foster carer placement mr mrs ms miss dr
i the a an he she they we it this that there when where what who how no not yes
"""
ALLOWED: Final = frozenset((_DAYS + " " + _MONTHS + " " + _COMMON).split())
_WORD: Final = r"([A-Z](?:['’][A-Z])?[a-z]+(?:['’-][A-Z]?[a-z]+)*)"
_PAIR: Final = re.compile(rf"\b{_WORD} {_WORD}\b")
_TITLED: Final = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Dr)\.? [A-Z][a-z]+\b")
_BIRTH: Final = re.compile(
    r"\b(?:born(?: on)?|d\.?o\.?b\.?|date of birth)[\s:]+(?:is |was )?"
    r"(\d{1,2}[./ -](?:\d{1,2}|[A-Za-z]{3,9})[./ -]\d{2,4}|\d{4}-\d{2}-\d{2})\b",
    re.IGNORECASE,
)
_TEN: Final = re.compile(r"(?<!\d)\d{3}[ -]?\d{3}[ -]?\d{4}(?!\d)")
_POSTCODE: Final = re.compile(r"\b(?:[A-Z]{1,2}\d[A-Z\d]? ?\d[ABD-HJLNP-UW-Z]{2})\b")


def points_out(text: str) -> tuple[Mark, ...]:
    """What may identify a person in the text, in its order, without overlaps."""
    found = [Mark(m.start(1), m.end(1), "birth_date", m[1]) for m in _BIRTH.finditer(text)]
    found += [Mark(m.start(), m.end(), "nhs_number", m[0]) for m in _TEN.finditer(text) if is_nhs_number(m[0])]
    found += [Mark(m.start(), m.end(), "postcode", m[0]) for m in _POSTCODE.finditer(text)]
    found += [Mark(m.start(), m.end(), "name", m[0]) for m in _TITLED.finditer(text)]
    found += _pairs(text)
    kept: list[Mark] = []
    for mark in sorted(found, key=lambda m: (m.start, -m.end)):
        if not kept or mark.start >= kept[-1].end:
            kept.append(mark)
    return tuple(kept)


def is_nhs_number(text: str) -> bool:
    """Whether these ten digits carry an NHS number's check digit (modulus 11); with a leading 0 it is a telephone's."""
    digits = [int(c) for c in text if c.isdigit()]
    if len(digits) != 10 or digits[0] == 0 or len(set(digits)) == 1:
        return False
    check = 11 - sum(d * (10 - place) for place, d in enumerate(digits[:9])) % 11
    return check % 11 == digits[9] and check != 10


def _pairs(text: str) -> list[Mark]:
    found: list[Mark] = []
    at = 0
    while match := _PAIR.search(text, at):
        if _common(match[1]) or _common(match[2]):
            at = match.start(2)
            continue
        found.append(Mark(match.start(), match.end(), "name", match[0]))
        at = match.end()
    return found


def _common(word: str) -> bool:
    return word.lower() in ALLOWED
