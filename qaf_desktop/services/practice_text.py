"""What made-up audits say: answers, evidence, reasons, findings, written so that the words fit the grade."""

import datetime as dt
import random
from dataclasses import dataclass
from functools import cache
from typing import Final

from qaf_desktop import resources
from qaf_desktop.domain.words import GRADES

GRADED: Final = {
    "b": "b_voice", "c": "c_assessment", "d": "d_safety", "e": "e_plan", "f": "f_relationships", "g": "g_oversight",
    "h": "h_difference",
}  # fmt: skip
_ODDS: Final = {
    "outstanding": ("yes",) * 19 + ("partly",),
    "good": ("yes",) * 8 + ("partly",) * 2,
    "requires_improvement": ("yes",) * 5 + ("partly",) * 10 + ("no",) * 5,
    "inadequate": ("yes",) + ("partly",) * 7 + ("no",) * 12,
}
_OLDER: Final = ("10_15", "16_17", "18_25")


@dataclass(frozen=True, slots=True)
class Thread:
    """One matter that an audit can find well or badly done: from the question to the recommendation."""

    question: str
    theme: str
    strength: str
    strength_evidence: str
    improvement: str
    partly: str
    no: str
    recommendation: str
    urgency: str


def _rows(name: str) -> list[list[str]]:
    lines = resources.path(f"practice/{name}.txt").read_text(encoding="utf-8").splitlines()
    return [[cell.strip() for cell in line.split("|")] for line in lines if line and not line.startswith("#")]


@cache
def threads() -> tuple[Thread, ...]:
    """All matters, in the order of the tool's questions."""
    return tuple(Thread(*row) for row in _rows("threads"))


@cache
def openings(section: str, grade: str) -> tuple[str, ...]:
    """Sentences that a section's reasons can begin with."""
    return tuple(row[2] for row in _rows("reasons") if row[:2] == [section, grade])


@cache
def phrases(kind: str) -> tuple[str, ...]:
    """Sentences of this kind."""
    return tuple(row[1] for row in _rows("phrases") if row[0] == kind)


class Hand:
    """One auditor's hand for one audit: picks and fills in details that stay the same throughout it."""

    def __init__(self, rng: random.Random, until: dt.date, gap: int) -> None:
        self._rng = rng
        self._until = until
        self._gap = gap
        self._adult = rng.choice(("mum", "mum", "mum", "dad", "gran"))
        self._sibling = rng.choice(("older brother", "older sister", "younger brother"))

    def say(self, text: str) -> str:
        """The text with this audit's months, counts and relations in it."""
        earlier, later = sorted(self._rng.sample(range(6), 2), reverse=True)
        count = self._rng.randint(4, 7)
        details = {
            "m": self._month(earlier), "m2": self._month(later), "n": str(count), "n2": str(count + 2), "few": "two",
            "gap": str(self._gap), "adult": self._adult, "Adult": self._adult.capitalize(), "sib": self._sibling,
        }  # fmt: skip
        return text.format(**details)

    def pick(self, kind: str) -> str:
        """A sentence of this kind, with details."""
        return self.say(self._rng.choice(phrases(kind)))

    def _month(self, back: int) -> str:
        day = self._until.replace(day=1)
        for _ in range(back + 1):
            day = (day - dt.timedelta(days=1)).replace(day=1)
        return day.strftime("%B")


def section_grades(rng: random.Random, overall: str) -> dict[str, str]:
    """Grades of the seven sections that such an overall grade could come from; safety never far from it."""
    place = GRADES.index(overall)
    found = {}
    for letter in GRADED:
        step = rng.choice((0, 0, 0, 0, -1, 1)) if letter != "d" else rng.choice((0, 0, 0, -1))
        found[letter] = GRADES[min(max(place + step, 0), 3 if place >= 2 else 2)]
    return found


def suits(thread: Thread, plan: str, age_band: str) -> bool:
    """Whether the matter can arise for a child of this age with this plan."""
    if thread.theme in ("exploitation", "online"):
        return age_band in _OLDER
    if thread.question == "e_looked_after":
        return plan in ("child_looked_after", "care_leaver")
    if thread.question == "e_school":
        return age_band not in ("0_4", "18_25")
    return True


def answer(rng: random.Random, grade: str) -> str:
    """yes, partly or no, as often as the grade lets one expect."""
    return rng.choice(_ODDS[grade])


def reasons(
    hand: Hand, rng: random.Random, letter: str, grade: str, good: list[Thread], weak: list[Thread], seen: set[str]
) -> str:
    """Why this grade, from what was found; never in words that an earlier audit used."""
    while True:
        found = [rng.choice(openings(letter, grade))]
        high = grade in ("outstanding", "good")
        first, second = (good, weak) if high else (weak, good)
        if first:
            thread = rng.choice(first)
            found.append(hand.say(thread.strength_evidence if high else thread.improvement) + ".")
        if second and grade != "outstanding":
            thread = rng.choice(second)
            lead = "What is missing: " if high else "To be set against that: "
            words = thread.improvement if high else thread.strength
            found.append(hand.say(lead + words[0].lower() + words[1:]) + ".")
        if (not first and not second) or " ".join(found) in seen:
            found.append(hand.say(rng.choice(_CLOSING)))
        text = " ".join(found)
        if text not in seen:
            seen.add(text)
            return text


_CLOSING: Final = (
    "This rests on the record from {m} on, and on what the worker told me.",
    "I read from {m} to {m2} closely for this, {n} entries in all.",
    "The worker and I looked at the entries of {m} and {m2} together.",
    "I weighed {m2} more than {m}, because it is the more recent.",
    "The {n} entries since {m} point the same way.",
    "The worker showed me what lies behind the entries of {m}.",
)
