"""The same or not: pairs named by the mathematics, inside their domains, on both signs."""

import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

from chainrule.expression.build import parse
from chainrule.expression.written import Minus, Plus, Times
from chainrule.practice import telling
from chainrule.practice.compare import compare
from chainrule.practice.evidence import boundary, witness
from chainrule.practice.form import form
from chainrule.render.page import maths
from chainrule.words import words
from tests.strategies import smooth_trees

x = sympy.Symbol("x")

SAME = [
    ("sin(x)^2 + cos(x)^2", "1"),
    ("tan(x)^2 + 1", "sec(x)^2"),
    ("x^x", "e^(x ln x)"),
    ("sinh x", "(e^x - e^(-x))/2"),
    ("acos(2x)", "pi/2 - asin(2x)"),
    ("ln(x - 1000)", "2 ln sqrt(x - 1000)"),
    ("sqrt(-x)", "(-x)^(1/2)"),
    ("(x+1)^10 - (x+1)^10", "0"),
    ("x^(1/3)", "cbrt(x)"),
    ("sqrt(acos(2 + x^2))", "acos(2 + x^2)^(1/2)"),
    ("f(x) + f(x)", "2f(x)"),
    ("cosh(x)^2 - sinh(x)^2 - 1", "0"),
    ("((1+10^(-9))^2 - 1) 10^9 x", "(2 + 10^(-9)) x"),
    ("pi x", "pi*x"),
]
DIFFERENT = [
    ("x", "sqrt(x^2)"),
    ("x", "x + 10^(-9)"),
    ("10^(-30) x", "2*10^(-30) x"),
    ("0", "10^(-20)"),
    ("sin x", "sin(x + 2*3.1415926535)"),
    ("f(x)", "g(x)"),
    ("f'(x)", "f(x)"),
    ("ln|x|", "ln x + 10^(-8)"),
    ("1/x", "1/|x|"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_same(one: str, other: str) -> None:
    assert compare(parse(one), parse(other)).same is True
    assert compare(parse(other), parse(one)).same is True


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_different(one: str, other: str) -> None:
    assert compare(parse(one), parse(other)).same is False
    assert compare(parse(other), parse(one)).same is False


@pytest.mark.parametrize(("one", "other"), [("ln x + ln(-x)", "3 ln x + ln(-x)"), ("sqrt(-1-x^2)", "2 sqrt(-1-x^2)")])
def test_where_nothing_is_real_complex_points_decide(one: str, other: str) -> None:
    assert compare(parse(one), parse(other)).same is False
    assert compare(parse(one), parse(one)).same is not False


@pytest.mark.parametrize("text", ["f(sqrt(-1-x^2))"])
def test_what_cannot_be_computed_is_undecided_not_wrong(text: str) -> None:
    assert compare(parse(text), parse(text + "+1")).same is None


@given(smooth_trees(2))
def test_everything_is_itself_in_another_form(tree: sympy.Expr) -> None:
    assert compare(Plus(tree, x, Minus(x)), tree).same is True
    assert compare(Times(tree, Plus(1, Times(x, 0))), tree).same is True


@given(smooth_trees(2), st.sampled_from(["0.001", "x/1000", "e^(-5)"]))
def test_nothing_is_something_else(tree: sympy.Expr, little: str) -> None:
    assert compare(Plus(tree, parse(little)), tree).same is False


@pytest.mark.parametrize(
    ("one", "other", "bound"),
    [
        ("x", "|x|", "x > 0"), ("-x", "|x|", "x < 0"), ("(x-1)^2", "(x-1)|x-1|", "x > 1"), ("sqrt((2x+1)^2)", "2x+1", "x > -1/2"),
        ("cos x", "|cos x|", None),
    ],
)  # fmt: skip
def test_where_two_agree(one: str, other: str, bound: str | None) -> None:
    found = boundary(parse(one), parse(other), compare(parse(one), parse(other)), x)
    assert (" ".join(map(str, found)) if found else None) == bound


def test_a_witness_is_friendly_and_real() -> None:
    found = witness(parse("ln(x-3)"), parse("2 ln(x-3)"), parse("ln(x-3)"), x)
    assert found and found.point == {"x": 5.0}
    assert witness(parse("f(x)"), parse("2f(x)"), parse("x"), x) is None


@pytest.mark.parametrize(("tree", "right", "goal", "at", "said"), [
    ("5(4x+3)^4", "20(4x+3)^4", "(4x+3)^5", "x = −1", "your answer is 5, the derivative is 20"),
    ("cos(x^2)", "2x cos(x^2)", "sin(x^2)", "x = 2", "your answer is about −0.654, the derivative about −2.61"),
    ("2x", "e^(2x) 2", "e^(2x)", "x = 2", "your answer is 4, the derivative is about 109"),
    ("x^2/8", "3x^2", "x^3", "x = 2", "your answer is 0.5, the derivative is 12"),
    ("sqrt x", "1", "x", "x = 2", "your answer is about 1.41, the derivative is 1"),
    ("ln(-x)", "1/x", "ln x", "x = 2", "your answer has no value, the derivative is 0.5"),
    ("ln(-x)", "1/(3x)", "ln x", "x = 2", "your answer has no value, the derivative is about 0.167"),
    ("x^9", "9x^8", "x^9", "x = 1", "your answer is 1, the derivative is 9"),
    ("e^(9x)", "9e^(9x)", "e^(9x)", "x = 0.5", "your answer is about 90, the derivative about 810"),
])  # fmt: skip
def test_a_witness_has_small_numbers_and_says_what_is_rounded(tree: str, right: str, goal: str, at: str, said: str) -> None:
    found = witness(parse(tree), parse(right), parse(goal), x)
    assert found
    yours, correct = (maths() if value is None else maths(value) for value in telling.values(found))
    told = words("en").fill(f"verdict.incorrect-{telling.manner(found)}", point=telling.point(found), yours=yours, correct=correct)
    assert telling.spoken(told) == f"Not yet. At {at} {said}."


FORMS = [
    ("2x cos(x^2)", "cos(x^2)*x*2", True),
    ("(2x)(cos x)", "2x cos x", True),
    ("-2x", "-(2x)", True),
    ("(-2)x", "-2x", True),
    ("a + b - c", "-c + b + a", True),
    ("0.50 x", "0.5x", True),
    ("x^2 + 2x + 1", "(x+1)^2", False),
    ("2x/2", "x", False),
    ("sqrt x", "x^(1/2)", False),
    ("sin x/cos x", "tan x", False),
]


@pytest.mark.parametrize(("one", "other", "same"), FORMS)
def test_form_is_up_to_order(one: str, other: str, same: bool) -> None:
    assert (form(parse(one)) == form(parse(other))) is same
