"""XLSForms become tools: what is refused, by row, and what survives."""

import pytest

from qaf_desktop import resources
from qaf_desktop.errors import BadInput
from qaf_desktop.tool.compile import check, compile_tool, from_stored, to_stored, to_xlsx
from qaf_desktop.tool.form import Form
from tests.tool.made import NOW, checked, source, tool

GRADES = tuple(f"grade | {g} | {g}" for g in ("outstanding", "good", "requires_improvement", "inadequate"))
CASE_AUDIT = "t | 1 | T | case_audit"


@pytest.mark.parametrize("name", ["standard", "further_cases", "front_door"])
def test_the_tools_that_ship_are_sound(name: str) -> None:
    path = resources.path(f"tools/{name}.md")
    assert check(path.read_bytes(), path.name).problems == ()


@pytest.mark.parametrize("name", ["standard", "further_cases", "front_door"])
def test_a_tool_given_out_as_a_workbook_is_the_same_tool(name: str) -> None:
    path = resources.path(f"tools/{name}.md")
    book = to_xlsx(path.read_bytes(), path.name)
    assert compile_tool(book, "t.xlsx") == compile_tool(path.read_bytes(), path.name)
    assert to_xlsx(book, "t.xlsx") == book


def test_a_stored_tool_is_read_back_whole() -> None:
    one = tool("text | a | A", "text | b | B | ${a} = 'x'")
    assert from_stored(to_stored(one)) == one


def test_a_sound_form_that_is_no_audit_tool_lacks_roles_alone() -> None:
    found = checked("text | a | A", settings=CASE_AUDIT)
    assert not found.ok
    assert {problem.code for problem in found.problems} == {"missing_role"}


@pytest.mark.parametrize(
    "kind", ["image", "audio", "geopoint", "barcode", "select_one_from_file x.csv", "file", "rank x"]
)
def test_what_cannot_be_shown_is_refused_by_row(kind: str) -> None:
    found = checked("text | a | A", f"{kind} | b | B")
    assert [(problem.code, problem.row) for problem in found.problems] == [("unsupported", 4)]
    assert "Row 4" in found.problems[0].message


def test_what_cannot_be_shown_is_left_out_where_the_officer_says_so_and_is_recorded() -> None:
    one = compile_tool(source("text | a | A", "image | b | A photo"), "t.md", leave_out_unsupported=True)
    assert [node.path for node in one.walk() if node.path] == ["a"]
    assert one.left_out == ("Row 4: pictures cannot be shown (A photo).",)


def test_what_reads_a_question_that_is_left_out_reads_an_empty_answer() -> None:
    rows = ("image | photo | P", "text | a | A | ${photo} = ''", "note | n | Taken: ${photo}")
    one = Form(compile_tool(source(*rows), "t.md", leave_out_unsupported=True), now=NOW)
    assert (one.questions(), one.label("n"), one.tool.question("photo").kind) == (["a", "n"], "Taken:", "hidden")


def test_a_group_that_is_left_out_goes_with_all_that_lies_in_it() -> None:
    rows = (
        "begin group | g | G | area(${a}) > 1",
        "text | b | B",
        "begin group | h | H",
        "text | c | C",
        "end group | |",
    )
    one = compile_tool(
        source("text | a | A", *rows, "end group | |", "text | d | D"), "t.md", leave_out_unsupported=True
    )
    assert [node.path for node in one.walk() if node.path] == ["a", "d"]


def test_a_loop_is_refused_once_and_left_out_with_all_that_lies_in_it() -> None:
    rows = ("begin loop over grade | l | L", "text | b | B", "end loop | |", "text | c | C")
    assert [(one.code, one.row) for one in checked(*rows, choices=GRADES).problems] == [("unsupported", 3)]
    one = compile_tool(source(*rows, choices=GRADES), "t.md", leave_out_unsupported=True)
    assert [node.path for node in one.walk() if node.path] == ["c"]


def test_a_picture_beside_a_text_is_left_out_and_the_text_stays() -> None:
    rows = b"|survey|\n||type|name|label|media::image|\n||note|a|A|a.png|\n||note|b||b.png|\n||text|c|C||\n"
    form = rows + b"|settings|\n||form_id|qaf_purpose|\n||t|further_cases|"
    assert [(one.code, one.row) for one in check(form, "t.md").problems] == [("unsupported", 3), ("unsupported", 4)]
    found = compile_tool(form, "t.md", leave_out_unsupported=True)
    assert [node.path for node in found.walk() if node.path] == ["a", "c"]


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("select one from grade", "select_one"),
        ("select one a_b or_other", "select_one"),
        ("select_one from", "select_one"),
        ("Select all that apply from grade", "select_multiple"),
        ("add text prompt", "text"),
        ("phone number", "text"),
        ("imei", "calculate"),
        ("start time", "calculate"),
        ("percentage", "integer"),
    ],
)
def test_older_names_of_question_types_are_known(written: str, kind: str) -> None:
    choices = (*GRADES, "a_b | x | X", "from | y | Y")
    found = checked(f"{written} | b | B", choices=choices)
    assert [problem.message for problem in found.problems] == []
    assert tool(f"{written} | b | B", choices=choices).question("b").kind == kind


def test_columns_are_known_by_their_other_names() -> None:
    form = b"|survey|\n||Command|Value|Caption|instance::tag|\n||text|a|A|x|\n||image|b|B||"
    found = check(form, "t.md")
    assert [(one.code, one.row) for one in found.problems] == [("unsupported", 4)]


