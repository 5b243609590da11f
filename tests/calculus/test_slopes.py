"""Slopes at points where the formula of the derivative has no number, and why there is none."""

import math

import pytest
from sympy.abc import x, y

from chainrule.calculus.derive import derive
from chainrule.calculus.evaluate import values
from chainrule.calculus.slopes import Slope, slope
from chainrule.expression.build import parse
from chainrule.expression.numbers import Program

INF = math.inf
AT = [
    ("x|x|", 0, Slope("slope", 0, 0)),
    ("x|x| + 3x", 0, Slope("slope", 3, 3)),
    ("x^(4/3)", 0, Slope("slope", 0, 0)),
    ("(x-1) cbrt(x-1)", 1, Slope("slope", 0, 0)),
    ("|x|^1.1", 0, Slope("slope", 0, 0)),
    ("cos|x|", 0, Slope("slope", 0, 0)),
    ("sin x", 0, Slope("slope", 1, 1)),
    ("|x|", 0, Slope("corner", -1, 1)),
    ("|x^2-1|", 1, Slope("corner", -2, 2)),
    ("sqrt(x^2)", 0, Slope("corner", -1, 1)),
    ("relu(x)", 0, Slope("corner", 0, 1)),
    ("cos sqrt|x|", 0, Slope("corner", 0.5, -0.5)),
    ("cbrt x", 0, Slope("vertical", INF, INF)),
    ("x^(2/3)", 0, Slope("vertical", -INF, INF)),
    ("cbrt(x^2-1)", 1, Slope("vertical", INF, INF)),
    ("sgn x", 0, Slope("jump")),
    ("floor(x)", 1, Slope("jump")),
    ("sqrt x", 0, Slope("one-sided")),
    ("arcsin x", 1, Slope("one-sided")),
    ("(-2)^x", 1, Slope("unknown")),
    ("1/x", 0, Slope("undefined")),
    ("ln x", -1, Slope("undefined")),
]


@pytest.mark.parametrize(("typed", "at", "expected"), AT, ids=[f"{row[0]} at {row[1]}" for row in AT])
def test_slope(typed, at, expected):
    program = Program(parse(typed))
    found = slope(lambda t: program({"x": t})[0], float(at))
    assert found.kind == expected.kind
    assert (found.left, found.right) == pytest.approx((expected.left, expected.right), nan_ok=True, abs=1e-5)


@pytest.mark.parametrize("k", range(1, 12))
def test_powers_of_the_absolute_value(k):
    exponent = k / 4
    found = slope(lambda t: abs(t) ** exponent, 0.0)
    assert found.kind == ("slope" if exponent > 1 else "corner" if exponent == 1 else "vertical")


ORDERS = [
    ("x^2 |x|", 1, 0, 1, "slope"),
    ("x^2 |x|", 2, 0, 2, "slope"),
    ("x^2 |x|", 3, None, 3, "corner"),
    ("x |x|", 3, None, 2, "corner"),
    ("x^(7/3)", 2, 0, 2, "slope"),
    ("|x|", 2, None, 1, "corner"),
]


@pytest.mark.parametrize(("typed", "order", "number", "at_order", "kind"), ORDERS)
def test_higher_derivatives(typed, order, number, at_order, kind):
    found = values(derive(parse(typed), x, order), {"x": 0.0})
    assert found.derivative == number
    if found.slope is not None:
        assert (found.order, found.slope.kind) == (at_order, kind)


def test_the_other_letters_stay():
    found = values(derive(parse("x^2 y |y|"), y), {"x": 3.0, "y": 0.0})
    assert found.derivative == 0
    assert found.numbers()["by_quotients"] == "slope"


def test_where_the_formula_holds_nothing_else_is_asked():
    found = values(derive(parse("x |x|"), x), {"x": -2.0})
    assert found.derivative == 4
    assert found.slope is None
