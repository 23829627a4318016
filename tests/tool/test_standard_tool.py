"""The tools that ship with the program: whole, and marked so that the rules find what they need."""

from pathlib import Path
from xml.etree import ElementTree

import pytest
from pyxform.xls2xform import convert

from qaf_desktop import resources
from qaf_desktop.domain.words import AGE_BANDS, GRADES, PLAN_TYPES
from qaf_desktop.tool.compile import compile_tool
from qaf_desktop.tool.form import Form
from qaf_desktop.tool.reading import Progress
from tests.tool.made import NOW

ROLE = "{urn:qaf:audit-tool}role"
DESCRIPTORS = "{urn:qaf:audit-tool}descriptors"
NAMES = ("standard", "further_cases", "front_door")
RULES_NEED = {
    "overall_grade", "child_contact", "child_contact_reason", "child_said", "family_contact", "family_contact_reason",
    "family_said", "worker_present", "worker_absent_reason", "worker_view", "urgent_concern", "urgent_told",
    "urgent_when", "strengths", "improvements", "recommendations", "plan_type", "age_band", "period_from", "period_to",
}  # fmt: skip


def form(name: str) -> ElementTree.Element:
    source: Path = resources.path(f"tools/{name}.md")
    return ElementTree.fromstring(convert(str(source)).xform)


def binds(root: ElementTree.Element, role: str) -> list[ElementTree.Element]:
    return [e for e in root.iter("{http://www.w3.org/2002/xforms}bind") if e.get(ROLE) == role]


def choices(root: ElementTree.Element, name: str) -> list[dict[str, str]]:
    for instance in root.iter("{http://www.w3.org/2002/xforms}instance"):
        if instance.get("id") == name:
            return [{c.tag.split("}")[1]: c.text or "" for c in item} for item in instance[0]]
    return []


@pytest.mark.parametrize("name", NAMES)
def test_pyxform_converts_it_without_a_warning(name: str) -> None:
    assert convert(str(resources.path(f"tools/{name}.md"))).warnings == []


def test_every_role_that_a_rule_needs_is_there_once() -> None:
    root = form("standard")
    assert {role: len(binds(root, role)) for role in RULES_NEED} == dict.fromkeys(RULES_NEED, 1)


def test_seven_sections_are_graded_and_each_grade_has_its_reasons() -> None:
    root = form("standard")
    graded = [str(b.get("nodeset")).split("/")[2][0] for b in binds(root, "section_grade")]
    assert graded == list("bcdefgh")
    assert [str(b.get("nodeset")).split("/")[2][0] for b in binds(root, "reasons")] == list("bcdefghi")


def test_each_grade_has_four_descriptors_of_its_own() -> None:
    root = form("standard")
    columns = [str(b.get(DESCRIPTORS)) for b in binds(root, "section_grade") + binds(root, "overall_grade")]
    words = [grade[column] for column in columns for grade in choices(root, "grade")]
    assert len(columns) == 8
    assert len(set(words)) == 32 and all(words)


@pytest.mark.parametrize("name", ["standard", "front_door"])
def test_the_grades_are_the_products(name: str) -> None:
    assert tuple(c["name"] for c in choices(form(name), "grade")) == GRADES


@pytest.mark.parametrize("name", NAMES)
def test_plan_types_and_age_bands_are_the_products(name: str) -> None:
    root = form(name)
    assert [c["name"] for c in choices(root, "plan_type")] == list(PLAN_TYPES)
    assert [c["name"] for c in choices(root, "age_band")] == list(AGE_BANDS)


def test_voice_safety_and_overall_cannot_be_not_applicable() -> None:
    text = resources.path("tools/standard.md").read_text(encoding="utf-8")
    assert [s for s in "bcdefgh" if f" {s}_na " in text] == list("cefgh")


def test_evidence_is_asked_where_the_answer_is_partly_or_no() -> None:
    root = form("standard")
    paths = {str(e.get("nodeset")): e for e in root.iter("{http://www.w3.org/2002/xforms}bind")}
    asked = [p for p in paths if p.endswith("_ev")]
    assert len(asked) == 27
    assert all(paths[p].get("required") == "true()" and p[:-3] in str(paths[p].get("relevant")) for p in asked)


def filled_in() -> Form:
    source = resources.path("tools/standard.md").read_bytes()
    return Form(compile_tool(source, "standard.md"), now=NOW)


def test_a_section_that_is_not_applicable_owes_nothing_but_the_reason() -> None:
    one = filled_in()
    section = "c_assessment"
    one.set(f"{section}/c_renewed", "no")
    one.set(f"{section}/c_na", "yes")
    assert one.questions(section) == [f"{section}/c_na", f"{section}/c_na_why"]
    assert one.progress(section) == Progress(1, 2, "in_progress")
    one.set(f"{section}/c_na_why", "The assessment is not begun yet.")
    assert one.progress(section) == Progress(2, 2, "completed")
    one.set(f"{section}/c_na", "")
    assert one.value(f"{section}/c_renewed") == "no" and f"{section}/c_renewed_ev" in one.questions(section)


def test_that_a_section_applies_is_no_question_to_answer() -> None:
    one = filled_in()
    assert not one.owes("c_assessment/c_na") and one.owes("c_assessment/c_renewed")
    for name in ("renewed", "family", "chronology", "strengths", "nothing"):
        one.set(f"c_assessment/c_{name}", "yes")
    one.fill({"c_assessment": {"c_date": "2026-07-01", "c_grade": "good", "c_reasons": "It is renewed."}})
    assert one.progress("c_assessment").state == "completed"
