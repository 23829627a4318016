"""Tables of cases for the expression language, by the functions and types of the ODK XForms specification."""

# ruff: noqa: E501 - one case a line reads as a table

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from qaf_desktop.tool.expression import Compiled, Evaluator, ExpressionError, compile_expression

NOW = dt.datetime(2026, 7, 24, 10, 30, tzinfo=ZoneInfo("Europe/London"))
FORM = """<data><yes>yes</yes><n>5</n><half>2.5</half><empty/><day>2026-07-20</day><moment>2026-07-20T23:30:00.000Z</moment>
<many>red green blue</many><words>  a  b </words><truth>true</truth>
<rep><x>1</x><y>a</y><in><z>7</z></in><in><z>8</z></in></rep><rep><x>2</x><y>k</y><in><z>9</z></in></rep><rep><x/><y/></rep>
<g><inner>3</inner></g></data>"""
LISTS = """<instance><root><item><name>k</name><label>Kay</label><for>yes</for></item>
<item><name>a</name><label>Ay</label><for>no</for></item></root></instance>"""
PATHS = [
    f"/data/{name}"
    for name in [
        "yes",
        "n",
        "half",
        "empty",
        "day",
        "moment",
        "many",
        "words",
        "truth",
        "rep/x",
        "rep/y",
        "rep/in/z",
        "g/inner",
    ]
]
REPEATS = ["/data/rep", "/data/rep/in"]


def compiled(source: str, context: str = "/data/yes", **kinds: str) -> Compiled:
    names = {f"/data/{name}": kind for name, kind in kinds.items()}
    return compile_expression(source, context, PATHS, repeats=REPEATS, kinds=names)


def value(source: str, at: str = "yes") -> str:
    root = etree.fromstring(FORM)
    evaluator = Evaluator(
        root,
        now=NOW,
        secondary={"list": etree.fromstring(LISTS)},
        choice_label=lambda value, question: f"{question.tag}:{value}",
        token=lambda size: bytes(range(size)),
    )
    (node,) = root.xpath(at)
    context = "/data/" + "/".join(part.partition("[")[0] for part in at.split("/"))
    return evaluator.string(compiled(source, context).rewritten, node)


