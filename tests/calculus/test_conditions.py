"""Where a derivative holds, as a textbook adds it; nothing where it goes without saying."""

import math
from itertools import pairwise

import pytest
import sympy
from hypothesis import HealthCheck, given, settings
from sympy.abc import b, x

import chainrule
from chainrule.calculus.conditions import conditions
from chainrule.calculus.derive import derive
from chainrule.calculus.slopes import slope
from chainrule.errors import ChainruleError
from chainrule.expression.build import parse
from chainrule.expression.functions import TABLE
from chainrule.expression.notation.unicode import unicode
from chainrule.expression.numbers import Program
from chainrule.expression.written import symbols
from tests.strategies import trees

PAIRS = [
    ("x^2 + sin x", []),
    ("ln x", ["x > 0"]),
    ("1/x", ["x ≠ 0"]),
    ("sqrt x", ["x > 0"]),
    ("|x|", ["x ≠ 0"]),
    ("ln(3x+1)", ["x > −1/3"]),
    ("ln(5-3x)", ["x < 5/3"]),
    ("sqrt(7x+2)", ["x > −2/7"]),
    ("1/(x^2+1)", []),
    ("1/(x^2+x+1)", []),
    ("ln(x^2+1)", []),
    ("ln(e^x+3)", []),
    ("ln(x+sqrt(x^2+1))", []),
    ("1/(x-1)", ["x ≠ 1"]),
    ("1/(x^2-4)", ["x ≠ −2", "x ≠ 2"]),
    ("1/(2x^2-x-1)", ["x ≠ −1/2", "x ≠ 1"]),
    ("1/(e^x-1)", ["x ≠ 0"]),
    ("x^(-3)", ["x ≠ 0"]),
    ("x^(2/3)", ["x ≠ 0"]),
    ("x^(4/3)", []),
    ("sqrt(1-x^2)", ["−1 < x < 1"]),
    ("sqrt(x^2-9)", ["|x| > 3"]),
    ("sqrt(2x-x^2)", ["0 < x < 2"]),
    ("arcsin x", ["−1 < x < 1"]),
    ("arcsin(2x)", ["−1/2 < x < 1/2"]),
    ("arcsin(x^2)", ["−1 < x < 1"]),
    ("arcsin(e^x)", ["x < 0"]),
    ("arccos(1-x)", ["0 < x < 2"]),
    ("ln(x^2)", ["x ≠ 0"]),
    ("ln(2x e^x)", ["x > 0"]),
    ("ln((x^2+1)^3/x^2)", ["x ≠ 0"]),
    ("ln(x(x-1)^2/(x+2))", ["x ≠ 1", "x/(x + 2) > 0"]),
    ("ln ln x", ["x > 1"]),
    ("1/ln x", ["x > 0", "x ≠ 1"]),
    ("ln|ln x|", ["x > 0", "x ≠ 1"]),
    ("sqrt(x)/x", ["x > 0"]),
    ("1/x + ln(x-1)", ["x > 1"]),
    ("sqrt x + sqrt(4-x)", ["0 < x < 4"]),
    ("1/x + sqrt(x^2-4)", ["|x| > 2"]),
    ("tan x", ["cos x ≠ 0"]),
    ("ln sin x + cot x", ["sin x > 0"]),
    ("a/b + x", []),
    ("x^x", ["x > 0"]),
    ("x^a", ["x > 0"]),
    ("x^pi", ["x > 0"]),
    ("a^x", ["a > 0"]),
    ("2^x", []),
    ("log_2 x", ["x > 0"]),
    ("log_x 2", ["x > 0", "x ≠ 1"]),
    ("log_b x", ["x > 0", "b > 0", "b ≠ 1"]),
    ("Γ(x)", ["x > 0"]),
    ("sqrt(-x)", ["x < 0"]),
]
NOWHERE = [
    "ln(-x^2-1)",
    "sqrt(-1-x^2)",
    "arcsin(x^2+2)",
    "arcosh(-x^2)",
    "(-2)^x",
    "0^x",
    "sqrt x + sqrt(-x)",
    "sqrt(-2) x",
    "ln(x-1) ln(1-x)",
]


def printed(found):
    return [" ".join(part if isinstance(part, str) else unicode(part) for part in c.chain) for c in found]


@pytest.mark.parametrize(("typed", "expected"), PAIRS, ids=[row[0] for row in PAIRS])
def test_conditions(typed, expected):
    assert printed(conditions(parse(typed), x)) == expected


def test_conditions_on_the_base():
    assert printed(conditions(parse("log_b x"), b)) == ["b > 0", "b ≠ 1"]


