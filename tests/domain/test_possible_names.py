"""Names, dates of birth, NHS numbers and postcodes are pointed out in free text, with few false alarms."""

import pytest

from qaf_desktop.domain.possible_names import is_nhs_number, points_out


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("She said that Jamie Okafor was kind", "name", "Jamie Okafor"),
        ("Spoke to Mrs Bell on Friday", "name", "Mrs Bell"),
        ("Child born 3.4.2012 in the borough", "birth_date", "3.4.2012"),
        ("DOB: 03/04/2012", "birth_date", "03/04/2012"),
        ("NHS 943 476 5919 on file", "nhs_number", "943 476 5919"),
        ("They moved to SW1A 1AA in May", "postcode", "SW1A 1AA"),
        ("When Mary O'Brien came", "name", "Mary O'Brien"),
    ],
)
def test_what_may_identify_a_person_is_pointed_out(text: str, kind: str, words: str) -> None:
    (mark,) = points_out(text)
    assert (mark.kind, mark.words, text[mark.start : mark.end]) == (kind, words, words)


@pytest.mark.parametrize(
    "text",
    [
        "The Child Protection plan of 12 June names three changes",
        "Working Together asks for a Core Group within ten days",
        "The Independent Reviewing Officer saw it on Monday",
        "Phone 0123456789 was rung at 2:30pm",
        "Reviewed on 3.4.2026",
        "",
    ],
)
def test_ordinary_sentences_raise_no_alarm(text: str) -> None:
    assert points_out(text) == ()


def test_the_check_digit_tells_nhs_numbers_from_others() -> None:
    assert is_nhs_number("9434765919") and not is_nhs_number("9434765918")