CASES = {
    "comparison": [
        ("/data/yes = 'yes'", "true"), ("/data/yes != 'no'", "true"), ("/data/n > 4", "true"), ("/data/n >= 5.0", "true"),
        ("/data/empty > 0", "false"), ("/data/empty < 1", "false"), ("/data/empty = ''", "true"), ("/data/n = 5", "true"),
        ("/data/n = 5 and /data/half = 2.5", "true"), ("1 < 2 < 3", "true"), ("not(/data/empty)", "true"),
        ("/data/empty or /data/yes", "true"), ("boolean(/data/yes)", "true"), ("true() = false()", "false"),
    ],
    "arithmetic": [
        ("1 + 2 * 3", "7"), ("(1 + 2) * 3", "9"), ("7 mod 4", "3"), ("1 div 4", "0.25"), ("-/data/n + 1", "-4"),
        ("--3", "3"), ("'' + 1", ""), ("/data/empty + 1", ""), ("/data/n - 1 - 1", "3"), ("0.1 + 0.2", "0.3"),
        ("1 div 0", "Infinity"), ("1000000 * 1000000 * 1000000", "1000000000000000000"), ("5 - (2 - 1)", "4"),
    ],
    "dates": [
        ("today()", "2026-07-24"), ("now()", "2026-07-24T10:30:00.000+01:00"), ("/data/day <= today()", "true"),
        ("today() - /data/day", "4"), ("/data/day < '2026-07-21'", "true"), ("'2026-07-21' > /data/day", "true"),
        ("date(/data/day + 7)", "2026-07-27"), ("date('2026-01-01') = '2026-01-01'", "true"), ("date(0)", "1970-01-01"),
        ("/data/day = date('2026-07-20')", "true"), ("/data/empty <= today()", "false"), ("/data/moment > /data/day", "true"),
        ("date(/data/moment)", "2026-07-21"), ("format-date(/data/day, '%e %b %Y, %a %d/%m/%y %n')", "20 Jul 2026, Mon 20/07/26 7"),
        ("format-date-time(/data/moment, '%Y-%m-%d %H:%M:%S.%3 %h')", "2026-07-21 00:30:00.000 0"),
        ("format-date(/data/empty, '%Y')", ""), ("decimal-date-time('1970-01-02T12:00:00Z')", "1.5"),
        ("decimal-time('18:00:00.000+01:00')", "0.75"), ("decimal-time('noon')", ""), ("date('2026-02-30')", "2026-02-30"),
        ("number('1970-01-11')", "10"), ("int((today() - date('2010-07-25')) div 365.25)", "15"),
        ("(decimal-date-time('2026-07-20T12:00:00Z') - decimal-date-time('2026-07-20T00:00:00Z')) * 24", "12"),
        ("date-time('2026-07-20')", "2026-07-20T00:00:00.000+01:00"), ("if(1=1, today(), '') < '2026-07-25'", "true"),
    ],
    "text": [
        ("concat('a', /data/n)", "a5"), ("concat(/data/rep/x)", "12"), ("join(', ', /data/rep/y)", "a, k, "),
        ("join('-', 'a', 'b')", "a-b"), ("substr('hello', 1, 3)", "el"), ("substr('hello', 2)", "llo"),
        ("substr('hello', -2)", "lo"), ("substring-before('a=b', '=')", "a"), ("substring-after('a=b', '=')", "b"),
        ("contains(/data/many, 'green')", "true"), ("starts-with(/data/many, 'red')", "true"),
        ("ends-with(/data/many, 'blue')", "true"), ("translate('abc', 'ab', 'AB')", "ABc"),
        ("normalize-space(/data/words)", "a b"), ("string-length(/data/yes)", "3"), ("string(/data/half)", "2.5"),
        ("regex(/data/yes, '[a-z]+')", "true"), ("regex('12a', '[0-9]+')", "false"), ("coalesce(/data/empty, 'x')", "x"),
        ("coalesce(/data/yes, 'x')", "yes"), ("uuid()", "00010203-0405-4607-8809-0a0b0c0d0e0f"), ("uuid(3)", "012"),
        ("string(true())", "true"), ("\"it's\"", "it's"), ("upper-case('a')", "A"), ("string(3.0)", "3"),
    ],
    "choice": [
        ("if(/data/yes = 'yes', 'a', 'b')", "a"), ("if(/data/empty, 1, 2)", "2"), ("if(1 = 2, 1, if(true(), 3, 4)) + 1", "4"),
        ("if(1 = 1, /data/n, 0) + 1", "6"), ("if(/data/n = 5, '5', '') > 4", "true"),
        ("selected(/data/many, 'green')", "true"), ("selected(/data/many, 'gree')", "false"),
        ("selected(/data/empty, '')", "true"), ("selected(/data/many, /data/yes)", "false"),
        ("selected-at(/data/many, 1)", "green"), ("selected-at(/data/many, 3)", ""), ("selected-at(/data/many, -1)", ""),
        ("count-selected(/data/many)", "3"), ("count-selected(/data/empty)", "0"),
        ("jr:choice-name(/data/yes, ' /data/yes ')", "yes:yes"), ("jr:choice-name('no', /data/yes)", "yes:no"),
        ("boolean-from-string(/data/truth)", "true"), ("boolean-from-string('yes')", "false"),
        ("checklist(1, 2, 1, 0, 1)", "true"), ("checklist(-1, 1, 1, 1)", "false"),
        ("weighted-checklist(3, -1, 1, 2, 1, 1)", "true"), ("once('x')", "yes"),
    ],
    "number": [
        ("round(2.5)", "3"), ("round(-2.5)", "-2"), ("/data/rep[last() - 1]/y", "k"), ("count-non-empty(if(true(), /data/rep/x, 1))", "2"), ("round(2.345, 2)", "2.35"), ("round(1234, -2)", "1200"), ("round('', 1)", ""),
        ("int(2.9)", "2"), ("int(-2.9)", "-2"), ("int('x')", ""), ("number('3.50')", "3.5"), ("number('x')", ""),
        ("number(true())", "1"), ("pow(2, 10)", "1024"), ("sqrt(9)", "3"), ("sqrt(-1)", ""), ("abs(-2)", "2"),
        ("log(exp(1))", "1"), ("log10(100)", "2"), ("exp10(2)", "100"), ("log(0)", ""), ("round(pi(), 4)", "3.1416"),
        ("sin(0)", "0"), ("cos(0)", "1"), ("tan(0)", "0"), ("asin(0)", "0"), ("acos(1)", "0"), ("atan(0)", "0"),
        ("atan2(0, 1)", "0"), ("floor(1.5)", "1"), ("ceiling(1.5)", "2"), ("random() < 1", "true"),
    ],
    "nodes": [
        ("count(/data/rep)", "3"), ("count-non-empty(/data/rep/x)", "2"), ("sum(/data/rep/x)", "3"), ("max(/data/rep/x)", "2"),
        ("min(/data/rep/x)", "1"), ("min(3, 1, 2)", "1"), ("max(/data/empty)", ""), ("avg(/data/rep/x)", "1.5"),
        ("sum(//z)", "24"), ("count(/data/*)", "13"), ("count(/data/rep[x > 1])", "1"), ("/data/rep[y = 'k']/x", "2"),
        ("/data/rep[position() = 2]/y", "k"), ("indexed-repeat(/data/rep/x, /data/rep, 2)", "2"),
        ("indexed-repeat(/data/rep/x, /data/rep, /data/n - 3)", "2"), ("count(/data/rep/x | /data/rep/y)", "6"),
        ("indexed-repeat(/data/rep/in/z, /data/rep, 1, /data/rep/in, 2)", "8"),
        ("instance('list')/root/item[name = 'k']/label", "Kay"), ("count(instance('list')/root/item)", "2"),
        ("instance('list')/root/item[for = /data/yes]/label", "Kay"), ("instance('none')/root/item", ""),
        ("instance('list')/root/item[for = current()/../yes]/label", "Kay"), ("../n", "5"), ("./../g/inner", "3"), (".", "yes"),
    ],
}  # fmt: skip


