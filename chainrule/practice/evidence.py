"""What shows that an answer is wrong: a point with both values, and where two expressions begin to differ.

This module knows numbers; it must not know rules, mistakes or words.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from itertools import islice
from typing import Any

import sympy

from chainrule.calculus.points import candidates
from chainrule.expression.constants import numeral
from chainrule.expression.numbers import Program
from chainrule.expression.written import symbols
from chainrule.practice.compare import Comparison, Point, has_unknown
from chainrule.practice.repair import near
from chainrule.practice.verdict import Witness

FRIENDLY = (2, 1, 3, 0.5, -1, -2, 4, 0.25, 5, 1.5, -0.5, 10, 0.1, -3, 0)
"""Where a wrong answer is shown to be wrong, if it can be."""
OTHER_LETTERS = (3, 2, 5, 4, 7)
"""What the other letters of a problem are there."""
LARGE = 1e6
"""Larger values persuade nobody."""
FURTHER = 24
"""At so many more points a bound is tried."""
DIGITS = 3
"""So many digits should show the difference."""


def witness(tree: Any, right: Any, goal: Any, variable: sympy.Symbol, differ: Sequence[Point] = ()) -> Witness | None:
    """A point where an answer and the right one can be seen to differ: a friendly one if there is one.

    ``None`` where a function has no formula, and so no values.

    >>> from chainrule.expression.build import parse
    >>> witness(parse("cos(x^2)"), parse("2x cos(x^2)"), parse("sin(x^2)"), sympy.Symbol("x")).point
    {'x': 2.0}
    """
    if has_unknown(tree, right, goal):
        return None
    others = sorted(symbols(goal) - {variable}, key=str)
    friendly = [
        {variable.name: float(x), **{letter.name: float(OTHER_LETTERS[(i + turn) % len(OTHER_LETTERS)]) for i, letter in enumerate(others)}}
        for turn in range(len(OTHER_LETTERS) if others else 1)
        for x in FRIENDLY
    ]
    program = Program(tree, right, goal)
    close: Witness | None = None
    blind: Witness | None = None
    large: Witness | None = None
    for point in (*friendly, *differ):
        yours, correct, value = program(point)
        if math.isnan(correct) or math.isnan(value):
            continue
        if abs(correct) > LARGE:
            large = large or (None if math.isnan(yours) or near(yours, correct) else Witness(point, yours, correct))
            continue
        if math.isnan(yours):
            blind = blind or Witness(point, None, correct)
        elif not near(yours, correct) and abs(yours) < LARGE:
            if format(yours, f".{DIGITS}g") != format(correct, f".{DIGITS}g"):
                return Witness(point, yours, correct)
            close = close or Witness(point, yours, correct)
    return close or blind or large


def boundary(one: Any, other: Any, compared: Comparison, variable: sympy.Symbol) -> tuple[Any, ...] | None:
    """Where two expressions begin to differ, as (x, ">", 0); ``None`` where it is not a matter of one bound."""
    name = variable.name
    agree = [point[name] for point in compared.agree if name in point]
    differ = [point[name] for point in compared.differ if name in point]
    if not agree or not differ or (max(differ) > min(agree) and max(agree) > min(differ)):
        return None
    sign = ">" if min(agree) > max(differ) else "<"
    inside, outside = (min(agree), max(differ)) if sign == ">" else (max(agree), min(differ))
    program, others = Program(one, other), compared.agree[0]
    for _ in range(40):
        middle = (inside + outside) / 2
        inside, outside = (middle, outside) if near(*program({**others, name: middle})) else (inside, middle)
    bound = Fraction(inside).limit_denominator(20)
    if abs(float(bound) - inside) > 1e-6 or not _holds(program, others, name, float(bound), sign):
        return None
    return variable, sign, numeral(bound)


def _holds(program: Program, point: Point, name: str, bound: float, sign: str) -> bool:
    """Whether the two agree on one side of the bound, far and near, and differ on the other."""
    for x in islice(candidates(), FURTHER):
        a, b = program({**point, name: bound + x})
        if not (math.isnan(a) or math.isnan(b)) and near(a, b) != ((x > 0) == (sign == ">")):
            return False
    return True