@pytest.mark.parametrize("typed", NOWHERE)
def test_real_nowhere(typed):
    d = chainrule.explain(typed)
    assert [c.kind for c in d.derivation.conditions] == ["nowhere"]
    assert d.verified is not False
    assert "no real number" in str(d)
    assert d.to_dict()["conditions"] == [{"kind": "nowhere", "text": "False"}]


LATER = [("x^(4/3)", 1, []), ("x^(4/3)", 2, ["x ≠ 0"]), ("x^(7/3)", 2, []), ("x^(7/3)", 3, ["x ≠ 0"]), ("sqrt x", 3, ["x > 0"])]


@pytest.mark.parametrize(("typed", "order", "expected"), LATER)
def test_corners_that_come_later(typed, order, expected):
    assert printed(derive(parse(typed), x, order).conditions) == expected


THERE = [("|x|^3", 1, "0"), ("x|x| + 3x", 1, "3"), ("x|x|", 2, None), ("|x|", 1, None), ("x^2/x", 1, None), ("sqrt(x^4)", 1, "0")]


@pytest.mark.parametrize(("typed", "order", "slope_there"), THERE)
def test_points_that_have_a_derivative_all_the_same(typed, order, slope_there):
    (condition,) = derive(parse(typed), x, order).conditions
    assert (None if condition.there is None else str(condition.there)) == slope_there


KNOWN = tuple(row.name for row in TABLE if (row.derivative and len(row.arguments) == 1 and row.smooth != "x > 0") or row.name == "ln")
POINTS = [0.171 * i + 0.0137 for i in range(-25, 26)]
WIDE = settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])


def verdict(condition, at):
    """Whether the condition holds at a number; ``None`` too near to its edge to tell."""
    numbers = [math.nan] * 3 if not condition.chain else Program(*condition.chain[::2])({"x": at})
    if any(math.isnan(value) for value in numbers):
        return None if condition.chain else False
    near = any(abs(a - b) < 1e-3 for a, b in pairwise(numbers))
    compare = {">": lambda a, b: a > b, "<": lambda a, b: a < b, "≠": lambda a, b: a != b}
    return None if near else all(compare[sign](a, b) for sign, (a, b) in zip(condition.chain[1::2], pairwise(numbers), strict=True))


@WIDE
@given(trees(2, ("x",), KNOWN, ()))
def test_conditions_are_enough_and_needed(tree):
    if x not in symbols(tree):
        return
    try:
        d = derive(tree, x)
    except ChainruleError:
        return
    function, answer = Program(tree), Program(d.answer)
    if len({here for at in POINTS if not math.isnan(here := function({"x": at})[0])}) == 1:
        return  # sqrt(x - x), 0^x: a constant in disguise
    for at in POINTS:
        verdicts = [verdict(condition, at) for condition in d.conditions]
        here = function({"x": at})[0]
        if False in verdicts:
            assert math.isnan(here) or slope(lambda t: function({"x": t})[0], at).kind != "slope", at
        elif None not in verdicts:
            near = [function({"x": at + h})[0] for h in (-2e-4, -1e-4, 1e-4, 2e-4)]
            if max(map(abs, near)) < 1e6:
                assert not math.isnan(here), at
            coarse, fine = (near[3] - near[0]) / 4e-4, (near[2] - near[1]) / 2e-4
            if abs(coarse - fine) < 1e-4 * max(1, abs(fine)) and abs(here) < 1e4:
                assert answer({"x": at})[0] == pytest.approx((4 * fine - coarse) / 3, rel=1e-3, abs=1e-3), at


@WIDE
@given(trees(2, ("x",), KNOWN, ()))
def test_where_the_conditions_hold_every_line_can_be_computed(tree):
    if x not in symbols(tree):
        return
    try:
        d = derive(tree, x)
    except ChainruleError:
        return
    one = d.rounds[0]
    lines = [step.result for step in one.root.walk() if step.variable == x]
    lines += [side for rewrite in one.tidying for side in (rewrite.before, rewrite.after)]
    program = Program(tree, *lines)
    for at in POINTS:
        if all(verdict(condition, at) for condition in d.conditions):
            here, *values = program({"x": at})
            if abs(here) < 1e3 and all(abs(value) < 1e6 for value in values if not math.isnan(value)):
                assert not any(map(math.isnan, values)), at


@WIDE
@given(trees(2, ("x",), ("abs", "sign", "relu", "ln", "asin", "cos"), ()))
def test_points_left_out_have_no_derivative_unless_it_is_said(tree):
    if x not in symbols(tree):
        return
    try:
        d = derive(tree, x)
    except ChainruleError:
        return
    for condition in d.conditions:
        if condition.chain[:2] == (x, "≠"):
            at = float(sympy.sympify(str(condition.chain[2])))
            found = slope(lambda t: Program(tree)({"x": t})[0], at)
            assert (found.kind == "slope") == (condition.there is not None)