@pytest.mark.parametrize(("source", "expected"), [case for cases in CASES.values() for case in cases])
def test_a_function_gives_what_the_specification_says(source: str, expected: str) -> None:
    assert value(source) == expected


@pytest.mark.parametrize(
    ("source", "at", "expected"),
    [
        ("/data/rep/x", "rep[2]/y", "2"),
        ("../x", "rep[1]/y", "1"),
        ("position(..)", "rep[2]/y", "2"),
        ("position(/data/rep)", "rep[3]/y", "3"),
        ("count(/data/rep)", "rep[2]/y", "3"),
        ("position(../..)", "rep[2]/in[1]/z", "2"),
        ("/data/rep/y", "rep[2]/in[1]/z", "k"),
        ("sum(/data/rep/in/z)", "rep[1]/y", "15"),
        ("indexed-repeat(/data/rep/x, /data/rep, position(..) - 1)", "rep[2]/y", "1"),
        ("indexed-repeat(/data/rep/in/z, /data/rep/in, 2)", "rep[1]/y", "8"),
        ("instance('list')/root/item[name = current()/../y]/label", "rep[2]/x", "Kay"),
        ("instance('list')/root/item[name = /data/rep/y]/label", "rep[1]/x", "Ay"),
        ("/data/n + ../x", "rep[2]/y", "7"),
        ("count(../../rep[x < current()/../x])", "rep[2]/y", "1"),
    ],
)
def test_a_path_in_a_repeat_means_its_own_instance(source: str, at: str, expected: str) -> None:
    assert value(source, at) == expected


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("", "empty"), ("1 +", "breaks off"), ("(1", "“)” is missing"), ("foo(1)", "no function foo()"), ("1 2", "not expected"),
        ("'a", "never closed"), ("/data/none = 1", "no question at “/data/none”"), ("../../../../x", "no question"), ("#", "no meaning"),
        ("round()", "at least 1 value in"), ("if(1, 2)", "needs 3 values"), ("true(1)", "needs 0"), ("regex(., '[')", "pattern"),
        ("count('a')", "needs a question"), ("${gone} = 1", "“${…}”"), ("yes/@a", "Attributes"), ("following::x", "axis"),
        ("instance(.)/root", "in quotes"), ("last()", "brackets of a path"), ("position() = 1", "needs a repeat"), ("instance('__last-saved')/data", "saved last"), ("1[2]", "no path"), ("position(3)", "needs a repeat"), ("child::child::x", "two axes"),
        ("(" * 200 + "1" + ")" * 200, "nested"), ("+".join(["1"] * 5000), "joins"), ("1" * 40_000, "longer"),
        ("not(" * 3_000, "nested"), ("yes\x00", "no meaning"), ("'\x00'", "cannot be understood"),
    ],
)  # fmt: skip
def test_a_wrong_expression_is_refused_with_a_sentence(source: str, words: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        compiled(source)
    assert words in caught.value.message
    assert not caught.value.message.startswith("Traceback")


@pytest.mark.parametrize("name", ["pulldata", "search", "area", "distance", "digest", "base64-decode", "randomize"])
def test_a_function_that_is_not_supported_is_refused_by_name(name: str) -> None:
    with pytest.raises(ExpressionError, match=name) as caught:
        compiled(f"{name}('a', 'b')")
    assert caught.value.unsupported


@pytest.mark.parametrize(
    ("source", "depends"),
    [
        ("/data/n + ../half", {"n", "half"}),
        ("count(/data/rep[x > /data/n])", {"rep", "rep/x", "n"}),
        ("sum(//z)", {"rep/in/z"}),
        ("/data/g/*", {"g/inner"}),
        ("instance('list')/root/item[name = current()/../n]", {"n"}),
        (". > 1", {"yes"}),
        ("once(/data/n)", {"n"}),
        ("'a'", set()),
    ],
)
def test_an_expression_depends_on_the_paths_that_it_reads(source: str, depends: set[str]) -> None:
    assert {"/data/" + name for name in depends} <= compiled(source).depends
    assert compiled(source).depends <= {"/data/" + name for name in depends} | {"/data/yes"}


def test_time_and_chance_make_an_expression_volatile() -> None:
    assert [compiled(source).volatile for source in ("today() > .", "count(/data/rep[x < random()])", "1")] == [
        True,
        True,
        False,
    ]


def test_comparisons_of_what_can_be_no_date_need_no_callback() -> None:
    assert (
        "q:" not in compiled("/data/n > 3 and selected(/data/many, 'red') and /data/yes = 'a'", n="integer").rewritten
    )


@given(st.text(alphabet="abx/.()[]'\"=<>+-*,:@$| 019\n\x00éorandivm", max_size=60))
def test_no_text_makes_the_compiler_fail_in_another_way(source: str) -> None:
    try:
        assert isinstance(compiled(source).rewritten, str)
    except ExpressionError as error:
        assert error.message


@given(st.text(alphabet="abx/.()[]'\"=<>+-*,:| 019ndivmorc", max_size=40))
def test_whatever_compiles_gives_a_text_and_a_truth(source: str) -> None:
    root = etree.fromstring("<data><a>1</a><b>x</b><x><a>2</a></x></data>")
    evaluator = Evaluator(root, now=NOW)
    try:
        rewritten = compile_expression(
            source, "/data/a", ["/data/a", "/data/b", "/data/x/a"], repeats=["/data/x"]
        ).rewritten
        assert isinstance(evaluator.string(rewritten, root[0]), str)
        assert isinstance(evaluator.boolean(rewritten, root[0]), bool)
    except ExpressionError as error:
        assert error.message


@pytest.mark.parametrize("sign", ["+", " or ", " div ", "|"])
def test_a_chain_of_nine_hundred_parts_is_carried_out(sign: str) -> None:
    root = etree.fromstring("<data><a>1</a></data>")
    rewritten = compile_expression(sign.join(["/data/a"] * 900), "/data/a", ["/data/a"]).rewritten
    assert Evaluator(root, now=NOW).string(rewritten, root[0])


def test_the_moment_of_an_evaluator_can_be_set_later() -> None:
    root = etree.fromstring("<data><a/></data>")
    evaluator = Evaluator(root, now=NOW)
    evaluator.now = NOW + dt.timedelta(days=1)
    assert evaluator.string(compile_expression("today()", "/data/a", ["/data/a"]).rewritten, root[0]) == "2026-07-25"


def test_the_nodes_of_a_path_are_the_elements_themselves() -> None:
    root = etree.fromstring(FORM)
    evaluator = Evaluator(root, now=NOW, secondary={"list": etree.fromstring(LISTS)})
    source = "instance('list')/root/item[for = 'no']"
    (item,) = evaluator.nodes(compiled(source).rewritten, root[0])
    assert item.findtext("name") == "a"


def test_a_label_that_asks_for_other_expressions_does_not_disturb_the_first() -> None:
    root = etree.fromstring("<data><a>1</a><b>2</b></data>")
    paths = ["/data/a", "/data/b"]
    inner = compile_expression("string(current())", "/data/b", paths).rewritten
    evaluator = Evaluator(root, now=NOW, choice_label=lambda value, _: value + evaluator.string(inner, root[1]))
    outer = compile_expression("concat(jr:choice-name('x', /data/b), current())", "/data/a", paths).rewritten
    assert evaluator.string(outer, root[0]) == "x21"
