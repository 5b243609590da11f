"""ln taken apart: bars where something may be negative, none where it cannot, and true wherever the whole is real."""

import math

import pytest
from sympy.abc import x

from chainrule.calculus.derive import derive
from chainrule.expression.build import parse
from chainrule.expression.notation.unicode import unicode
from chainrule.expression.numbers import Program
from chainrule.expression.written import Apply

LAWS = [
    ("ln(2x e^x)", "ln 2 + ln x + x"),
    ("ln(x(x-1))", "ln|x| + ln|x − 1|"),
    ("ln(x^3)", "3 ln x"),
    ("ln(x^2)", "2 ln|x|"),
    ("ln(x/(x^2+1))", "ln x − ln(x² + 1)"),
    ("ln((x+1)/(x-1))", "ln|x + 1| − ln|x − 1|"),
    ("ln((x^2+1)^3/x^2)", "3 ln(x² + 1) − 2 ln|x|"),
    ("ln(1/x)", "−ln x"),
    ("ln(1/x^2)", "−2 ln|x|"),
    ("ln sqrt(x(x-1))", "(ln|x| + ln|x − 1|)/2"),
    ("ln sqrt(x-1)", "ln(x − 1)/2"),
    ("ln(x^2 sqrt(x+1))", "2 ln|x| + ln(x + 1)/2"),
    ("ln(cbrt(x) (-x-1)^2)", "ln(x)/3 + 2 ln|−x − 1|"),
    ("ln(x^x)", "x ln x"),
    ("ln|x sin x|", "ln|x| + ln|sin x|"),
    ("ln(x (x-1)^(2/3))", "ln x + (2/3) ln|x − 1|"),
    ("ln(-x sin x)", "ln(−x sin x)"),
]


@pytest.mark.parametrize(("typed", "apart"), LAWS, ids=[row[0] for row in LAWS])
def test_laws_of_logarithms(typed, apart):
    goal = parse(typed)
    step = derive(goal, x, method="log-laws").rounds[0].root
    form = dict(step.parts).get("rewritten", goal)
    assert unicode(form) == apart
    same_wherever_real(goal, form)


PRODUCTS = [
    "x^2 (x-1)^3/(x+2)",
    "sqrt(x(x-1))",
    "e^x x^2 sin x",
    "|x-1| x",
    "(x^2+1)^3 * 2^x",
    "x^x sin x",
    "cbrt(x) (x-2)^2",
    "(-x)^3 cos x",
]


@pytest.mark.parametrize("typed", PRODUCTS)
def test_logarithm_of_a_product(typed):
    step = derive(parse(typed), x, method="logarithmic").rounds[0].root
    parts = dict(step.parts)
    same_wherever_real(Apply("ln", parts["argument"]), parts["ln_y"])
    assert (parts["argument"] == parts["y"]) == all(not y < 0 for y in at_many_points(parts["y"]))


def same_wherever_real(goal, form):
    """Both are the same number wherever the first is real, on both sides of 0."""
    pairs = [(a, b) for a, b in zip(at_many_points(goal), at_many_points(form), strict=True) if not math.isnan(a)]
    assert len(pairs) > 5
    assert all(a == pytest.approx(b, rel=1e-9, abs=1e-9) for a, b in pairs)


def at_many_points(tree):
    program = Program(tree)
    return [program({"x": 0.173 * i + 0.0123})[0] for i in range(-40, 41)]
