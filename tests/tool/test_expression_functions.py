"""Each function of the ODK XForms specification with values of each type, and what is refused."""

# ruff: noqa: E501 - one case a line reads as a table

import re

import pytest

from qaf_desktop.tool.expression import ExpressionError
from qaf_desktop.tool.xpath_signatures import FUNCTIONS, REFUSED, REWRITTEN
from tests.tool import test_expression as tables
from tests.tool.test_expression import compiled, value

NAMED = (
    "if coalesce selected count-selected selected-at today now date format-date decimal-date-time regex concat round int "
    "number string-length substr contains starts-with count sum min max position indexed-repeat once jr:choice-name"
)  # those that the standard tool and public forms lean on
CASES = {
    "if": [
        ("if(true(), 'a', 'b')", "a"), ("if(/data/empty = '', 'none', 'some')", "none"), ("if(0, 1, 2)", "2"),
        ("if('false', 1, 2)", "1"), ("if(/data/day > '2026-01-01', /data/day, '')", "2026-07-20"),
        ("if(/data/rep/x = 2, 'any', 'no')", "any"), ("if(false(), 1, '')", ""), ("if(1 div 0, 'inf', 'no')", "inf"),
        ("if(number('x'), 'yes', 'no')", "no"), ("if(selected(/data/many, 'red'), 'r', if(true(), 'g', 'b'))", "r"),
    ],
    "coalesce": [
        ("coalesce(/data/empty, /data/n)", "5"), ("coalesce('', '')", ""), ("coalesce(/data/day, 'x')", "2026-07-20"),
        ("coalesce(/data/rep/x, 9)", "1"), ("coalesce(instance('none')/a, 'x')", "x"), ("coalesce(/data/empty, 3) + 1", "4"),
    ],
    "selected": [
        ("selected('a b c', 'b')", "true"), ("selected('a b c', 'ab')", "false"), ("selected('', 'a')", "false"),
        ("selected(/data/yes, 'yes')", "true"), ("selected(' a  b ', 'b')", "true"), ("selected('10 20', 10)", "true"),
        ("selected('a b', 'a b')", "true"), ("selected(/data/many, /data/empty)", "false"), ("not(selected(/data/many, 'x'))", "true"),
    ],
    "count-selected": [("count-selected('a b c')", "3"), ("count-selected('')", "0"), ("count-selected('  a  ')", "1"), ("count-selected(/data/yes)", "1")],
    "selected-at": [("selected-at('a b c', 0)", "a"), ("selected-at('a b c', 2)", "c"), ("selected-at('', 0)", ""), ("selected-at('a b', 'x')", ""), ("selected-at('a b', 1.9)", "b")],
    "today": [("today() = '2026-07-24'", "true"), ("today() > now()", "false"), ("today() + 0", "20658"), ("today() - '2026-07-20'", "4"), ("string-length(today())", "10")],
    "now": [("now() > today()", "true"), ("now() - today() < 1", "true"), ("date(now()) = today()", "true"), ("substr(now(), 0, 10) = today()", "true")],
    "date": [
        ("date('2026-07-20')", "2026-07-20"), ("date(20658)", "2026-07-24"), ("date(20658.9)", "2026-07-24"), ("date('x')", "x"),
        ("date(/data/empty)", ""), ("date(/data/day) < date('2026-07-21')", "true"), ("date('2024-02-28') + 2", "19783"),
        ("date(date('2024-02-28') + 2)", "2024-03-01"), ("date('2026-03-29T00:30:00+01:00')", "2026-03-28"),
    ],
    "date-time": [("date-time('2026-01-20')", "2026-01-20T00:00:00.000+00:00"), ("date-time('')", "")],
    "format-date": [
        ("format-date('2026-07-04', '%d-%m-%Y')", "04-07-2026"), ("format-date('2026-07-04', '%e.%n.%y')", "4.7.26"),
        ("format-date('2026-07-04', '%b %a')", "Jul Sat"), ("format-date('x', '%Y')", ""), ("format-date(today(), '%Y%m%d')", "20260724"),
        ("format-date(/data/moment, '%Y-%m-%d')", "2026-07-21"), ("format-date('2026-07-04', '100%% %q')", "100% %q"),
    ],
    "format-date-time": [("format-date-time('2026-01-04T09:05:07.250Z', '%H:%M:%S.%3 %h')", "09:05:07.250 9"), ("format-date-time('', '%H')", "")],
    "decimal-date-time": [
        ("decimal-date-time('1970-01-01T00:00:00Z')", "0"), ("decimal-date-time('1970-01-01')", "-0.041666666667"),
        ("decimal-date-time('2026-01-01T12:00:00Z') - decimal-date-time('2026-01-01T00:00:00Z')", "0.5"), ("decimal-date-time('x')", ""),
    ],
    "decimal-time": [("decimal-time('12:00')", "0.5"), ("decimal-time('06:00:00Z')", "0.291666666667"), ("decimal-time('23:30:00-01:00')", "0.0625"), ("decimal-time('24:00')", "")],
    "regex": [
        ("regex('AB12', '[A-Z]{2}[0-9]{2}')", "true"), ("regex('xAB12', '[A-Z]{2}[0-9]{2}')", "false"), ("regex('', '.*')", "true"),
        ("regex('a\nb', '.*')", "false"), ("regex(/data/n, '^[0-9]$')", "true"), ("regex('é', '\\w')", "true"),
    ],
    "concat": [("concat('a')", "a"), ("concat('a', 1, true())", "a1true"), ("concat(/data/rep/y, '!')", "ak!"), ("concat('', /data/empty)", ""), ("concat(1 div 2, '/', 3.0)", "0.5/3")],
    "join": [("join(' ', /data/rep/x)", "1 2 "), ("join(',', 'a', /data/n)", "a,5"), ("join('', 'a')", "a")],
    "round": [("round(1.5)", "2"), ("round(1.005, 2)", "1.01"), ("round(-1.25, 1)", "-1.3"), ("round('2.71828', 3)", "2.718"), ("round(151, -1)", "150"), ("round('x')", "")],
    "int": [("int('3.99')", "3"), ("int(-0.5)", "0"), ("int(/data/half)", "2"), ("int('')", ""), ("int(/data/day)", "20654"), ("int(1000000.7)", "1000000")],
    "number": [("number('12.50')", "12.5"), ("number('')", ""), ("number('1e3')", ""), ("number('-7')", "-7"), ("number(false())", "0"), ("number('1970-01-02')", "1"), ("number(' 5 ')", "5"), ("number(/data/rep/x)", "1")],
    "string-length": [("string-length('')", "0"), ("string-length(/data/many)", "14"), ("string-length('é👩')", "2"), ("string-length(12.50)", "4"), ("string-length(/data/rep/y)", "1")],
    "substr": [("substr('hello', 0, 2)", "he"), ("substr('hello', 3, 99)", "lo"), ("substr('hello', -3, -1)", "ll"), ("substr('hello', 4, 2)", ""), ("substr('', 0, 1)", ""), ("substr('hello', 'x')", "hello")],
    "contains": [("contains('hello', 'ell')", "true"), ("contains('hello', '')", "true"), ("contains('', 'a')", "false"), ("contains(/data/n, 5)", "true"), ("contains('Hello', 'hello')", "false")],
    "starts-with": [("starts-with('hello', 'he')", "true"), ("starts-with('hello', 'lo')", "false"), ("starts-with('', '')", "true"), ("starts-with(/data/day, '2026')", "true")],
    "ends-with": [("ends-with('hello', 'lo')", "true"), ("ends-with('hello', '')", "true"), ("ends-with('', 'a')", "false")],
    "count": [("count(/data/rep/x)", "3"), ("count(/data/rep[x > 9])", "0"), ("count(/data/rep[1]/in)", "2"), ("count(/data/yes | /data/n)", "2"), ("count(//z) + 1", "4")],
    "count-non-empty": [("count-non-empty(/data/rep/y)", "2"), ("count-non-empty(/data/empty)", "0"), ("count-non-empty(//z)", "3")],
    "sum": [("sum(/data/rep/x)", "3"), ("sum(/data/empty)", "0"), ("sum(/data/rep[x > 1]/x)", "2"), ("sum(//z) div count(//z)", "8"), ("sum(/data/yes)", "")],
    "min": [("min(/data/rep/x)", "1"), ("min(/data/empty)", ""), ("min(2, /data/n)", "2"), ("min('a', 1)", ""), ("min(/data/day, '2026-01-01') = '2026-01-01'", "true")],
    "max": [("max(/data/rep/x)", "2"), ("max('')", ""), ("max(-1, -2)", "-1"), ("max(/data/n, //z)", "9"), ("date(max(/data/day, '2026-01-01'))", "2026-07-20")],
    "position": [("position(/data/rep[2])", "2"), ("/data/rep[position() = last()]/y", ""), ("count(/data/rep[position() < 3])", "2")],
    "indexed-repeat": [("indexed-repeat(/data/rep/y, /data/rep, 1)", "a"), ("indexed-repeat(/data/rep/y, /data/rep, 9)", ""), ("indexed-repeat(/data/rep/in/z, /data/rep, 2, /data/rep/in, 1)", "9"), ("indexed-repeat(/data/rep/x, /data/rep, count(/data/rep) - 1)", "2")],
    "once": [("once(random())", "yes"), ("once(/data/n)", "yes")],
    "jr:choice-name": [("jr:choice-name(/data/yes, '/data/yes')", "yes:yes"), ("jr:choice-name('', /data/yes)", "yes:"), ("jr:choice-name(selected-at(/data/many, 0), /data/many)", "many:red")],
    "translate": [("translate('2026-07', '-', '')", "202607"), ("translate('abc', 'abc', 'x')", "x")],
    "normalize-space": [("normalize-space('  a   b ')", "a b"), ("normalize-space()", "yes"), ("normalize-space(/data/empty)", "")],
    "substring": [("substring('12345', 2, 3)", "234"), ("substring('12345', 2)", "2345"), ("substring('12345', 0, 3)", "12")],
    "not": [("not(true())", "false"), ("not('')", "true"), ("not(0)", "true"), ("not(/data/n)", "false")],
    "boolean": [("boolean('')", "false"), ("boolean('false')", "true"), ("boolean(0)", "false"), ("boolean(/data/empty)", "false"), ("boolean(number('x'))", "false")],
    "boolean-from-string": [("boolean-from-string('1')", "true"), ("boolean-from-string(1)", "true"), ("boolean-from-string('TRUE')", "false"), ("boolean-from-string('')", "false")],
    "checklist": [("checklist(-1, 2, 1, 1, 0)", "true"), ("checklist(2, -1, '1', '0', '1')", "true"), ("checklist(1, 1, 'yes', '')", "false")],
    "weighted-checklist": [("weighted-checklist(-1, 5, 1, 3, 0, 9)", "true"), ("weighted-checklist(4, 5, 1, 3, 1, 3)", "false")],
    "floor": [("floor(-1.5)", "-2"), ("ceiling(-1.5)", "-1")],
    "lower-case": [("lower-case('ÄB')", "äb"), ("upper-case('é')", "É")],
    "current": [("current()/../n", "5"), ("count(/data/rep[x = current()/../rep[1]/x])", "1")],
}  # fmt: skip
REFUSALS = [
    ("pulldata('file', 'a', 'b', 'c')", "pulldata() looks things up"), ("search('file')", "search() looks choices up"),
    ("string-length()", "string-length() needs 1 value"), ("random(1)", "random() needs 0 values"), ("round()", "at least 1 value"),
    ("if(1, 2)", "if() needs 3 values"), ("selected('a')", "selected() needs 2 values"), ("weighted-checklist(1, 2, 3, 4, 5)", "a weight for each"),
    ("count('a')", "needs a question or a repeat"), ("sum(1)", "needs a question or a repeat"), ("regex('a', '[')", "pattern"),
    ("ancestor::data", "ancestor::"), ("@id", "Attributes"), ("last()", "only in the brackets"), ("position()", "needs a repeat"),
    ("jr:itext('a')", "jr:itext()"), ("digest('a', 'MD5')", "digest()"), ("instance(/data/n)", "name of a list in quotes"),
    ("cht:difference-in-days(1, 2)", "There is no function"), ("indexed-repeat(/data/n, /data/rep, 1)", "does not hold"),
    ("1 +", "breaks off"), ("'open", "never closed"), ("${gone}", "does not exist"), ("/data/nobody", "no question at"), ("a b", "not expected"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "expected"), [case for cases in CASES.values() for case in cases])
def test_a_function_gives_what_the_specification_says_for_each_type(source: str, expected: str) -> None:
    assert value(source) == expected


@pytest.mark.parametrize(("source", "words"), REFUSALS)
def test_what_is_wrong_or_not_supported_is_refused_in_words(source: str, words: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        compiled(source)
    assert words in caught.value.message


def test_a_result_of_false_that_was_stored_is_a_text_and_so_true() -> None:
    """Results are stored as texts: "false" as the answer of a question is an answer."""
    assert value("if(string(1 > 2), 'text', 'empty')") == "text"


@pytest.mark.parametrize("name", NAMED.split())
def test_each_function_that_public_forms_lean_on_has_several_cases(name: str) -> None:
    assert len(CASES[name]) >= 2


def test_no_function_is_without_a_case() -> None:
    cases = [source for table in (tables.CASES, CASES) for rows in table.values() for source, _ in rows]
    cases += [source for source, _ in REFUSALS]
    used = {name for source in cases for name in re.findall(r"[a-z][\w:-]*(?=\()", source)}
    assert set(FUNCTIONS) | set(REWRITTEN) <= used
    assert set(FUNCTIONS).isdisjoint(REFUSED)
