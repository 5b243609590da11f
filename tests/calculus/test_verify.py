"""The judge: true steps pass, every kind of false one fails, and what cannot be tried is undecided."""

import pytest
import sympy
from sympy.abc import x

from chainrule.calculus.derive import derive
from chainrule.calculus.points import agree, points
from chainrule.calculus.steps import Rewrite, Round, Step
from chainrule.calculus.verify import verify
from chainrule.expression.build import parse
from chainrule.expression.written import symbols


def verdict(goal, result):
    return verify((Round(1, Step("chain", parse(goal), x, parse(result)), ()),)).verified


TRUE = [
    ("sin(x^2)", "2x cos(x^2)"),
    ("|x|", "sgn x"),
    ("cbrt(x)", "1/(3 cbrt(x^2))"),
    ("relu(x)", "step(x)"),
    ("f(x^2)", "2x f'(x^2)"),
    ("f(x)^2", "2 f(x) f'(x)"),
    ("x^n", "n x^(n-1)"),
    ("sqrt(-x)", "-1/(2sqrt(-x))"),
    ("ln(x-1000)", "1/(x-1000)"),
    ("10^9 x + sin x", "10^9 + cos x"),
]
FALSE = [
    ("sin(x^2)", "cos(x^2)"),
    ("x^2", "2x + 10^(-4)"),
    ("x sin x", "cos x"),
    ("ln x", "1/|x| + 1"),
    ("f(x^2)", "f'(x^2)"),
    ("f(g(x))", "f'(g(x)) f'(x)"),
    ("tan x", "sec x"),
    ("e^(-x)", "e^(-x)"),
    ("sin x", "cos(x + 10^(-3))"),
    ("x^n", "n x^n"),
]
UNDECIDED = [
    ("ln(-x^2-1)", "2x/(x^2+1)", "no-points"),
    ("sqrt(-1-x^2)", "0", "no-points"),
    ("asin(x^2+2)", "1", "no-points"),
    ("0^x", "x", "division"),
    ("x^2/sin(pi)", "2x/sin(pi)", "division"),
    ("2^(10^6) x", "2^(10^6)", "too-large"),
]


@pytest.mark.parametrize(("goal", "result"), TRUE)
def test_true(goal, result):
    assert verdict(goal, result) is True


@pytest.mark.parametrize(("goal", "result"), FALSE)
def test_false(goal, result):
    assert verdict(goal, result) is False


@pytest.mark.parametrize(("goal", "result", "why"), UNDECIDED)
def test_undecided(goal, result, why):
    found = verify((Round(1, Step("chain", parse(goal), x, parse(result)), ()),))
    assert (found.verified, found.why) == (None, why)


@pytest.mark.parametrize(
    "goal", ["sin(x^2)^3", "x^2 sin(3x)", "x/(x+1)", "x^x", "ln(x sqrt(x+1))", "e^(2x)/x", "sin(" * 50 + "x" + ")" * 50]
)
def test_a_false_line_anywhere_is_found(goal):
    one = derive(parse(goal), x).rounds[0]
    assert verify((one,)).verified is True
    for i, step in enumerate(one.root.walk()):
        if step.rule in ("constant", "identity"):
            continue
        spoiled = step._replace(result=sympy.Integer(4 if step.result == 3 else 3), substeps=())
        found = verify((Round(1, spoiled, ()),))
        assert found.verified is not True, (i, step.rule)
        if i > 20:
            break


@pytest.mark.parametrize(
    ("before", "after", "expected"), [("x + x", "2x", True), ("sqrt(x^2)", "x", False), ("ln(x^2)", "2ln x", True), ("x", "x + 1", False)]
)
def test_tidyings_are_judged(before, after, expected):
    step = Step("identity", x, x, sympy.Integer(1))
    assert verify((Round(1, step, (Rewrite(("like-terms",), parse(before), parse(after)),)),)).verified is expected


DOMAINS = [
    ("acos(2x)", 8),
    ("ln(x-100)", 3),
    ("ln(x-10^7)", 2),
    ("sqrt(-x)", 8),
    ("ln(-x^2-1)", 0),
    ("asin(x-300)", 2),
    ("x y z", 8),
    ("ln(x) + ln(y)", 8),
    ("7", 1),
]


@pytest.mark.parametrize(("typed", "least"), DOMAINS)
def test_points_are_found_where_it_is_real(typed, least):
    found = points([parse(typed)])
    assert len(found) >= least if least else not found
    assert all(set(point) == {s.name for s in symbols(parse(typed))} for point, _ in found)


@pytest.mark.parametrize(("a", "b", "same"), [(1.0, 1.0 + 1e-9, True), (1e9, 1e9 + 1, True), (1.0, 1.001, False), (0.0, 1e-9, True)])
def test_agree(a, b, same):
    assert agree(a, b) is same
