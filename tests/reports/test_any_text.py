"""No text, however strange or long, keeps a summary from being printed."""

import random

import pytest

from qaf_desktop.reports.summary import Grade, Item, SummaryData, render

PLACES = ((32, 127), (0, 0x700), (0, 0xD800), (0xE000, 0x110000), (0x5D0, 0x5EA), (0x627, 0x645), (0x905, 0x937))


def strange(chance: random.Random, longest: int = 60) -> str:
    return "".join(chr(chance.randrange(*chance.choice(PLACES))) for _ in range(chance.randrange(longest)))


@pytest.mark.parametrize("seed", range(6))
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
