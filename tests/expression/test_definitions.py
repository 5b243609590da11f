"""Definitions put into each other have the value of what they stand for."""

from __future__ import annotations

from math import isclose

import pytest
import sympy
from hypothesis import given
from sympy.abc import a, x

from chainrule.errors import ParseError
from chainrule.expression.build import parse
from chainrule.expression.definitions import Definitions, closed
from chainrule.expression.numbers import Program
from chainrule.expression.written import Apply, Plus, Times
from tests.strategies import smooth_trees


def definitions(**texts: str) -> Definitions:
    return {name.partition("_of_")[0]: (tuple(name.partition("_of_")[2]), parse(text)) for name, text in texts.items()}


CLOSED = [
    ("f(g(x))", {"f_of_u": "u^2", "g_of_x": "3x"}, "(3x)^2"),
    ("f(x) + f(2x)", {"f_of_x": "x^2"}, "x^2 + (2x)^2"),
    ("f(x, 2)", {"f_of_ab": "a/b"}, "x/2"),
    ("f(b, a)", {"f_of_ab": "a/b"}, "b/a"),
    ("u v", {"u": "v + 1", "v": "x"}, "(x + 1)*x"),
    ("g(x)", {"f_of_u": "u^2"}, "g(x)"),
    ("f(y)", {"y": "y(x)"}, "f(y(x))"),
]


@pytest.mark.parametrize(("goal", "given_", "expected"), CLOSED)
def test_closed(goal: str, given_: dict[str, str], expected: str) -> None:
    assert closed(parse(goal), definitions(**given_))[0] == parse(expected)


def test_kept_names_stay_letters() -> None:
    assert closed(parse("u^2 v"), definitions(u="x", v="x + 1"), {"u"})[0] == parse("u^2*(x + 1)")


@pytest.mark.parametrize("texts", [{"u": "v", "v": "u"}, {"u": "u + 1"}, {"f_of_x": "g(x)", "g_of_x": "f(x)"}])
def test_a_circle_is_refused(texts: dict[str, str]) -> None:
    with pytest.raises(ParseError, match=r"."):
        closed(parse("u + f(x)"), definitions(**texts))


@given(smooth_trees(2, ("u",)), smooth_trees(2, ("x",)))
def test_a_function_at_a_formula_has_the_value_of_the_composite(outer: sympy.Expr, inner: sympy.Expr) -> None:
    goal = Plus(Apply("f", Apply("g", x)), Times(Apply("g", x), Apply("f", a)))
    found, _ = closed(goal, {"f": (("u",), outer), "g": (("x",), inner)})
    (at,) = Program(inner)({"x": 0.7})
    (one,), (other,) = Program(outer)({"u": at}), Program(outer)({"u": 1.3})
    (value,) = Program(found)({"x": 0.7, "a": 1.3})
    assert isclose(value, one + at * other, rel_tol=1e-9, abs_tol=1e-12)
