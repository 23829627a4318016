"""The printed summary of one audit, read back from its PDF."""

import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from qaf_desktop.reports.summary import GRADES, Grade, Item, SummaryData, render

DATA = SummaryData(
    "Exampleton Council",
    "104482",
    "R. Patel",
    "4 August 2026, 10:15",
    facts=(("Auditor", "R. Patel"), ("Social worker", "J. Okafor")),
    overall=Grade("Overall", "good", "The child is safer"),
    recommendations=(Item("Update the plan", "Nothing since May", ("Planning",), "Within a month"),),
    answers=(("B Voice", (("Seen as often as needed", "Partly"),)),),
)


def read(data: SummaryData, folder: Path, *options: str, program: str = "pdftotext") -> str:
    """What poppler reads in the summary of this data."""
    if shutil.which(program) is None:
        pytest.skip(f"{program} (poppler-utils) is not installed")
    path = folder / "summary.pdf"
    path.write_bytes(render(data))
    end = ["-"] if program == "pdftotext" else []
    return subprocess.run([program, *options, str(path), *end], capture_output=True, check=True).stdout.decode()


def test_a_summary_says_all_that_it_was_given(tmp_path: Path) -> None:
    text = " ".join(read(DATA, tmp_path, "-layout").split())
    for words in (GRADES, "J. Okafor", "● Good", "The child is safer", "1. Update the plan", "Nothing since May"):
        assert words in text
    for words in ("Themes: Planning. Urgency: Within a month", "Who will do it", "Seen as often as needed Partly"):
        assert words in text


def test_each_page_says_its_number_of_all_the_case_and_the_day(tmp_path: Path) -> None:
    long = replace(DATA, answers=(("B Voice", tuple((f"Question {n}", "words " * 90) for n in range(30))),))
    pages = read(long, tmp_path, "-layout").split("\f")[:-1]
    assert len(pages) > 3
    for number, page in enumerate(pages, 1):
        assert f"Page {number} of {len(pages)}" in page
        assert "Case 104482. As of 4 August 2026, 10:15." in page


def test_a_hundred_thousand_characters_without_a_space_are_all_printed(tmp_path: Path) -> None:
    text = read(replace(DATA, strengths=(Item("q" * 100_000),)), tmp_path)
    assert text.count("q") == 100_000


def test_the_document_has_title_author_and_language(tmp_path: Path) -> None:
    about = read(DATA, tmp_path, program="pdfinfo")
    assert re.search(r"Title: +Audit summary, case 104482", about)
    assert re.search(r"Author: +R. Patel", about)
    assert re.search(r"Page size: .*A4", about)
    assert b"(en-GB)" in render(DATA)


def test_the_outline_has_the_parts_and_the_sections() -> None:
    pdf = render(DATA)
    for title in (b"Grades", b"Recommendations", b"Answers by section", b"B Voice"):
        assert b"/Title (" + title + b")" in pdf


def test_a_draft_and_a_withdrawn_audit_say_so_on_each_page(tmp_path: Path) -> None:
    assert "DRAFT, NOT SUBMITTED" in read(replace(DATA, draft=True), tmp_path)
    text = read(replace(DATA, withdrawn="The wrong case"), tmp_path)
    assert "WITHDRAWN" in text and "The wrong case" in text


def test_a_draft_has_no_lines_to_respond(tmp_path: Path) -> None:
    assert "Who will do it" not in read(replace(DATA, draft=True), tmp_path)


def test_a_recommendation_and_its_lines_to_respond_stand_on_one_page(tmp_path: Path) -> None:
    many = tuple(Item(f"Recommendation {n}", "evidence " * 20) for n in range(20))
    pages = read(replace(DATA, recommendations=many), tmp_path, "-layout").split("\f")
    for page in pages:
        assert page.count("Who will do it") == len(re.findall(r"^ *\d+\. Recommendation", page, re.MULTILINE))


@pytest.mark.parametrize("facts", range(28, 50, 3))
def test_a_part_never_begins_with_its_title_alone_at_the_foot_of_a_page(tmp_path: Path, facts: int) -> None:
    data = replace(DATA, facts=tuple((f"Fact {n}", "x") for n in range(facts)), recommendations=(), answers=())
    for page in read(data, tmp_path, "-layout").split("\f")[:-1]:
        body = [line.strip() for line in page.splitlines() if line.strip()][:-1]
        assert body[-1] not in ("Grades", "Strengths", "Areas for improvement", "Recommendations")


def test_a_section_never_begins_alone_at_the_foot_of_a_page(tmp_path: Path) -> None:
    sections = tuple((f"Section {n}", (("A question", "Yes"),) * (n % 7 + 1)) for n in range(40))
    for page in read(replace(DATA, answers=sections), tmp_path, "-layout").split("\f")[:-1]:
        body = [line for line in page.splitlines() if line.strip()][:-1]
        assert not body[-1].strip().startswith("Section")


def test_the_lines_to_respond_end_with_who_signs(tmp_path: Path) -> None:
    text = read(replace(DATA, respond="J. Moss responds by 18 August 2026."), tmp_path, "-layout")
    assert re.search(r"J. Moss responds by 18 August 2026.*Team manager.*Date.*Social worker.*Date", text, re.DOTALL)


def test_a_withdrawn_audit_asks_for_no_response(tmp_path: Path) -> None:
    assert "Who will do it" not in read(replace(DATA, withdrawn="The wrong case"), tmp_path)


def test_right_to_left_text_and_emoji_are_printed(tmp_path: Path) -> None:
    text = read(replace(DATA, strengths=(Item("שלום עולם"), Item("Glad 🌈 today"))), tmp_path)
    assert "שלום" in text and "עולם" in text
    assert "Glad 🌈 today" in text


def test_an_audit_with_nothing_in_it_is_still_a_page(tmp_path: Path) -> None:
    assert "None recorded" in read(SummaryData("", "1", "", ""), tmp_path)
