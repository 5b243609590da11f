"""Numbers at points: real where school mathematics is real, nan elsewhere, never an exception."""

import math

import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st
from sympy.abc import x, y

from chainrule.expression.build import parse
from chainrule.expression.numbers import Program, stand_in
from chainrule.expression.value import value
from chainrule.expression.written import Apply, Minus, Over, Power, Primed, Root
from tests.strategies import trees

PAIRS = [
    ("(-8)^(1/3)", -2.0),
    ("cbrt(-8)", -2.0),
    ("(-8)^(2/3)", 4.0),
    ("(-32)^(3/5)", -8.0),
    ("x^-2", 0.25),
    ("0^0", 1.0),
    ("2^0.5", math.sqrt(2)),
    ("log_2 8", 3.0),
    ("arccot(-1)", -math.pi / 4),
    ("sgn(-3) + step(-3) + relu(-3)", -1.0),
    ("0.1 + 0.2", 0.1 + 0.2),
]
NOWHERE = [
    "ln(-1)",
    "1/0",
    "sqrt(-1)",
    "(-2)^0.5",
    "(-2)^pi",
    "asin 2",
    "e^(e^(e^10))",
    "tan(0)/0",
    "10^400",
    "factorial(-1)",
    "0^(-1)",
    "unset",
]


@pytest.mark.parametrize(("text", "expected"), PAIRS)
def test_number(text, expected):
    assert Program(parse(text))({"x": -2.0})[0] == pytest.approx(expected)


@pytest.mark.parametrize("text", NOWHERE)
def test_not_a_real_number(text):
    assert math.isnan(Program(parse(text))({})[0])


@given(trees(3, names=("x", "y")), st.floats(-5, 5), st.floats(-5, 5))
def test_every_tree_has_a_number_or_nan(tree, a, b):
    (result,) = Program(tree)({"x": a, "y": b})
    assert math.isnan(result) or math.isfinite(result)


@pytest.mark.parametrize("orders", [(0,), (1,), (2,), (0, 0), (1, 0), (0, 1), (1, 1), (2, 1)])
@pytest.mark.parametrize("name", ["f", "g", "phi"])
def test_unknown_functions_are_played_consistently(name, orders):
    """The part played for the next order is the slope of the part played for this one."""
    at = [0.7, -0.4][: len(orders)]
    for place in range(len(orders)):
        higher = tuple(n + (i == place) for i, n in enumerate(orders))
        ends = [stand_in(name, orders)(*[t + sign * 1e-5 * (i == place) for i, t in enumerate(at)]) for sign in (1, -1)]
        assert stand_in(name, higher)(*at) == pytest.approx((ends[0] - ends[1]) / 2e-5, abs=1e-6)


@pytest.mark.parametrize("goal", ["f(x^2)", "f(g(x))", "f(x, x^2)", "f(x, x)", "f(x) g(x)"])
def test_sympys_derivatives_of_unknown_functions_have_numbers(goal):
    tree = parse(goal)
    plain, judged = value(tree).diff(x), value(tree, judge=True).diff(sympy.Symbol("x", real=True))
    a, b = Program(plain, judged)({"x": 0.83})
    assert a == pytest.approx(b)
    ends = [Program(tree)({"x": 0.83 + h})[0] for h in (1e-5, -1e-5)]
    assert a == pytest.approx((ends[0] - ends[1]) / 2e-5, abs=1e-6)


def test_what_is_shared_is_computed_once():
    tree = x
    for _ in range(60):
        tree = Apply("sin", Over(Minus(tree), Power(Root(tree, 3), 2)))
    assert len(Program(tree)._code) < 400


def test_mixed_written_and_sympy_expressions():
    assert Program(Power(x, 2), x**2 + y, Primed("f", (0,), x))({"x": 3.0, "y": 1.0})[:2] == [9.0, 10.0]
