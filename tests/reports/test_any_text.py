"""No text, however strange or long, keeps a summary from being printed, or takes more than its share of time."""

import random
import sys
from collections import Counter
from types import FrameType
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qaf_desktop.reports.summary import Grade, Item, SummaryData, render

PLACES = ((32, 127), (0, 0x700), (0, 0xD800), (0xE000, 0x110000), (0x5D0, 0x5EA), (0x627, 0x645), (0x905, 0x937))
ANY = st.text(st.characters(), max_size=2000)  # all planes, half characters and unassigned ones too
LONG = {
    "one word": "x",
    "words": "word ",
    "lines": "\n",
    "Hebrew lines": "ש\n",
    "spaces": " ",
    "spaces that do not break": "\u00a0",
    "signs that no face has": "\U0001f9ff",
    "control signs": "\x07",
    "Chinese": "漢",
    "Hebrew": "שלום עולם ",
    "one Hebrew word": "ש",
    "one Arabic word": "ب",
    "marks": "\u0301",
    "Arabic marks": "ب\u064e\u0651",
    "Devanagari": "नमस्ते ",
    "one Devanagari word": "न",
    "Bengali": "\u0995\u09cd",
    "emoji": "👩‍👧😀",
    "faces in turn": "aन😀ש",
    "markup": "<&>",
}


def strange(chance: random.Random, longest: int = 60) -> str:
    return "".join(chr(chance.randrange(*chance.choice(PLACES))) for _ in range(chance.randrange(longest)))


@pytest.mark.parametrize("seed", range(4))
def test_any_text_in_any_place_is_printed(seed: int) -> None:
    chance = random.Random(seed)

    def t(longest: int = 60) -> str:
        return strange(chance, longest)

    data = SummaryData(
        t(),
        t(),
        t(),
        t(),
        facts=tuple((t(), t(900)) for _ in range(5)),
        overall=Grade(t(), t(), t(300)),
        strengths=tuple(Item(t(), t(2000), (t(),), t(), t()) for _ in range(3)),
        recommendations=(Item(t(4000)),),
        concerns=((t(), ((t(), t(300)),)),),
        answers=tuple((t(), ((t(2000), t(3000)),)) for _ in range(3)),
        withdrawn=t(),
    )
    assert render(data).startswith(b"%PDF")


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(ANY, ANY, ANY)
def test_any_text_of_any_plane_is_printed(label: str, answer: str, what: str) -> None:
    assert render(answer_of(label, answer, what)).startswith(b"%PDF")


@pytest.mark.long
@settings(max_examples=1500, deadline=None, suppress_health_check=list(HealthCheck))
@given(ANY, ANY, ANY)
def test_a_great_many_texts_of_any_plane_are_printed(label: str, answer: str, what: str) -> None:
    assert render(answer_of(label, answer, what)).startswith(b"%PDF")


@pytest.mark.parametrize("unit", LONG.values(), ids=list(LONG))
def test_a_text_of_any_kind_takes_steps_in_proportion_to_its_length(unit: str) -> None:
    """Steps of the program are counted instead of seconds, so that a busy machine changes nothing."""
    render(answer_of("warm", unit, ""))
    less, more = (calls(answer_of("A", (unit * size)[:size], "")) for size in (500, 8_000))
    assert more < 32 * less


@pytest.mark.long
@pytest.mark.parametrize("unit", LONG.values(), ids=list(LONG))
def test_100000_characters_of_any_kind_are_printed(unit: str) -> None:
    assert render(answer_of("A", (unit * 100_000)[:100_000], "")).startswith(b"%PDF")


def answer_of(label: str, answer: str, what: str) -> SummaryData:
    found = (Item(what, answer),)
    return SummaryData("Council", "1", "R. Patel", "today", answers=(("A", ((label, answer),)),), strengths=found)


def calls(data: SummaryData) -> int:
    """How many calls of functions printing takes."""
    counted: Counter[str] = Counter()

    def count(_: FrameType, event: str, __: Any) -> None:
        counted[event] += 1

    sys.setprofile(count)
    try:
        assert render(data).startswith(b"%PDF")
    finally:
        sys.setprofile(None)
    return counted["call"] + counted["c_call"]
