"""Derivatives that come back, and what that says of high orders."""

from fractions import Fraction

import pytest
import sympy
from sympy.abc import x

import chainrule
from chainrule.calculus.cycle import Cycle
from chainrule.calculus.derive import derive
from chainrule.expression.build import parse
from chainrule.expression.value import value

FOUND = [
    ("sin x", 9, Cycle(0, 4, Fraction(1))),
    ("cos x", 9, Cycle(0, 4, Fraction(1))),
    ("e^x", 4, Cycle(0, 1, Fraction(1))),
    ("e^(-x)", 5, Cycle(0, 2, Fraction(1))),
    ("e^(2x)", 4, Cycle(0, 1, Fraction(2))),
    ("sin 2x", 6, Cycle(0, 2, Fraction(-4))),
    ("sinh x", 5, Cycle(0, 2, Fraction(1))),
    ("e^x sin x", 6, Cycle(0, 4, Fraction(-4))),
    ("x^2 + sin x", 12, Cycle(3, 4, Fraction(1))),
    ("x^3", 6, Cycle(4, 1, Fraction(0))),
    ("2^x", 4, None),
    ("ln x", 8, None),
    ("x e^x", 8, None),
    ("sin x", 3, None),
]


@pytest.mark.parametrize(("typed", "order", "expected"), FOUND, ids=[f"{row[0]} {row[1]}" for row in FOUND])
def test_cycle(typed, order, expected):
    d = derive(parse(typed), x, order)
    assert d.cycle == expected
    if d.cycle and d.cycle.factor:
        times, n = d.cycle.earlier(order)
        earlier = sympy.diff(value(parse(typed)), x, n)
        assert sympy.expand(value(d.answer) - sympy.Rational(d.cycle.factor) ** times * earlier) == 0


@pytest.mark.parametrize("problem", ["sin x", "e^(2x)", "sin 2x", "x^5", "ln x", "e^x sin x", "1/x"])
@pytest.mark.parametrize("detail", ["brief", "normal"])
def test_the_page_of_a_high_order_is_short(problem, detail):
    from chainrule.render.plain import plain

    d = chainrule.explain(problem, order=60)
    assert d.verified is not False
    assert len(plain(d.page(detail)).splitlines()) < 90
    assert len(plain(d.page("full")).splitlines()) > 150


def test_the_record_has_every_round():
    record = chainrule.explain("sin x", order=30).to_dict()
    assert {step["order"] for step in record["steps"]} == set(range(1, 31))