def test_the_text_of_a_group_depends_on_all_that_lies_in_it() -> None:
    rows = ("begin group | g | G", "text | a | A", "end group | |", "calculate | c |  |  |  |  |  | string(${g})")
    one = Form(tool(*rows), now=NOW)
    assert "c" in one.set("g/a", "x").values
    assert one.value("c") == "x"


@pytest.mark.parametrize("kept", [".", "coalesce(${a}, 'x')", "if(${b} = 'x', 'y', ${a})", "once(${b})"])
def test_a_calculation_may_keep_the_value_that_is_there(kept: str) -> None:
    assert checked("text | b | B", f"calculate | a |  |  |  |  |  | {kept}").problems == ()


@pytest.mark.parametrize("changed", [". + 1", "concat(${a}, 'x')", "if(. = '', 'x', '')", "coalesce(. + 1, 2)"])
def test_a_calculation_that_changes_its_own_value_is_refused(changed: str) -> None:
    (problem,) = checked("text | b | B", f"calculate | a |  |  |  |  |  | {changed}").problems
    assert problem.message == "Row 4: a depends on itself. Break the circle."


def test_another_programs_function_can_be_left_out() -> None:
    assert checked("text | a | A | cht:days(1)").problems[0].code == "unsupported"
    assert checked("text | a | A | days(1)").problems[0].code == "xlsform"


def test_a_circle_names_those_in_it_alone_and_the_row() -> None:
    rows = [f"calculate | {n} |  |  |  |  |  | ${{{of}}} + 1" for n, of in ("ab", "ba", "cb", "dc")]
    assert (
        checked(*rows).problems[0].message == "Row 3: These depend on each other in a circle: a, b. Break the circle."
    )


def test_a_refused_function_is_left_out_with_its_question() -> None:
    rows = ("text | a | A", "calculate | b |  |  |  |  |  | pulldata('x', 'y', 'z', ${a})")
    assert checked(*rows).problems[0].code == "unsupported"
    assert len(compile_tool(source(*rows), "t.md", leave_out_unsupported=True).left_out) == 1


@pytest.mark.parametrize("wrong", ["${a} = ", "nonsense(${a})", "(((", "${a} ==== 1", "'open"])
def test_a_wrong_expression_is_refused_by_row(wrong: str) -> None:
    found = checked("text | a | A", f"text | b | B | {wrong}")
    assert found.problems[0].code == "xlsform"
    assert found.problems[0].row == 4


def test_a_question_that_is_not_there_is_refused() -> None:
    assert checked("text | b | B | ${gone} = 1").problems[0].code == "xlsform"


def test_calculations_in_a_circle_are_refused() -> None:
    found = checked("calculate | a |  |  |  |  |  | ${b} + 1", "calculate | b |  |  |  |  |  | ${a} + 1")
    assert [problem.code for problem in found.problems] == ["xlsform"]
    assert "in a circle: a, b" in found.problems[0].message


def test_a_group_that_depends_on_what_lies_in_it_is_a_circle() -> None:
    found = checked("begin group | g | G | ${a} = '1'", "text | a | A", "end group | |")
    assert "in a circle" in found.problems[0].message


def test_two_overall_grades_are_ambiguous() -> None:
    rows = [f"select_one grade | {n} | {n} |  |  |  |  |  |  | overall_grade" for n in "ab"]
    assert "ambiguous" in {p.code for p in checked(*rows, choices=GRADES, settings=CASE_AUDIT).problems}


def test_a_grade_with_other_values_is_refused() -> None:
    rows = ("select_one grade | a | A |  |  |  |  |  |  | overall_grade",)
    found = checked(*rows, choices=("grade | a | A", "grade | b | B"))
    assert "its choices have to be outstanding, good" in found.problems[0].message


def test_grade_descriptors_come_from_the_column_that_the_question_names() -> None:
    path = resources.path("tools/standard.md")
    standard = compile_tool(path.read_bytes(), path.name)
    voice, overall = standard.question("b_voice/b_grade"), standard.question("i_judgement/i_overall")
    assert voice.choices[0].descriptor != overall.choices[0].descriptor
    assert all(choice.descriptor for choice in (*voice.choices, *overall.choices))


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "t.xlsx"),
        (b"PK\x03\x04 no zip", "t.xlsx"),
        (b"%PDF-1.4", "t.xlsx"),
        (b"\xff\xfe\x00", "t.csv"),
        (b"nothing of the kind", "t.md"),
        (b"a,b\n1,2\n", "t.csv"),
        (b"x", "t.docx"),
    ],
)
def test_what_is_no_form_is_said_in_a_sentence(content: bytes, name: str) -> None:
    with pytest.raises(BadInput, match=r"^t\.(xlsx|csv|md|docx) "):
        check(content, name)


def test_questions_outside_a_group_stand_in_a_section_of_their_own() -> None:
    one = tool("text | a | A", "begin group | g | G", "text | b | B", "end group | |")
    assert [(section.path, section.label) for section in one.sections] == [("", "Questions"), ("g", "G")]


def test_signs_that_no_form_can_hold_are_blanks() -> None:
    one = tool("text | a | A\x01B\x02C\uffff | | . != '\x02'", choices=("k\x03 | x\x04 | X\x05",))
    assert one.question("a").label == "A B C"
