"""Where a derivative holds, as a textbook adds it; nothing where it goes without saying."""

import pytest
from sympy.abc import x

from chainrule.calculus.conditions import conditions
from chainrule.expression.build import parse
from chainrule.expression.notation.unicode import unicode

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
    ("ln(x^2+1)", []),
    ("ln(e^x+3)", []),
    ("x^x", ["x > 0"]),
    ("1/(x-1)", ["x ≠ 1"]),
    ("x^(-3)", ["x ≠ 0"]),
    ("arcsin x", ["−1 < x < 1"]),
    ("arcsin(2x)", ["−1/2 < x < 1/2"]),
    ("arccos(1-x)", ["0 < x < 2"]),
    ("ln(x^2)", ["x ≠ 0"]),
    ("a/b + x", []),
]


@pytest.mark.parametrize(("typed", "expected"), PAIRS, ids=[row[0] for row in PAIRS])
def test_conditions(typed, expected):
    found = conditions(parse(typed), x)
    assert [" ".join(part if isinstance(part, str) else unicode(part) for part in c.chain) for c in found] == expected
