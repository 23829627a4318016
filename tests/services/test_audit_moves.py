"""Moving a draft's answers to a newer version of its tool."""

from qaf_desktop.services.audit_moves import moved
from tests.tool.made import NOW, tool

FOUR = ("four | yes | Yes |", "four | no | No |")


def test_an_answer_whose_question_is_there_still_is_kept_also_where_it_went_to_another_section() -> None:
    old = tool("begin group | a | A", "text | said | Said", "text | other | Other", "end group")
    new = tool("begin group | a | A", "text | other | Other", "end group", "begin group | b | B", "text | said | Said",
               "end group")  # fmt: skip
    assert moved(old, new, {"a": {"said": "Yes", "other": "No"}}) == ({"b": {"said": "Yes"}, "a": {"other": "No"}}, ())


def test_what_has_no_place_is_left_in_the_words_of_its_question_and_choice() -> None:
    old = tool("select_one four | seen | Seen alone?", choices=FOUR)
    new = tool("text | other | Other")
    assert moved(old, new, {"seen": "no"}) == ({}, (("Seen alone?", "No"),))


def test_a_choice_that_is_offered_no_more_is_left_rather_than_hidden() -> None:
    old, new = (tool("select_one four | seen | Seen?", choices=choices) for choices in (FOUR, FOUR[:1]))
    assert moved(old, new, {"seen": "no"}) == ({}, (("Seen?", "No"),))


def test_entries_keep_their_ids_and_lose_only_the_questions_that_went() -> None:
    old = tool("begin repeat | r | Strength", "text | what | What", "text | why | Why", "end repeat")
    new = tool("begin repeat | r | Strength", "text | what | What", "end repeat")
    kept, left = moved(old, new, {"r": [{"_id": "1", "what": "Direct work", "why": "The child said so"}]})
    assert kept == {"r": [{"_id": "1", "what": "Direct work"}]}
    assert left == (("Strength 1, Why", "The child said so"),)


def test_a_whole_repeat_that_went_is_left_entry_by_entry_and_the_form_still_opens() -> None:
    from qaf_desktop.tool.form import Form

    old = tool("begin repeat | r | Strength", "text | what | What", "end repeat")
    new = tool("text | what | What")
    kept, left = moved(old, new, {"r": [{"_id": "1", "what": "One"}, {"_id": "2", "what": "Two"}]})
    assert Form(new, kept, now=NOW).answers() == {}
    assert left == (("Strength 1, What", "One"), ("Strength 2, What", "Two"))


def test_a_date_that_became_a_text_stays_and_a_text_that_became_a_number_does_not() -> None:
    old, new = tool("date | d | Day", "text | t | T"), tool("text | d | Day", "integer | t | T")
    kept, left = moved(old, new, {"d": "2026-08-04", "t": "many"})
    assert kept == {"d": "2026-08-04"} and left == (("T", "many"),)
