"""What made-up audits say: answers, evidence, reasons, findings, written so that the words fit the grade."""

import datetime as dt
import random
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, TypeVar

from qaf_desktop import resources
from qaf_desktop.domain.words import GRADES, MONTHS
from qaf_desktop.services.practice_people import PlannedCase

T = TypeVar("T")

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
    when: str = ""


def _rows(name: str) -> list[list[str]]:
    lines = resources.path(f"practice/{name}.txt").read_text(encoding="utf-8").splitlines()
    return [[cell.strip() for cell in line.split("|")] for line in lines if line and not line.startswith("#")]


def suits(when: str, plan: str, age_band: str) -> bool:
    """Whether a text can be about a child of this age with this plan; `when` names what it asks for."""
    away = plan in ("child_looked_after", "care_leaver")
    fits = {
        "baby": age_band == "0_4",
        "young": age_band in ("0_4", "5_9"),
        "middle": age_band in ("5_9", "10_15"),
        "school": age_band in ("5_9", "10_15", "16_17"),
        "older": age_band in _OLDER,
        "teen": age_band in ("16_17", "18_25"),
        "child": age_band != "18_25",
        "home": not away,
        "away": away,
        "looked_after": plan == "child_looked_after",
        "leaver": plan == "care_leaver",
        "protection": plan in ("child_protection", "pre_proceedings"),
    }
    return all(fits[word] for word in when.split())


@cache
def threads() -> tuple[Thread, ...]:
    """All matters, in the order of the tool's questions."""
    return tuple(Thread(*row) for row in _rows("threads"))


@cache
def openings(section: str, grade: str) -> tuple[str, ...]:
    """Sentences that a section's reasons can begin with."""
    return tuple(row[2] for row in _rows("reasons") if row[:2] == [section, grade])


@cache
def phrases(kind: str) -> tuple[tuple[str, str], ...]:
    """Sentences of this kind, each with when it fits."""
    return tuple((row[1], row[2] if len(row) > 2 else "") for row in _rows("phrases") if row[0] == kind)


class Fresh:
    """Chooses what was said least often so far, so that eighty audits do not repeat one sentence."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._said: Counter[object] = Counter()

    def choose(self, of: Sequence[T]) -> T:
        """One of these, and remembers it."""
        least = min(self._said[one] for one in of)
        chosen = self._rng.choice([one for one in of if self._said[one] == least])
        self._said[chosen] += 1
        return chosen


class Hand:
    """One auditor's hand for one audit: picks and fills in details that stay the same throughout it."""

    def __init__(self, fresh: Fresh, rng: random.Random, case: PlannedCase, until: dt.date, gap: int) -> None:
        self._fresh = fresh
        self._rng = rng
        self._case = case
        self._until = until
        self._gap = gap
        self._adult = rng.choice(("mum", "mum", "mum", "dad", "gran"))
        self._sibling = rng.choice(("older brother", "older sister", "younger brother"))
        self._meeting = _MEETINGS.get(case.plan, "planning meeting")
        self._said: dict[str, str] = {}

    def say(self, text: str) -> str:
        """The text with this audit's months, counts and relations in it; the same each time that it is said."""
        if text not in self._said:
            self._said[text] = self._in_detail(text)
        return self._said[text]

    def _in_detail(self, text: str) -> str:
        earlier, later = sorted(self._rng.sample(range(6), 2), reverse=True)
        count = self._rng.randint(4, 7)
        details = {
            "m": self._month(earlier), "m2": self._month(later), "n": str(count), "n2": str(count + 2), "few": "two",
            "gap": str(self._gap), "adult": self._adult, "Adult": self._adult.capitalize(), "sib": self._sibling,
            "meeting": self._meeting, "meetings": f"{self._meeting}s",
        }  # fmt: skip
        return self.named(text.format(**details))

    def named(self, text: str) -> str:
        """The text, about a young person where the child is one."""
        return _CHILD.sub(r"\1 young person", text) if self._case.age_band in _OLDER else text

    def pick(self, *kinds: str) -> str:
        """A sentence of one of these kinds that fits the child, with details."""
        known = [phrase for kind in kinds for phrase in phrases(kind)]
        fitting = [text for text, when in known if suits(when, self._case.plan, self._case.age_band)]
        return self.say(self._fresh.choose(fitting))

    def _month(self, back: int) -> str:
        return MONTHS[(self._until.month - 2 - back) % 12]


def section_grades(rng: random.Random, overall: str) -> dict[str, str]:
    """Grades of the seven sections that such an overall grade could come from; safety never far from it."""
    place = GRADES.index(overall)
    found = {}
    for letter in GRADED:
        step = rng.choice((0, 0, 0, 0, -1, 1)) if letter != "d" else rng.choice((0, 0, 0, -1))
        found[letter] = GRADES[min(max(place + step, 0), 3 if place >= 2 else 2)]
    return found


def sentence(text: str) -> str:
    """The text with a full stop, where it does not end in a stop of its own."""
    return text if re.search(r"[.!?]\"?$", text) else f"{text}."


def answer(rng: random.Random, grade: str) -> str:
    """yes, partly or no, as often as the grade lets one expect."""
    return rng.choice(_ODDS[grade])


def reasons(
    hand: Hand, fresh: Fresh, letter: str, grade: str, good: list[Thread], weak: list[Thread], seen: set[str]
) -> str:
    """Why this grade, from what was found; never in words that an earlier audit used."""
    high = grade in ("outstanding", "good")
    first, second = (good, weak) if high else (weak, good)
    while True:
        found = [hand.named(fresh.choose(openings(letter, grade)))]
        if first:
            thread = fresh.choose(first)
            said = (thread.strength, thread.strength_evidence) if high else (thread.improvement,)
            found += [sentence(hand.say(one)) for one in said]
        elif letter == "h":
            found.append(hand.pick(f"h_{grade}"))
        if second and grade != "outstanding":
            thread = fresh.choose(second)
            words = thread.improvement if high else thread.strength
            found.append(sentence(hand.say(fresh.choose(_LEADS[high]) + words[0].lower() + words[1:])))
        if len(found) == 1 or " ".join(found) in seen:
            found.append(hand.say(fresh.choose(_CLOSING)))
        text = " ".join(found)
        if text not in seen:
            seen.add(text)
            return text


_CHILD: Final = re.compile(r"\b([Tt]he|[Tt]his) child(?!\w)")
_MEETINGS: Final = {
    "child_protection": "core group",
    "pre_proceedings": "core group",
    "child_in_need": "child in need meeting",
    "early_help": "family meeting",
    "child_looked_after": "review",
    "care_leaver": "pathway review",
}
_LEADS: Final = {
    True: (
        "What is missing: ",
        "Less strong: ",
        "One point holds it back: ",
        "It would be better still if this were put right: ",
        "Not yet as it should be: ",
        "To be watched: ",
    ),
    False: (
        "To be set against that: ",
        "There is good work, too: ",
        "What did work: ",
        "It should be said as well: ",
        "A good basis is there: ",
        "Credit is due for this: ",
    ),
}
_CLOSING: Final = (
    "This rests on the record from {m} on, and on what the worker told me.",
    "I read from {m} to {m2} closely for this, {n} entries in all.",
    "The worker and I looked at the entries of {m} and {m2} together.",
    "I weighed {m2} more than {m}, because it is the more recent.",
    "The {n} entries since {m} point the same way.",
    "The worker showed me what lies behind the entries of {m}.",
)
